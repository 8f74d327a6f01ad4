package rapport.crm.adapter.espocrm;

import java.util.List;
import org.jspecify.annotations.Nullable;

record EspoAccount(
        String id,
        @Nullable String name,
        @Nullable String website,
        @Nullable String emailAddress,
        @Nullable String phoneNumber,
        @Nullable String type,
        @Nullable String industry,
        @Nullable String billingAddressCity,
        @Nullable String billingAddressCountry,
        @Nullable String assignedUserId,
        @Nullable List<String> teamsIds,
        @Nullable String modifiedAt,
        @Nullable String modifiedById,
        @Nullable Boolean deleted) {}
