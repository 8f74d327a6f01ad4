package rapport.crm.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.Checkpoint;
import tools.jackson.core.JacksonException;

/**
 * Where reading a list by rising ids stopped, for CRMs whose ids are numbers and whose stamps make no key: first everything,
 * then what was saved since the walk before began.
 *
 * @param began the CRM's clock when this walk began; the next one reaches back from here. Null before its first answer
 * @param since where the walk over changes starts; null while the first walk, over everything, lasts
 * @param id    last row seen; 0 at the start of a walk
 */
public record IdWalk(@Nullable Instant began, @Nullable Instant since, long id) {
    public static final IdWalk START = new IdWalk(null, null, 0);

    public static IdWalk of(@Nullable Checkpoint checkpoint) {
        if (checkpoint == null) {
            return START;
        }
        try {
            return CrmJson.JSON.readValue(checkpoint.value(), IdWalk.class);
        } catch (JacksonException e) {
            return START; // written by an older version: reading everything again is right, only slower
        }
    }

    public Checkpoint toCheckpoint() {
        return new Checkpoint(CrmJson.JSON.writeValueAsString(this));
    }

    public boolean begins() {
        return id == 0;
    }

    public IdWalk after(Instant now, long lastId) {
        return new IdWalk(began == null ? now : began, since, lastId);
    }

    /** The walk is over; the next one looks for changes since this one began. */
    public IdWalk done(Instant now) {
        return new IdWalk(null, began == null ? now : began, 0);
    }
}
