package rapport.social.member;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a member from a row that holds id, name, email, title, site, language, role, active. */
final class MemberRows {
    private MemberRows() {}

    static Member member(ResultSet row) throws SQLException {
        return new Member(
                new MemberId(row.getLong("id")),
                row.getString("name"),
                row.getString("email"),
                row.getString("title"),
                row.getString("site"),
                row.getString("language"),
                MemberRole.values()[row.getInt("role")],
                row.getBoolean("active"));
    }
}
