package rapport.crm.adapter.espocrm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.Checkpoint;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where reading one entity stopped.
 *
 * @param began      the CRM's clock when this walk began; the next one reaches back from here. Null before its first answer
 * @param since      where the walk over changes starts; null while the first walk, over all ids, lasts
 * @param modifiedAt stamp of the last row seen in a walk over changes, exactly as the CRM wrote it
 * @param id         last row seen; null at the start of a walk
 */
record EspoCheckpoint(
        @Nullable Instant began,
        @Nullable Instant since,
        @Nullable String modifiedAt,
        @Nullable String id) {

    static final EspoCheckpoint START = new EspoCheckpoint(null, null, null, null);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static EspoCheckpoint of(@Nullable Checkpoint checkpoint) {
        if (checkpoint == null) {
            return START;
        }
        try {
            return JSON.readValue(checkpoint.value(), EspoCheckpoint.class);
        } catch (JacksonException e) {
            return START; // written by an older version: reading everything again is right, only slower
        }
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(JSON.writeValueAsString(this));
    }

    boolean walksAll() {
        return since == null;
    }

    EspoCheckpoint after(Instant now, @Nullable String lastModifiedAt, String lastId) {
        return new EspoCheckpoint(began == null ? now : began, since, lastModifiedAt, lastId);
    }

    /** The walk is over; the next one looks for changes since this one began. */
    EspoCheckpoint done(Instant now) {
        return new EspoCheckpoint(null, began == null ? now : began, null, null);
    }
}
