package rapport.crm.adapter.hubspot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.Mapping;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmType;

/**
 * What we mirror.
 *
 * @param path       the CRM's name in addresses
 * @param singular   its name in events
 * @param typeId     its number, such as {@code 0-3}
 * @param modified   the property with the stamp
 * @param properties that we ask for
 * @param own        those of them that were declared
 * @param object     set for an object that was declared
 */
record HubspotObjectType(
        String path,
        String singular,
        String typeId,
        CrmType type,
        String modified,
        List<String> properties,
        List<OwnField> own,
        @Nullable OwnObject object) {

    /** In place of a property: the account of a declared object is the company that it is associated with. */
    private static final String ASSOCIATED = "companies";

    private static final String MODIFIED = "hs_lastmodifieddate";
    private static final String CURRENCY = "deal_currency_code";

    static final HubspotObjectType COMPANY = standard(
            "companies",
            "company",
            "0-2",
            CrmType.ACCOUNT,
            MODIFIED,
            "name",
            "domain",
            "website",
            "phone",
            "type",
            "industry",
            "lifecyclestage",
            "city",
            "country",
            "hs_parent_company_id");

    static final HubspotObjectType CONTACT = standard(
            "contacts",
            "contact",
            "0-1",
            CrmType.CONTACT,
            "lastmodifieddate", // the one type whose property has no prefix
            "firstname",
            "lastname",
            "email",
            "phone",
            "mobilephone",
            "jobtitle",
            "lifecyclestage",
            "associatedcompanyid",
            "city",
            "country");

    static final HubspotObjectType DEAL = standard(
            "deals",
            "deal",
            "0-3",
            CrmType.OPPORTUNITY,
            MODIFIED,
            "dealname",
            "amount",
            CURRENCY,
            "dealstage",
            "pipeline",
            "closedate");

    static final List<HubspotObjectType> STANDARD = List.of(COMPANY, CONTACT, DEAL);

    private static HubspotObjectType standard(
            String path, String singular, String typeId, CrmType type, String modified, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("hubspot_owner_id");
        return new HubspotObjectType(path, singular, typeId, type, modified, common(all, modified), List.of(), null);
    }

    private static List<String> common(List<String> properties, String modified) {
        List<String> all = new ArrayList<>(properties);
        all.addAll(List.of("hubspot_team_id", "hs_updated_by_user_id", "hs_merged_object_ids", modified));
        return all.stream().distinct().toList();
    }

    /** Those of a connection. */
    static List<HubspotObjectType> all(Mapping mapping) {
        return Stream.concat(
                        STANDARD.stream().map(known -> known.asking(mapping.fields(known.type))),
                        mapping.objects().stream().map(HubspotObjectType::declared))
                .toList();
    }

    private static HubspotObjectType declared(OwnObject object) {
        List<String> properties = new ArrayList<>(List.of(name(object), owner(object)));
        if (object.account() != null && !object.account().equals(ASSOCIATED)) {
            properties.add(object.account());
        }
        return new HubspotObjectType(
                        object.crmName(),
                        object.crmName(),
                        object.crmName(),
                        object.type(),
                        MODIFIED,
                        common(properties, MODIFIED),
                        List.of(),
                        object)
                .asking(object.fields());
    }

    private HubspotObjectType asking(List<OwnField> declared) {
        List<String> all = new ArrayList<>(properties);
        declared.forEach(field -> {
            all.add(field.crmField());
            if (field.kind() == Kind.MONEY) {
                all.add(CURRENCY);
            }
        });
        return new HubspotObjectType(
                path, singular, typeId, type, modified, all.stream().distinct().toList(), declared, object);
    }

    static String name(OwnObject object) {
        return object.name() == null ? "name" : object.name();
    }

    static String owner(OwnObject object) {
        return object.owner() == null ? "hubspot_owner_id" : object.owner();
    }

    boolean is(HubspotObjectType other) {
        return object == null && path.equals(other.path);
    }

    /** Whether the account it stands under is the company it is associated with. */
    boolean isUnderAssociated() {
        return is(DEAL) || (object != null && ASSOCIATED.equals(object.account()));
    }

    /** By whatever name it goes: {@code deal}, {@code DEALS}, {@code 0-3}. */
    static Optional<HubspotObjectType> named(@Nullable String word) {
        if (word == null) {
            return Optional.empty();
        }
        String name = word.toLowerCase(Locale.ROOT);
        return STANDARD.stream()
                .filter(known -> name.equals(known.singular) || name.equals(known.path) || name.equals(known.typeId))
                .findFirst();
    }

    /** The scope that lets an app read it. */
    String scope() {
        return object == null ? "crm.objects." + path + ".read" : "crm.objects.custom.read";
    }
}
