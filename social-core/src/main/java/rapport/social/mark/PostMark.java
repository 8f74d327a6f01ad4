package rapport.social.mark;

import java.util.Locale;
import rapport.social.shared.Problem;

/** What a member can do with a post besides talking. */
public enum PostMark {
    BOOKMARK,
    /** Told of its edits and new comments. */
    FOLLOW,
    /** Told of nothing in its thread. */
    MUTE,
    /** Stands first on its place, for everybody. */
    PIN;

    /** @throws Problem not found: it is a part of an address */
    public static PostMark fromString(String text) {
        for (PostMark mark : values()) {
            if (mark.toString().equals(text)) {
                return mark;
            }
        }
        throw Problem.notFound();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
