package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.Nullable;

/**
 * @param status     0 draft, 1 open, 2 closed
 * @param opp_status an id of the CRM's own dictionary, which the interface does not give
 * @param date_end   seconds since 1970 of midnight in PHP's zone
 */
record DolibarrProject(
        String id,
        @Nullable String ref,
        @Nullable String title,
        @Nullable String socid,
        @Nullable String status,
        @Nullable String usage_opportunity,
        @Nullable String opp_status,
        @Nullable String opp_percent,
        @Nullable String opp_amount,
        @Nullable String date_end,
        @Nullable String date_m,
        @Nullable String user_author_id) {}
