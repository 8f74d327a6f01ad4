package rapport.social.post;

import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A deleted post is back, where it was, with its whole thread.
 */
public record PostRestored(PostId post, SubjectId subject, MemberId actor) {}
