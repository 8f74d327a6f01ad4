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

/** A topic's feed. */
@Component
@Path("/topics/{idOrName}/feed")
@Produces(MediaType.APPLICATION_JSON)
public class TopicFeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    TopicFeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "The posts with a topic that the viewer may see",
            description = "By the topic's id, or its name as it stands in a text.")
    public FeedView read(@PathParam("idOrName") String idOrName, @BeanParam FeedRequest request) {
        return feeds.ofTopic(viewers.current().memberId(), idOrName, request);
    }

    @GET
    @Path("/updates")
    @Operation(summary = "Anything newer in a topic's feed?")
    public UpdatesView updates(@PathParam("idOrName") String idOrName, @QueryParam("token") @Nullable String token) {
        return feeds.updatesOfTopic(viewers.current().memberId(), idOrName, token);
    }
}
