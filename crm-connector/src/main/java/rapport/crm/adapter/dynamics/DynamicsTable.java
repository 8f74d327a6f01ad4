package rapport.crm.adapter.dynamics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmType;

/** The tables that are mirrored. */
enum DynamicsTable {
    ACCOUNT(
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
                    "merged",
                    "_masterid_value")),
    CONTACT(
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
                    "_masterid_value")),
    OPPORTUNITY(
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

    final CrmType type;
    final String logicalName;
    final String set;
    final String key;
    /** What reading it asks for. */
    final String privilege;

    final String select;
    final boolean merges;

    DynamicsTable(CrmType type, String logicalName, String set, String key, String privilege, List<String> columns) {
        this.type = type;
        this.logicalName = logicalName;
        this.set = set;
        this.key = key;
        this.privilege = privilege;
        this.merges = columns.contains("merged");
        this.select = key + "," + String.join(",", columns)
                + ",_ownerid_value,statecode,statuscode,modifiedon,_modifiedby_value";
    }

    static DynamicsTable of(CrmType type) {
        return Arrays.stream(values())
                .filter(table -> table.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not mirrored: " + type));
    }

    static Optional<DynamicsTable> named(@Nullable String logicalName) {
        return Arrays.stream(values())
                .filter(table -> table.logicalName.equals(logicalName))
                .findFirst();
    }
}
