package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.member.Viewers;
import rapport.social.reaction.UpVotes;
import rapport.social.web.ApiResource;

/** That an answer is a good one. */
@Component
@Path("/comments/{commentId}/up-vote")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Comments")
public class UpVoteResource implements ApiResource {
    private final UpVotes upVotes;
    private final ThreadQuery threads;
    private final Answers answers;
    private final Viewers viewers;

    UpVoteResource(UpVotes upVotes, ThreadQuery threads, Answers answers, Viewers viewers) {
        this.upVotes = upVotes;
        this.threads = threads;
        this.answers = answers;
        this.viewers = viewers;
    }

    @PUT
    @Operation(summary = "Gives an up-vote to a colleague's answer", description = "One a person; twice is as once.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CommentView.class)))
    @ApiResponse(responseCode = "403", description = "It is one's own")
    @ApiResponse(responseCode = "409", description = "The post is no question")
    public Response give(@PathParam("commentId") CommentId id) {
        var viewer = viewers.current().memberId();
        upVotes.give(viewer, id);
        return answer(viewer, id);
    }

    @DELETE
    @Operation(summary = "Takes one's up-vote back")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CommentView.class)))
    public Response takeBack(@PathParam("commentId") CommentId id) {
        var viewer = viewers.current().memberId();
        upVotes.takeBack(viewer, id);
        return answer(viewer, id);
    }

    private Response answer(MemberId viewer, CommentId id) {
        CommentView comment = threads.one(viewer, id);
        return answers.ok(comment.version(), comment);
    }
}
