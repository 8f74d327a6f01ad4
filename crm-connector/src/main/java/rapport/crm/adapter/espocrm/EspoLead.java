package rapport.crm.adapter.espocrm;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param accountName      what the company is called, which is no account yet
 * @param createdContactId set by the conversion, as the other two are
 */
record EspoLead(
        String id,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String accountName,
        @Nullable String title,
        @Nullable String emailAddress,
        @Nullable String phoneNumber,
        @Nullable String status,
        @Nullable String industry,
        @Nullable BigDecimal opportunityAmount,
        @Nullable String opportunityAmountCurrency,
        @Nullable String addressCity,
        @Nullable String addressCountry,
        @Nullable String createdAccountId,
        @Nullable String createdContactId,
        @Nullable String createdOpportunityId,
        @Nullable String assignedUserId,
        @Nullable List<String> teamsIds,
        @Nullable String modifiedAt,
        @Nullable String modifiedById) {}
