package rapport.crm.spi;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call of the CRM as it came.
 *
 * @param event   the event in the address that was called
 * @param headers by name, in any case; of repeated ones the first
 * @param body    the raw bytes: signatures are over these, not over what a parser makes of them
 */
public record WebhookCall(String event, Map<String, String> headers, byte[] body) {
    public WebhookCall {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }
}
