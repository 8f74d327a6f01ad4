package rapport.crm.adapter.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
 * @param objectName    the CRM's name
 * @param idPrefix      how its ids begin; empty where that is not known
 * @param history       the object with its history
 * @param historyParent which of whose fields refers to the record
 * @param fields        that we ask for
 * @param own           those of them that were declared
 * @param object        set for an object that was declared
 */
record SalesforceObject(
        String objectName,
        CrmType type,
        String idPrefix,
        String history,
        String historyParent,
        List<String> fields,
        List<OwnField> own,
        @Nullable OwnObject object) {

    static final SalesforceObject ACCOUNT = new SalesforceObject(
            "Account",
            CrmType.ACCOUNT,
            "001",
            "AccountHistory",
            "AccountId",
            List.of(
                    "Name",
                    "Type",
                    "Industry",
                    "Website",
                    "Phone",
                    "BillingCity",
                    "BillingCountry",
                    "PersonEmail",
                    "ParentId",
                    "MasterRecordId"),
            List.of(),
            null);

    static final SalesforceObject CONTACT = new SalesforceObject(
            "Contact",
            CrmType.CONTACT,
            "003",
            "ContactHistory",
            "ContactId",
            List.of(
                    "Name",
                    "FirstName",
                    "LastName",
                    "Title",
                    "Email",
                    "Phone",
                    "MobilePhone",
                    "MailingCity",
                    "MailingCountry",
                    "AccountId",
                    "IsPersonAccount",
                    "MasterRecordId"),
            List.of(),
            null);

    /** What an edition or a user may be without. */
    static final SalesforceObject LEAD = new SalesforceObject(
            "Lead",
            CrmType.LEAD,
            "00Q",
            "LeadHistory",
            "LeadId",
            List.of(
                    "Name",
                    "FirstName",
                    "LastName",
                    "Company",
                    "Title",
                    "Email",
                    "Phone",
                    "MobilePhone",
                    "Status",
                    "City",
                    "Country",
                    "IsConverted",
                    "ConvertedAccountId",
                    "ConvertedContactId",
                    "ConvertedOpportunityId",
                    "MasterRecordId"),
            List.of(),
            null);

    static final SalesforceObject OPPORTUNITY = new SalesforceObject(
            "Opportunity",
            CrmType.OPPORTUNITY,
            "006",
            "OpportunityFieldHistory",
            "OpportunityId",
            List.of(
                    "Name",
                    "AccountId",
                    "StageName",
                    "Amount",
                    "CurrencyIsoCode",
                    "CloseDate",
                    "Probability",
                    "IsClosed",
                    "Territory2Id"),
            List.of(),
            null);

    static final List<SalesforceObject> STANDARD = List.of(ACCOUNT, CONTACT, LEAD, OPPORTUNITY);

    private static final List<String> EVERYWHERE = List.of("Id", "SystemModstamp", "IsDeleted", "LastModifiedById");

    /** Without these there is nothing to go by. */
    static final List<String> NEEDED = List.of("Id", "SystemModstamp", "IsDeleted");

    private static final String CUSTOM = "__c";

    /** Those of a connection. */
    static List<SalesforceObject> all(Mapping mapping) {
        return Stream.concat(
                        STANDARD.stream()
                                .map(known -> known.asking(known.fields, "OwnerId", mapping.fields(known.type))),
                        mapping.objects().stream().map(SalesforceObject::declared))
                .toList();
    }

    private static SalesforceObject declared(OwnObject object) {
        String name = object.crmName();
        List<String> fields = new ArrayList<>(List.of(name(object)));
        if (object.account() != null) {
            fields.add(object.account());
        }
        boolean custom = name.endsWith(CUSTOM);
        return new SalesforceObject(
                        name,
                        object.type(),
                        "",
                        custom ? name.replaceFirst("__c$", "__History") : name + "History",
                        custom ? "ParentId" : name + "Id",
                        List.of(),
                        List.of(),
                        object)
                .asking(fields, owner(object), object.fields());
    }

    private SalesforceObject asking(List<String> more, String owner, List<OwnField> declared) {
        List<String> all = new ArrayList<>(EVERYWHERE);
        all.add(owner);
        all.addAll(more);
        declared.forEach(field -> {
            all.add(field.crmField());
            if (field.kind() == Kind.MONEY) {
                all.add("CurrencyIsoCode");
            }
        });
        return new SalesforceObject(
                objectName,
                type,
                idPrefix,
                history,
                historyParent,
                all.stream().distinct().toList(),
                declared,
                object);
    }

    static String name(OwnObject object) {
        return Objects.requireNonNullElse(object.name(), "Name");
    }

    static String owner(OwnObject object) {
        return Objects.requireNonNullElse(object.owner(), "OwnerId");
    }

    boolean is(SalesforceObject other) {
        return object == null && objectName.equals(other.objectName);
    }

    /** By its name, or where there is none by how its ids begin. */
    static Optional<SalesforceObject> known(@Nullable String objectName, String id) {
        return STANDARD.stream()
                .filter(known ->
                        objectName == null ? id.startsWith(known.idPrefix) : objectName.equals(known.objectName))
                .findFirst();
    }
}
