package rapport.crm.connection;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.secret.SecretUnreadable;
import rapport.crm.secret.Secrets;

/**
 * At each start: what is kept in the open, from before there was a key, or sealed with a previous key is sealed with the
 * present one. After that the previous key is of no use any more.
 */
@Component
class SecretRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(SecretRenewal.class);

    private final JdbcClient jdbc;
    private final Secrets secrets;

    SecretRenewal(JdbcClient jdbc, Secrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    /** @param part what tells the rows of one connection apart: the event, the token's name */
    private record Kept(String table, String column, String connection, String part, String text) {
        String place() {
            return switch (table) {
                case "crm_connection" -> ConnectionStates.place(connection);
                case "crm_webhook" -> WebhookSubscriptions.place(connection, part, column);
                case "crm_connection_token" -> ConnectionTokens.place(connection, part);
                default -> StoredConnections.place(connection);
            };
        }

        String partColumn() {
            return switch (table) {
                case "crm_webhook" -> "event";
                case "crm_connection_token" -> "name";
                default -> "connection";
            };
        }
    }

    @EventListener(ApplicationStartedEvent.class)
    @Order(0)
    void sealAnew() {
        if (!secrets.canSeal()) {
            return;
        }
        int sealed = 0;
        for (Kept kept : all()) {
            if (kept.text().isEmpty() || secrets.isCurrent(kept.text())) {
                continue;
            }
            try {
                sealed += write(kept, secrets.seal(kept.place(), secrets.open(kept.place(), kept.text())));
            } catch (SecretUnreadable e) {
                LOG.error("{}. Give that key as a previous one, or enter the secret again.", e.getMessage());
            }
        }
        if (sealed > 0) {
            LOG.info("{} secrets were sealed with the present key", sealed);
        }
    }

    private List<Kept> all() {
        return jdbc.sql("""
                        select 'crm_connection' as "table", 'hook_secret' as "column", connection, connection as part,
                               hook_secret as text from crm_connection
                        union all select 'crm_webhook', 'secret', connection, event, secret from crm_webhook
                        union all select 'crm_webhook', 'address', connection, event, address from crm_webhook
                        union all select 'crm_connection_token', 'token', connection, name, token from crm_connection_token
                        union all select 'crm_stored_connection', 'secrets', connection, connection, secrets
                          from crm_stored_connection
                        """)
                .query((row, number) -> new Kept(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                .list();
    }

    /** Another node may have done it, or the row may be another one by now. */
    private int write(Kept kept, String sealed) {
        return jdbc.sql("update " + kept.table() + " set " + kept.column()
                        + " = :sealed where connection = :connection and " + kept.partColumn() + " = :part and "
                        + kept.column() + " = :before")
                .param("sealed", sealed)
                .param("connection", kept.connection())
                .param("part", kept.part())
                .param("before", kept.text())
                .update();
    }
}
