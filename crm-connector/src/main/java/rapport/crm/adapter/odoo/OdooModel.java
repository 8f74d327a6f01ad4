package rapport.crm.adapter.odoo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmType;
import tools.jackson.databind.JsonNode;

/** The models that we mirror, and what we ask for. */
enum OdooModel {
    PARTNER(
            "res.partner",
            List.of(
                    "name",
                    "is_company",
                    "type",
                    "partner_share",
                    "user_ids",
                    "active",
                    "function",
                    "email",
                    "phone",
                    "website",
                    "city",
                    "country_id",
                    "industry_id",
                    "user_id",
                    "parent_id",
                    "commercial_partner_id",
                    "write_date",
                    "write_uid")),
    LEAD(
            "crm.lead",
            List.of(
                    "name",
                    "type",
                    "active",
                    "partner_id",
                    "user_id",
                    "stage_id",
                    "probability",
                    "expected_revenue",
                    "company_currency",
                    "date_deadline",
                    "email_from",
                    "phone",
                    "write_date",
                    "write_uid"));

    final String model;
    final List<String> fields;

    OdooModel(String model, List<String> fields) {
        this.model = model;
        this.fields = fields;
    }

    static OdooModel of(CrmType type) {
        if (type.equals(CrmType.ACCOUNT) || type.equals(CrmType.CONTACT)) {
            return PARTNER;
        }
        if (type.equals(CrmType.OPPORTUNITY) || type.equals(CrmType.LEAD)) {
            return LEAD;
        }
        throw new IllegalArgumentException(
                "record type: " + type + " (expected: account, contact, lead or opportunity)");
    }

    static @Nullable OdooModel of(String model) {
        for (OdooModel known : values()) {
            if (known.model.equals(model)) {
                return known;
            }
        }
        return null;
    }

    /** The types that its rows may be of. */
    List<CrmType> types() {
        return this == PARTNER ? List.of(CrmType.ACCOUNT, CrmType.CONTACT) : List.of(CrmType.OPPORTUNITY, CrmType.LEAD);
    }

    /** What a row is now; null for one that we do not mirror. */
    @Nullable
    CrmType typeOf(JsonNode row, boolean withPortal) {
        if (this == LEAD) {
            return switch (row.path("type").asString("")) {
                case "opportunity" -> CrmType.OPPORTUNITY;
                case "lead" -> CrmType.LEAD;
                default -> null;
            };
        }
        if (row.path("is_company").asBoolean(false)) {
            return CrmType.ACCOUNT;
        }
        boolean person = row.path("type").asString("").equals("contact");
        boolean colleague = !row.path("partner_share").asBoolean(true);
        boolean signsIn = !row.path("user_ids").isEmpty();
        return person && !colleague && (withPortal || !signsIn) ? CrmType.CONTACT : null;
    }

    /** The same as a filter. */
    static List<List<Object>> only(CrmType type, boolean withPortal) {
        if (type.equals(CrmType.ACCOUNT)) {
            return List.of(List.of("is_company", "=", true));
        }
        if (type.equals(CrmType.CONTACT)) {
            List<List<Object>> contacts = List.of(
                    List.of("is_company", "=", false),
                    List.of("type", "=", "contact"),
                    List.of("partner_share", "=", true),
                    List.of("user_ids", "=", false));
            return withPortal ? contacts.subList(0, 3) : contacts;
        }
        return List.of(List.of("type", "=", type.name()));
    }
}
