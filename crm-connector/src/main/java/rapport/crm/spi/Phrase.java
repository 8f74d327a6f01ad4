package rapport.crm.spi;

import java.util.Arrays;
import java.util.List;

/**
 * A sentence for people that is put into words when it is read, in the reader's language. It is told and kept as text, alone
 * or between other words: {@code [[sweep.refused|[[type|account]]]]}, with its values escaped.
 *
 * @param code   of the sentence, such as {@code sweep.refused}
 * @param values what varies in it, itself text that may hold phrases
 */
public record Phrase(String code, List<String> values) {
    /** Of one value, so that a whole phrase fits where it is kept. */
    private static final int MAX_VALUE = 1_200;

    public Phrase {
        values = List.copyOf(values);
    }

    public static Phrase of(String code, Object... values) {
        return new Phrase(code, Arrays.stream(values).map(String::valueOf).toList());
    }

    /** The name of a type of records. */
    public static Phrase of(CrmType type) {
        return of("type", type.name());
    }

    @Override
    public String toString() {
        var text = new StringBuilder("[[").append(code);
        values.forEach(value ->
                text.append('|').append(escaped(value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value)));
        return text.append("]]").toString();
    }

    private static String escaped(String value) {
        return value.replace("%", "%25").replace("|", "%7C").replace("[", "%5B").replace("]", "%5D");
    }
}
