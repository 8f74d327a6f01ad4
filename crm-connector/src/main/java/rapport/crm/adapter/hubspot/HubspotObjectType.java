package rapport.crm.adapter.hubspot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmType;

/** The objects that we mirror: the CRM's names for them, our type, and the properties that we ask for. */
enum HubspotObjectType {
    COMPANY(
            "companies",
            "company",
            "0-2",
            CrmType.ACCOUNT,
            "hs_lastmodifieddate",
            List.of("name", "domain", "website", "phone", "type", "industry", "lifecyclestage", "city", "country")),
    CONTACT(
            "contacts",
            "contact",
            "0-1",
            CrmType.CONTACT,
            "lastmodifieddate", // the one type whose property has no prefix
            List.of(
                    "firstname",
                    "lastname",
                    "email",
                    "phone",
                    "mobilephone",
                    "jobtitle",
                    "lifecyclestage",
                    "associatedcompanyid",
                    "city",
                    "country")),
    DEAL(
            "deals",
            "deal",
            "0-3",
            CrmType.OPPORTUNITY,
            "hs_lastmodifieddate",
            List.of("dealname", "amount", "deal_currency_code", "dealstage", "pipeline", "closedate"));

    final String path;
    final String singular;
    final String typeId;
    final CrmType type;
    final String modified;
    final List<String> properties;

    HubspotObjectType(
            String path, String singular, String typeId, CrmType type, String modified, List<String> properties) {
        this.path = path;
        this.singular = singular;
        this.typeId = typeId;
        this.type = type;
        this.modified = modified;
        List<String> all = new ArrayList<>(properties);
        all.addAll(List.of(
                "hubspot_owner_id", "hubspot_team_id", "hs_updated_by_user_id", "hs_merged_object_ids", modified));
        this.properties = List.copyOf(all);
    }

    static HubspotObjectType of(CrmType type) {
        for (HubspotObjectType known : values()) {
            if (known.type.equals(type)) {
                return known;
            }
        }
        throw new IllegalArgumentException("record type: " + type + " (expected: account, contact or opportunity)");
    }

    /** By whatever name it goes: {@code deal}, {@code DEALS}, {@code 0-3}. */
    static Optional<HubspotObjectType> named(@Nullable String word) {
        if (word == null) {
            return Optional.empty();
        }
        String name = word.toLowerCase(Locale.ROOT);
        for (HubspotObjectType known : values()) {
            if (name.equals(known.singular) || name.equals(known.path) || name.equals(known.typeId)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** The scope that lets an app read it. */
    String scope() {
        return "crm.objects." + path + ".read";
    }
}
