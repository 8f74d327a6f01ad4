package rapport.social.post;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import rapport.social.shared.Problem;

/** What a post is. The code is what the tables hold. */
public enum PostKind {
    UPDATE(1),
    QUESTION(2),
    NOTE(3),
    POLL(4),
    KUDOS(5),
    ANNOUNCEMENT(6),
    LINK(7),
    FILE(8),
    SHARE(9),
    CHANGE_STORY(10);

    private final int code;

    PostKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** What members can write; link and file are updates whose words are a link alone, or none beside their files. */
    static final String WRITTEN = "update, question, note, poll, kudos, announcement, link, file, share";

    /** Whether it is text that was not made anything else. */
    public boolean isPlain() {
        return this == UPDATE || this == LINK || this == FILE;
    }

    /** Whether a person wrote it: all but what a connector tells. */
    public boolean isWritten() {
        return this != CHANGE_STORY;
    }

    public static PostKind of(int code) {
        for (PostKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("post.kind: " + code + " is not known");
    }

    /** @throws Problem if there is no such kind */
    @JsonCreator
    public static PostKind fromString(String text) {
        for (PostKind kind : values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        throw Problem.invalid("kind", text, WRITTEN);
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
