package rapport.crm.adapter.dynamics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.Checkpoint;
import tools.jackson.core.JacksonException;

/**
 * Where reading one table stopped.
 *
 * @param organization whose rows these are
 * @param link  the next page, or between two walks the delta link; null at the start, and between two walks of a polled table
 * @param all   whether the walk under way is over everything
 * @param began the CRM's clock when this walk began; null before its first answer
 * @param since of a polled table, where the walk over changes starts
 * @param columns that were asked for; a delta link goes on asking for those it began with
 */
record DynamicsCheckpoint(
        @Nullable String organization,
        @Nullable String link,
        boolean all,
        @Nullable Instant began,
        @Nullable Instant since,
        @Nullable Integer columns) {
    static final DynamicsCheckpoint START = new DynamicsCheckpoint(null, null, true, null, null, null);

    static DynamicsCheckpoint of(@Nullable Checkpoint checkpoint) {
        if (checkpoint == null) {
            return START;
        }
        try {
            return CrmJson.JSON.readValue(checkpoint.value(), DynamicsCheckpoint.class);
        } catch (JacksonException e) {
            return START; // of an older version: reading everything again is right, only slower
        }
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(CrmJson.JSON.writeValueAsString(this));
    }

    DynamicsCheckpoint page(String org, Instant now, String next) {
        return new DynamicsCheckpoint(org, next, all, began == null ? now : began, since, columns);
    }

    /** The walk is over. @param delta null where changes are not tracked */
    DynamicsCheckpoint done(String org, Instant now, @Nullable String delta) {
        return new DynamicsCheckpoint(
                org, delta, false, null, delta != null ? null : began == null ? now : began, columns);
    }

    /** From the beginning, of the same organization. */
    DynamicsCheckpoint again() {
        return new DynamicsCheckpoint(organization, null, true, null, null, columns);
    }

    /** From the beginning where other columns are asked for than before, or nobody knows which. */
    DynamicsCheckpoint asking(String select) {
        int now = select.hashCode();
        return isAtTheStart() || columns != null && columns == now
                ? new DynamicsCheckpoint(organization, link, all, began, since, now)
                : new DynamicsCheckpoint(organization, null, true, null, null, now);
    }

    boolean isAtTheStart() {
        return link == null && since == null;
    }
}
