package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A moderator took the words out for good. */
@Schema(name = "Removed", example = "{\"at\":\"2026-11-20T09:15:27.000Z\",\"reason\":\"Names a patient\"}")
public record RemovedView(Instant at, String reason) {
    /** Of {@code removal rm}, which the query joins on the item. */
    static final String COLUMNS = "rm.removed_at, rm.reason as removed_for";

    static @Nullable RemovedView read(ResultSet row) throws SQLException {
        Instant at = Rows.instantOrNull(row, "removed_at");
        return at == null ? null : new RemovedView(at, row.getString("removed_for"));
    }
}
