package rapport.social.notification;

import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** Which part of the inbox is wanted. */
enum InboxFilter {
    ALL(""),
    UNREAD(" and not n.is_read"),
    MENTIONS(" and n.reason = 1");

    final String condition;

    InboxFilter(String condition) {
        this.condition = condition;
    }

    static InboxFilter of(@Nullable String text) {
        if (text == null) {
            return ALL;
        }
        return switch (text) {
            case "all" -> ALL;
            case "unread" -> UNREAD;
            case "mentions" -> MENTIONS;
            default -> throw Problem.invalid("filter", text, "all, unread, mentions");
        };
    }
}
