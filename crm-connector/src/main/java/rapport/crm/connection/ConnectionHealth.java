package rapport.crm.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The connections under {@code /actuator/health}. A CRM that fails makes this part unknown, not the server down: people
 * still read and write here.
 */
@Component("connectionsHealthIndicator")
class ConnectionHealth implements HealthIndicator {
    private final ConnectionViews views;

    ConnectionHealth(ConnectionViews views) {
        this.views = views;
    }

    @Override
    public Health health() {
        boolean fine = true;
        Map<String, Object> details = new LinkedHashMap<>();
        for (ConnectionView view : views.all(true)) {
            fine &= !view.state().equals("failing") && !view.state().equals("stopped");
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("state", view.state());
            if (view.lastSyncAt() != null) {
                detail.put("lastSyncAt", view.lastSyncAt());
            }
            if (view.message() != null) {
                detail.put("message", view.message());
            }
            detail.put("records", view.counts());
            details.put(view.key(), detail);
        }
        return (fine ? Health.up() : Health.unknown()).withDetails(details).build();
    }
}
