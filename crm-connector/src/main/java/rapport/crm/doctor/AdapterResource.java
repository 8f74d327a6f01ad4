package rapport.crm.doctor;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connections;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;
import rapport.social.web.Problems;

/** Which CRMs can be connected, and what each asks for. For admins. */
@Component
@Path("/adapters")
@Produces(MediaType.APPLICATION_JSON)
public class AdapterResource implements ApiResource {
    private final Connections connections;
    private final Viewers viewers;

    AdapterResource(Connections connections, Viewers viewers) {
        this.connections = connections;
        this.viewers = viewers;
    }

    public record AdapterList(List<AdapterView> items) {}

    @GET
    @Operation(
            summary = "The CRMs that can be connected",
            description = "For admins. Labels come in the language asked for.")
    public AdapterList list(@HeaderParam("Accept-Language") @Nullable String language) {
        viewers.requireAdmin();
        return new AdapterList(connections.adapters().stream()
                .sorted(Comparator.comparing(adapter -> adapter.descriptor().name()))
                .map(adapter -> AdapterView.of(adapter, Problems.language(language)))
                .toList());
    }
}
