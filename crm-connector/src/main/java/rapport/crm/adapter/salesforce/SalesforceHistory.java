package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** One field of one save. A changed reference comes twice: once with names, once with ids. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
record SalesforceHistory(
        @Nullable String field,
        @Nullable JsonNode oldValue,
        @Nullable JsonNode newValue,
        @Nullable String createdById,
        @Nullable String createdDate) {}
