package rapport.crm.connection;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.secret.SecretUnreadable;
import rapport.crm.secret.Secrets;
import rapport.social.shared.Times;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The connections of the pages, in the database, their secrets sealed. */
@Component
class StoredConnections {
    private static final Logger LOG = LoggerFactory.getLogger(StoredConnections.class);
    private static final TypeReference<Map<String, Object>> SETTINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> SECRETS = new TypeReference<>() {};

    /** What goes with a connection. Its records and what was said about them stay. */
    static final List<String> TABLES = List.of(
            "crm_intake_refusal",
            "crm_intake_file",
            "crm_intake_load",
            "crm_intake_row",
            "crm_intake",
            "crm_stored_connection",
            "crm_connection_token",
            "crm_token_turn",
            "crm_call_ledger",
            "crm_webhook",
            "crm_hint",
            "crm_child_move",
            "crm_set_aside",
            "crm_sweep",
            "crm_sweep_seen",
            "crm_progress",
            "crm_story",
            "crm_import_line",
            "crm_run",
            "crm_difference",
            "crm_closed",
            "crm_connection");

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Secrets secrets;
    private final Clock clock;

    StoredConnections(JdbcClient jdbc, JsonMapper json, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.secrets = secrets;
        this.clock = clock;
    }

    static String place(String key) {
        return "connection/" + key + "/secrets";
    }

    /**
     * What differs as soon as somebody changes a connection.
     *
     * @param changedAt tells one that was removed and made anew under its key, which begins with the same version
     */
    record Stamp(int version, Instant changedAt) {}

    /** Cheap enough to be asked every second: which there are, and when each was changed. */
    Map<String, Stamp> versions() {
        Map<String, Stamp> versions = new HashMap<>();
        jdbc.sql("select connection, version, changed_at from crm_stored_connection")
                .query((row, number) -> versions.put(
                        row.getString(1),
                        new Stamp(
                                row.getInt(2),
                                row.getObject(3, OffsetDateTime.class).toInstant())))
                .list();
        return versions;
    }

    private record Row(String connection, int version, String settings, String secrets) {}

    Optional<StoredConnection> find(String key) {
        return jdbc.sql("""
                        select connection, version, settings, secrets from crm_stored_connection
                         where connection = :connection
                        """)
                .param("connection", key)
                .query(Row.class)
                .optional()
                .map(row -> new StoredConnection(
                        row.connection(), row.version(), json.readValue(row.settings(), SETTINGS), secrets(row)));
    }

    /** None where no key opens them: then the check of the credentials says what is missing. */
    private Map<String, String> secrets(Row row) {
        try {
            return json.readValue(secrets.open(place(row.connection()), row.secrets()), SECRETS);
        } catch (SecretUnreadable e) {
            LOG.error("connection {}: its secrets cannot be opened. {}", row.connection(), e.getMessage());
            return Map.of();
        }
    }

    /** What an earlier request with this key made. */
    record Made(String connection, String requestHash) {}

    Optional<Made> madeWith(long member, String createKey) {
        return jdbc.sql("""
                        select connection, request_hash from crm_stored_connection
                         where created_by = :member and create_key = :key
                        """)
                .param("member", member)
                .param("key", createKey)
                .query(Made.class)
                .optional();
    }

    /** @return false if there is one of that key already */
    @Transactional
    boolean insert(StoredConnection made, long member, @Nullable String createKey, String requestHash) {
        var now = Times.utc(clock.instant());
        return jdbc.sql("""
                        insert into crm_stored_connection (connection, version, settings, secrets, created_at, created_by,
                               changed_at, create_key, request_hash)
                        values (:connection, :version, :settings, :secrets, :now, :member, :now, :key, :hash)
                        on conflict do nothing
                        """)
                        .param("connection", made.key())
                        .param("version", made.version())
                        .param("settings", json.writeValueAsString(made.settings()))
                        .param("secrets", sealed(made))
                        .param("now", now)
                        .param("member", member)
                        .param("key", createKey, java.sql.Types.VARCHAR)
                        .param("hash", requestHash)
                        .update()
                == 1;
    }

    /** @return false if somebody else changed it since {@code changed.version() - 1} */
    @Transactional
    boolean update(StoredConnection changed) {
        return jdbc.sql("""
                        update crm_stored_connection set version = :version, settings = :settings, secrets = :secrets,
                               changed_at = :now
                         where connection = :connection and version = :before
                        """)
                        .param("version", changed.version())
                        .param("before", changed.version() - 1)
                        .param("settings", json.writeValueAsString(changed.settings()))
                        .param("secrets", sealed(changed))
                        .param("now", Times.utc(clock.instant()))
                        .param("connection", changed.key())
                        .update()
                == 1;
    }

    private String sealed(StoredConnection connection) {
        return secrets.seal(place(connection.key()), json.writeValueAsString(connection.secrets()));
    }

    @Transactional
    void delete(String key) {
        jdbc.sql("""
                        delete from crm_story_post where story_id in (
                          select s.id from crm_story s where s.connection = :connection)
                        """).param("connection", key).update();
        for (String table : TABLES) {
            jdbc.sql("delete from " + table + " where connection = :connection")
                    .param("connection", key)
                    .update();
        }
    }
}
