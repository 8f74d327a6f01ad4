package rapport.crm.intake;

import org.jspecify.annotations.Nullable;
import rapport.crm.spi.Checkpoint;

/**
 * The last row read. Rows that came in together share a number, so the id belongs to it.
 *
 * @param seq 0 before the first
 */
record IntakeCheckpoint(long seq, String externalId) {
    private static final IntakeCheckpoint START = new IntakeCheckpoint(0, "");

    static IntakeCheckpoint of(@Nullable Checkpoint checkpoint) {
        String[] parts = checkpoint == null ? new String[0] : checkpoint.value().split(" ", 2);
        return parts.length == 2 && parts[0].matches("\\d{1,18}")
                ? new IntakeCheckpoint(Long.parseLong(parts[0]), parts[1])
                : START;
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(seq + " " + externalId);
    }
}
