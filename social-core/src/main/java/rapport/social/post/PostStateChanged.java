package rapport.social.post;

import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * Something on a post changed that is none of its words: its thread was closed, a vote given, an answer accepted. Whoever
 * shows the post reads it again.
 *
 * @param actor null where nobody is to know who did it
 */
public record PostStateChanged(
        PostId post, SubjectId subject, @Nullable MemberId actor) {}
