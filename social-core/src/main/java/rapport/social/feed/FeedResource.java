package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** The feeds that belong to no record or member. */
@Component
@Path("/feeds")
@Produces(MediaType.APPLICATION_JSON)
public class FeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    FeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Path("/home")
    @Operation(
            summary = "What the viewer follows and may see",
            description =
                    "Posts on followed records, followed members' posts wherever they stand, and the viewer's own.")
    public FeedView home(@BeanParam FeedRequest request) {
        return feeds.home(viewers.current().memberId(), request);
    }

    @GET
    @Path("/home/updates")
    @Operation(summary = "Anything newer in the home feed?")
    public UpdatesView homeUpdates(@QueryParam("token") @Nullable String token) {
        return feeds.updatesOfHome(viewers.current().memberId(), token);
    }

    @GET
    @Path("/company")
    @Operation(
            summary = "Everything that the viewer may see",
            description = "A page can be short, even empty, while a next one follows: for a viewer who may see little.")
    public FeedView company(@BeanParam FeedRequest request) {
        return feeds.company(viewers.current().memberId(), request);
    }

    @GET
    @Path("/company/updates")
    @Operation(summary = "Anything newer in the company feed?")
    public UpdatesView companyUpdates(@QueryParam("token") @Nullable String token) {
        return feeds.updatesOfCompany(viewers.current().memberId(), token);
    }
}
