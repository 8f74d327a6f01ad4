package rapport.crm.spi;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call that one of the CRM's pages makes, signed by the CRM.
 *
 * @param address    as it was called from outside, with its query: some sign it
 * @param headers    by name, in any case; of repeated ones the first
 * @param parameters of the query or the form, decoded
 */
public record PageCall(String method, String address, Map<String, String> headers, Map<String, String> parameters) {
    public PageCall {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
        parameters = Map.copyOf(parameters);
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }
}
