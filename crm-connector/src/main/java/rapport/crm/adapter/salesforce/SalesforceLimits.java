package rapport.crm.adapter.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.spi.CallBudget;
import rapport.crm.spi.CrmFailure;

/** The org's calls of the last 24 hours, which every answer tells. Beyond our share we leave the rest to others. */
final class SalesforceLimits {
    private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,12})/(\\d{1,12})");

    /** The window rolls, so a little becomes free all the time; one call in this time finds out. */
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final String connection;
    private final Clock clock;
    private final int share;
    private @Nullable Instant pausedUntil;
    private long used = -1;
    private long max = -1;

    /** @param share hundredths of the org's calls beyond which we stop */
    SalesforceLimits(String connection, Clock clock, int share) {
        this.connection = connection;
        this.clock = clock;
        this.share = share;
    }

    synchronized void beforeCall() {
        Instant until = pausedUntil;
        if (until != null) {
            Duration left = Duration.between(clock.instant(), until);
            if (!left.isNegative() && !left.isZero()) {
                throw CrmFailure.wait(
                        connection + ": " + used + " of the org's " + max + " calls of 24 hours are used; beyond "
                                + share + " % they are left to others.",
                        left);
            }
            pausedUntil = null;
        }
    }

    synchronized void after(CrmAnswer answer) {
        Matcher usage = USAGE.matcher(answer.header("Sforce-Limit-Info"));
        if (usage.find()) {
            used = Long.parseLong(usage.group(1));
            max = Long.parseLong(usage.group(2));
            if (max > 0 && used * 100 >= max * share) {
                pausedUntil = clock.instant().plus(PAUSE);
            }
        }
    }

    /** As the last answer told it; the window of 24 hours moves along, so it has no end. */
    synchronized Optional<CallBudget> budget() {
        return max < 0 ? Optional.empty() : Optional.of(new CallBudget(used, max, null));
    }
}
