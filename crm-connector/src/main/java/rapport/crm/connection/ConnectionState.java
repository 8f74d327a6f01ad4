package rapport.crm.connection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is.
 *
 * @param message  what is wrong, or worth knowing, in words for an admin
 * @param failures in a row
 * @param nextAt   no call to the CRM before
 * @param hookSecret part of the address that the CRM calls
 */
public record ConnectionState(
        Phase phase,
        @Nullable String message,
        @Nullable String remedy,
        int failures,
        @Nullable Instant nextAt,
        @Nullable String settingsHash,
        @Nullable Instant lastSyncAt,
        @Nullable Instant lastPeopleAt,
        @Nullable Instant lastSweepAt,
        String hookSecret,
        @Nullable Instant hookedAt) {

    public enum Phase {
        /** not yet reached */
        STARTING,
        /** reading everything for the first time */
        LOADING,
        OK,
        FAILING,
        /** nothing happens until the configuration changes */
        STOPPED
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "ConnectionState[" + phase + "]";
    }
}
