package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.springframework.stereotype.Component;
import rapport.social.announcement.Announcements;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.web.ApiResource;

/** That one has read an announcement. */
@Component
@Path("/posts/{postId}/acknowledgement")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class AcknowledgementResource implements ApiResource {
    private final Announcements announcements;
    private final SinglePosts posts;
    private final Viewers viewers;

    AcknowledgementResource(Announcements announcements, SinglePosts posts, Viewers viewers) {
        this.announcements = announcements;
        this.posts = posts;
        this.viewers = viewers;
    }

    @PUT
    @Operation(summary = "Says that one has read an announcement", description = "Twice is as once.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PostView.class)))
    @ApiResponse(responseCode = "404", description = "There is no such announcement, or it does not ask for this")
    public Response acknowledge(@PathParam("postId") PostId id) {
        var viewer = viewers.current().memberId();
        announcements.acknowledge(viewer, id);
        return posts.answer(viewer, id);
    }

    /** Who is missing. */
    @Component
    @Path("/posts/{postId}/acknowledgements")
    @Produces(MediaType.APPLICATION_JSON)
    @Tag(name = "Posts")
    public static class All implements ApiResource {
        private final Announcements announcements;
        private final Viewers viewers;

        All(Announcements announcements, Viewers viewers) {
            this.announcements = announcements;
            this.viewers = viewers;
        }

        @GET
        @Operation(
                summary = "Tells who has not yet said that an announcement was read",
                description =
                        "To its author and to who keeps its place in order. By name, at most 100; `total` counts all who are"
                                + " missing, `done` those who have said it.")
        @ApiResponse(
                responseCode = "200",
                content = @Content(schema = @Schema(implementation = Announcements.Acknowledgements.class)))
        @ApiResponse(responseCode = "403", description = "Somebody else's announcement")
        public Announcements.Acknowledgements all(@PathParam("postId") PostId id) {
            return announcements.of(viewers.current().memberId(), id);
        }
    }
}
