package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.record.RecordRef;
import rapport.social.web.ApiResource;

/** A record's feed, by what the CRM calls the record. */
@Component
@Path("/records/{connection}/{type}/{externalId}/feed")
@Produces(MediaType.APPLICATION_JSON)
public class CrmRecordFeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    CrmRecordFeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Operation(summary = "The feed of a record of the CRM")
    public FeedView read(
            @PathParam("connection") String connection,
            @PathParam("type") String type,
            @PathParam("externalId") String externalId,
            @QueryParam("related") @DefaultValue("true") boolean related,
            @BeanParam FeedRequest request) {
        var viewer = viewers.current().memberId();
        return feeds.ofRecord(viewer, new RecordRef(connection, type, externalId), related, request);
    }

    @GET
    @Path("/updates")
    @Operation(summary = "Anything newer in the feed of a record of the CRM?")
    public UpdatesView updates(
            @PathParam("connection") String connection,
            @PathParam("type") String type,
            @PathParam("externalId") String externalId,
            @QueryParam("token") @Nullable String token) {
        return feeds.updatesOfRecord(viewers.current().memberId(), new RecordRef(connection, type, externalId), token);
    }
}
