package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.poll.Polls;
import rapport.social.post.PostId;
import rapport.social.web.ApiResource;

/** One's vote in a poll. */
@Component
@Path("/posts/{postId}/vote")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class VoteResource implements ApiResource {
    private final Polls polls;
    private final SinglePosts posts;
    private final Viewers viewers;

    VoteResource(Polls polls, SinglePosts posts, Viewers viewers) {
        this.polls = polls;
        this.posts = posts;
        this.viewers = viewers;
    }

    /** What is chosen: one option, or several where the poll allows it. */
    @Schema(name = "Vote", example = "{\"optionIds\":[\"1\"]}")
    public record Vote(@Nullable List<@Nullable String> optionIds) {}

    @PUT
    @Operation(summary = "Votes in a poll", description = "A second vote takes the place of the first.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "400", description = "No such option, or more than one where one is asked for")
    @ApiResponse(
            responseCode = "409",
            description = "The poll has ended (`poll-ended`), or its thread is closed (`post-closed`)")
    public Response vote(@PathParam("postId") PostId id, @NotNull Vote input) {
        var viewer = viewers.current().memberId();
        polls.vote(viewer, id, input.optionIds());
        return posts.answer(viewer, id);
    }

    @DELETE
    @Operation(summary = "Takes one's vote back")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "409", description = "The poll has ended, or its thread is closed")
    public Response takeBack(@PathParam("postId") PostId id) {
        var viewer = viewers.current().memberId();
        polls.takeBack(viewer, id);
        return posts.answer(viewer, id);
    }

    /** Who voted. */
    @Component
    @Path("/posts/{postId}/voters")
    @Produces(MediaType.APPLICATION_JSON)
    @Tag(name = "Posts")
    public static class Voters implements ApiResource {
        private final Polls polls;
        private final Viewers viewers;

        Voters(Polls polls, Viewers viewers) {
            this.polls = polls;
            this.viewers = viewers;
        }

        @GET
        @Operation(
                summary = "Tells who voted in a poll, or for one of its options",
                description = "By name, at most 100, and how many there are.")
        @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Polls.Voters.class)))
        @ApiResponse(
                responseCode = "403",
                description = "The poll is anonymous, or its result is still hidden from the reader")
        public Polls.Voters voters(@PathParam("postId") PostId id, @QueryParam("optionId") @Nullable String optionId) {
            return polls.voters(viewers.current().memberId(), id, optionId);
        }
    }
}
