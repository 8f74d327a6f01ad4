package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** Marks posts as unread. */
@Component
@Path("/posts/{postId}/unread")
public class UnreadResource implements ApiResource {
    private final ReadPositions positions;
    private final Viewers viewers;

    UnreadResource(ReadPositions positions, Viewers viewers) {
        this.positions = positions;
        this.viewers = viewers;
    }

    /**
     * @param feed  {@code home} when it stands in the home feed, which is then unread from there as well
     * @param order the order in which the feed is read
     */
    @POST
    @Operation(
            summary = "Unread from here",
            description = "This post and what is newer on its place counts as unread again, in the order of reading.")
    @ApiResponse(responseCode = "204", description = "Done")
    @ApiResponse(responseCode = "404", description = "There is no such post, or one may not see it")
    public void unread(
            @PathParam("postId") PostId post,
            @Parameter(example = "home") @QueryParam("feed") @Nullable String feed,
            @Parameter(example = "newest") @QueryParam("order") @Nullable String order) {
        if (feed != null && !feed.equals("home")) {
            throw Problem.invalid("feed", feed, "home");
        }
        positions.unread(viewers.current().memberId(), post, FeedOrder.of(order), feed != null);
    }
}
