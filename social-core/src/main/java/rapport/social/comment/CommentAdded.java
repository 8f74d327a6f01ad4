package rapport.social.comment;

import java.util.Set;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * A member commented on a post or replied to a comment.
 *
 * @param newlyMentioned members to be told, who may see the post
 * @param imported an earlier conversation brought in: nobody is to be told
 */
public record CommentAdded(
        PostId post,
        SubjectId subject,
        MemberId actor,
        CommentId comment,
        Set<MemberId> newlyMentioned,
        boolean imported) {}
