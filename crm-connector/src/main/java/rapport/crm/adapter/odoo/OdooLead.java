package rapport.crm.adapter.odoo;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A lead or an opportunity.
 *
 * @param type             lead or opportunity
 * @param partner_id       a company or a person
 * @param company_currency its label is the currency's code
 */
record OdooLead(
        long id,
        @Nullable String name,
        @Nullable String type,
        @Nullable Boolean active,
        @Nullable OdooReference partner_id,
        @Nullable OdooReference user_id,
        @Nullable OdooReference stage_id,
        @Nullable OdooReference team_id,
        @Nullable BigDecimal probability,
        @Nullable BigDecimal expected_revenue,
        @Nullable OdooReference company_currency,
        @Nullable String date_deadline,
        @Nullable String email_from,
        @Nullable String phone,
        @Nullable String write_date,
        @Nullable OdooReference write_uid) {}
