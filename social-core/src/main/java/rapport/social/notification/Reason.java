package rapport.social.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why the member is told of it. The code is what the table holds; where several fit a member, the lowest is told. */
public enum Reason {
    /** The member was thanked by name. */
    THANKED(0),
    MENTIONED(1),
    /** Somebody answered the member's comment. */
    ANSWERED(2),
    OWN_POST(3),
    /** The member wrote a comment in the thread before. */
    PARTICIPATED(4),
    FOLLOWS_RECORD(5),
    FOLLOWS_MEMBER(6),
    /** Somebody reacted to the member's words; told quietly, as already read. */
    REACTED(7),
    FOLLOWS_POST(8),
    FOLLOWS_COMMENT(9),
    FOLLOWS_TOPIC(10),
    /** The member's comment is what was looked for. */
    OWN_COMMENT(11),
    /** The member gave a vote. */
    VOTED(12),
    /** Somebody follows the member. */
    FOLLOWED(13),
    /** Somebody asks to join a space that the member manages. */
    REQUESTED(14),
    INVITED(15),
    ACCEPTED(16),
    DECLINED(17),
    /** The member may do more or less in a space than before. */
    ROLE_CHANGED(18);

    private final int code;

    Reason(int code) {
        this.code = code;
    }

    int code() {
        return code;
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
