package rapport.crm.adapter.salesforce;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids have 15 characters, in which case matters, or those and three more that say which are capitals. Interfaces send 18,
 * pages and people 15; we keep 18.
 */
final class SalesforceId {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{15}([a-zA-Z0-5]{3})?");
    private static final String CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private SalesforceId() {}

    static boolean is(@Nullable String text) {
        return text != null && ID.matcher(text).matches();
    }

    /** @throws IllegalArgumentException if it is no id */
    static String of(String field, @Nullable String text) {
        if (text == null || !is(text)) {
            throw new IllegalArgumentException(field + ": not an id (expected: 15 or 18 letters and digits)");
        }
        String fifteen = text.substring(0, 15);
        StringBuilder id = new StringBuilder(fifteen);
        for (int group = 0; group < 3; group++) {
            int capitals = 0;
            for (int at = 0; at < 5; at++) {
                char c = fifteen.charAt(group * 5 + at);
                if (c >= 'A' && c <= 'Z') {
                    capitals |= 1 << at;
                }
            }
            id.append(CHECK.charAt(capitals));
        }
        return id.toString();
    }

    static @Nullable String ofNullable(String field, @Nullable String text) {
        return text == null || text.isBlank() ? null : of(field, text.strip());
    }

    /** Whether both name the same, in whichever of the two lengths. */
    static boolean same(@Nullable String one, @Nullable String other) {
        return one != null
                && other != null
                && is(one)
                && is(other)
                && one.substring(0, 15).equals(other.substring(0, 15));
    }
}
