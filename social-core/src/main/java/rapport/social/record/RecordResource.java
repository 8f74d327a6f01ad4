package rapport.social.record;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.web.ApiResource;

/** Records of the connected CRMs, as far as the viewer may see them. */
@Component
@Path("/records")
@Produces(MediaType.APPLICATION_JSON)
public class RecordResource implements ApiResource {
    private final RecordViews views;
    private final Viewers viewers;

    RecordResource(RecordViews views, Viewers viewers) {
        this.views = views;
        this.viewers = viewers;
    }

    @Schema(name = "RecordsFound")
    public record Found(List<RecordSummary> items) {}

    @GET
    @Operation(summary = "Finds records by the beginnings of their names")
    public Found search(
            @QueryParam("query") @NotNull @Size(min = 1, max = 100) String query,
            @QueryParam("type") @Nullable String type,
            @QueryParam("limit") @Nullable Integer limit) {
        return new Found(views.search(viewers.current().memberId(), query, type, Page.limit(limit)));
    }

    @GET
    @Operation(summary = "Reads a record")
    @Path("/{recordId}")
    public RecordView read(@PathParam("recordId") SubjectId id) {
        return views.view(viewers.current().memberId(), id);
    }

    @GET
    @Operation(
            summary = "Lists an account's contacts or opportunities, by name",
            description = "As far as one may see them; of another record nothing.")
    @Path("/{recordId}/related")
    public Page<RecordSummary> related(
            @PathParam("recordId") SubjectId id,
            @Parameter(description = "`contact` or `opportunity`", example = "contact") @QueryParam("kind") @Nullable
                    String kind,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        int size = Page.limit(limit);
        long after = pageToken == null
                ? 0
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        var found = views.related(viewers.current().memberId(), id, relatedKind(kind), after, size + 1);
        boolean more = found.size() > size;
        var items = more ? found.subList(0, size) : found;
        return new Page<>(items, more ? PageToken.encode(items.get(size - 1).id()) : null, null);
    }

    private static SubjectKind relatedKind(@Nullable String kind) {
        if (kind == null) {
            throw Problem.required("kind");
        }
        return switch (kind) {
            case "contact" -> SubjectKind.CONTACT;
            case "opportunity" -> SubjectKind.OPPORTUNITY;
            default -> throw Problem.invalid("kind", kind, "contact, opportunity");
        };
    }

    @GET
    @Operation(summary = "Reads a record")
    @Path("/{connection}/{type}/{externalId}")
    public RecordView read(
            @PathParam("connection") String connection,
            @PathParam("type") String type,
            @PathParam("externalId") String externalId) {
        return views.view(viewers.current().memberId(), new RecordRef(connection, type, externalId));
    }
}
