package rapport.crm.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.secret.SecretUnreadable;
import rapport.crm.secret.Secrets;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.KeptTokens;
import rapport.social.shared.Times;

/** The tokens of adapters, sealed. */
@Component
public class ConnectionTokens {
    /** More than the longest sign-in. A node that dies in the middle holds up the others no longer. */
    private static final Duration TURN = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;

    ConnectionTokens(JdbcClient jdbc, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    static String place(String connection, String name) {
        return "connection/" + connection + "/token/" + name;
    }

    KeptTokens of(String connection) {
        if (!secrets.canSeal()) {
            return KeptTokens.inMemory(); // better asked for again after a restart than kept in the open
        }
        return new KeptTokens() {
            @Override
            public Optional<String> find(String name) {
                return ConnectionTokens.this.find(connection, name);
            }

            @Override
            public void keep(String name, String token) {
                ConnectionTokens.this.keep(connection, name, token);
            }

            @Override
            public <T> T alone(String name, Supplier<T> work) {
                return ConnectionTokens.this.alone(connection, name, work);
            }
        };
    }

    private Optional<String> find(String connection, String name) {
        return jdbc.sql("select token from crm_connection_token where connection = :connection and name = :name")
                .param("connection", connection)
                .param("name", name)
                .query(String.class)
                .optional()
                .flatMap(kept -> {
                    try {
                        return Optional.of(secrets.open(place(connection, name), kept));
                    } catch (SecretUnreadable e) {
                        return Optional.empty();
                    }
                });
    }

    private <T> T alone(String connection, String name, Supplier<T> work) {
        String owner = UUID.randomUUID().toString();
        long begun = System.nanoTime();
        while (!take(connection, name, owner)) {
            if (System.nanoTime() - begun > TURN.toNanos()) {
                throw CrmFailure.retry(connection + ": somebody else has been signing in for too long.", null);
            }
            pause(connection);
        }
        try {
            return work.get();
        } finally {
            jdbc.sql("""
                            update crm_token_turn set owner = null, until_at = null
                             where connection = :connection and name = :name and owner = :owner
                            """)
                    .param("connection", connection)
                    .param("name", name)
                    .param("owner", owner)
                    .update();
        }
    }

    /** One statement at a time, so that no connection to the database is held while a sign-in server thinks. */
    private boolean take(String connection, String name, String owner) {
        Instant now = clock.instant();
        jdbc.sql("insert into crm_token_turn (connection, name) values (:connection, :name) on conflict do nothing")
                .param("connection", connection)
                .param("name", name)
                .update();
        return jdbc.sql("""
                        update crm_token_turn set owner = :owner, until_at = :until
                         where connection = :connection and name = :name and (owner is null or until_at < :now)
                        """)
                        .param("owner", owner)
                        .param("until", Times.utc(now.plus(TURN)))
                        .param("connection", connection)
                        .param("name", name)
                        .param("now", Times.utc(now))
                        .update()
                == 1;
    }

    private static void pause(String connection) {
        try {
            Thread.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CrmFailure.retry(connection + ": interrupted while another was signing in.", e);
        }
    }

    void keep(String connection, String name, String token) {
        String sealed = secrets.seal(place(connection, name), token);
        var now = Times.utc(clock.instant());
        jdbc.sql("""
                        insert into crm_connection_token (connection, name, token, changed_at)
                        values (:connection, :name, :token, :now) on conflict do nothing
                        """)
                .param("connection", connection)
                .param("name", name)
                .param("token", sealed)
                .param("now", now)
                .update();
        jdbc.sql("""
                        update crm_connection_token set token = :token, changed_at = :now
                         where connection = :connection and name = :name
                        """)
                .param("token", sealed)
                .param("now", now)
                .param("connection", connection)
                .param("name", name)
                .update();
    }
}
