package rapport.social.space;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.member.Viewers;
import rapport.social.record.RecordSummary;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Spaces, their members and the records linked to them. */
@Component
@Path("/spaces")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SpaceResource implements ApiResource {
    private final Spaces spaces;
    private final SpaceTemplates templates;
    private final Viewers viewers;

    SpaceResource(Spaces spaces, SpaceTemplates templates, Viewers viewers) {
        this.spaces = spaces;
        this.templates = templates;
        this.viewers = viewers;
    }

    /** A space to be made. What is left out is as the template says; without one it is public and open to all who are in it. */
    @Schema(example = "{\"name\":\"Cold chain 2027\",\"template\":\"project\",\"topics\":[\"milestone\"]}")
    public record NewSpace(
            @NotNull String name,
            @Nullable String description,
            @Nullable SpaceVisibility visibility,
            @Nullable Boolean broadcast,
            @Nullable List<String> topics,

            @Schema(description = "The key of one of /space-templates") @Nullable
            String template) {}

    public record JoinRequest(@Nullable String message) {}

    @Schema(name = "SpaceRoleChange")
    public record RoleChange(@NotNull SpaceRole role) {}

    public record MembershipView(
            MemberSummary member, SpaceRole role, @Nullable String message, Instant since) {
        static MembershipView of(Spaces.Membership membership) {
            return new MembershipView(
                    MemberSummary.of(membership.member()), membership.role(), membership.message(), membership.since());
        }
    }

    public record LinkedRecords(List<RecordSummary> items) {}

    /**
     * @param filter   mine, or absent for every space that the viewer may know of
     * @param archived true or false; absent for both
     */
    @GET
    @Operation(
            summary = "Lists the spaces that one may know of",
            description = "With `filter=mine` also how much is unread in each; 100 stands for more than 99.")
    public Page<SpaceView> list(
            @QueryParam("filter") @Nullable String filter,
            @Parameter(description = "`true` or `false`", example = "false") @QueryParam("archived") @Nullable
                    String archived,
            @QueryParam("query") @Size(min = 1, max = 100) @Nullable String query,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        if (filter != null && !filter.equals("mine") && !filter.equals("all")) {
            throw Problem.invalid("filter", filter, "mine, all");
        }
        String afterName = null;
        long afterId = 0;
        if (pageToken != null) {
            var parts = PageToken.decode("pageToken", pageToken, 2);
            afterId = PageToken.number("pageToken", pageToken, parts.get(0));
            afterName = parts.get(1).replace('\u007f', '~');
        }
        int size = Page.limit(limit);
        if (archived != null && !archived.equals("true") && !archived.equals("false")) {
            throw Problem.invalid("archived", archived, "true, false");
        }
        boolean mine = "mine".equals(filter);
        var viewer = viewers.current().memberId();
        var found = spaces.list(
                viewer, mine, archived == null ? null : Boolean.valueOf(archived), query, afterName, afterId, size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        String next = null;
        if (found.size() > size) {
            var last = page.get(page.size() - 1);
            next = PageToken.encode(last.id(), last.name().replace('~', '\u007f'));
        }
        if (!mine) {
            return new Page<>(page.stream().map(SpaceView::of).toList(), next, null);
        }
        var unread = spaces.unread(viewer, page.stream().map(Space::id).toList());
        return new Page<>(
                page.stream()
                        .map(space -> SpaceView.of(space).withUnread(unread.getOrDefault(space.id(), 0)))
                        .toList(),
                next,
                null);
    }

    @POST
    @Operation(summary = "Makes a space of which one is the owner")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SpaceView.class)))
    public Response create(@Valid @NotNull NewSpace input) {
        var viewer = viewers.current().memberId();
        var preset = input.template() == null ? SpaceTemplates.NONE : templates.get(input.template());
        var space = spaces.create(
                viewer,
                input.name(),
                input.description() == null ? preset.description() : input.description(),
                input.visibility() == null ? preset.visibility() : input.visibility(),
                input.broadcast() == null ? preset.broadcast() : input.broadcast(),
                input.topics() == null ? preset.topics() : input.topics());
        return Response.status(201).entity(SpaceView.of(space)).build();
    }

    @GET
    @Operation(summary = "Reads a space")
    @Path("/{spaceId}")
    public SpaceView read(@PathParam("spaceId") SubjectId id) {
        return SpaceView.of(spaces.get(viewers.current().memberId(), id));
    }

    @PATCH
    @Operation(summary = "Changes a space (managers; its visibility: owners)")
    @Path("/{spaceId}")
    public SpaceView edit(@PathParam("spaceId") SubjectId id, @Valid @NotNull Spaces.SpaceEdit change) {
        return SpaceView.of(spaces.edit(viewers.current().memberId(), id, change));
    }

    @PUT
    @Operation(summary = "Closes a space for everything but reading (managers)")
    @Path("/{spaceId}/archived")
    public SpaceView archive(@PathParam("spaceId") SubjectId id) {
        return SpaceView.of(spaces.archive(viewers.current().memberId(), id, true));
    }

    @DELETE
    @Operation(summary = "Opens an archived space again (managers)")
    @Path("/{spaceId}/archived")
    public SpaceView open(@PathParam("spaceId") SubjectId id) {
        return SpaceView.of(spaces.archive(viewers.current().memberId(), id, false));
    }

    /** Joins a public space, accepts an invitation, or asks to join. */
    @PUT
    @Operation(summary = "Joins a public space, accepts an invitation, or asks to join")
    @Path("/{spaceId}/membership")
    public SpaceView join(@PathParam("spaceId") SubjectId id, @NotNull JoinRequest request) {
        return SpaceView.of(spaces.join(viewers.current().memberId(), id, request.message()));
    }

    @DELETE
    @Operation(summary = "Leaves a space, takes back a request, or turns an invitation down")
    @ApiResponse(responseCode = "204", description = "Done")
    @Path("/{spaceId}/membership")
    public Response leave(@PathParam("spaceId") SubjectId id) {
        spaces.leave(viewers.current().memberId(), id);
        return Response.noContent().build();
    }

    /** @param filter waiting: those who asked or are invited, for who manages the space */
    @GET
    @Operation(summary = "Lists the members of a space, owners first")
    @Path("/{spaceId}/members")
    public Page<MembershipView> members(
            @PathParam("spaceId") SubjectId id,
            @QueryParam("filter") @Nullable String filter,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        if (filter != null && !filter.equals("waiting")) {
            throw Problem.invalid("filter", filter, "waiting");
        }
        long after = pageToken == null
                ? 0
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        int size = Page.limit(limit);
        var found = spaces.members(viewers.current().memberId(), id, filter != null, after, size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        String next = found.size() > size ? PageToken.encode(Spaces.rank(page.get(page.size() - 1))) : null;
        return new Page<>(page.stream().map(MembershipView::of).toList(), next, null);
    }

    /** Lets in who asked, invites who did not, or gives another role. */
    @PUT
    @Operation(summary = "Lets in who asked, invites who did not, or gives another role (managers)")
    @Path("/{spaceId}/members/{memberId}")
    public MembershipView setRole(
            @PathParam("spaceId") SubjectId id,
            @PathParam("memberId") MemberId member,
            @Valid @NotNull RoleChange change) {
        return MembershipView.of(spaces.setRole(viewers.current().memberId(), id, member, change.role()));
    }

    @DELETE
    @Operation(summary = "Removes a member, declines a request, takes back an invitation (managers)")
    @ApiResponse(responseCode = "204", description = "Done")
    @Path("/{spaceId}/members/{memberId}")
    public Response removeMember(@PathParam("spaceId") SubjectId id, @PathParam("memberId") MemberId member) {
        spaces.removeMember(viewers.current().memberId(), id, member);
        return Response.noContent().build();
    }

    @GET
    @Operation(summary = "Lists the records linked to a space")
    @Path("/{spaceId}/records")
    public LinkedRecords records(@PathParam("spaceId") SubjectId id) {
        return new LinkedRecords(spaces.records(viewers.current().memberId(), id));
    }

    @PUT
    @Operation(summary = "Links a record to a space; both show it")
    @ApiResponse(responseCode = "204", description = "Done")
    @Path("/{spaceId}/records/{recordId}")
    public Response link(@PathParam("spaceId") SubjectId id, @PathParam("recordId") SubjectId record) {
        spaces.link(viewers.current().memberId(), id, record);
        return Response.noContent().build();
    }

    @DELETE
    @Operation(summary = "Takes a link of a record away")
    @ApiResponse(responseCode = "204", description = "Done")
    @Path("/{spaceId}/records/{recordId}")
    public Response unlink(@PathParam("spaceId") SubjectId id, @PathParam("recordId") SubjectId record) {
        spaces.unlink(viewers.current().memberId(), id, record);
        return Response.noContent().build();
    }
}
