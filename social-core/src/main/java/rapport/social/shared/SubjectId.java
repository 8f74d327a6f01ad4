package rapport.social.shared;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id of what has a feed and an audience: a record, a space, a member's profile. */
public record SubjectId(long value) implements Comparable<SubjectId> {

    @JsonCreator
    public static SubjectId fromString(String text) {
        return new SubjectId(Ids.parse(text));
    }

    @Override
    public int compareTo(SubjectId other) {
        return Long.compare(value, other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
