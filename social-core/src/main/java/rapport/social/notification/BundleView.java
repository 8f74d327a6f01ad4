package rapport.social.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import rapport.social.thread.SubjectView;

/**
 * What is told of one customer: an account with its contacts and opportunities, or a space, or a member.
 *
 * @param newest the newest item
 * @param at     when that came
 * @param unread how many of all its items are unread
 * @param total  how many items there are
 * @param items  the newest of them
 */
@Schema(name = "NotificationBundle")
public record BundleView(
        SubjectView customer, NotificationId newest, Instant at, int unread, int total, List<NotificationView> items) {}
