package rapport.social.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import rapport.social.shared.Problem;

/** Who finds a space and who reads it. The ordinal is what the table holds. */
public enum SpaceVisibility {
    /** Everybody finds it, reads it and may join. */
    PUBLIC,
    /** Everybody finds its name and may ask to join; members read it. */
    PRIVATE,
    /** Only members and those invited know that it exists. */
    UNLISTED;

    @JsonCreator
    static SpaceVisibility fromString(String text) {
        for (SpaceVisibility visibility : values()) {
            if (visibility.toString().equals(text)) {
                return visibility;
            }
        }
        throw Problem.invalid("visibility", text, "public, private, unlisted");
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
