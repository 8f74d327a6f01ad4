package rapport.crm.adapter.dynamics;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Tombstone;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** From the tables' words to ours. */
final class DynamicsMapper {
    private static final String LABEL = "@OData.Community.Display.V1.FormattedValue";
    private static final String TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname";
    /** Of people who only exist for programs. */
    private static final int NON_INTERACTIVE = 4;

    private final String recordUrl;
    private final ZoneId zone;
    private final String stageColumn;
    private final Function<String, @Nullable String> currencies;

    /**
     * @param recordUrl  with {table} and {id}
     * @param zone       in which a close date is a day where it is stored as a time
     * @param currencies from a currency's id to its ISO code
     */
    DynamicsMapper(String recordUrl, ZoneId zone, String stageColumn, Function<String, @Nullable String> currencies) {
        this.recordUrl = recordUrl;
        this.zone = zone;
        this.stageColumn = stageColumn;
        this.currencies = currencies;
    }

    private static final int QUALIFIED = 1;

    /**
     * A qualified lead goes on as the person it became, else as the company; the others are as they are.
     *
     * @throws IllegalArgumentException naming the column that has an unexpected form
     */
    CrmChange change(DynamicsTable table, String id, JsonNode row) {
        if (table.type().equals(CrmType.LEAD) && row.path("statecode").asInt(0) == QUALIFIED) {
            CrmRef became = lookup(row, "_parentcontactid_value", null)
                    .map(contact -> new CrmRef(CrmType.CONTACT, contact))
                    .or(() -> lookup(row, "_parentaccountid_value", null).map(DynamicsMapper::account))
                    .orElse(null);
            if (became != null) {
                return new Tombstone(new CrmRef(CrmType.LEAD, id), became, time(row, "modifiedon"));
            }
        }
        return record(table, id, row);
    }

    private CrmRecord record(DynamicsTable table, String id, JsonNode row) {
        Map<String, Object> fields = new HashMap<>();
        OwnField.put(fields, table.own(), field -> value(field, row), field -> currency(row));
        String name = null;
        CrmRef account = null;
        OwnObject declared = table.object();
        String owner = declared == null ? "_ownerid_value" : DynamicsTable.owner(declared);
        switch (declared == null ? table.logicalName() : "") {
            case "account" -> {
                name = text(row, "name");
                put(fields, "industry", label(row, "industrycode"));
                put(fields, "type", label(row, "customertypecode"));
                put(fields, "website", text(row, "websiteurl"));
                put(fields, "territory", text(row, "_territoryid_value" + LABEL));
                put(fields, "archived", inactive(row));
                account = lookup(row, "_parentaccountid_value", null)
                        .filter(parent -> !parent.equals(id))
                        .map(DynamicsMapper::account)
                        .orElse(null);
            }
            case "contact" -> {
                name = personName(row);
                put(fields, "title", text(row, "jobtitle"));
                put(fields, "archived", inactive(row));
                account = lookup(row, "_parentcustomerid_value", "account")
                        .map(DynamicsMapper::account)
                        .orElse(null);
            }
            case "lead" -> {
                name = personName(row) == null ? text(row, "subject") : personName(row);
                put(fields, "company", text(row, "companyname"));
                put(fields, "title", text(row, "jobtitle"));
                put(fields, "stage", label(row, "statuscode"));
                put(fields, "closed", row.path("statecode").asInt(0) != 0);
            }
            case "opportunity" -> {
                name = text(row, "name");
                account = lookup(row, "_parentaccountid_value", null)
                        .or(() -> lookup(row, "_customerid_value", "account"))
                        .map(DynamicsMapper::account)
                        .orElse(null);
                opportunity(row, fields);
            }
            default -> {
                name = text(row, table.name());
                account = declared == null || declared.account() == null
                        ? null
                        : lookup(row, declared.account(), null)
                                .map(DynamicsMapper::account)
                                .orElse(null);
            }
        }
        if (declared == null && !table.type().equals(CrmType.OPPORTUNITY)) {
            put(fields, "phone", text(row, "telephone1") == null ? text(row, "mobilephone") : text(row, "telephone1"));
            put(fields, "email", text(row, "emailaddress1"));
            put(fields, "city", text(row, "address1_city"));
            put(fields, "country", text(row, "address1_country"));
        }
        Optional<String> team = lookup(row, owner, "team");
        return new CrmRecord(
                new CrmRef(table.type(), id),
                name == null ? "?" : name,
                account,
                team.isPresent() ? null : lookup(row, owner, null).orElse(null),
                team.map(List::of).orElse(List.of()),
                fields,
                recordUrl.replace("{table}", table.logicalName()).replace("{id}", id),
                time(row, "modifiedon"),
                lookup(row, "_modifiedby_value", null).orElse(null));
    }

    /** A choice or a reference by its label, a user by the id, a time as the day that it is here. */
    private JsonNode value(OwnField field, JsonNode row) {
        String column = field.crmField();
        JsonNode value = row.path(column);
        return switch (field.kind()) {
            case TEXT -> row.has(column + LABEL) ? row.path(column + LABEL) : value;
            case MEMBER ->
                DynamicsId.of(value.asString(null))
                        .<JsonNode>map(StringNode::valueOf)
                        .orElse(MissingNode.getInstance());
            case DATE -> {
                LocalDate day = day(row, column);
                yield day == null ? MissingNode.getInstance() : StringNode.valueOf(day.toString());
            }
            default -> value;
        };
    }

    private @Nullable String currency(JsonNode row) {
        return lookup(row, "_transactioncurrencyid_value", null).map(currencies).orElse(null);
    }

    private void opportunity(JsonNode row, Map<String, Object> fields) {
        int state = row.path("statecode").asInt(0);
        put(fields, "closed", state != 0);
        String stage = state == 0 ? label(row, stageColumn) : label(row, "statuscode");
        put(fields, "stage", stage == null ? label(row, "statuscode") : stage);
        BigDecimal amount = state == 1 && number(row, "actualvalue") != null
                ? number(row, "actualvalue")
                : number(row, "estimatedvalue");
        String currency = currency(row);
        if (amount != null && currency != null) {
            fields.put("amount", new CrmMoney(amount, currency));
        }
        put(fields, "probability", number(row, "closeprobability"));
        LocalDate actual = day(row, "actualclosedate");
        put(fields, "closeOn", state != 0 && actual != null ? actual : day(row, "estimatedclosedate"));
    }

    private static CrmRef account(String id) {
        return new CrmRef(CrmType.ACCOUNT, id);
    }

    /** Null for what no person signs in with. */
    static @Nullable CrmUser user(String id, JsonNode row) {
        if (!row.path("applicationid").isNull() && !row.path("applicationid").isMissingNode()
                || row.path("accessmode").asInt(0) == NON_INTERACTIVE) {
            return null;
        }
        String name = text(row, "fullname");
        List<String> teams = row.path("teammembership_association")
                .valueStream()
                .flatMap(team -> DynamicsId.of(team.path("teamid").asString(null)).stream())
                .toList();
        return new CrmUser(
                id,
                name == null ? "?" : name,
                text(row, "internalemailaddress"),
                text(row, "title"),
                null,
                null,
                !row.path("isdisabled").asBoolean(false),
                teams,
                DynamicsId.of(row.path("azureactivedirectoryobjectid").asString(null))
                        .orElse(null));
    }

    private static @Nullable String personName(JsonNode row) {
        String full = text(row, "fullname");
        if (full != null) {
            return full;
        }
        String first = text(row, "firstname");
        String last = text(row, "lastname");
        String name = ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
        return name.isEmpty() ? text(row, "emailaddress1") : name;
    }

    private static @Nullable Boolean inactive(JsonNode row) {
        return row.path("statecode").asInt(0) == 1 ? Boolean.TRUE : null;
    }

    /** @param table only if it is of this one; any when null */
    static Optional<String> lookup(JsonNode row, String column, @Nullable String table) {
        String of = row.path(column + TABLE).asString(null);
        return table != null && !table.equals(of)
                ? Optional.empty()
                : DynamicsId.of(row.path(column).asString(null));
    }

    /** A choice by its label, a text as it is. */
    private static @Nullable String label(JsonNode row, String column) {
        String label = text(row, column + LABEL);
        return label != null ? label : text(row, column);
    }

    private static @Nullable String text(JsonNode row, String column) {
        JsonNode value = row.path(column);
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (value.isContainer()) {
            throw new IllegalArgumentException(column + ": of an unexpected form (expected: a single value)");
        }
        String text = value.asString("").strip();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable BigDecimal number(JsonNode row, String column) {
        JsonNode value = row.path(column);
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(column + ": no number (expected: such as 48000.00)");
        }
        return value.decimalValue();
    }

    private static @Nullable Instant time(JsonNode row, String column) {
        String text = text(row, column);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(column + ": no time (expected: such as 2026-11-20T09:15:27Z)");
        }
    }

    /** A day, or in older environments midnight of the author's day, told in UTC. */
    private @Nullable LocalDate day(JsonNode row, String column) {
        String text = text(row, column);
        try {
            return text == null
                    ? null
                    : text.length() == 10
                            ? LocalDate.parse(text)
                            : Instant.parse(text).atZone(zone).toLocalDate();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(column + ": no day (expected: such as 2026-12-31)");
        }
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
