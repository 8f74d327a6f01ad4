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
import rapport.social.member.MemberId;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** A member's feed. */
@Component
@Path("/members/{memberId}/feed")
@Produces(MediaType.APPLICATION_JSON)
public class MemberFeedResource implements ApiResource {
    private final Feeds feeds;
    private final Viewers viewers;

    MemberFeedResource(Feeds feeds, Viewers viewers) {
        this.feeds = feeds;
        this.viewers = viewers;
    }

    @GET
    @Operation(summary = "What stands on a member's profile, and what the member wrote elsewhere")
    public FeedView read(@PathParam("memberId") MemberId member, @BeanParam FeedRequest request) {
        return feeds.ofMember(viewers.current().memberId(), member, request);
    }

    @GET
    @Path("/updates")
    @Operation(summary = "Anything newer in a member's feed?")
    public UpdatesView updates(@PathParam("memberId") MemberId member, @QueryParam("token") @Nullable String token) {
        return feeds.updatesOfMember(viewers.current().memberId(), member, token);
    }
}
