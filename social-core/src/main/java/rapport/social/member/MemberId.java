package rapport.social.member;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import rapport.social.shared.Ids;
import rapport.social.shared.SubjectId;

/** The id of a member; it is also the id of the profile's subject and of the member's own principal. */
public record MemberId(long value) implements Comparable<MemberId> {

    @JsonCreator
    public static MemberId fromString(String text) {
        return new MemberId(Ids.parse(text));
    }

    public SubjectId profile() {
        return new SubjectId(value);
    }

    @Override
    public int compareTo(MemberId other) {
        return Long.compare(value, other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
