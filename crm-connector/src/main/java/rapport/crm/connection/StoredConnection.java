package rapport.crm.connection;

import java.util.Map;

/**
 * A connection that an admin set up on the pages.
 *
 * @param version  counts its changes, from 1
 * @param settings by the names of the configuration, nested; without secrets
 * @param secrets  {@code credentials.<name>} and {@code embed.secret}; {@link #toString} does not show them
 */
record StoredConnection(String key, int version, Map<String, Object> settings, Map<String, String> secrets) {
    static final String EMBED_SECRET = "embed.secret";

    static String credential(String name) {
        return "credentials." + name;
    }

    @Override
    public String toString() {
        return "StoredConnection[" + key + ", v" + version + "]";
    }
}
