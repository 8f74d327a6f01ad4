package rapport.social.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.thread.SubjectView;

/** Reads a subject from the columns {@code subject_*} and {@code record_*}. */
final class Places {
    private Places() {}

    static SubjectView subject(ResultSet row) throws SQLException {
        return new SubjectView(
                new SubjectId(row.getLong("subject_id")),
                SubjectKind.of(row.getInt("subject_kind")),
                row.getString("record_type"),
                row.getString("record_connection"),
                row.getString("record_external_id"),
                row.getString("subject_name"),
                row.getString("record_url"));
    }
}
