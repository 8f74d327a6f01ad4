package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
record SalesforceUser(
        String id,
        @Nullable String name,
        @Nullable String username,
        @Nullable String email,
        @Nullable String title,
        @Nullable String city,
        @Nullable String languageLocaleKey,
        @Nullable Boolean isActive) {}
