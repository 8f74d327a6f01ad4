package rapport.crm.adapter.csv;

import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.RowFormat;
import rapport.crm.intake.RowType;
import rapport.crm.spi.InvalidOptions;
import rapport.crm.spi.InvalidOptions.Mistake;

/**
 * The options of a connection by files.
 *
 * @param base      below which the folder and its files lie
 * @param complete  whether what a file does not name is gone
 * @param charset   found in each file when null
 * @param separator found in each header when null
 */
record CsvSettings(
        Path base,
        Path folder,
        Map<String, String> options,
        boolean complete,
        int vanishPercent,
        @Nullable Charset charset,
        @Nullable Character separator,
        RowFormat format) {

    /** @throws InvalidOptions naming every one that cannot be used */
    static CsvSettings of(Path base, String connection, Map<String, String> options) {
        List<Mistake> mistakes = mistakes(base, options);
        if (!mistakes.isEmpty()) {
            throw new InvalidOptions(mistakes);
        }
        String folder = text(options, "folder");
        String separator = text(options, "separator");
        String zone = text(options, "time-zone");
        String percent = text(options, "vanish-percent");
        String encoding = text(options, "encoding");
        String days = text(options, "date-format");
        return new CsvSettings(
                base,
                base.resolve(folder == null ? connection : folder).normalize(),
                options,
                !"merge".equals(text(options, "mode")),
                percent == null ? 20 : Integer.parseInt(percent),
                encoding == null || encoding.equals("auto") ? null : Charset.forName(encoding),
                separator == null || separator.equals("auto")
                        ? null
                        : Character.valueOf(separator.equals("tab") ? '\t' : separator.charAt(0)),
                new RowFormat(
                        zone == null ? null : ZoneId.of(zone),
                        days == null ? null : DateTimeFormatter.ofPattern(days, Locale.ROOT),
                        "yes".equals(text(options, "decimal-comma")),
                        text(options, "currency")));
    }

    /** What cannot be used of the options. */
    static List<Mistake> mistakes(Path base, Map<String, String> options) {
        List<Mistake> mistakes = new ArrayList<>();
        check(options, "folder", "a folder below " + base, mistakes, folder -> {
            Path path = base.resolve(folder).normalize();
            return path.startsWith(base) && !path.equals(base);
        });
        check(options, "mode", "complete or merge", mistakes, Set.of("complete", "merge")::contains);
        check(options, "vanish-percent", "0 to 100", mistakes, percent -> percent.matches("\\d{1,2}|100"));
        check(
                options,
                "encoding",
                "auto, or such as ISO-8859-15",
                mistakes,
                name -> name.equals("auto") || Charset.isSupported(name));
        check(
                options,
                "separator",
                "one sign, tab or auto",
                mistakes,
                sign -> sign.equals("tab") || sign.equals("auto") || sign.length() == 1 && sign.charAt(0) != '"');
        check(options, "time-zone", "such as Europe/Paris", mistakes, zone -> {
            ZoneId.of(zone);
            return true;
        });
        check(options, "date-format", "such as dd.MM.yyyy", mistakes, days -> {
            DateTimeFormatter.ofPattern(days, Locale.ROOT);
            return true;
        });
        check(options, "decimal-comma", "yes or no", mistakes, Set.of("yes", "no")::contains);
        check(options, "currency", "three letters, such as EUR", mistakes, sign -> sign.matches("[A-Za-z]{3}"));
        for (RowType type : RowType.values()) {
            check(options, "files." + type.word(), "a pattern such as Customers*.csv", mistakes, glob -> {
                FileSystems.getDefault().getPathMatcher("glob:" + glob);
                return !glob.contains("/");
            });
            check(
                    options,
                    "columns." + type.word(),
                    "field=column, with commas between, of the fields "
                            + String.join(", ", type.fieldNames())
                            + (type.takesAttributes() ? ", attributes.<name>" : ""),
                    mistakes,
                    mapping -> isMapping(type, mapping));
        }
        return mistakes;
    }

    private static boolean isMapping(RowType type, String mapping) {
        for (String pair : mapping.split(",")) {
            String[] parts = pair.split("=", 2);
            String field = parts[0].strip();
            boolean known =
                    type.fieldNames().contains(field) || type.takesAttributes() && field.matches("attributes\\..+");
            if (!known || parts.length != 2 || parts[1].isBlank()) {
                return false;
            }
        }
        return true;
    }

    private interface Rule {
        boolean holds(String value);
    }

    private static void check(
            Map<String, String> options, String name, String expected, List<Mistake> mistakes, Rule rule) {
        String value = text(options, name);
        boolean holds;
        try {
            holds = value == null || rule.holds(value);
        } catch (IllegalArgumentException | DateTimeException | UnsupportedOperationException e) {
            holds = false; // what the JDK refuses: a pattern, a path, a zone
        }
        if (!holds) {
            mistakes.add(new Mistake(name, String.valueOf(value), expected));
        }
    }

    private static @Nullable String text(Map<String, String> options, String name) {
        String value = options.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Nullable
    String columns(RowType type) {
        return text(options, "columns." + type.word());
    }
}
