package rapport.social.comment;

import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * An author deleted a comment: its place stays, its words are gone.
 */
public record CommentDeleted(PostId post, SubjectId subject, MemberId actor, CommentId comment) {}
