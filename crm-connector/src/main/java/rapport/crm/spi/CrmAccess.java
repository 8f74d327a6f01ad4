package rapport.crm.spi;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one CRM.
 *
 * @param connection  our key of the connection, for messages
 * @param credentials by the names of {@link CrmDescriptor#credentials()}; {@link #toString} does not show them
 * @param options     the adapter's own settings, none of them secret
 * @param overlap     how far each read of changes reaches back behind the last one
 */
public record CrmAccess(
        String connection,
        URI address,
        Map<String, String> credentials,
        Map<String, String> options,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration overlap) {
    public CrmAccess {
        credentials = Map.copyOf(credentials);
        options = Map.copyOf(options);
    }

    public @Nullable String credential(String name) {
        return credentials.get(name);
    }

    @Override
    public String toString() {
        return "CrmAccess[" + connection + ", " + address + "]";
    }
}
