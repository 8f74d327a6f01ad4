package rapport.crm.connection;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import rapport.crm.phrase.Phrases;

/**
 * The connections under {@code /actuator/health}. A CRM that fails makes this part unknown, not the server down: people
 * still read and write here.
 */
@Component("connectionsHealthIndicator")
class ConnectionHealth implements HealthIndicator {
    private final Connections connections;
    private final ConnectionStates states;

    ConnectionHealth(Connections connections, ConnectionStates states) {
        this.connections = connections;
        this.states = states;
    }

    @Override
    public Health health() {
        var fine = new AtomicBoolean(true);
        Map<String, Object> details = new LinkedHashMap<>();
        connections.opened().forEach((key, opened) -> {
            ConnectionState state = states.of(key);
            ConnectionState.Phase phase = opened.connection() == null ? ConnectionState.Phase.STOPPED : state.phase();
            String message = opened.connection() == null ? String.join(" ", opened.mistakes()) : state.message();
            if (phase == ConnectionState.Phase.FAILING || phase == ConnectionState.Phase.STOPPED) {
                fine.set(false);
            }
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("state", phase.name().toLowerCase(Locale.ROOT));
            if (state.lastSyncAt() != null) {
                detail.put("lastSyncAt", state.lastSyncAt());
            }
            if (message != null) {
                detail.put("message", Phrases.english(message));
            }
            details.put(key, detail);
        });
        return (fine.get() ? Health.up() : Health.unknown())
                .withDetails(details)
                .build();
    }
}
