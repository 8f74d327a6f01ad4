package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
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

/** Marks posts as read. */
@Component
@Path("/posts/{postId}/read")
public class ReadResource implements ApiResource {
    private final ReadPositions positions;
    private final Viewers viewers;

    ReadResource(ReadPositions positions, Viewers viewers) {
        this.positions = positions;
        this.viewers = viewers;
    }

    /** @param feed {@code home} when it was read in the home feed, which is then read up to there as well */
    @POST
    @Operation(
            summary = "Read up to here",
            description =
                    "The place of the post is read up to this post's last comment; what the inbox says of the thread too.")
    public void read(@PathParam("postId") PostId post, @QueryParam("feed") @Nullable String feed) {
        if (feed != null && !feed.equals("home")) {
            throw Problem.invalid("feed", feed, "home");
        }
        positions.read(viewers.current().memberId(), post, feed != null);
    }
}
