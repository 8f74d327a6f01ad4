package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.comment.NewComment;
import rapport.social.member.MemberId;
import rapport.social.member.Viewer;
import rapport.social.member.Viewers;
import rapport.social.post.Imports;
import rapport.social.post.NewPost;
import rapport.social.post.PostChange;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.reaction.Reactions;
import rapport.social.reaction.ReactionsView;
import rapport.social.schedule.ScheduledPost;
import rapport.social.schedule.ScheduledPosts;
import rapport.social.shared.Page;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** Posts, and what is said under them. */
@Component
@Path("/posts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class PostResource implements ApiResource {
    private static final int MAX_BATCH = 100;

    private final Posts posts;
    private final Comments comments;
    private final Reactions reactions;
    private final Imports imports;
    private final PostPages pages;
    private final ThreadQuery threads;
    private final ScheduledPosts scheduled;
    private final ScheduledViews scheduledViews;
    private final RevisionViews revisions;
    private final Answers answers;
    private final Viewers viewers;

    PostResource(
            Posts posts,
            Comments comments,
            Reactions reactions,
            Imports imports,
            PostPages pages,
            ThreadQuery threads,
            ScheduledPosts scheduled,
            ScheduledViews scheduledViews,
            RevisionViews revisions,
            Answers answers,
            Viewers viewers) {
        this.posts = posts;
        this.comments = comments;
        this.reactions = reactions;
        this.imports = imports;
        this.pages = pages;
        this.threads = threads;
        this.scheduled = scheduled;
        this.scheduledViews = scheduledViews;
        this.revisions = revisions;
        this.answers = answers;
        this.viewers = viewers;
    }

    /** The posts found. */
    @Schema(name = "Posts")
    public record Batch(List<PostView> items) {}

    /**
     * The reaction to be given.
     *
     * @param kind     one of those that are offered
     * @param authorId whose reaction it was: needs the import right, and nobody is told of it
     */
    @Schema(example = "{\"kind\":\"thanks\"}")
    public record NewReaction(
            @Nullable String kind, @Nullable MemberId authorId) {}

    @POST
    @Operation(
            summary = "Adds a post",
            description =
                    "On a record that one may see, or on one's own profile. With an `Idempotency-Key` the request can be"
                            + " repeated: it is carried out once, and every repeat gets the same answer. `cannotSee` names the members"
                            + " mentioned in it who may not see the place and so were not notified.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It waits for its `publishAt`",
            content = @Content(schema = @Schema(implementation = ScheduledView.class)))
    @ApiResponse(responseCode = "400", description = "The text is missing, too long, or names too many people")
    @ApiResponse(responseCode = "404", description = "There is no such subject, or one may not see it")
    @ApiResponse(responseCode = "422", description = "The key was used for another request")
    public Response add(
            @NotNull NewPost input,
            @Parameter(description = "The caller's name for this request, 1 to 200 characters")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        Viewer viewer = viewers.current();
        Posts.Added added;
        if (input.publishAt() == null) {
            added = posts.add(viewer, input, key);
        } else {
            ScheduledPosts.Added scheduling = scheduled.add(viewer, input, key);
            if (scheduling.waiting() != null) {
                return Response.accepted(scheduledViews.one(viewer.memberId(), scheduling.waiting()))
                        .build();
            }
            added = new Posts.Added(Objects.requireNonNull(scheduling.published()), viewer.memberId(), true, false);
        }
        PostView post = pages.added(viewer.memberId(), added);
        return answers.created("posts/" + added.id(), post.version(), answers.written(viewer, post));
    }

    @GET
    @Operation(
            summary = "Reads several posts at once",
            description = "In the order of the ids, at most 100; those that one may not see are left out.")
    public Batch batch(@Parameter(example = "1041,1038") @QueryParam("ids") @NotNull String ids) {
        Viewer viewer = viewers.current();
        List<String> wanted = Stream.of(ids.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        if (wanted.size() > MAX_BATCH) {
            throw Problem.tooMany("ids", wanted.size(), MAX_BATCH);
        }
        return new Batch(pages.assemble(
                viewer.memberId(), wanted.stream().map(PostResource::postId).toList()));
    }

    private static PostId postId(String text) {
        try {
            return PostId.fromString(text);
        } catch (Problem noId) {
            throw Problem.invalid("ids", text, "ids of posts");
        }
    }

    @GET
    @Path("/{postId}")
    @Operation(summary = "Reads a post with its last comments")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    public Response read(@PathParam("postId") PostId id) {
        PostView post = pages.one(viewers.current().memberId(), id);
        return answers.ok(post.version(), post);
    }

    @PATCH
    @Path("/{postId}")
    @Operation(
            summary = "Changes one's own post",
            description =
                    "What it said before stays readable as a revision, with the files that stood on it; the post keeps its place"
                            + " in feeds. `fileIds` is the whole list as it is to be. One that waits to be"
                            + " published is changed as long as it waits, and answered as in `/me/scheduled`.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "403", description = "Somebody else wrote it")
    @ApiResponse(responseCode = "412", description = "It has another version than `If-Match` says")
    public Response edit(
            @PathParam("postId") PostId id,
            @NotNull PostChange change,
            @Parameter(example = "\"v1\"") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Viewer viewer = viewers.current();
        if (scheduled.find(viewer.memberId(), id).isPresent()) {
            ScheduledPost waiting = scheduled.edit(viewer, id, change, Answers.expectedVersion(ifMatch));
            return answers.ok(waiting.version(), scheduledViews.one(viewer.memberId(), waiting));
        }
        posts.edit(viewer, id, change, Answers.expectedVersion(ifMatch));
        PostView post = pages.one(viewer.memberId(), id);
        return answers.ok(post.version(), answers.written(viewer, post));
    }

    @DELETE
    @Path("/{postId}")
    @Operation(summary = "Deletes one's own post with its thread", description = "It can be restored for a minute.")
    public void delete(@PathParam("postId") PostId id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Viewer viewer = viewers.current();
        if (scheduled.find(viewer.memberId(), id).isPresent()) {
            scheduled.cancel(viewer, id);
            return;
        }
        posts.delete(viewer, id, Answers.expectedVersion(ifMatch));
    }

    @POST
    @Path("/{postId}/restore")
    @Operation(summary = "Takes the deletion of a post back")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "409", description = "It was deleted too long ago")
    public Response restore(@PathParam("postId") PostId id) {
        Viewer viewer = viewers.current();
        posts.restore(viewer, id);
        PostView post = pages.one(viewer.memberId(), id);
        return answers.ok(post.version(), post);
    }

    @GET
    @Path("/{postId}/revisions")
    @Operation(summary = "Reads every version of a post, the current one first")
    public RevisionView.Found revisions(@PathParam("postId") PostId id) {
        Viewer viewer = viewers.current();
        return revisions.of(viewer.memberId(), id.value(), posts.revisions(viewer.memberId(), id));
    }

    @GET
    @Path("/{postId}/comments")
    @Operation(
            summary = "Reads a page of a post's comments",
            description =
                    "In the order of the thread. Without a place, the last ones; `around` gives a comment between its"
                            + " neighbours; `before` and `after` take an ordinal (`after=0`: from the start) or a page token.")
    public CommentPage comments(
            @PathParam("postId") PostId id,
            @QueryParam("around") @Nullable String around,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("pageToken") @Nullable String pageToken,
            @QueryParam("limit") @Nullable Integer limit) {
        CommentWindow window = CommentWindow.of(
                around == null ? null : CommentId.fromString(around), before, after, pageToken, Page.limit(limit));
        return threads.page(viewers.current().memberId(), id, window);
    }

    @POST
    @Path("/{postId}/comments")
    @Operation(
            summary = "Comments on a post, or replies to a comment",
            description =
                    "Replies stand on one level; `parentAuthor` tells whom a reply answers. With an `Idempotency-Key` the"
                            + " request can be repeated.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = CommentView.class)))
    @ApiResponse(responseCode = "400", description = "The text is missing, too long, or names too many people")
    public Response comment(
            @PathParam("postId") PostId id,
            @NotNull NewComment input,
            @HeaderParam("Idempotency-Key") @Nullable String key) {
        Viewer viewer = viewers.current();
        Comments.Added added = comments.add(viewer, id, input, key);
        CommentView comment = threads.added(viewer.memberId(), added);
        return answers.created("comments/" + added.id(), comment.version(), answers.written(viewer, comment));
    }

    @PUT
    @Path("/{postId}/reaction")
    @Operation(summary = "Reacts to a post", description = "One reaction a member; another one replaces it.")
    public ReactionsView react(@PathParam("postId") PostId id, @NotNull NewReaction input) {
        var origin = imports.origin(viewers.current(), null, input.authorId(), null);
        return reactions.give(origin.author(), id, input.kind(), origin.imported());
    }

    @DELETE
    @Path("/{postId}/reaction")
    @Operation(summary = "Takes one's reaction to a post back")
    public ReactionsView takeReactionBack(@PathParam("postId") PostId id) {
        return reactions.takeBack(viewers.current().memberId(), id);
    }

    @GET
    @Path("/{postId}/reactions")
    @Operation(
            summary = "Tells who reacted to a post",
            description = "The latest first, at most 20, and how many there are.")
    public Reactions.Reactors whoReacted(@PathParam("postId") PostId id, @QueryParam("kind") @Nullable String kind) {
        return reactions.who(viewers.current().memberId(), id, kind);
    }
}
