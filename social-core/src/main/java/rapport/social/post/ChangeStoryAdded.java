package rapport.social.post;

import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * Tracked fields of a record changed.
 *
 * @param actor  who changed them; null: nobody knows
 * @param merged the record's last story told it too: there is no new post
 */
public record ChangeStoryAdded(
        PostId post, SubjectId subject, @Nullable MemberId actor, boolean merged) {}
