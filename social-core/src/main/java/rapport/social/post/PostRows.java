package rapport.social.post;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;

/** Reads what posts and their revisions have in common from rows. */
final class PostRows {
    private PostRows() {}

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable MemberId memberOrNull(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : new MemberId(id);
    }

    static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getInt("version"),
                new MemberId(row.getLong("author_id")),
                row.getString("title"),
                row.getString("body"),
                instant(row, "written_at"),
                instantOrNull(row, "expires_at"));
    }
}
