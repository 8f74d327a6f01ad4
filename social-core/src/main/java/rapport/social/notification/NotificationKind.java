package rapport.social.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happened. The code is what the table holds; where several fit a member, the lowest is told. */
public enum NotificationKind {
    MENTION(1),
    REPLY(2),
    COMMENT(3),
    POST(4),
    REACTION(5);

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
        return name().toLowerCase(Locale.ROOT);
    }
}
