package rapport.samples.crm.api;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong on demand, so that one can see what a connector makes of it. Nothing is wrong at first.
 */
public final class Faults {

    /**
     * @param down               connections to the REST interface are closed without an answer
     * @param wrongKey           every key is refused, as after a key was changed
     * @param slowMillis         pause before each answer
     * @param status500Every     every n-th request is answered 500; 0 for none, 1 for all
     * @param status503Every     every n-th request is answered 503
     * @param cutEvery           every n-th answer breaks off in the middle of its body
     * @param overlappingPages   a page begins with rows that the page before it had
     * @param webhookLossEvery   every n-th delivery is lost without a trace
     * @param webhookTwice       deliveries arrive twice
     * @param webhookDelayMillis further pause before a delivery
     */
    public record Settings(
            boolean down,
            boolean wrongKey,
            int slowMillis,
            int status500Every,
            int status503Every,
            int cutEvery,
            boolean overlappingPages,
            int webhookLossEvery,
            boolean webhookTwice,
            int webhookDelayMillis) {
        public static final Settings NONE = new Settings(false, false, 0, 0, 0, 0, false, 0, false, 0);
        private static final int MAX_MILLIS = 300_000;

        public Settings {
            requireRange("slowMillis", slowMillis, MAX_MILLIS);
            requireRange("webhookDelayMillis", webhookDelayMillis, MAX_MILLIS);
            requireRange("status500Every", status500Every, 1_000_000);
            requireRange("status503Every", status503Every, 1_000_000);
            requireRange("cutEvery", cutEvery, 1_000_000);
            requireRange("webhookLossEvery", webhookLossEvery, 1_000_000);
        }

        private static void requireRange(String name, int value, int max) {
            if (value < 0 || value > max) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to " + max + ")");
            }
        }
    }

    private volatile Settings settings = Settings.NONE;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();

    public Settings settings() {
        return settings;
    }

    public void set(Settings wanted) {
        settings = wanted;
        requests.set(0);
        deliveries.set(0);
    }

    public void clear() {
        set(Settings.NONE);
    }

    /** What happens to the next request. */
    enum Fate {
        ANSWERED,
        FAILED_500,
        FAILED_503,
        CUT
    }

    Fate nextRequest() {
        long number = requests.incrementAndGet();
        Settings now = settings;
        if (hits(number, now.status500Every())) {
            return Fate.FAILED_500;
        }
        if (hits(number, now.status503Every())) {
            return Fate.FAILED_503;
        }
        return hits(number, now.cutEvery()) ? Fate.CUT : Fate.ANSWERED;
    }

    boolean losesNextDelivery() {
        return hits(deliveries.incrementAndGet(), settings.webhookLossEvery());
    }

    private static boolean hits(long number, int every) {
        return every > 0 && number % every == 0;
    }
}
