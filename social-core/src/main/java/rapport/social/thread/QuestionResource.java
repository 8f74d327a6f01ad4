package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.web.ApiResource;

/** An update that turned out to be a question. */
@Component
@Path("/posts/{postId}/question")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class QuestionResource implements ApiResource {
    private final Posts posts;
    private final SinglePosts answers;
    private final Viewers viewers;

    QuestionResource(Posts posts, SinglePosts answers, Viewers viewers) {
        this.posts = posts;
        this.answers = answers;
        this.viewers = viewers;
    }

    /** What is asked. */
    @Schema(name = "QuestionTitle", example = "{\"title\":\"Who knows the new buyer at Acme?\"}")
    public record Title(@Nullable String title) {}

    @POST
    @Operation(
            summary = "Makes a question of one's own update",
            description = "Its words become the details. What it was stays readable as a revision.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "403", description = "Somebody else wrote it")
    @ApiResponse(responseCode = "409", description = "It is no update")
    public Response turn(@PathParam("postId") PostId id, @NotNull Title input) {
        var viewer = viewers.current();
        posts.turnIntoQuestion(viewer, id, input.title());
        return answers.answer(viewer.memberId(), id);
    }
}
