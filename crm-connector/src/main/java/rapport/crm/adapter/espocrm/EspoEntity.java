package rapport.crm.adapter.espocrm;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.Mapping;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmType;

/**
 * An entity that we mirror.
 *
 * @param entityName the CRM's name
 * @param select     the attributes that we ask for
 * @param own        the attributes that were declared
 * @param object     set for an entity that was declared
 */
record EspoEntity(
        String entityName,
        CrmType type,
        List<String> select,
        List<OwnField> own,
        @Nullable OwnObject object) {

    private static final List<String> EVENTS = List.of("create", "update", "delete");

    static final List<EspoEntity> STANDARD = List.of(
            standard(
                    "Account",
                    CrmType.ACCOUNT,
                    "name",
                    "website",
                    "emailAddress",
                    "phoneNumber",
                    "type",
                    "industry",
                    "billingAddressCity",
                    "billingAddressCountry"),
            standard(
                    "Contact",
                    CrmType.CONTACT,
                    "name",
                    "firstName",
                    "lastName",
                    "title",
                    "emailAddress",
                    "phoneNumber",
                    "accountId",
                    "addressCity",
                    "addressCountry"),
            standard(
                    "Lead",
                    CrmType.LEAD,
                    "name",
                    "firstName",
                    "lastName",
                    "accountName",
                    "title",
                    "emailAddress",
                    "phoneNumber",
                    "status",
                    "industry",
                    "opportunityAmount",
                    "opportunityAmountCurrency",
                    "addressCity",
                    "addressCountry",
                    "createdAccountId",
                    "createdContactId",
                    "createdOpportunityId"),
            standard(
                    "Opportunity",
                    CrmType.OPPORTUNITY,
                    "name",
                    "amount",
                    "amountCurrency",
                    "accountId",
                    "stage",
                    "probability",
                    "closeDate"));

    private static EspoEntity standard(String entityName, CrmType type, String... attributes) {
        return new EspoEntity(entityName, type, with(List.of(attributes)), List.of(), null);
    }

    /** Of every entity. */
    private static List<String> with(List<String> attributes) {
        List<String> select = new ArrayList<>(List.of("id"));
        select.addAll(attributes);
        select.addAll(List.of("assignedUserId", "teamsIds", "modifiedAt", "modifiedById"));
        return select.stream().distinct().toList();
    }

    /**
     * Those of a connection.
     *
     * @param parentField the attribute with an account's parent; the CRM has none by itself
     */
    static List<EspoEntity> all(Mapping mapping, @Nullable String parentField) {
        List<EspoEntity> all = new ArrayList<>();
        for (EspoEntity known : STANDARD) {
            List<String> select = new ArrayList<>(known.select);
            if (parentField != null && known.type.equals(CrmType.ACCOUNT)) {
                select.add(parentField);
            }
            all.add(known.asking(select, mapping.fields(known.type)));
        }
        for (OwnObject object : mapping.objects()) {
            List<String> select = new ArrayList<>(List.of(name(object)));
            if (object.account() != null) {
                select.add(object.account());
            }
            if (object.owner() != null) {
                select.add(object.owner());
            }
            all.add(new EspoEntity(object.crmName(), object.type(), with(select), List.of(), object)
                    .asking(with(select), object.fields()));
        }
        return List.copyOf(all);
    }

    private EspoEntity asking(List<String> attributes, List<OwnField> fields) {
        List<String> all = new ArrayList<>(attributes);
        fields.forEach(field -> {
            all.add(field.crmField());
            if (field.kind() == Kind.MONEY) {
                all.add(field.crmField() + "Currency");
            }
        });
        return new EspoEntity(entityName, type, all.stream().distinct().toList(), fields, object);
    }

    static String name(OwnObject object) {
        return Objects.requireNonNullElse(object.name(), "name");
    }

    /** Without these there is nothing to go by; a user may be without the others. */
    boolean isNeeded() {
        return object == null && !isLead();
    }

    boolean isLead() {
        return type.equals(CrmType.LEAD);
    }

    /**
     * The events that we ask for, as our address names them. That of an entity that was declared says of which type it is,
     * since the address is all that a call tells.
     */
    List<String> events() {
        String start = object == null ? "" : type + ".";
        return EVENTS.stream().map(event -> start + entityName + "." + event).toList();
    }

    /** The CRM's name of an event of ours. */
    static String crmEvent(String event) {
        String[] parts = event.split("\\.");
        return parts.length == 3 ? parts[1] + "." + parts[2] : event;
    }
}
