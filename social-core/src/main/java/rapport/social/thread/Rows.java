package rapport.social.thread;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;

/** Reads people and times from rows. */
final class Rows {
    private Rows() {}

    /** A member from the columns {@code <prefix>_id}, {@code _name}, {@code _title}, {@code _site}, {@code _active}. */
    static MemberSummary member(ResultSet row, String prefix) throws SQLException {
        return Objects.requireNonNull(memberOrNull(row, prefix));
    }

    static @Nullable MemberSummary memberOrNull(ResultSet row, String prefix) throws SQLException {
        long id = row.getLong(prefix + "_id");
        if (row.wasNull()) {
            return null;
        }
        return new MemberSummary(
                new MemberId(id),
                row.getString(prefix + "_name"),
                row.getString(prefix + "_title"),
                row.getString(prefix + "_site"),
                row.getBoolean(prefix + "_active"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
