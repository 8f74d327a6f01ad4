package rapport.social.feed;

import com.fasterxml.jackson.annotation.JsonValue;
import rapport.social.shared.Ids;

/** The id of a saved stream. */
public record StreamId(long value) {

    public static StreamId fromString(String text) {
        return new StreamId(Ids.parse(text));
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
