package rapport.social.follow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/**
 * How much a follower wants to hear. The ordinal is what the table holds; each level brings less than the one before.
 *
 * <p>In the home feed: all posts, then without change stories for {@link #PEOPLE} and {@link #MENTIONS}, nothing for {@link
 * #MUTED}.
 */
public enum FollowLevel {
    /** Notified of every post. */
    EVERYTHING,
    /** Notified of what people post, not of change stories. */
    PEOPLE,
    /** Notified of mentions and of answers to one's own words. */
    MENTIONS,
    /** Notified of nothing. */
    MUTED;

    /** @throws Problem if there is none of that name */
    @JsonCreator
    public static FollowLevel of(@Nullable String text) {
        for (FollowLevel level : values()) {
            if (level.toString().equals(text)) {
                return level;
            }
        }
        throw Problem.invalid("level", text, "everything, people, mentions, muted");
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
