package rapport.crm.adapter.espocrm;

import java.util.List;
import rapport.crm.spi.CrmType;

/** The entities that we mirror: the CRM's name, our type, and the attributes that we ask for. */
enum EspoEntity {
    ACCOUNT(
            "Account",
            CrmType.ACCOUNT,
            List.of(
                    "id",
                    "name",
                    "website",
                    "emailAddress",
                    "phoneNumber",
                    "type",
                    "industry",
                    "billingAddressCity",
                    "billingAddressCountry",
                    "assignedUserId",
                    "teamsIds",
                    "modifiedAt",
                    "modifiedById")),
    CONTACT(
            "Contact",
            CrmType.CONTACT,
            List.of(
                    "id",
                    "name",
                    "firstName",
                    "lastName",
                    "title",
                    "emailAddress",
                    "phoneNumber",
                    "accountId",
                    "addressCity",
                    "addressCountry",
                    "assignedUserId",
                    "teamsIds",
                    "modifiedAt",
                    "modifiedById")),
    OPPORTUNITY(
            "Opportunity",
            CrmType.OPPORTUNITY,
            List.of(
                    "id",
                    "name",
                    "amount",
                    "amountCurrency",
                    "accountId",
                    "stage",
                    "probability",
                    "closeDate",
                    "assignedUserId",
                    "teamsIds",
                    "modifiedAt",
                    "modifiedById"));

    final String entityName;
    final CrmType type;
    final List<String> select;

    EspoEntity(String entityName, CrmType type, List<String> select) {
        this.entityName = entityName;
        this.type = type;
        this.select = select;
    }

    static EspoEntity of(CrmType type) {
        for (EspoEntity entity : values()) {
            if (entity.type.equals(type)) {
                return entity;
            }
        }
        throw new IllegalArgumentException("record type: " + type + " (expected: account, contact or opportunity)");
    }
}
