package rapport.social.post;

import java.util.Set;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * An author changed a post.
 *
 * @param newlyMentioned members to be told, who may see the post
 * @param noLongerMentioned members whose unread notification of the mention is void
 */
public record PostEdited(
        PostId post,
        SubjectId subject,
        MemberId actor,
        Set<MemberId> newlyMentioned,
        Set<MemberId> noLongerMentioned) {}
