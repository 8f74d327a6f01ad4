package rapport.social.comment;

import java.util.Set;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * An author changed a comment.
 *
 * @param newlyMentioned members to be told, who may see the post
 * @param noLongerMentioned members whose unread notification of the mention is void
 */
public record CommentEdited(
        PostId post,
        SubjectId subject,
        MemberId actor,
        CommentId comment,
        Set<MemberId> newlyMentioned,
        Set<MemberId> noLongerMentioned) {}
