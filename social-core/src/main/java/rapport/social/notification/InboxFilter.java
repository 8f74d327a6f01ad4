package rapport.social.notification;

import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** Which part of the inbox is wanted. */
enum InboxFilter {
    ALL(""),
    UNREAD(" and not n.is_read"),
    MENTIONS(" and n.kind = 1"),
    /** What others said to the member's own words: replies, comments, reactions, accepted answers, thanks. */
    ANSWERS(" and n.kind in (2, 3, 5, 7, 8)"),
    /** What came because of a follow: posts, edits, announcements. */
    FOLLOWS(" and n.kind in (4, 6, 9)"),
    /** What Rapport tells: new followers, memberships, ended polls. */
    SYSTEM(" and n.kind in (10, 11, 12)");

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
            case "answers" -> ANSWERS;
            case "follows" -> FOLLOWS;
            case "system" -> SYSTEM;
            default -> throw Problem.invalid("filter", text, "all, unread, mentions, answers, follows, system");
        };
    }
}
