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
 * @param tokens      what sign-in servers gave
 * @param calls       what is known of the CRM's call limits
 */
public record CrmAccess(
        String connection,
        URI address,
        Map<String, String> credentials,
        Map<String, String> options,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration overlap,
        KeptTokens tokens,
        CallLedger calls) {
    /** For one node: tokens and what is known of limits live as long as this. */
    public CrmAccess(
            String connection,
            URI address,
            Map<String, String> credentials,
            Map<String, String> options,
            Duration connectTimeout,
            Duration answerTimeout,
            Duration overlap) {
        this(
                connection,
                address,
                credentials,
                options,
                connectTimeout,
                answerTimeout,
                overlap,
                KeptTokens.inMemory(),
                CallLedger.inMemory());
    }

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
