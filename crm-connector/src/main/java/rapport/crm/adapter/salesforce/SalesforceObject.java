package rapport.crm.adapter.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmType;

/** The objects that we mirror: the CRM's name, our type, how its ids begin, its history, and the fields that we ask for. */
enum SalesforceObject {
    ACCOUNT(
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
                    "MasterRecordId")),
    CONTACT(
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
                    "MasterRecordId")),
    /** What an edition or a user may be without. */
    LEAD(
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
                    "MasterRecordId")),
    OPPORTUNITY(
            "Opportunity",
            CrmType.OPPORTUNITY,
            "006",
            "OpportunityFieldHistory",
            "OpportunityId",
            List.of("Name", "AccountId", "StageName", "Amount", "CurrencyIsoCode", "CloseDate", "Probability"));

    /** Without these there is nothing to go by. */
    static final List<String> NEEDED = List.of("Id", "SystemModstamp", "IsDeleted");

    final String objectName;
    final CrmType type;
    final String idPrefix;
    final String history;
    final String historyParent;
    final List<String> fields;

    SalesforceObject(
            String objectName,
            CrmType type,
            String idPrefix,
            String history,
            String historyParent,
            List<String> fields) {
        this.objectName = objectName;
        this.type = type;
        this.idPrefix = idPrefix;
        this.history = history;
        this.historyParent = historyParent;
        List<String> all = new ArrayList<>(List.of("Id", "SystemModstamp", "IsDeleted", "OwnerId", "LastModifiedById"));
        all.addAll(fields);
        this.fields = List.copyOf(all);
    }

    static SalesforceObject of(CrmType type) {
        for (SalesforceObject known : values()) {
            if (known.type.equals(type)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "record type: " + type + " (expected: account, contact, lead or opportunity)");
    }

    /** By its name, or where there is none by how its ids begin. */
    static Optional<SalesforceObject> known(@Nullable String objectName, String id) {
        for (SalesforceObject known : values()) {
            if (objectName == null ? id.startsWith(known.idPrefix) : objectName.equals(known.objectName)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
