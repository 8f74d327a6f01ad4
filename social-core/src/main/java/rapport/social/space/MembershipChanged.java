package rapport.social.space;

import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * Somebody's place in a space changed.
 *
 * @param before null: was nothing in it
 * @param after  null: is nothing in it any more
 * @param actor  who did it; the member herself when she asked, joined or left
 */
public record MembershipChanged(
        SubjectId space,
        MemberId member,
        @Nullable SpaceRole before,
        @Nullable SpaceRole after,
        MemberId actor) {}
