package rapport.crm.adapter.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rapport.crm.http.CrmAnswer;
import rapport.crm.spi.CallBudget;
import rapport.crm.spi.CallLedger;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;

/** The org's calls of the last 24 hours, which every answer tells. Beyond our share we leave the rest to others. */
final class SalesforceLimits {
    private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,12})/(\\d{1,12})");

    /** The window rolls, so a little becomes free all the time; one call in this time finds out. */
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final String connection;
    private final Clock clock;
    private final int share;
    private final CallLedger calls;

    /** @param share hundredths of the org's calls beyond which we stop */
    SalesforceLimits(CrmAccess access, Clock clock, int share) {
        this.connection = access.connection();
        this.calls = access.calls();
        this.clock = clock;
        this.share = share;
    }

    void beforeCall() {
        CallLedger.Entry known = calls.latest();
        Instant until = known.pausedUntil();
        if (until != null) {
            Duration left = Duration.between(clock.instant(), until);
            if (!left.isNegative() && !left.isZero()) {
                throw CrmFailure.wait(connection + ": " + known.reason(), left);
            }
        }
    }

    void after(CrmAnswer answer) {
        Matcher usage = USAGE.matcher(answer.header("Sforce-Limit-Info"));
        if (usage.find()) {
            long used = Long.parseLong(usage.group(1));
            long max = Long.parseLong(usage.group(2));
            boolean beyond = max > 0 && used * 100 >= max * share;
            calls.note(new CallLedger.Entry(
                    new CallBudget(used, max, null), // the window of 24 hours moves along, so it has no end
                    beyond ? clock.instant().plus(PAUSE) : null,
                    beyond
                            ? used + " of the org's " + max + " calls of 24 hours are used; beyond " + share
                                    + " % they are left to others."
                            : ""));
        }
    }

    /** As the last answer told it, to whichever of us. */
    Optional<CallBudget> budget() {
        return Optional.ofNullable(calls.latest().budget());
    }
}
