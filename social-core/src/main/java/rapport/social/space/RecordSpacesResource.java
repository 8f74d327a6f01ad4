package rapport.social.space;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** The spaces that a record is linked to. */
@Component
@Path("/records/{recordId}/spaces")
@Produces(MediaType.APPLICATION_JSON)
public class RecordSpacesResource implements ApiResource {
    private final Spaces spaces;
    private final Viewers viewers;

    RecordSpacesResource(Spaces spaces, Viewers viewers) {
        this.spaces = spaces;
        this.viewers = viewers;
    }

    public record LinkedSpaces(List<SpaceView> items) {}

    @GET
    @Operation(summary = "Lists the spaces that a record is linked to")
    public LinkedSpaces read(@PathParam("recordId") SubjectId record) {
        return new LinkedSpaces(spaces.ofRecord(viewers.current().memberId(), record).stream()
                .map(SpaceView::of)
                .toList());
    }
}
