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
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** A record's feed. */
@Component
@Path("/records/{recordId}/feed")
@Produces(MediaType.APPLICATION_JSON)
public class RecordFeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    RecordFeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "A record's feed",
            description = "An account's holds the posts of its contacts and opportunities too, unless related=false.")
    public FeedView read(
            @PathParam("recordId") SubjectId record,
            @QueryParam("related") @DefaultValue("true") boolean related,
            @BeanParam FeedRequest request) {
        return feeds.ofRecord(viewers.current().memberId(), record, related, request);
    }

    @GET
    @Path("/updates")
    @Operation(summary = "Anything newer in a record's feed?")
    public UpdatesView updates(@PathParam("recordId") SubjectId record, @QueryParam("token") @Nullable String token) {
        return feeds.updatesOfRecord(viewers.current().memberId(), record, token);
    }
}
