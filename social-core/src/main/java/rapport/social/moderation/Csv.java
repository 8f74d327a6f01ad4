package rapport.social.moderation;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines of comma-separated values (RFC 4180) that a spreadsheet can open without running anything in them. */
final class Csv {
    private Csv() {}

    static String line(@Nullable String... values) {
        return Stream.of(values).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        // what a spreadsheet would take for a formula
        String harmless = "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return harmless.matches("(?s).*[\",\r\n].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
