package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
                    "Posts on followed records and spaces, posts of followed members and with followed topics wherever they"
                            + " stand, and the viewer's own.")
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
    @Path("/mentions")
    @Operation(
            summary = "Posts that name the viewer",
            description = "In their text or in a comment; each once, by the latest mention, as far as one may see it.")
    public FeedView mentions(@BeanParam FeedRequest request) {
        return feeds.mentions(viewers.current().memberId(), request);
    }

    @GET
    @Path("/mentions/updates")
    @Operation(summary = "Named anew?")
    public UpdatesView mentionUpdates(@QueryParam("token") @Nullable String token) {
        return feeds.updatesOfMentions(viewers.current().memberId(), token);
    }

    @GET
    @Path("/questions")
    @Operation(
            summary = "Questions",
            description =
                    "`unanswered`: those that wait for an answer, the longest wait first, each with `waitingSince`. `mine`:"
                            + " those that one asked. `followed`: those in one's home feed. `all`: those that one may see.")
    public FeedView questions(
            @Parameter(example = "unanswered") @QueryParam("state") @Nullable String state,
            @BeanParam FeedRequest request) {
        return feeds.questions(viewers.current().memberId(), state, request);
    }

    @GET
    @Path("/questions/updates")
    @Operation(summary = "Any newer questions?", description = "For `mine`, `followed` and `all`.")
    public UpdatesView questionUpdates(@QueryParam("token") @Nullable String token) {
        return feeds.updatesOfQuestions(viewers.current().memberId(), token);
    }

    @GET
    @Path("/company/updates")
    @Operation(summary = "Anything newer in the company feed?")
    public UpdatesView companyUpdates(@QueryParam("token") @Nullable String token) {
        return feeds.updatesOfCompany(viewers.current().memberId(), token);
    }
}
