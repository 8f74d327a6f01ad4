package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.Nullable;

/**
 * @param poste the job
 * @param socid the third party; older versions fill {@code fk_soc} alone
 * @param priv  1: private to its creator
 */
record DolibarrContact(
        String id,
        @Nullable String lastname,
        @Nullable String firstname,
        @Nullable String poste,
        @Nullable String socid,
        @Nullable String fk_soc,
        @Nullable String email,
        @Nullable String mail,
        @Nullable String phone_pro,
        @Nullable String phone_mobile,
        @Nullable String town,
        @Nullable String country_code,
        @Nullable String priv,
        @Nullable String date_modification,
        @Nullable String user_modification_id) {}
