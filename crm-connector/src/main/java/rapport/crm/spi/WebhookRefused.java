package rapport.crm.spi;

/** A call that is not believed. */
public final class WebhookRefused extends RuntimeException {
    public enum Reason {
        /** no signature, or one that does not fit */
        NOT_SIGNED,
        NOT_UNDERSTOOD,
        /** an address that was never given out */
        UNKNOWN_ADDRESS
    }

    private final Reason reason;

    public WebhookRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
