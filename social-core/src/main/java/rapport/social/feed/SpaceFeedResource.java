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
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** A space's feed. */
@Component
@Path("/spaces/{spaceId}/feed")
@Produces(MediaType.APPLICATION_JSON)
public class SpaceFeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    SpaceFeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "A space's feed",
            description = "The first page begins with what is pinned there, unless a filter is set.")
    public FeedView read(@PathParam("spaceId") SubjectId space, @BeanParam FeedRequest request) {
        return feeds.ofSpace(viewers.current().memberId(), space, request);
    }

    @GET
    @Path("/updates")
    @Operation(summary = "Anything newer in a space's feed?")
    public UpdatesView updates(@PathParam("spaceId") SubjectId space, @QueryParam("token") @Nullable String token) {
        return feeds.updatesOfSpace(viewers.current().memberId(), space, token);
    }
}
