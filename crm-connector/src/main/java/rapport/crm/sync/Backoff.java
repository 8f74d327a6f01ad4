package rapport.crm.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to leave a CRM alone. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /**
     * While a person has to act. Rare enough to stay far below any count of refused sign-ins that locks out, often enough
     * that nobody needs to tell Rapport when it is done.
     */
    static final Duration FOR_A_PERSON = Duration.ofMinutes(15);

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Pause after failure number {@code failures}: 1 s doubled each time, at most 5 min, ±20 % so that connections do not retry in step. */
    Duration after(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 20);
        Duration pause = FIRST.multipliedBy(1L << doublings);
        return jittered(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }

    Duration jittered(Duration pause) {
        return Duration.ofMillis(Math.round(pause.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }
}
