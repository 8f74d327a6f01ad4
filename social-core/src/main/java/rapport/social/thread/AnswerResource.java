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
import rapport.social.comment.CommentId;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.reaction.AcceptedAnswers;
import rapport.social.web.ApiResource;

/** The answer to a question. */
@Component
@Path("/posts/{postId}/answer")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class AnswerResource implements ApiResource {
    private final AcceptedAnswers accepted;
    private final SinglePosts posts;
    private final Viewers viewers;

    AnswerResource(AcceptedAnswers accepted, SinglePosts posts, Viewers viewers) {
        this.accepted = accepted;
        this.posts = posts;
        this.viewers = viewers;
    }

    /** Which comment is the answer. */
    @Schema(name = "AnswerChoice", example = "{\"commentId\":\"1042\"}")
    public record Choice(@Nullable CommentId commentId) {}

    @PUT
    @Operation(
            summary = "Accepts a comment as the answer to a question",
            description =
                    "Who asked may, the managers of the space, and moderators. It takes the place of an earlier one.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "403", description = "Somebody else asked")
    @ApiResponse(responseCode = "409", description = "The post is no question")
    public Response accept(@PathParam("postId") PostId id, @NotNull Choice input) {
        var viewer = viewers.current().memberId();
        accepted.accept(viewer, id, input.commentId());
        return posts.answer(viewer, id);
    }

    @DELETE
    @Operation(summary = "Takes the accepted answer back", description = "The question is open again.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    public Response reopen(@PathParam("postId") PostId id) {
        var viewer = viewers.current().memberId();
        accepted.reopen(viewer, id);
        return posts.answer(viewer, id);
    }
}
