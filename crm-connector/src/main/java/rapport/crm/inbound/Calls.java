package rapport.crm.inbound;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.Connections;
import rapport.crm.connection.WebhookSubscriptions;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.InboundCalls;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.sync.SyncEngine;
import rapport.crm.sync.SyncJobs;

/** Believes a call as far as its adapter does, keeps its hints, and wakes the connection. */
@Component
class Calls implements InboundCalls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Connections connections;
    private final ConnectionStates states;
    private final WebhookSubscriptions subscriptions;
    private final SyncEngine engine;
    private final SyncJobs jobs;

    Calls(
            Connections connections,
            ConnectionStates states,
            WebhookSubscriptions subscriptions,
            SyncEngine engine,
            SyncJobs jobs) {
        this.connections = connections;
        this.states = states;
        this.subscriptions = subscriptions;
        this.engine = engine;
        this.jobs = jobs;
    }

    @Override
    public void take(String crm, String key, String secret, WebhookCall call) {
        var connection = connections.find(key).orElse(null);
        if (connection == null
                || !connection.descriptor().crm().equals(crm)
                || !same(states.of(key).hookSecret(), secret)) {
            throw new WebhookRefused(WebhookRefused.Reason.UNKNOWN_ADDRESS, "there is no such address");
        }
        List<CrmHint> hints;
        try {
            hints = connection.adapter().receive(call, subscriptions.of(key));
        } catch (WebhookRefused refused) {
            LOG.warn("connection {}: a webhook call was refused: {}", key, refused.getMessage());
            throw refused;
        }
        if (!hints.isEmpty()) {
            engine.hint(key, hints);
            jobs.wake(key);
        }
    }

    private static boolean same(String expected, String found) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }
}
