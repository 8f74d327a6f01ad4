package rapport.samples.crm.data;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** EspoCRM writes times in UTC with whole seconds and no zone mark, so ties are common and text order is time order. */
public final class CrmTimes {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private CrmTimes() {}

    public static String format(Instant at) {
        return FORMAT.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** A time or a day of a calendar elsewhere, as the text that is stored. */
    static String toUtc(String local, ZoneId zone) {
        try {
            LocalDateTime at = local.length() <= 10
                    ? LocalDate.parse(local).atStartOfDay()
                    : LocalDateTime.parse(local.length() == 16 ? local + ":00" : local, FORMAT);
            return format(at.atZone(zone).toInstant());
        } catch (DateTimeParseException e) {
            throw CrmRefusal.badRequest("Bad date-time value '" + local + "' in where.");
        }
    }
}
