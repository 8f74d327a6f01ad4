package rapport.social.post;

import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A post is gone from every feed; its author may restore it for a while.
 *
 * @param actor null: a change story that came to nothing, or whose actor nobody knows
 */
public record PostDeleted(
        PostId post, SubjectId subject, @Nullable MemberId actor) {}
