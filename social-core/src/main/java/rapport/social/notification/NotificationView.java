package rapport.social.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberSummary;
import rapport.social.post.PostId;
import rapport.social.thread.SubjectView;

/**
 * What a member is told: of one thread, or of a place.
 *
 * @param kind    what happened last
 * @param actor   who did it; missing for a change whose actor nobody knows
 * @param subject where; of a new follower the follower's profile
 * @param postId  missing: it stands on no post
 * @param excerpt the beginning of what was said, as plain text, or the title of a titled post; of a reaction, of what it is on; of
 *                who asks to join, the words she sent; may be empty
 */
@Schema(
        name = "Notification",
        example =
                "{\"id\":\"2101\",\"kind\":\"mention\",\"actor\":{\"id\":\"123\",\"name\":\"Ann Berg\",\"active\":true},\"subject\":{\"id\":\"456\",\"kind\":\"account\",\"name\":\"Acme\"},\"postId\":\"1041\",\"excerpt\":\"Could Bob Lund look at this?\",\"reason\":{\"kind\":\"mentioned\"},\"at\":\"2026-11-20T09:15:27.000Z\",\"read\":false}")
public record NotificationView(
        NotificationId id,
        NotificationKind kind,
        @Nullable MemberSummary actor,
        SubjectView subject,
        @Nullable PostId postId,
        @Nullable CommentId commentId,
        String excerpt,
        Why reason,
        Instant at,
        boolean read) {

    /**
     * Why the member is told.
     *
     * @param kind mentioned, own-post, own-comment, participated, thanked, voted, follows-record, follows-member, follows-space,
     *             follows-topic, follows-post, follows-comment, followed, requested, invited, accepted, declined or role-changed
     * @param name of what is followed
     */
    @Schema(name = "NotificationReason")
    public record Why(String kind, @Nullable String name) {}
}
