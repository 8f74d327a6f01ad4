package rapport.crm.adapter.csv;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.RowFormat;
import rapport.crm.intake.RowType;

/**
 * The options of a connection by files.
 *
 * @param complete  whether what a file does not name is gone
 * @param charset   found in each file when null
 * @param separator found in each header when null
 * @param mistake   which option is not understood; then nothing is read
 */
record CsvSettings(
        Path folder,
        Map<String, String> options,
        boolean complete,
        int vanishPercent,
        @Nullable Charset charset,
        @Nullable Character separator,
        RowFormat format,
        @Nullable String mistake) {

    static CsvSettings of(Path otherwise, Map<String, String> options) {
        try {
            return understood(otherwise, options);
        } catch (IllegalArgumentException e) {
            return new CsvSettings(
                    otherwise, options, false, 0, null, null, RowFormat.STRICT, String.valueOf(e.getMessage()));
        }
    }

    private static CsvSettings understood(Path otherwise, Map<String, String> options) {
        String folder = options.get("folder");
        return new CsvSettings(
                folder == null || folder.isBlank() ? otherwise : Path.of(folder.strip()),
                options,
                !"merge".equals(options.getOrDefault("mode", "complete").strip()),
                percent(options.getOrDefault("vanish-percent", "20").strip()),
                charset(options.get("encoding")),
                separator(options.get("separator")),
                new RowFormat(
                        zone(options.get("time-zone")),
                        days(options.get("date-format")),
                        "yes".equals(options.getOrDefault("decimal-comma", "no").strip()),
                        options.get("currency") == null
                                ? null
                                : options.get("currency").strip()),
                null);
    }

    @Nullable
    String columns(RowType type) {
        return options.get("columns." + type.word());
    }

    private static int percent(String text) {
        return text.matches("\\d{1,2}|100") ? Integer.parseInt(text) : 20;
    }

    private static @Nullable Charset charset(@Nullable String name) {
        try {
            return name == null || name.isBlank() || name.strip().equals("auto") ? null : Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("encoding: unknown (expected: auto, or such as ISO-8859-15)");
        }
    }

    private static @Nullable Character separator(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("auto")) {
            return null;
        }
        return text.equals("tab") ? '\t' : text.charAt(0);
    }

    private static @Nullable ZoneId zone(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? null : ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("time-zone: unknown (expected: such as Europe/Paris)");
        }
    }

    private static @Nullable DateTimeFormatter days(@Nullable String pattern) {
        try {
            return pattern == null || pattern.isBlank()
                    ? null
                    : DateTimeFormatter.ofPattern(pattern.strip(), Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("date-format: unknown (expected: such as dd.MM.yyyy)");
        }
    }
}
