package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** @param personEmail of an account that is a person; others have none */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
record SalesforceAccount(
        String id,
        @Nullable String name,
        @Nullable String type,
        @Nullable String industry,
        @Nullable String website,
        @Nullable String phone,
        @Nullable String billingCity,
        @Nullable String billingCountry,
        @Nullable String personEmail,
        @Nullable String parentId,
        @Nullable String ownerId,
        @Nullable String systemModstamp,
        @Nullable String lastModifiedById) {}
