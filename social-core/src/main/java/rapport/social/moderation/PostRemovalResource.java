package rapport.social.moderation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.web.ApiResource;

/** Taking the words of a post out for good. */
@Component
@Path("/posts/{postId}/removal")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Moderation")
public class PostRemovalResource implements ApiResource {
    private final Removals removals;
    private final Viewers viewers;

    PostRemovalResource(Removals removals, Viewers viewers) {
        this.removals = removals;
        this.viewers = viewers;
    }

    @PUT
    @Operation(
            summary = "Takes the words of a post out for good",
            description =
                    "For moderators. Text, title, earlier versions and files are gone; `removed` with the reason stays. There is no undo.")
    public void remove(@PathParam("postId") PostId post, @NotNull Removal removal) {
        removals.removePost(viewers.current(), post, removal.reason());
    }
}
