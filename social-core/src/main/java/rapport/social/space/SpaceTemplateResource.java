package rapport.social.space;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** The presets from which spaces are made. */
@Component
@Path("/space-templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Spaces")
public class SpaceTemplateResource implements ApiResource {
    private final SpaceTemplates templates;
    private final Viewers viewers;

    SpaceTemplateResource(SpaceTemplates templates, Viewers viewers) {
        this.templates = templates;
        this.viewers = viewers;
    }

    /** A preset; its key goes as {@code template} to the request that makes the space. */
    @Schema(
            name = "SpaceTemplate",
            example =
                    "{\"key\":\"project\",\"name\":\"Project\",\"visibility\":\"private\",\"broadcast\":false,\"topics\":[\"milestone\"]}")
    public record TemplateView(
            String key,
            String name,
            @Nullable String description,
            SpaceVisibility visibility,
            boolean broadcast,
            List<String> topics) {}

    /** All presets. */
    @Schema(name = "SpaceTemplates")
    public record Found(List<TemplateView> items) {}

    @GET
    @Operation(summary = "Lists the presets from which spaces can be made")
    public Found list() {
        viewers.current();
        return new Found(templates.all().entrySet().stream()
                .map(entry -> new TemplateView(
                        entry.getKey(),
                        entry.getValue().name(),
                        entry.getValue().description(),
                        entry.getValue().visibility(),
                        entry.getValue().broadcast(),
                        entry.getValue().topics()))
                .toList());
    }
}
