package rapport.social.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happened; what a member can turn off. The code is what the tables hold. */
public enum NotificationKind {
    MENTION(1),
    REPLY(2),
    COMMENT(3),
    POST(4),
    REACTION(5),
    EDIT(6),
    ANSWER_ACCEPTED(7),
    KUDOS(8),
    ANNOUNCEMENT(9),
    /** Somebody follows the member. */
    FOLLOW(10),
    /** Somebody's place in a space changed. */
    MEMBERSHIP(11),
    POLL_ENDED(12);

    private final int code;

    NotificationKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static NotificationKind of(int code) {
        for (NotificationKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("notification.kind: " + code + " is not known");
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
