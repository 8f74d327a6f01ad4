package rapport.crm.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back, whatever its status.
 *
 * @param headers by name in lower case; of repeated ones the first
 * @param at      the CRM's clock, by its Date header; ours where it sends none
 */
public record CrmAnswer(int status, Map<String, String> headers, Instant at, byte[] body) {
    public CrmAnswer {
        headers = Map.copyOf(headers);
    }

    /** Empty if the CRM did not send it. Made fit for a message: one line, at most 200 characters. */
    public String header(String name) {
        return printable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Seconds only; a date is what no known CRM or proxy sends here. */
    public @Nullable Duration retryAfter() {
        String value = header("Retry-After").strip();
        return value.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    public boolean redirects() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What a CRM says, cut and stripped of control characters so that it can stand in a message. */
    public static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }
}
