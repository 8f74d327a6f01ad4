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
import rapport.social.member.MemberId;
import rapport.social.member.Viewers;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Following a member: her posts come wherever they stand. */
@Component
@Path("/members/{memberId}/follow")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FollowMemberResource implements ApiResource {
    private final Follows follows;
    private final Viewers viewers;

    FollowMemberResource(Follows follows, Viewers viewers) {
        this.follows = follows;
        this.viewers = viewers;
    }

    @PUT
    @Operation(summary = "Follows a member, or changes the level")
    public FollowChoice follow(@PathParam("memberId") MemberId member, @Valid @NotNull FollowChoice choice) {
        follows.followMember(viewers.current().memberId(), member, choice.level());
        return choice;
    }

    @DELETE
    @Operation(summary = "Ends following a member")
    public void unfollow(@PathParam("memberId") MemberId member) {
        follows.unfollow(viewers.current().memberId(), new SubjectId(member.value()));
    }
}
