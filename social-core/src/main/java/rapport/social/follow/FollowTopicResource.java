package rapport.social.follow;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Following a topic: its posts come wherever they stand. */
@Component
@Path("/topics/{topicId}/follow")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FollowTopicResource implements ApiResource {
    private final Follows follows;
    private final Viewers viewers;

    FollowTopicResource(Follows follows, Viewers viewers) {
        this.follows = follows;
        this.viewers = viewers;
    }

    @PUT
    @Operation(summary = "Follows a topic", description = "Or changes how much to hear of it.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FollowChoice.class)))
    @ApiResponse(responseCode = "404", description = "There is none, or one may not see it")
    public FollowChoice follow(@PathParam("topicId") SubjectId topic, @Valid @NotNull FollowChoice choice) {
        follows.followTopic(viewers.current().memberId(), topic, choice.level());
        return choice;
    }

    @DELETE
    @Operation(summary = "Ends following a topic", description = "Twice is as once.")
    public void unfollow(@PathParam("topicId") SubjectId topic) {
        follows.unfollowTopic(viewers.current().memberId(), topic);
    }
}
