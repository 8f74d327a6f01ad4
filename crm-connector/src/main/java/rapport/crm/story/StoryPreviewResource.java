package rapport.crm.story;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.connection.TrackedField;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmType;
import rapport.social.member.Viewers;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** What tracked fields would have told, before an admin sets them. */
@Component
@Path("/connections/{connection}/story-preview")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StoryPreviewResource implements ApiResource {
    private final Stories stories;
    private final Connections connections;
    private final Viewers viewers;

    StoryPreviewResource(Stories stories, Connections connections, Viewers viewers) {
        this.stories = stories;
        this.connections = connections;
        this.viewers = viewers;
    }

    /** @param days how far back; 7 unless said */
    public record PreviewRequest(
            @NotNull @Size(max = 500) List<@NotNull TrackedField> trackedFields,
            @Nullable @Min(1) @Max(366) Integer days) {}

    @POST
    public StoryPreview preview(@PathParam("connection") String key, @Valid @NotNull PreviewRequest request) {
        if (!viewers.current().isAdmin()) {
            throw Problem.forbidden();
        }
        Connection connection = connections.find(key).orElseThrow(Problem::notFound);
        for (TrackedField field : request.trackedFields()) {
            check(connection, field);
        }
        return stories.preview(connection, request.trackedFields(), request.days() == null ? 7 : request.days());
    }

    private static void check(Connection connection, TrackedField field) {
        CrmType type = connection.types().stream()
                .filter(known -> known.name().equals(field.type()))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "trackedFields.type",
                        field.type(),
                        String.join(
                                ", ",
                                connection.types().stream().map(CrmType::name).toList())));
        List<String> fields = connection.descriptor().fields().getOrDefault(type, List.of()).stream()
                .map(CrmField::name)
                .toList();
        if (!fields.contains(field.field())) {
            throw Problem.invalid("trackedFields.field", field.field(), String.join(", ", fields));
        }
        if (field.threshold() != null && field.threshold().signum() < 0
                || field.thresholdPercent() != null && field.thresholdPercent().signum() < 0) {
            throw Problem.invalid("trackedFields.threshold", field.threshold(), "0 or more");
        }
    }
}
