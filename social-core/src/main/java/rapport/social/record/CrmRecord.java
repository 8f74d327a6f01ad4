package rapport.social.record;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/**
 * A record of the directory.
 *
 * @param root   the account to whose feed this record's posts belong; an account's own id
 * @param goneAt when the CRM was seen not to have it any more; null while it has
 */
public record CrmRecord(
        SubjectId id,
        RecordRef ref,
        SubjectKind kind,
        String name,
        @Nullable SubjectId root,
        @Nullable MemberId owner,
        Map<String, Object> fields,
        @Nullable String url,
        @Nullable Instant goneAt) {

    public RecordSummary summary() {
        return new RecordSummary(id, kind, ref.type(), ref.connection(), ref.externalId(), name, url);
    }
}
