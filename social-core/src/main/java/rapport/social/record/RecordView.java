package rapport.social.record;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberSummary;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/**
 * A record with its facts, as its page shows.
 *
 * @param fields        stage, amount, closeOn, industry, phone …: what the CRM holds, null left out
 * @param goneAt        when it was seen to be gone from the CRM; its feed stays
 * @param follow        how the viewer follows; absent when not at all
 * @param followerCount followers, all of whom may see the record
 * @param related       of an account: how many contacts and opportunities the viewer may see
 * @param capabilities  post, follow
 */
public record RecordView(
        SubjectId id,
        SubjectKind kind,
        String type,
        String connection,
        String externalId,
        String name,
        @Nullable String url,
        @Nullable MemberSummary owner,
        @Nullable RecordSummary account,
        Map<String, Object> fields,
        @Nullable Instant goneAt,
        @Nullable FollowView follow,
        int followerCount,
        @Nullable Related related,
        Map<String, Boolean> capabilities) {

    public record FollowView(String level) {}

    public record Related(int contacts, int opportunities) {}
}
