package rapport.crm.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param state       {@code reading}, {@code read}, or {@code refused} when it could not be read to its end
 * @param fingerprint size and stamp: as long as these stand, nobody need look inside
 * @param loadId      set while it is a complete set: what it does not name is gone
 * @param records     how many of its records are read
 * @param refused     how many of them were
 * @param notice      what a person should know of it
 */
public record IntakeFile(
        String connection,
        String type,
        String name,
        String fingerprint,
        String hash,
        String state,
        @Nullable Long loadId,
        long records,
        int created,
        int updated,
        int unchanged,
        int deleted,
        int refused,
        @Nullable String notice,
        Instant startedAt,
        @Nullable Instant endedAt) {
    public boolean reading() {
        return state.equals("reading");
    }
}
