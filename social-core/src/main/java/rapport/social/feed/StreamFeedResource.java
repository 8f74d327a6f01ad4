package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** The feed of a saved stream, for its owner. */
@Component
@Path("/feeds/streams/{streamId}")
@Produces(MediaType.APPLICATION_JSON)
public class StreamFeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    StreamFeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "The feed of one's saved stream",
            description = "The union of its sources, each post once, as far as one may see it.")
    public FeedView read(@PathParam("streamId") StreamId stream, @BeanParam FeedRequest request) {
        return feeds.ofStream(viewers.current().memberId(), stream, request);
    }

    @GET
    @Path("/updates")
    @Operation(summary = "Anything newer in one's saved stream?")
    public UpdatesView updates(@PathParam("streamId") StreamId stream, @QueryParam("token") @Nullable String token) {
        return feeds.updatesOfStream(viewers.current().memberId(), stream, token);
    }
}
