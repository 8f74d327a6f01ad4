package rapport.crm.connection;

import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.secret.SecretUnreadable;
import rapport.crm.secret.Secrets;
import rapport.crm.spi.KeptTokens;
import rapport.social.shared.Times;

/** The tokens of adapters, sealed. */
@Component
public class ConnectionTokens {
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

    @Transactional
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
