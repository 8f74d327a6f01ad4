package rapport.crm.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A CRM did not do what was asked. The message says what happened and {@link #advice()} what to do; neither holds a secret
 * or a customer's data. Both may hold a {@link Phrase}.
 */
public final class CrmFailure extends RuntimeException {
    private final Remedy remedy;
    private final @Nullable String advice;
    private final @Nullable Duration pause;

    private CrmFailure(
            Remedy remedy,
            String message,
            @Nullable String advice,
            @Nullable Duration pause,
            @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
        this.advice = advice;
        this.pause = pause;
    }

    public static CrmFailure retry(String message, @Nullable Throwable cause) {
        return new CrmFailure(Remedy.RETRY, message, Phrase.of("remedy.retry").toString(), null, cause);
    }

    /** @param pause how long the CRM wants to be left alone */
    public static CrmFailure wait(String message, Duration pause) {
        return new CrmFailure(Remedy.WAIT, message, Phrase.of("failure.wait").toString(), pause, null);
    }

    public static CrmFailure reconnect(String message, String advice) {
        return new CrmFailure(Remedy.RECONNECT, message, advice, null, null);
    }

    public static CrmFailure setAside(String message, @Nullable Throwable cause) {
        return new CrmFailure(Remedy.SET_ASIDE, message, null, null, cause);
    }

    public static CrmFailure stop(String message, String advice) {
        return new CrmFailure(Remedy.STOP, message, advice, null, null);
    }

    public Remedy remedy() {
        return remedy;
    }

    public @Nullable String advice() {
        return advice;
    }

    /** Set for {@link Remedy#WAIT} only. */
    public @Nullable Duration pause() {
        return pause;
    }

    /** What happened, followed by what to do. */
    public String explanation() {
        String message = String.valueOf(getMessage());
        return advice == null ? message : message + " " + advice;
    }
}
