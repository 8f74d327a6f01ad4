package rapport.social.follow;

import io.swagger.v3.oas.annotations.Operation;
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

/** Following a record. */
@Component
@Path("/records/{recordId}/follow")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FollowRecordResource implements ApiResource {
    private final Follows follows;
    private final Viewers viewers;

    FollowRecordResource(Follows follows, Viewers viewers) {
        this.follows = follows;
        this.viewers = viewers;
    }

    @PUT
    @Operation(summary = "Follows a record, or changes the level")
    public FollowChoice follow(@PathParam("recordId") SubjectId record, @Valid @NotNull FollowChoice choice) {
        follows.followRecord(viewers.current().memberId(), record, choice.level());
        return choice;
    }

    @DELETE
    @Operation(summary = "Ends following a record")
    public void unfollow(@PathParam("recordId") SubjectId record) {
        follows.unfollow(viewers.current().memberId(), record);
    }
}
