package rapport.social.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import rapport.social.shared.Ids;

/** The id of an uploaded file. */
public record FileId(long value) {

    @JsonCreator
    public static FileId fromString(String text) {
        return new FileId(Ids.parse(text));
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
