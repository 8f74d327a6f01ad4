package rapport.crm.inbound;

import io.swagger.v3.oas.annotations.Operation;
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
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import rapport.crm.spi.InboundCalls;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;

/**
 * Takes a webhook. The statuses are chosen for the senders: 503 makes them try again later, 403 and 404 too with some, any
 * other refusal makes them drop the call; 410, which makes some remove the webhook for good, is never answered.
 */
@Component
@Path("/")
public class HookResource {
    private static final Logger LOG = LoggerFactory.getLogger(HookResource.class);

    /** Some calls carry whole records, fifty at once from EspoCRM: long descriptions make that more than a megabyte. */
    static final int MAX_BODY = 4 * 1024 * 1024;

    private final InboundCalls calls;

    HookResource(InboundCalls calls) {
        this.calls = calls;
    }

    @POST
    @Path("/{crm}/{connection}/{secret}/{event}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Takes a CRM's webhook",
            description =
                    "For CRMs, at the address that they were given. It is a hint to look sooner; 204 says that it is kept.")
    public Response take(
            @PathParam("crm") String crm,
            @PathParam("connection") String key,
            @PathParam("secret") String secret,
            @PathParam("event") String event,
            @Context HttpHeaders headers,
            InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                return Response.status(413).build();
            }
            calls.take(crm, key, secret, new WebhookCall(event, first(headers), bytes));
            return Response.noContent().build();
        } catch (WebhookRefused refused) {
            return Response.status(
                            switch (refused.reason()) {
                                case UNKNOWN_ADDRESS -> 404;
                                case NOT_SIGNED -> 403;
                                case NOT_UNDERSTOOD -> 400;
                            })
                    .build();
        } catch (IOException e) {
            LOG.info("connection {}: a webhook call broke off", key);
            return Response.status(400).build(); // to nobody: the caller is gone
        } catch (DataAccessException e) {
            LOG.error("connection {}: a webhook call could not be kept", key, e);
            return Response.status(503).build();
        }
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
