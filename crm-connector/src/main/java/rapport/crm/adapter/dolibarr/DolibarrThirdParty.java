package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.Nullable;

/**
 * @param client            0 none, 1 customer, 2 prospect, 3 both
 * @param fournisseur       1: a supplier
 * @param date_modification seconds since 1970, or "" where there are no extra fields
 */
record DolibarrThirdParty(
        String id,
        @Nullable String name,
        @Nullable String client,
        @Nullable String fournisseur,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String url,
        @Nullable String town,
        @Nullable String country_code,
        @Nullable String parent,
        @Nullable String date_modification,
        @Nullable String user_modification_id) {}
