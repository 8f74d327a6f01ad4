package rapport.social.shared;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ends, opaque to the caller: a few parts, each a number or a short word. It carries no right: a forged
 * token can only name another place in what the viewer may see anyway.
 */
public final class PageToken {
    private static final int MAX_LENGTH = 800;

    private PageToken() {}

    public static String encode(Object... parts) {
        var text = new StringBuilder();
        for (Object part : parts) {
            if (!text.isEmpty()) {
                text.append('~');
            }
            text.append(part);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param parameter the name under which the caller sent it, for the refusal
     * @param parts     how many parts are expected
     * @throws Problem if it is not a token of that shape
     */
    public static List<String> decode(String parameter, String token, int parts) {
        try {
            if (token.length() <= MAX_LENGTH) {
                var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                var found = List.of(text.split("~", -1));
                if (found.size() == parts) {
                    return found;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // falls through to the one refusal
        }
        throw refusal(parameter, token);
    }

    /** @throws Problem if the part is no number */
    public static long number(String parameter, String token, String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException e) {
            throw refusal(parameter, token);
        }
    }

    public static Problem refusal(String parameter, @Nullable String token) {
        String shown = token == null ? "" : token.length() > 40 ? token.substring(0, 40) + "…" : token;
        return new Problem(400, "invalid-token", parameter, shown, null);
    }
}
