package rapport.social.shared;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a subject is. The code is what the tables hold. */
public enum SubjectKind {
    MEMBER(1),
    SPACE(2),
    ACCOUNT(3),
    CONTACT(4),
    OPPORTUNITY(5),
    LEAD(6),
    TOPIC(7),
    OTHER(9);

    private final int code;

    SubjectKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public boolean isRecord() {
        return this != MEMBER && this != SPACE && this != TOPIC;
    }

    public static SubjectKind of(int code) {
        for (SubjectKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("subject.kind: " + code + " is not known");
    }

    /** The kind of a record's type; a connection's own types are {@link #OTHER}. */
    public static SubjectKind ofRecordType(String type) {
        return switch (type) {
            case "account" -> ACCOUNT;
            case "contact" -> CONTACT;
            case "opportunity" -> OPPORTUNITY;
            case "lead" -> LEAD;
            default -> OTHER;
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
