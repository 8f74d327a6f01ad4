package rapport.crm.adapter.espocrm;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param stage the option's key, not its translation */
record EspoOpportunity(
        String id,
        @Nullable String name,
        @Nullable BigDecimal amount,
        @Nullable String amountCurrency,
        @Nullable String accountId,
        @Nullable String stage,
        @Nullable BigDecimal probability,
        @Nullable String closeDate,
        @Nullable String assignedUserId,
        @Nullable List<String> teamsIds,
        @Nullable String modifiedAt,
        @Nullable String modifiedById,
        @Nullable Boolean deleted) {}
