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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentChange;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.member.Viewer;
import rapport.social.member.Viewers;
import rapport.social.post.Imports;
import rapport.social.reaction.Reactions;
import rapport.social.reaction.ReactionsView;
import rapport.social.web.ApiResource;

/** One comment. */
@Component
@Path("/comments/{commentId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Comments")
public class CommentResource implements ApiResource {
    private final Comments comments;
    private final Reactions reactions;
    private final Imports imports;
    private final ThreadQuery threads;
    private final RevisionViews revisions;
    private final Answers answers;
    private final Viewers viewers;

    CommentResource(
            Comments comments,
            Reactions reactions,
            Imports imports,
            ThreadQuery threads,
            RevisionViews revisions,
            Answers answers,
            Viewers viewers) {
        this.comments = comments;
        this.reactions = reactions;
        this.imports = imports;
        this.threads = threads;
        this.revisions = revisions;
        this.answers = answers;
        this.viewers = viewers;
    }

    @GET
    @Operation(summary = "Reads a comment", description = "A deleted one is told by `deleted`, without its words.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CommentView.class)))
    public Response read(@PathParam("commentId") CommentId id) {
        return answer(viewers.current(), id);
    }

    private Response answer(Viewer viewer, CommentId id) {
        CommentView comment = threads.one(viewer.memberId(), id);
        return answers.ok(comment.version(), comment);
    }

    @PATCH
    @Operation(
            summary = "Changes one's own comment",
            description = "What it said before stays readable as a revision for every reader of the thread.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CommentView.class)))
    @ApiResponse(responseCode = "403", description = "Somebody else wrote it")
    @ApiResponse(responseCode = "412", description = "It has another version than `If-Match` says")
    public Response edit(
            @PathParam("commentId") CommentId id,
            @NotNull CommentChange change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Viewer viewer = viewers.current();
        comments.edit(viewer, id, change, Answers.expectedVersion(ifMatch));
        CommentView comment = threads.one(viewer.memberId(), id);
        return answers.ok(comment.version(), answers.written(viewer, comment));
    }

    @DELETE
    @Operation(
            summary = "Deletes one's own comment",
            description = "Its words go, its place in the thread stays. It can be restored for a minute.")
    public void delete(
            @PathParam("commentId") CommentId id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        comments.delete(viewers.current(), id, Answers.expectedVersion(ifMatch));
    }

    @POST
    @Path("/restore")
    @Operation(summary = "Takes the deletion of a comment back")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CommentView.class)))
    @ApiResponse(responseCode = "409", description = "It was deleted too long ago")
    public Response restore(@PathParam("commentId") CommentId id) {
        Viewer viewer = viewers.current();
        comments.restore(viewer, id);
        return answer(viewer, id);
    }

    @GET
    @Path("/revisions")
    @Operation(summary = "Reads every version of a comment, the current one first")
    public RevisionView.Found revisions(@PathParam("commentId") CommentId id) {
        Viewer viewer = viewers.current();
        return revisions.of(viewer.memberId(), id.value(), comments.revisions(viewer.memberId(), id));
    }

    @PUT
    @Path("/reaction")
    @Operation(summary = "Reacts to a comment", description = "One reaction a member; another one replaces it.")
    public ReactionsView react(@PathParam("commentId") CommentId id, @NotNull PostResource.NewReaction input) {
        var origin = imports.origin(viewers.current(), null, input.authorId(), null);
        return reactions.give(origin.author(), id, input.kind(), origin.imported());
    }

    @DELETE
    @Path("/reaction")
    @Operation(summary = "Takes one's reaction to a comment back")
    public ReactionsView takeReactionBack(@PathParam("commentId") CommentId id) {
        return reactions.takeBack(viewers.current().memberId(), id);
    }

    @GET
    @Path("/reactions")
    @Operation(
            summary = "Tells who reacted to a comment",
            description = "The latest first, at most 20, and how many there are.")
    public Reactions.Reactors whoReacted(
            @PathParam("commentId") CommentId id, @QueryParam("kind") @Nullable String kind) {
        return reactions.who(viewers.current().memberId(), id, kind);
    }
}
