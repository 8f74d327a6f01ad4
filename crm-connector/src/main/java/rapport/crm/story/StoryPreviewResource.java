package rapport.crm.story;

import io.swagger.v3.oas.annotations.Operation;
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
import rapport.crm.connection.MirrorCheck;
import rapport.crm.connection.TrackedField;
import rapport.social.member.Viewers;
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
    @Operation(
            summary = "What tracked fields would have told",
            description = "For admins. Counted over the changes that are kept. Writes nothing.")
    public StoryPreview preview(@PathParam("connection") String key, @Valid @NotNull PreviewRequest request) {
        viewers.requireAdmin();
        Connection connection = connections.require(key);
        MirrorCheck.requireTracked(connection, request.trackedFields());
        return stories.preview(connection, request.trackedFields(), request.days() == null ? 7 : request.days());
    }
}
