package rapport.crm.adapter.odoo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A company or a person.
 *
 * @param type                  contact, invoice, delivery, other
 * @param commercial_partner_id the company that a person belongs to, over any persons between; itself for a company
 * @param partner_share         whether it is no colleague
 * @param user_ids              its sign-ins, those of customers included
 */
record OdooPartner(
        long id,
        @Nullable String name,
        @Nullable Boolean is_company,
        @Nullable String type,
        @Nullable Boolean partner_share,
        @Nullable List<Long> user_ids,
        @Nullable Boolean active,
        @Nullable String function,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String website,
        @Nullable String city,
        @Nullable OdooReference country_id,
        @Nullable OdooReference industry_id,
        @Nullable OdooReference user_id,
        @Nullable OdooReference parent_id,
        @Nullable OdooReference commercial_partner_id,
        @Nullable String write_date,
        @Nullable OdooReference write_uid) {}
