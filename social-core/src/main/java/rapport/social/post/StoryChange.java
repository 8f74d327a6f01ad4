package rapport.social.post;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record that changed.
 *
 * @param before null: there was no value
 * @param after  null: there is no value any more
 */
public record StoryChange(
        String field, @Nullable StoryValue before, @Nullable StoryValue after) {

    /** Whether the value is the same as it was. */
    @JsonIgnore
    boolean isNone() {
        return Objects.equals(before, after);
    }

    /** The type of the values. */
    public String type() {
        StoryValue value = after == null ? before : after;
        return value == null ? "text" : value.type();
    }
}
