package rapport.social.comment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import rapport.social.shared.Ids;

/** The id of a comment or a reply. */
public record CommentId(long value) implements Comparable<CommentId> {

    @JsonCreator
    public static CommentId fromString(String text) {
        return new CommentId(Ids.parse(text));
    }

    @Override
    public int compareTo(CommentId other) {
        return Long.compare(value, other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
