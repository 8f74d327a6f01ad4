package rapport.social.search;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import rapport.social.shared.Problem;

/** What is looked for; the order is that of the groups. */
enum SearchType {
    POSTS,
    COMMENTS,
    FILES,
    RECORDS,
    MEMBERS,
    SPACES,
    TOPICS;

    boolean isText() {
        return this == POSTS || this == COMMENTS;
    }

    /** Whether it stands somewhere, was written by somebody, at some time. */
    boolean isSaid() {
        return isText() || this == FILES;
    }

    /** @throws Problem if there is no such type */
    static SearchType fromString(String text) {
        for (SearchType type : values()) {
            if (type.toString().equals(text)) {
                return type;
            }
        }
        throw Problem.invalid("type", text, "posts, comments, files, records, members, spaces, topics");
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
