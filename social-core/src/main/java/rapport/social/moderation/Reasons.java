package rapport.social.moderation;

import org.jspecify.annotations.Nullable;
import rapport.social.mention.Texts;
import rapport.social.shared.Problem;

/** Why something is done, in a few words that others will read. */
final class Reasons {
    /** What the tables hold. */
    static final int MAX = 500;

    private Reasons() {}

    /** @throws Problem if there is none, or it is too long */
    static String checked(String field, @Nullable String typed) {
        String reason = typed == null ? "" : typed.strip();
        if (reason.isEmpty()) {
            throw Problem.required(field);
        }
        if (reason.length() > MAX) {
            throw Problem.tooLong(field, reason.length(), MAX);
        }
        Texts.requireCharacters(field, reason);
        return reason;
    }
}
