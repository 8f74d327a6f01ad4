package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** One that is not converted: a converted lead is gone, and its contact has taken over. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
record SalesforceLead(
        String id,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String company,
        @Nullable String title,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String mobilePhone,
        @Nullable String status,
        @Nullable String city,
        @Nullable String country,
        @Nullable String ownerId,
        @Nullable String systemModstamp,
        @Nullable String lastModifiedById) {}
