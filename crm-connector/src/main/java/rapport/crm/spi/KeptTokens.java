package rapport.crm.spi;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a sign-in server gave and will not give again, such as a refresh token that changes with each use. Kept encrypted
 * with the connection, for every node and every restart.
 */
public interface KeptTokens {
    Optional<String> find(String name);

    /** @param name lower-case letters, digits and hyphens, at most 60 */
    void keep(String name, String token);

    /**
     * Does this while nobody else, on any node, does it for the same name: signing in. Who comes later waits, and should look
     * first what was kept meanwhile.
     *
     * @throws CrmFailure with the remedy RETRY, if the other takes too long
     */
    <T> T alone(String name, Supplier<T> work);

    /** For as long as the link is open. */
    static KeptTokens inMemory() {
        Map<String, String> tokens = new ConcurrentHashMap<>();
        return new KeptTokens() {
            @Override
            public Optional<String> find(String name) {
                return Optional.ofNullable(tokens.get(name));
            }

            @Override
            public void keep(String name, String token) {
                tokens.put(name, token);
            }

            @Override
            public synchronized <T> T alone(String name, Supplier<T> work) {
                return work.get();
            }
        };
    }
}
