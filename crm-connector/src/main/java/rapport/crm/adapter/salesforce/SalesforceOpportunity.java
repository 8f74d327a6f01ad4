package rapport.crm.adapter.salesforce;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** @param currencyIsoCode only where the org has several currencies */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
record SalesforceOpportunity(
        String id,
        @Nullable String name,
        @Nullable String accountId,
        @Nullable String stageName,
        @Nullable BigDecimal amount,
        @Nullable String currencyIsoCode,
        @Nullable String closeDate,
        @Nullable BigDecimal probability,
        @Nullable Boolean isClosed,
        @Nullable String ownerId,
        @Nullable String systemModstamp,
        @Nullable String lastModifiedById) {}
