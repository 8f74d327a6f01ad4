package rapport.social.mark;

import java.util.Locale;
import rapport.social.shared.Problem;

/** What a member can do with a comment besides talking. */
public enum CommentMark {
    BOOKMARK,
    /** Told of its edits and of the replies to it. */
    FOLLOW;

    /** @throws Problem not found: it is a part of an address */
    public static CommentMark fromString(String text) {
        for (CommentMark mark : values()) {
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
