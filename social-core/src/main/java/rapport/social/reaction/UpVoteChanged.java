package rapport.social.reaction;

import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/** A member gave an up-vote to a comment, or took it back. */
public record UpVoteChanged(PostId post, SubjectId subject, MemberId actor, CommentId comment) {}
