package rapport.crm.intake;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How a source writes what can be written in several ways.
 *
 * @param zone         of times without an offset; such times are refused when null
 * @param dayFormat    of days that are not written as 2026-12-31
 * @param decimalComma whether 1.500,50 is one thousand five hundred and a half; else a dot parts off decimals
 * @param currency     of amounts that name none; such amounts are refused when null
 */
public record RowFormat(
        @Nullable ZoneId zone,
        @Nullable DateTimeFormatter dayFormat,
        boolean decimalComma,
        @Nullable String currency) {
    public static final RowFormat STRICT = new RowFormat(null, null, false, null);
}
