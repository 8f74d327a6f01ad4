package rapport.crm.adapter.espocrm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param title the person's role at the account */
record EspoContact(
        String id,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String title,
        @Nullable String emailAddress,
        @Nullable String phoneNumber,
        @Nullable String accountId,
        @Nullable String addressCity,
        @Nullable String addressCountry,
        @Nullable String assignedUserId,
        @Nullable List<String> teamsIds,
        @Nullable String modifiedAt,
        @Nullable String modifiedById,
        @Nullable Boolean deleted) {}
