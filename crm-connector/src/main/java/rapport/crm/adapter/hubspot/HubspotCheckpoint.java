package rapport.crm.adapter.hubspot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.Checkpoint;
import tools.jackson.core.JacksonException;

/**
 * Where reading one type stopped.
 *
 * @param began the CRM's clock when this walk began; the next one reaches back from here. Null before its first answer
 * @param since where the walk over changes starts; null while the first walk, over the list, lasts
 * @param after the list's own page token
 * @param from  milliseconds; records modified then or later are still to be read
 * @param tie   more records carry the stamp {@code from} than one page holds: they are read by id, and this is the last one
 */
record HubspotCheckpoint(
        @Nullable Instant began,
        @Nullable Instant since,
        @Nullable String after,
        @Nullable Long from,
        @Nullable Long tie) {

    static final HubspotCheckpoint START = new HubspotCheckpoint(null, null, null, null, null);

    static HubspotCheckpoint of(@Nullable Checkpoint checkpoint) {
        if (checkpoint == null) {
            return START;
        }
        try {
            return CrmJson.JSON.readValue(checkpoint.value(), HubspotCheckpoint.class);
        } catch (JacksonException e) {
            return START; // of an older version: reading everything again is right, only slower
        }
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(CrmJson.JSON.writeValueAsString(this));
    }

    boolean walksAll() {
        return since == null;
    }

    HubspotCheckpoint afterPage(Instant now, String token) {
        return new HubspotCheckpoint(began == null ? now : began, null, token, null, null);
    }

    HubspotCheckpoint fromStamp(Instant now, long stamp) {
        return new HubspotCheckpoint(began == null ? now : began, since, null, stamp, null);
    }

    HubspotCheckpoint amongTies(Instant now, long stamp, long lastId) {
        return new HubspotCheckpoint(began == null ? now : began, since, null, stamp, lastId);
    }

    /** The walk is over; the next one looks for changes since this one began. */
    HubspotCheckpoint done(Instant now) {
        return new HubspotCheckpoint(null, began == null ? now : began, null, null, null);
    }
}
