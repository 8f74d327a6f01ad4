package rapport.crm.adapter.odoo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.Checkpoint;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where reading one type stopped.
 *
 * @param began the CRM's clock when this walk began; the next one reaches back from here. Null before its first answer
 * @param since where the walk over changes starts; null while the first walk, over everything, lasts
 * @param id    last row seen; 0 at the start of a walk
 */
record OdooCheckpoint(@Nullable Instant began, @Nullable Instant since, long id) {
    static final OdooCheckpoint START = new OdooCheckpoint(null, null, 0);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static OdooCheckpoint of(@Nullable Checkpoint checkpoint) {
        if (checkpoint == null) {
            return START;
        }
        try {
            return JSON.readValue(checkpoint.value(), OdooCheckpoint.class);
        } catch (JacksonException e) {
            return START; // written by an older version: reading everything again is right, only slower
        }
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(JSON.writeValueAsString(this));
    }

    boolean begins() {
        return id == 0;
    }

    OdooCheckpoint after(Instant now, long lastId) {
        return new OdooCheckpoint(began == null ? now : began, since, lastId);
    }

    /** The walk is over; the next one looks for changes since this one began. */
    OdooCheckpoint done(Instant now) {
        return new OdooCheckpoint(null, began == null ? now : began, 0);
    }
}
