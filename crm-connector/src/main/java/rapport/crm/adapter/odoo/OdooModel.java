package rapport.crm.adapter.odoo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.Mapping;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmType;
import tools.jackson.databind.JsonNode;

/**
 * A model that we mirror, and what we ask for.
 *
 * @param fields by the CRM's names
 * @param own    those that were declared
 * @param object set for a model that was declared
 */
record OdooModel(
        String model,
        List<String> fields,
        List<OwnField> own,
        @Nullable OwnObject object) {
    static final OdooModel PARTNER = new OdooModel(
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
                    "write_uid"),
            List.of(),
            null);

    static final OdooModel LEAD = new OdooModel(
            "crm.lead",
            List.of(
                    "name",
                    "type",
                    "active",
                    "partner_id",
                    "user_id",
                    "stage_id",
                    "team_id",
                    "probability",
                    "expected_revenue",
                    "company_currency",
                    "date_deadline",
                    "email_from",
                    "phone",
                    "write_date",
                    "write_uid"),
            List.of(),
            null);

    /** Of one of the CRM's own types. */
    static OdooModel of(CrmType type) {
        if (type.equals(CrmType.ACCOUNT) || type.equals(CrmType.CONTACT)) {
            return PARTNER;
        }
        if (type.equals(CrmType.OPPORTUNITY) || type.equals(CrmType.LEAD)) {
            return LEAD;
        }
        throw new IllegalArgumentException("record type: " + type + " (expected: one of this connection)");
    }

    /** With what the connection declares. */
    static OdooModel of(CrmType type, Mapping mapping) {
        return mapping.object(type)
                .map(OdooModel::declared)
                .orElseGet(() -> of(type).asking(List.of(), mapping.fields(type)));
    }

    private static OdooModel declared(OwnObject object) {
        List<String> fields = new ArrayList<>(List.of("write_date", "write_uid"));
        fields.add(name(object));
        fields.add(owner(object));
        if (object.account() != null) {
            fields.add(object.account());
        }
        return new OdooModel(object.crmName(), List.of(), List.of(), object).asking(fields, object.fields());
    }

    private OdooModel asking(List<String> more, List<OwnField> declared) {
        List<String> all = new ArrayList<>(fields);
        all.addAll(more);
        declared.forEach(field -> all.add(field.crmField()));
        return new OdooModel(model, all.stream().distinct().toList(), declared, object);
    }

    static String name(OwnObject object) {
        return object.name() == null ? "display_name" : object.name();
    }

    static String owner(OwnObject object) {
        return object.owner() == null ? "user_id" : object.owner();
    }

    static @Nullable OdooModel of(String model) {
        return model.equals(PARTNER.model) ? PARTNER : model.equals(LEAD.model) ? LEAD : null;
    }

    boolean isPartner() {
        return model.equals(PARTNER.model) && object == null;
    }

    boolean isLead() {
        return model.equals(LEAD.model) && object == null;
    }

    /** The field with the partner whose company a row stands under; null where that is not to be found out. */
    @Nullable
    String partnerField() {
        return object != null ? object.account() : isLead() ? "partner_id" : null;
    }

    /** The types that its rows may be of. */
    List<CrmType> types() {
        return isPartner() ? List.of(CrmType.ACCOUNT, CrmType.CONTACT) : List.of(CrmType.OPPORTUNITY, CrmType.LEAD);
    }

    /** What a row is now; null for one that we do not mirror. */
    @Nullable
    CrmType typeOf(JsonNode row, boolean withPortal) {
        if (object != null) {
            return object.type();
        }
        if (isLead()) {
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
    List<List<Object>> only(CrmType type, boolean withPortal) {
        if (object != null) {
            return List.of();
        }
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
