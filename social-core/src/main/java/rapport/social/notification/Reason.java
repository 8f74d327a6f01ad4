package rapport.social.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why the member is told of it. The code is what the table holds; where several fit a member, the lowest is told. */
public enum Reason {
    MENTIONED(1, NotificationKind.MENTION),
    /** Somebody answered the member's comment. */
    ANSWERED(2, NotificationKind.REPLY),
    OWN_POST(3, NotificationKind.COMMENT),
    /** The member wrote a comment in the thread before. */
    PARTICIPATED(4, NotificationKind.COMMENT),
    FOLLOWS_RECORD(5, NotificationKind.POST),
    FOLLOWS_MEMBER(6, NotificationKind.POST),
    /** Somebody reacted to the member's words; told quietly, as already read. */
    REACTED(7, NotificationKind.REACTION);

    private final int code;
    private final NotificationKind kind;

    Reason(int code, NotificationKind kind) {
        this.code = code;
        this.kind = kind;
    }

    int code() {
        return code;
    }

    NotificationKind kind() {
        return kind;
    }

    static Reason of(int code) {
        for (Reason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("notification.reason: " + code + " is not known");
    }

    /** As the API names it: an answer is told to who took part, a reaction to whose words they are. */
    @JsonValue
    @Override
    public String toString() {
        return switch (this) {
            case ANSWERED -> "participated";
            case REACTED -> "own-post";
            default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
