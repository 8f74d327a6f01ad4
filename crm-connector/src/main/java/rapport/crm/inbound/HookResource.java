package rapport.crm.inbound;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.Connections;
import rapport.crm.connection.WebhookSubscriptions;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.sync.SyncEngine;
import rapport.crm.sync.SyncJobs;

/**
 * Takes a webhook. The statuses are chosen for the senders: 503 makes them try again later, 403 and 404 too with some, any
 * other refusal makes them drop the call; 410, which makes some remove the webhook for good, is never answered.
 */
@Component
@Path("/")
public class HookResource {
    private static final Logger LOG = LoggerFactory.getLogger(HookResource.class);

    /** The largest known call, of 100 events, is a tenth of this. */
    static final int MAX_BODY = 1024 * 1024;

    private final Connections connections;
    private final ConnectionStates states;
    private final WebhookSubscriptions subscriptions;
    private final SyncEngine engine;
    private final SyncJobs jobs;

    HookResource(
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

    @POST
    @Path("/{crm}/{connection}/{secret}/{event}")
    @Consumes(MediaType.WILDCARD)
    public Response take(
            @PathParam("crm") String crm,
            @PathParam("connection") String key,
            @PathParam("secret") String secret,
            @PathParam("event") String event,
            @Context HttpHeaders headers,
            InputStream body) {
        try {
            var connection = connections.find(key).orElse(null);
            if (connection == null
                    || !connection.descriptor().crm().equals(crm)
                    || !same(states.of(key).hookSecret(), secret)) {
                return Response.status(404).build();
            }
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                return Response.status(413).build();
            }
            List<CrmHint> hints =
                    connection.adapter().receive(new WebhookCall(event, first(headers), bytes), subscriptions.of(key));
            if (!hints.isEmpty()) {
                engine.hint(key, hints);
                jobs.wake(key);
            }
            return Response.noContent().build();
        } catch (WebhookRefused refused) {
            LOG.warn("connection {}: a webhook call was refused: {}", key, refused.getMessage());
            return Response.status(refused.reason() == WebhookRefused.Reason.NOT_SIGNED ? 403 : 400)
                    .build();
        } catch (IOException e) {
            LOG.info("connection {}: a webhook call broke off", key);
            return Response.status(400).build(); // to nobody: the caller is gone
        } catch (DataAccessException e) {
            LOG.error("connection {}: a webhook call could not be kept", key, e);
            return Response.status(503).build();
        }
    }

    private static boolean same(String expected, String found) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> first(HttpHeaders headers) {
        Map<String, String> first = new HashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> {
            if (!values.isEmpty()) {
                first.put(name, values.get(0));
            }
        });
        return first;
    }
}
