package rapport.crm.adapter.espocrm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param type regular, admin, super-admin; api, portal and system are no colleagues */
record EspoUser(
        String id,
        @Nullable String userName,
        @Nullable String name,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String type,
        @Nullable Boolean isActive,
        @Nullable String emailAddress,
        @Nullable String title,
        @Nullable List<String> teamsIds,
        @Nullable String modifiedAt) {}
