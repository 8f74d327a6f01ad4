package rapport.crm.adapter.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmType;

/**
 * A table that is mirrored.
 *
 * @param set       its name in addresses
 * @param key       the column with the id
 * @param privilege what reading it asks for
 * @param select    the columns that are asked for
 * @param merges    whether its rows can be merged
 * @param own       the columns that were declared
 * @param object    set for a table that was declared
 * @param name      the column with a row's name, of a table that was declared
 */
record DynamicsTable(
        CrmType type,
        String logicalName,
        String set,
        String key,
        String privilege,
        String select,
        boolean merges,
        List<OwnField> own,
        @Nullable OwnObject object,
        String name) {

    private static final String CURRENCY = "_transactioncurrencyid_value";

    static final DynamicsTable ACCOUNT = table(
            CrmType.ACCOUNT,
            "account",
            "accounts",
            "accountid",
            "prvReadAccount",
            List.of(
                    "name",
                    "industrycode",
                    "customertypecode",
                    "websiteurl",
                    "telephone1",
                    "emailaddress1",
                    "address1_city",
                    "address1_country",
                    "_parentaccountid_value",
                    "_territoryid_value",
                    "merged",
                    "_masterid_value"));

    static final DynamicsTable CONTACT = table(
            CrmType.CONTACT,
            "contact",
            "contacts",
            "contactid",
            "prvReadContact",
            List.of(
                    "fullname",
                    "firstname",
                    "lastname",
                    "jobtitle",
                    "telephone1",
                    "mobilephone",
                    "emailaddress1",
                    "address1_city",
                    "address1_country",
                    "_parentcustomerid_value",
                    "merged",
                    "_masterid_value"));

    static final DynamicsTable LEAD = table(
            CrmType.LEAD,
            "lead",
            "leads",
            "leadid",
            "prvReadLead",
            List.of(
                    "fullname",
                    "firstname",
                    "lastname",
                    "subject",
                    "companyname",
                    "jobtitle",
                    "telephone1",
                    "mobilephone",
                    "emailaddress1",
                    "address1_city",
                    "address1_country",
                    "_parentaccountid_value",
                    "_parentcontactid_value",
                    "merged",
                    "_masterid_value"));

    static final DynamicsTable OPPORTUNITY = table(
            CrmType.OPPORTUNITY,
            "opportunity",
            "opportunities",
            "opportunityid",
            "prvReadOpportunity",
            List.of(
                    "name",
                    "_customerid_value",
                    "_parentaccountid_value",
                    "estimatedvalue",
                    "actualvalue",
                    "_transactioncurrencyid_value",
                    "stepname",
                    "salesstage",
                    "estimatedclosedate",
                    "actualclosedate",
                    "closeprobability"));

    static final List<DynamicsTable> STANDARD = List.of(ACCOUNT, CONTACT, LEAD, OPPORTUNITY);

    private static DynamicsTable table(
            CrmType type, String logicalName, String set, String key, String privilege, List<String> columns) {
        List<String> select = new ArrayList<>(List.of(key));
        select.addAll(columns);
        select.addAll(List.of("_ownerid_value", "statecode", "statuscode", "modifiedon", "_modifiedby_value"));
        return new DynamicsTable(
                type,
                logicalName,
                set,
                key,
                privilege,
                String.join(",", select),
                columns.contains("merged"),
                List.of(),
                null,
                "name");
    }

    /** A table that was declared, by what the environment tells of it. */
    static DynamicsTable declared(OwnObject object, String set, String key, String name) {
        List<String> select = new ArrayList<>(List.of(key, name, owner(object), "modifiedon", "_modifiedby_value"));
        if (object.account() != null) {
            select.add(object.account());
        }
        return new DynamicsTable(
                        object.type(),
                        object.crmName(),
                        set,
                        key,
                        "prvRead" + object.crmName(),
                        String.join(",", select.stream().distinct().toList()),
                        false,
                        List.of(),
                        object,
                        name)
                .with(object.fields());
    }

    DynamicsTable with(List<OwnField> declared) {
        List<String> all = new ArrayList<>(List.of(select.split(",")));
        declared.forEach(field -> {
            all.add(field.crmField());
            if (field.kind() == Kind.MONEY) {
                all.add(CURRENCY);
            }
        });
        return new DynamicsTable(
                type,
                logicalName,
                set,
                key,
                privilege,
                String.join(",", all.stream().distinct().toList()),
                merges,
                declared,
                object,
                name);
    }

    static String owner(OwnObject object) {
        return Objects.requireNonNullElse(object.owner(), "_ownerid_value");
    }

    static Optional<DynamicsTable> named(@Nullable String logicalName) {
        return STANDARD.stream()
                .filter(table -> table.logicalName.equals(logicalName))
                .findFirst();
    }
}
