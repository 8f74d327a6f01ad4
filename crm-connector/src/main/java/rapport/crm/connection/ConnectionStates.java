package rapport.crm.connection;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.secret.SecretUnreadable;
import rapport.crm.secret.Secrets;
import rapport.crm.spi.Remedy;
import rapport.social.shared.Times;

/** The state of each connection, in the database, so that every node and every restart sees the same. */
@Component
public class ConnectionStates {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_NOTICE = 990;

    private final JdbcClient jdbc;
    private final Secrets secrets;

    ConnectionStates(JdbcClient jdbc, Secrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    static String place(String connection) {
        return "connection/" + connection + "/hook-secret";
    }

    /** The state; a connection that is new here gets its row. */
    @Transactional
    public ConnectionState of(String connection) {
        return find(connection).orElseGet(() -> {
            jdbc.sql("""
                            insert into crm_connection (connection, hook_secret) values (:connection, :secret)
                            on conflict do nothing
                            """)
                    .param("connection", connection)
                    .param("secret", secrets.sealIfPossible(place(connection), newSecret()))
                    .update();
            return find(connection).orElseThrow();
        });
    }

    /** A connection that is being set up: nothing runs before somebody starts it. */
    @Transactional
    public void draft(String connection) {
        jdbc.sql("""
                        insert into crm_connection (connection, hook_secret, running) values (:connection, :secret, 'draft')
                        on conflict do nothing
                        """)
                .param("connection", connection)
                .param("secret", secrets.sealIfPossible(place(connection), newSecret()))
                .update();
    }

    private Optional<ConnectionState> find(String connection) {
        return jdbc.sql("""
                        select state, message, remedy, failures, next_at, settings_hash, last_sync_at, last_people_at,
                               last_sweep_at, hook_secret, hooked_at
                          from crm_connection where connection = :connection
                        """)
                .param("connection", connection)
                .query((row, number) -> state(connection, row))
                .optional();
    }

    /** Address or credentials are other ones than before: what was wrong may be right now. */
    @Transactional
    public void settingsChanged(String connection, String settingsHash) {
        jdbc.sql("""
                        update crm_connection set settings_hash = :hash, next_at = null, failures = 0, message = null,
                               remedy = null, state = 'starting', hooked_at = null
                         where connection = :connection
                        """)
                .param("hash", settingsHash)
                .param("connection", connection)
                .update();
    }

    /** A server that starts tries again what was stopped. */
    @Transactional
    public void restarted(String connection) {
        jdbc.sql("update crm_connection set next_at = null where connection = :connection and state = 'stopped'")
                .param("connection", connection)
                .update();
    }

    /** The next run compares all records with the CRM, reading them whole, and repairs what differs. */
    public void requestComparison(String connection) {
        jdbc.sql("update crm_connection set compare_requested = true where connection = :connection")
                .param("connection", connection)
                .update();
    }

    /** The same where something was read already; nothing else can be lacking a field or a type. */
    void requestComparisonOfWhatWasRead(String connection) {
        jdbc.sql("""
                        update crm_connection set compare_requested = true where connection = :connection and exists (
                          select 1 from crm_progress p where p.connection = :connection and p.checkpoint is not null)
                        """).param("connection", connection).update();
    }

    public void loading(String connection) {
        jdbc.sql("""
                        update crm_connection set state = 'loading', message = null, remedy = null
                         where connection = :connection and state <> 'loading'
                        """).param("connection", connection).update();
    }

    /** All is well; the message is what there is to know all the same. */
    public void ok(String connection, Instant at) {
        jdbc.sql("""
                        update crm_connection set state = 'ok', remedy = null, failures = 0, next_at = null, last_sync_at = :at,
                               message = nullif(substring(trim(coalesce(people_notice, '') || ' ' || coalesce(sweep_notice, '') || ' '
                                             || coalesce(hook_notice, '') || ' '
                                             || coalesce((select string_agg(p.failure, ' ') from crm_progress p
                                                           where p.connection = crm_connection.connection), '')) from 1 for :most), '')
                         where connection = :connection
                        """)
                .param("at", Times.utc(at))
                .param("most", MAX_MESSAGE)
                .param("connection", connection)
                .update();
    }

    public void failed(String connection, Remedy remedy, String message, int failures, @Nullable Instant nextAt) {
        jdbc.sql("""
                        update crm_connection set state = :state, message = :message, remedy = :remedy, failures = :failures,
                               next_at = :next
                         where connection = :connection
                        """)
                .param("state", remedy == Remedy.STOP ? "stopped" : "failing")
                .param("message", cut(message))
                .param("remedy", remedy.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .param("failures", failures)
                .param("next", Times.utcOrNull(nextAt))
                .param("connection", connection)
                .update();
    }

    /** @param notice what a person should know of it */
    public void peopleRead(String connection, Instant at, @Nullable String notice) {
        stamp("last_people_at", connection, at);
        notice("people_notice", connection, notice);
    }

    /** @param notice what a person should know of what was found */
    public void swept(String connection, Instant at, @Nullable String notice) {
        stamp("last_sweep_at", connection, at);
        notice("sweep_notice", connection, notice);
    }

    public void hooked(String connection, Instant at) {
        stamp("hooked_at", connection, at);
        notice("hook_notice", connection, null);
    }

    public void notHooked(String connection, String notice) {
        notice("hook_notice", connection, notice);
    }

    private void notice(String column, String connection, @Nullable String notice) {
        jdbc.sql("update crm_connection set " + column + " = :notice where connection = :connection")
                .param(
                        "notice",
                        notice == null || notice.length() <= MAX_NOTICE ? notice : notice.substring(0, MAX_NOTICE),
                        Types.VARCHAR)
                .param("connection", connection)
                .update();
    }

    private void stamp(String column, String connection, Instant at) {
        jdbc.sql("update crm_connection set " + column + " = :at where connection = :connection")
                .param("at", Times.utc(at))
                .param("connection", connection)
                .update();
    }

    private ConnectionState state(String connection, ResultSet row) throws SQLException {
        return new ConnectionState(
                ConnectionState.Phase.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("message"),
                row.getString("remedy"),
                row.getInt("failures"),
                time(row, "next_at"),
                row.getString("settings_hash"),
                time(row, "last_sync_at"),
                time(row, "last_people_at"),
                time(row, "last_sweep_at"),
                hookSecret(connection, row.getString("hook_secret")),
                time(row, "hooked_at"));
    }

    /** One whose key is lost is replaced; the addresses that hold it are given to the CRM anew. */
    private String hookSecret(String connection, String kept) {
        try {
            return secrets.open(place(connection), kept);
        } catch (SecretUnreadable e) {
            String secret = newSecret();
            jdbc.sql("update crm_connection set hook_secret = :secret, hooked_at = null where connection = :connection")
                    .param("secret", secrets.sealIfPossible(place(connection), secret))
                    .param("connection", connection)
                    .update();
            return secret;
        }
    }

    /** A page of the CRM has just brought somebody in. */
    public void embedSeen(String connection, Instant at) {
        stamp("embed_seen_at", connection, at);
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
    }

    private static String newSecret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
