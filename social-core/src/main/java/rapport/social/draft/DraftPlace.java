package rapport.social.draft;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;

/**
 * What a draft will become: {@code subject:12} a post there, {@code post:34} a comment in that thread, {@code edit:56} the
 * next version of that post or comment.
 */
public record DraftPlace(Kind kind, long id) {

    /** The code is what the table holds. */
    public enum Kind {
        SUBJECT(1),
        POST(2),
        EDIT(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** @throws Problem not found, if it is no place: it stands in the path */
    public static DraftPlace fromString(String text) {
        int colon = text.indexOf(':');
        for (Kind kind : Kind.values()) {
            if (colon > 0 && kind.name().toLowerCase(Locale.ROOT).equals(text.substring(0, colon))) {
                return new DraftPlace(kind, Ids.parse(text.substring(colon + 1)));
            }
        }
        throw Problem.notFound();
    }

    static DraftPlace of(int code, long id) {
        return new DraftPlace(Kind.values()[code - 1], id);
    }

    @JsonValue
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
    }
}
