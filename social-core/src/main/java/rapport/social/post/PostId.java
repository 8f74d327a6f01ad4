package rapport.social.post;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import rapport.social.shared.Ids;

/** The id of a post; the ids of posts are in the order in which they were published. */
public record PostId(long value) implements Comparable<PostId> {

    @JsonCreator
    public static PostId fromString(String text) {
        return new PostId(Ids.parse(text));
    }

    @Override
    public int compareTo(PostId other) {
        return Long.compare(value, other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
