package rapport.social.member;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.shared.Page;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** People. */
@Component
@Path("/members")
@Produces(MediaType.APPLICATION_JSON)
public class MemberResource implements ApiResource {
    private static final String[] LEVELS = {"everything", "people", "mentions", "muted"};

    private final Members members;
    private final Viewers viewers;
    private final JdbcClient jdbc;

    MemberResource(Members members, Viewers viewers, JdbcClient jdbc) {
        this.members = members;
        this.viewers = viewers;
        this.jdbc = jdbc;
    }

    @Schema(name = "MembersFound")
    public record Found(List<MemberSummary> items) {}

    @GET
    @Operation(summary = "Finds members by the beginnings of their names")
    public Found search(
            @QueryParam("query") @NotNull @Size(min = 1, max = 100) String query,
            @QueryParam("limit") @Nullable Integer limit) {
        viewers.current();
        return new Found(members.search(query, Page.limit(limit)).stream()
                .map(MemberSummary::of)
                .toList());
    }

    /** What else a member's page tells. */
    record Known(@Nullable Integer level, int kudos) {}

    /** @throws Problem not found */
    @GET
    @Operation(summary = "Reads a member")
    @Path("/{memberId}")
    public MemberView read(@PathParam("memberId") MemberId id) {
        var viewer = viewers.current();
        var known = jdbc.sql("""
                        select (select f.level from follow f where f.member_id = :viewer and f.subject_id = :member) as level,
                               (select count(*) from (
                                  select 1 as one from kudos_member km join post p on p.id = km.post_id
                                    join subject_access s on s.subject_id = p.subject_id
                                   where km.member_id = :member and km.hidden_at is null and %s limit :cap) n) as kudos
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.id())
                .param("member", id.value())
                .param("cap", MemberView.COUNT_CAP)
                .query(Known.class)
                .single();
        return MemberView.of(
                members.get(id),
                viewer.memberId(),
                known.level() == null ? null : LEVELS[known.level()],
                known.kudos());
    }
}
