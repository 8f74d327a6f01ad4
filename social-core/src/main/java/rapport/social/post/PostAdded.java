package rapport.social.post;

import java.util.Set;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A member published a post.
 *
 * @param newlyMentioned members to be told, who may see the post
 * @param imported an earlier conversation brought in: nobody is to be told
 */
public record PostAdded(
        PostId post, SubjectId subject, MemberId actor, Set<MemberId> newlyMentioned, boolean imported) {}
