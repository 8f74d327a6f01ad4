package rapport.crm.connection;

import java.util.List;

/** Settings with which no connection can work; each line names the setting, what was found and what was expected. */
public final class InvalidConnectionSettings extends RuntimeException {
    private final List<String> mistakes;

    InvalidConnectionSettings(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
