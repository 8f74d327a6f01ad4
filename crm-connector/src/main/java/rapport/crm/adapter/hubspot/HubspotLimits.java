package rapport.crm.adapter.hubspot;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.spi.CallBudget;
import rapport.crm.spi.CallLedger;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;

/**
 * What HubSpot's headers say of the calls that are left. The account's other apps need some too, so we stop before the last
 * one: when the interval is used up, until it is over; when of the day's calls only the reserve is left, until midnight.
 */
final class HubspotLimits {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final String connection;
    private final Clock clock;
    /** Parts of a hundred of the day's calls that we leave to others. */
    private final int reserve;

    private final CallLedger calls;
    private volatile ZoneId zone = ZoneOffset.UTC;

    HubspotLimits(CrmAccess access, Clock clock, int reserve) {
        this.connection = access.connection();
        this.calls = access.calls();
        this.clock = clock;
        this.reserve = reserve;
    }

    /** Days end at midnight in the account's time zone. */
    void zone(@Nullable String name) {
        zone = zone(name, ZoneOffset.UTC);
    }

    static ZoneId zone(@Nullable String name, ZoneId otherwise) {
        try {
            return name == null ? otherwise : ZoneId.of(name);
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    void beforeCall() {
        CallLedger.Entry known = calls.latest();
        if (isPaused(known)) {
            throw CrmFailure.wait(
                    connection + ": " + known.reason(),
                    Duration.between(clock.instant(), Objects.requireNonNull(known.pausedUntil())));
        }
    }

    private boolean isPaused(CallLedger.Entry entry) {
        return entry.pausedUntil() != null && entry.pausedUntil().isAfter(clock.instant());
    }

    void after(CrmAnswer answer) {
        CallLedger.Entry before = calls.latest();
        CallLedger.Entry now = isPaused(before) ? before : new CallLedger.Entry(before.budget(), null, "");
        Long remaining = number(answer, "X-HubSpot-RateLimit-Remaining");
        if (remaining != null && remaining <= 0) {
            Long interval = number(answer, "X-HubSpot-RateLimit-Interval-Milliseconds");
            now = paused(
                    now,
                    clock.instant().plus(interval == null ? INTERVAL : Duration.ofMillis(interval)),
                    "the calls of this interval are used up.");
        }
        Long all = number(answer, "X-HubSpot-RateLimit-Daily");
        Long left = number(answer, "X-HubSpot-RateLimit-Daily-Remaining");
        if (all != null && left != null && all > 0) {
            now = new CallLedger.Entry(new CallBudget(all - left, all, midnight()), now.pausedUntil(), now.reason());
            if (left * 100 < all * reserve) {
                now = paused(
                        now,
                        midnight(),
                        left + " of the day's " + all
                                + " calls are left, which are kept for the account's other apps.");
            }
        }
        if (!now.equals(before)) {
            calls.note(now);
        }
    }

    /** Of two pauses the longer. */
    private static CallLedger.Entry paused(CallLedger.Entry entry, Instant until, String reason) {
        return entry.pausedUntil() == null || until.isAfter(entry.pausedUntil())
                ? new CallLedger.Entry(entry.budget(), until, reason)
                : entry;
    }

    /** What a 429 asks for; it names the limit, not a time. */
    Duration pauseAfterRefusal(@Nullable String policy, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            return retryAfter;
        }
        return switch (policy == null ? "" : policy) {
            case "SECONDLY" -> Duration.ofSeconds(1);
            case "DAILY" -> {
                Duration left = Duration.between(clock.instant(), midnight());
                yield left.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(1) : left;
            }
            default -> INTERVAL;
        };
    }

    private Instant midnight() {
        return ZonedDateTime.ofInstant(clock.instant(), zone)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant();
    }

    /** Null before the first answer that told. */
    @Nullable
    String dailyBudget() {
        CallBudget known = calls.latest().budget();
        return known == null
                ? null
                : (known.limit() - known.used()) + " of the day's " + known.limit() + " calls are left";
    }

    private static @Nullable Long number(CrmAnswer answer, String header) {
        String value = answer.header(header);
        return value.matches("\\d{1,12}") ? Long.valueOf(value) : null;
    }

    /** The day's, as the last answer told it, to whichever of us. */
    Optional<CallBudget> budget() {
        return Optional.ofNullable(calls.latest().budget());
    }
}
