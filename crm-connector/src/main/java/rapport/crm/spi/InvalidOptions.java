package rapport.crm.spi;

import java.util.List;
import java.util.stream.Collectors;

/** Options of a connection that cannot be used, all of them at once. */
public final class InvalidOptions extends RuntimeException {
    private final List<Mistake> mistakes;

    /**
     * @param option   its name
     * @param found    what stands there, or the part of it that is wrong
     * @param expected what may stand there
     */
    public record Mistake(String option, String found, String expected) {}

    public InvalidOptions(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::option).collect(Collectors.joining(", ")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
