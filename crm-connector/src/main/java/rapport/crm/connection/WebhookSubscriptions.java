package rapport.crm.connection;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.spi.WebhookSubscription;

/** What the CRMs were asked to tell us. */
@Component
public class WebhookSubscriptions {
    private final JdbcClient jdbc;

    WebhookSubscriptions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<WebhookSubscription> of(String connection) {
        return jdbc.sql("""
                        select event, external_id, secret, address from crm_webhook
                         where connection = :connection order by event
                        """)
                .param("connection", connection)
                .query(WebhookSubscription.class)
                .list();
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
                    .param("secret", subscription.secret())
                    .param("address", subscription.address())
                    .update();
        }
    }
}
