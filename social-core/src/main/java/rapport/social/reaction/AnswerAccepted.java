package rapport.social.reaction;

import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * A comment was accepted as the answer to a question.
 *
 * @param answeredBy who wrote the comment
 */
public record AnswerAccepted(PostId post, SubjectId subject, MemberId actor, CommentId comment, MemberId answeredBy) {}
