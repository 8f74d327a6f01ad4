package rapport.social.moderation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.member.MemberRole;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** What a member may do in Rapport as a whole. */
@Component
@Path("/members/{memberId}/role")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Members")
public class RoleResource implements ApiResource {
    private final Roles roles;
    private final Viewers viewers;

    RoleResource(Roles roles, Viewers viewers) {
        this.roles = roles;
        this.viewers = viewers;
    }

    /**
     * The role to be given.
     *
     * @param reason for the audit log
     */
    @Schema(
            name = "MemberRoleChange",
            example = "{\"role\":\"moderator\",\"reason\":\"Keeps order in the spaces of Service\"}")
    public record RoleChange(
            @NotNull MemberRole role, @Nullable String reason) {}

    @PUT
    @Operation(
            summary = "Makes a member a moderator, an admin, or neither",
            description =
                    "For admins; effective at the member's next request, and a line in the audit log. The last admin stays one.")
    public RoleChange change(@PathParam("memberId") MemberId member, @Valid @NotNull RoleChange change) {
        roles.change(viewers.requireAdmin().memberId(), member, change.role(), change.reason());
        return change;
    }
}
