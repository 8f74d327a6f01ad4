package rapport.social.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberSummary;
import rapport.social.post.PostId;
import rapport.social.thread.SubjectView;

/**
 * What a member is told of one thread.
 *
 * @param kind    what happened last: mention, reply, comment, post or reaction
 * @param actor   who did it; missing for a change whose actor nobody knows
 * @param subject where
 * @param excerpt the beginning of what was said, as plain text, or the title of a titled post; of a reaction, of what it is on
 */
@Schema(name = "Notification")
public record NotificationView(
        NotificationId id,
        NotificationKind kind,
        @Nullable MemberSummary actor,
        SubjectView subject,
        PostId postId,
        @Nullable CommentId commentId,
        String excerpt,
        Why reason,
        Instant at,
        boolean read) {

    /**
     * Why the member is told.
     *
     * @param kind mentioned, own-post, participated, follows-record or follows-member
     * @param name of what is followed
     */
    @Schema(name = "NotificationReason")
    public record Why(Reason kind, @Nullable String name) {}
}
