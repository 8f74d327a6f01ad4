package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.post.Closings;
import rapport.social.post.PostId;
import rapport.social.web.ApiResource;

/** Closes a thread, and opens it again. */
@Component
@Path("/posts/{postId}/closed")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class ClosedResource implements ApiResource {
    private final Closings closings;
    private final SinglePosts posts;
    private final Viewers viewers;

    ClosedResource(Closings closings, SinglePosts posts, Viewers viewers) {
        this.closings = closings;
        this.posts = posts;
        this.viewers = viewers;
    }

    /** Why a thread is closed. */
    @Schema(name = "Closing", example = "{\"reason\":\"Solved by phone\"}")
    public record Closing(@Nullable String reason) {}

    @PUT
    @Operation(
            summary = "Closes the thread of a post",
            description =
                    "Its author, the owner of the record, the managers of the space and moderators may. Comments, edits and"
                            + " votes are refused from then on, with the reason.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "403", description = "One may not close it")
    public Response close(@PathParam("postId") PostId id, @NotNull Closing input) {
        var viewer = viewers.current();
        closings.close(viewer, id, input.reason());
        return posts.answer(viewer.memberId(), id);
    }

    @DELETE
    @Operation(summary = "Opens the thread of a post again")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    public Response reopen(@PathParam("postId") PostId id) {
        var viewer = viewers.current();
        closings.reopen(viewer, id);
        return posts.answer(viewer.memberId(), id);
    }
}
