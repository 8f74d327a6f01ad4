package rapport.crm.follow;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.connection.FollowRule;
import rapport.crm.connection.MirrorCheck;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** What follow rules would do, before an admin sets them. */
@Component
@Path("/connections/{connection}/follow-rules/simulation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FollowRuleResource implements ApiResource {
    private final FollowRules rules;
    private final Connections connections;
    private final Viewers viewers;

    FollowRuleResource(FollowRules rules, Connections connections, Viewers viewers) {
        this.rules = rules;
        this.connections = connections;
        this.viewers = viewers;
    }

    public record SimulationRequest(
            @NotNull @Size(max = 100) List<@NotNull @Valid FollowRule> rules) {}

    @POST
    @Operation(
            summary = "What follow rules would do",
            description = "For admins. How many follows would come and end, and whose. Writes nothing.")
    public FollowSimulation simulate(@PathParam("connection") String key, @Valid @NotNull SimulationRequest request) {
        viewers.requireAdmin();
        Connection connection = connections.require(key);
        MirrorCheck.requireRules(connection, request.rules());
        return rules.simulate(connection, request.rules());
    }
}
