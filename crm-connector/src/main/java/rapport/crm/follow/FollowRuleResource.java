package rapport.crm.follow;

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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.connection.FollowRule;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmType;
import rapport.social.member.Viewers;
import rapport.social.shared.Problem;
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
            @NotNull @Size(max = 100) List<FollowRule> rules) {}

    @POST
    public FollowSimulation simulate(@PathParam("connection") String key, @Valid @NotNull SimulationRequest request) {
        if (!viewers.current().isAdmin()) {
            throw Problem.forbidden();
        }
        Connection connection = connections.find(key).orElseThrow(Problem::notFound);
        for (int i = 0; i < request.rules().size(); i++) {
            check("rules[" + i + "]", connection, request.rules().get(i));
        }
        return rules.simulate(connection, request.rules());
    }

    private static void check(String at, Connection connection, @Nullable FollowRule rule) {
        List<String> types = connection.types().stream().map(CrmType::name).toList();
        if (rule == null || !types.contains(rule.type())) {
            throw Problem.invalid(at + ".type", rule == null ? null : rule.type(), String.join(", ", types));
        }
        if (rule.reason() == null) {
            throw Problem.required(at + ".reason");
        }
        if (rule.reason() == FollowRule.Reason.CRITERIA && rule.criteria().isEmpty()) {
            throw Problem.required(at + ".criteria");
        }
        List<String> fields =
                connection.descriptor().fields().getOrDefault(new CrmType(rule.type()), List.of()).stream()
                        .map(CrmField::name)
                        .toList();
        for (FollowRule.Criterion criterion : rule.criteria()) {
            if (criterion.field() == null) {
                throw Problem.required(at + ".criteria.field");
            }
            if (!fields.contains(criterion.field()) && !criterion.field().equals("name")) {
                throw Problem.invalid(at + ".criteria.field", criterion.field(), String.join(", ", fields));
            }
            if (criterion.operator() == null) {
                throw Problem.required(at + ".criteria.operator");
            }
        }
    }
}
