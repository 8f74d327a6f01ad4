package rapport.social.record;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A record as rules see it.
 *
 * @param accountOwner of the account it stands under; of an account its own owner
 * @param team         who is on its team and active: the members of the teams that the CRM names on it, and people that it names
 */
public record RecordFacts(
        SubjectId id,
        RecordRef ref,
        String name,
        @Nullable String ownerExternalId,
        @Nullable MemberId owner,
        @Nullable String accountExternalId,
        @Nullable MemberId accountOwner,
        Set<MemberId> team,
        Map<String, Object> fields,
        @Nullable Instant modifiedAt,
        boolean gone) {}
