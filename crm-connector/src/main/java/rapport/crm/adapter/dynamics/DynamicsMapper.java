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
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import tools.jackson.databind.JsonNode;

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

    /** @throws IllegalArgumentException naming the column that has an unexpected form */
    CrmRecord record(DynamicsTable table, String id, JsonNode row) {
        Map<String, Object> fields = new HashMap<>();
        String name = null;
        CrmRef account = null;
        switch (table) {
            case ACCOUNT -> {
                name = text(row, "name");
                put(fields, "industry", label(row, "industrycode"));
                put(fields, "type", label(row, "customertypecode"));
                put(fields, "website", text(row, "websiteurl"));
                put(fields, "archived", inactive(row));
            }
            case CONTACT -> {
                name = personName(row);
                put(fields, "title", text(row, "jobtitle"));
                put(fields, "archived", inactive(row));
                account = lookup(row, "_parentcustomerid_value", "account")
                        .map(DynamicsMapper::account)
                        .orElse(null);
            }
            case OPPORTUNITY -> {
                name = text(row, "name");
                account = lookup(row, "_parentaccountid_value", null)
                        .or(() -> lookup(row, "_customerid_value", "account"))
                        .map(DynamicsMapper::account)
                        .orElse(null);
                opportunity(row, fields);
            }
        }
        if (table != DynamicsTable.OPPORTUNITY) {
            put(fields, "phone", text(row, "telephone1") == null ? text(row, "mobilephone") : text(row, "telephone1"));
            put(fields, "email", text(row, "emailaddress1"));
            put(fields, "city", text(row, "address1_city"));
            put(fields, "country", text(row, "address1_country"));
        }
        Optional<String> team = lookup(row, "_ownerid_value", "team");
        return new CrmRecord(
                new CrmRef(table.type, id),
                name == null ? "?" : name,
                account,
                team.isPresent() ? null : lookup(row, "_ownerid_value", null).orElse(null),
                team.map(List::of).orElse(List.of()),
                fields,
                recordUrl.replace("{table}", table.logicalName).replace("{id}", id),
                time(row, "modifiedon"),
                lookup(row, "_modifiedby_value", null).orElse(null));
    }

    private void opportunity(JsonNode row, Map<String, Object> fields) {
        int state = row.path("statecode").asInt(0);
        String stage = state == 0 ? label(row, stageColumn) : label(row, "statuscode");
        put(fields, "stage", stage == null ? label(row, "statuscode") : stage);
        BigDecimal amount = state == 1 && number(row, "actualvalue") != null
                ? number(row, "actualvalue")
                : number(row, "estimatedvalue");
        String currency = lookup(row, "_transactioncurrencyid_value", null)
                .map(currencies)
                .orElse(null);
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
                teams);
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
