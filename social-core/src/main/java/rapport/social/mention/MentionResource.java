package rapport.social.mention;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.mention.MentionCandidates.MentionCandidate;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Who can be mentioned. */
@Component
@Path("/mention-candidates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mentions")
public class MentionResource implements ApiResource {
    private final MentionCandidates candidates;
    private final Viewers viewers;

    MentionResource(MentionCandidates candidates, Viewers viewers) {
        this.candidates = candidates;
        this.viewers = viewers;
    }

    /** Roles, members (at most 8) and spaces (at most 3). */
    @Schema(name = "MentionCandidates")
    public record Found(List<MentionCandidate> items) {}

    @GET
    @Operation(
            summary = "Finds the members, spaces and roles that a writer may mean after an @",
            description = "Each typed word starts one of the member's names; accents and case do not matter. People who"
                    + " may not see the subject come last, with `canSee` false: they can be named, and will not be notified. Spaces that one may"
                    + " read and, on a record, its owner and the team of its account come with `notifyCount`, the number of"
                    + " people who would be told.")
    public Found find(
            @Parameter(example = "an be") @QueryParam("query") @NotNull @Size(min = 1, max = 100) String query,
            @Parameter(description = "Where the text will stand. Without it, everybody may see it.")
                    @QueryParam("subjectId")
                    @Nullable
                    SubjectId subject) {
        return new Found(candidates.find(viewers.current().memberId(), query, subject));
    }
}
