package rapport.social.thread;

import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.PostKind;
import rapport.social.post.Standing;

/**
 * What a reader is to a thread.
 *
 * @param kind     of its post
 * @param standing to its post
 * @param answer   the comment accepted as the answer
 */
record ThreadStanding(
        MemberId viewer,
        PostKind kind,
        Standing standing,
        @Nullable CommentId answer) {

    boolean isQuestion() {
        return kind == PostKind.QUESTION;
    }
}
