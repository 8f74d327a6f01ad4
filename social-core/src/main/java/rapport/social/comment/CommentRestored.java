package rapport.social.comment;

import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * A deleted comment is back.
 */
public record CommentRestored(PostId post, SubjectId subject, MemberId actor, CommentId comment) {}
