package rapport.crm.adapter.espocrm;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which stages end an opportunity and which statuses a lead.
 *
 * @param probabilities of the opportunity's stages, as the data model has them: 100 is won and 0 lost
 * @param done          statuses of a lead
 */
record EspoStages(Map<String, Integer> probabilities, Set<String> done) {
    /** As installed. */
    static final EspoStages STANDARD =
            new EspoStages(Map.of("Closed Won", 100, "Closed Lost", 0), Set.of("Converted", "Recycled", "Dead"));

    static EspoStages of(JsonNode metadata) {
        Map<String, Integer> probabilities = new HashMap<>();
        metadata.path("entityDefs")
                .path("Opportunity")
                .path("fields")
                .path("stage")
                .path("probabilityMap")
                .properties()
                .forEach(stage ->
                        probabilities.put(stage.getKey(), stage.getValue().asInt(-1)));
        Set<String> done = new HashSet<>();
        metadata.path("scopes")
                .path("Lead")
                .path("completedStatusList")
                .forEach(status -> done.add(status.asString("")));
        metadata.path("scopes")
                .path("Lead")
                .path("canceledStatusList")
                .forEach(status -> done.add(status.asString("")));
        metadata.path("entityDefs")
                .path("Lead")
                .path("fields")
                .path("status")
                .path("notActualOptions")
                .forEach(status -> done.add(status.asString("")));
        return new EspoStages(
                probabilities.isEmpty() ? STANDARD.probabilities : probabilities,
                done.isEmpty() ? STANDARD.done : done);
    }

    boolean ends(@Nullable String stage, @Nullable BigDecimal probability) {
        Integer known = stage == null ? null : probabilities.get(stage);
        if (known != null) {
            return known == 0 || known == 100;
        }
        // Of a stage that the data model says nothing of, the opportunity's own probability does.
        return probability != null
                && (probability.signum() == 0 || probability.compareTo(BigDecimal.valueOf(100)) == 0);
    }
}
