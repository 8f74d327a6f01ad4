package rapport.social.kudos;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.web.ApiResource;

/** Whether thanks stand on one's own page. */
@Component
@Path("/posts/{postId}/kudos/hidden")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class HiddenKudosResource implements ApiResource {
    private final Kudos kudos;
    private final Viewers viewers;

    HiddenKudosResource(Kudos kudos, Viewers viewers) {
        this.kudos = kudos;
        this.viewers = viewers;
    }

    @PUT
    @Operation(
            summary = "Takes thanks off one's own page",
            description = "For who is thanked by the post; it stays where it stands, and is not counted on the page.")
    public void hide(@PathParam("postId") PostId post) {
        kudos.show(viewers.current().memberId(), post, false);
    }

    @DELETE
    @Operation(summary = "Shows thanks on one's own page again")
    public void show(@PathParam("postId") PostId post) {
        kudos.show(viewers.current().memberId(), post, true);
    }
}
