package rapport.crm.doctor;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.member.Viewers;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Who sees a record and why. For admins, whether they see the record themselves or not. */
@Component
@Path("/records/{recordId}/audience-reason")
@Produces(MediaType.APPLICATION_JSON)
public class AudienceReasonResource implements ApiResource {
    private final AudienceReasons reasons;
    private final Viewers viewers;

    AudienceReasonResource(AudienceReasons reasons, Viewers viewers) {
        this.reasons = reasons;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "Who sees a record, and why",
            description = "For admins. With memberId also the answer for that one member: yes or no, and the reason.")
    public AudienceReasons.Answer read(
            @PathParam("recordId") SubjectId record, @QueryParam("memberId") @Nullable MemberId member) {
        viewers.requireAdmin();
        return reasons.of(record, member);
    }
}
