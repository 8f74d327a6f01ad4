package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.Nullable;

/**
 * @param status 1: enabled
 * @param socid  set for people of a customer or supplier, who are no colleagues; older versions fill {@code fk_soc} alone
 */
record DolibarrUser(
        String id,
        @Nullable String login,
        @Nullable String firstname,
        @Nullable String lastname,
        @Nullable String email,
        @Nullable String job,
        @Nullable String lang,
        @Nullable String status,
        @Nullable String statut,
        @Nullable String socid,
        @Nullable String fk_soc) {}
