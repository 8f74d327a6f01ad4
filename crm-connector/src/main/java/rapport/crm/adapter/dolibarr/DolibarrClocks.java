package rapport.crm.adapter.dolibarr;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two zones that a Dolibarr lives in.
 *
 * @param php      in which it shows dates
 * @param database in which {@code tms} is written; null while nobody said
 */
record DolibarrClocks(ZoneId php, @Nullable ZoneId database) {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** An unknown name is UTC, which is PHP's own default. */
    static ZoneId zone(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? ZoneOffset.UTC : ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    /** The earliest that the database's clock can have shown from {@code since} to {@code now}. */
    String earliest(Instant since, Instant now) {
        LocalDateTime earliest = LocalDateTime.MAX;
        for (ZoneId zone : assumed()) {
            earliest = earlier(earliest, LocalDateTime.ofInstant(since, zone));
            ZoneOffsetTransition change = zone.getRules().nextTransition(since);
            while (change != null && !change.getInstant().isAfter(now)) {
                earliest = earlier(earliest, change.getDateTimeAfter()); // in autumn the clock shows 02:00 once more
                change = zone.getRules().nextTransition(change.getInstant());
            }
        }
        return TEXT.format(earliest);
    }

    /** When it really was, of a {@code tms} that PHP took for its own local time. */
    Instant real(Instant told) {
        return database == null
                ? told
                : LocalDateTime.ofInstant(told, php).atZone(database).toInstant();
    }

    /** How far the database's clock may lag behind UTC without our losing a change, in seconds; negative behind. */
    int lowestOffset(Instant at) {
        return assumed().stream()
                .mapToInt(zone -> zone.getRules().getOffset(at).getTotalSeconds())
                .min()
                .orElse(0);
    }

    private Set<ZoneId> assumed() {
        return new LinkedHashSet<>(database == null ? List.of(php, ZoneOffset.UTC) : List.of(database));
    }

    private static LocalDateTime earlier(LocalDateTime one, LocalDateTime other) {
        return one.isBefore(other) ? one : other;
    }
}
