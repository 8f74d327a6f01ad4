package rapport.social.moderation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.member.MemberRole;
import rapport.social.member.MemberSummary;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
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

    /** The role that a member has. */
    @Schema(name = "MemberRoleView", example = "{\"role\":\"moderator\"}")
    public record RoleView(MemberRole role) {}

    @GET
    @Operation(summary = "Tells which role a member has", description = "For admins.")
    public RoleView read(@PathParam("memberId") MemberId member) {
        viewers.requireAdmin();
        return new RoleView(roles.of(member));
    }

    @PUT
    @Operation(
            summary = "Makes a member a moderator, an admin, or neither",
            description =
                    "For admins; effective at the member's next request, and a line in the audit log. The last admin stays one.")
    public RoleChange change(@PathParam("memberId") MemberId member, @Valid @NotNull RoleChange change) {
        roles.change(viewers.requireAdmin().memberId(), member, change.role(), change.reason());
        return change;
    }

    /** Who has a role. */
    @Component
    @Path("/roles")
    @Produces(MediaType.APPLICATION_JSON)
    @Tag(name = "Members")
    public static class All implements ApiResource {
        private final Roles roles;
        private final Viewers viewers;

        All(Roles roles, Viewers viewers) {
            this.roles = roles;
            this.viewers = viewers;
        }

        /** A member who is more than that. */
        @Schema(name = "RoleHolder")
        public record Holder(MemberSummary member, MemberRole role) {}

        @GET
        @Operation(summary = "Lists the moderators and admins", description = "For admins: the admins first.")
        public Page<Holder> list(
                @QueryParam("limit") @Nullable Integer limit, @QueryParam("pageToken") @Nullable String pageToken) {
            viewers.requireAdmin();
            return roles.holders(limit, pageToken);
        }
    }
}
