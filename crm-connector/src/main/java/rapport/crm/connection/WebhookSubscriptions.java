package rapport.crm.connection;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.secret.SecretUnreadable;
import rapport.crm.secret.Secrets;
import rapport.crm.spi.WebhookSubscription;

/** What the CRMs were asked to tell us. */
@Component
public class WebhookSubscriptions {
    private final JdbcClient jdbc;
    private final Secrets secrets;

    WebhookSubscriptions(JdbcClient jdbc, Secrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    static String place(String connection, String event, String column) {
        return "connection/" + connection + "/webhook/" + event + "/" + column;
    }

    /** Those that can be read; one whose key is lost is as good as none, and is made anew. */
    public List<WebhookSubscription> of(String connection) {
        return jdbc.sql("""
                        select event, external_id, secret, address from crm_webhook
                         where connection = :connection order by event
                        """).param("connection", connection).query(WebhookSubscription.class).list().stream()
                .flatMap(kept -> opened(connection, kept).stream())
                .toList();
    }

    private Optional<WebhookSubscription> opened(String connection, WebhookSubscription kept) {
        try {
            return Optional.of(new WebhookSubscription(
                    kept.event(),
                    kept.externalId(),
                    secrets.open(place(connection, kept.event(), "secret"), kept.secret()),
                    secrets.open(place(connection, kept.event(), "address"), kept.address())));
        } catch (SecretUnreadable e) {
            return Optional.empty();
        }
    }

    @Transactional
    public void replace(String connection, List<WebhookSubscription> standing) {
        jdbc.sql("delete from crm_webhook where connection = :connection")
                .param("connection", connection)
                .update();
        for (WebhookSubscription subscription : standing) {
            jdbc.sql("""
                            insert into crm_webhook (connection, event, external_id, secret, address)
                            values (:connection, :event, :external, :secret, :address)
                            """)
                    .param("connection", connection)
                    .param("event", subscription.event())
                    .param("external", subscription.externalId())
                    .param(
                            "secret",
                            secrets.sealIfPossible(
                                    place(connection, subscription.event(), "secret"), subscription.secret()))
                    .param(
                            "address",
                            secrets.sealIfPossible(
                                    place(connection, subscription.event(), "address"), subscription.address()))
                    .update();
        }
    }
}
