package rapport.social.shared;

import java.time.Duration;

/**
 * A server that takes calls and does not answer. Once somebody waited for it in vain, others don't for a while: or all threads would
 * soon wait for it, and nothing else would work either.
 */
public final class Outage {
    private final long pauseNanos;
    private volatile boolean noted;
    private volatile long notedAt;

    /** @param pause after which somebody may try again */
    public Outage(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** Whether not to try now. */
    public boolean lasts() {
        return noted && System.nanoTime() - notedAt < pauseNanos;
    }

    /** Somebody waited in vain. */
    public void note() {
        notedAt = System.nanoTime();
        noted = true;
    }

    /** It answered. */
    public void end() {
        noted = false;
    }
}
