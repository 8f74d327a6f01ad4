package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
record SalesforceContact(
        String id,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String title,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String mobilePhone,
        @Nullable String mailingCity,
        @Nullable String mailingCountry,
        @Nullable String accountId,
        @Nullable String ownerId,
        @Nullable String systemModstamp,
        @Nullable String lastModifiedById) {}
