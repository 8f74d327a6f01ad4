package rapport.crm.adapter.salesforce;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Tombstone;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * From the CRM's words to ours. A value that cannot be understood throws {@link IllegalArgumentException} naming the field,
 * never the value.
 *
 * @param instance where people open records; the CRM leads them on to the page that they use
 * @param currency of an org that has only one, and names it nowhere
 */
record SalesforceMapper(String instance, String currency) {

    /** Salesforce writes offsets without a colon in REST and in CSV, 2026-11-20T09:15:27.000+0000, and Z in messages. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]", Locale.ROOT);

    private static final String USER_PREFIX = "005";

    /**
     * @param teams     by record, who is on its team
     * @param territory what the record's is called
     */
    CrmRecord record(
            SalesforceObject object, JsonNode row, Map<String, Set<String>> teams, @Nullable String territory) {
        Map<String, Object> fields = new HashMap<>();
        OwnField.put(fields, object.own(), field -> row.path(field.crmField()), field -> {
            String code = row.path("CurrencyIsoCode").asString("");
            return code.isBlank() ? currency : code;
        });
        put(fields, "territory", territory);
        OwnObject declared = object.object();
        CrmRecord record = declared != null
                ? own(object, declared, row, fields)
                : switch (object.objectName()) {
                    case "Account" -> account(CrmJson.read(row, SalesforceAccount.class), fields);
                    case "Contact" -> contact(CrmJson.read(row, SalesforceContact.class), fields);
                    case "Lead" -> lead(CrmJson.read(row, SalesforceLead.class), fields);
                    default -> opportunity(CrmJson.read(row, SalesforceOpportunity.class), fields);
                };
        Set<String> team = teams.getOrDefault(record.ref().externalId(), Set.of());
        return team.isEmpty()
                ? record
                : new CrmRecord(
                        record.ref(),
                        record.name(),
                        record.account(),
                        record.ownerExternalId(),
                        record.teamExternalIds(),
                        team,
                        record.fields(),
                        record.url(),
                        record.modifiedAt(),
                        record.modifiedByExternalId());
    }

    private CrmRecord own(SalesforceObject object, OwnObject declared, JsonNode row, Map<String, Object> fields) {
        return record(
                object.type(),
                row.path("Id").asString(""),
                row.path(SalesforceObject.name(declared)).asString(null),
                declared.account() == null
                        ? null
                        : blankToNull(row.path(declared.account()).asString(null)),
                blankToNull(row.path(SalesforceObject.owner(declared)).asString(null)),
                fields,
                row.path("SystemModstamp").asString(null),
                blankToNull(row.path("LastModifiedById").asString(null)));
    }

    Tombstone tombstone(SalesforceObject object, JsonNode row) {
        String winner = SalesforceId.ofNullable(
                "MasterRecordId", row.path("MasterRecordId").asString(null));
        return new Tombstone(
                new CrmRef(object.type(), SalesforceId.of("Id", row.path("Id").asString(null))),
                winner == null ? null : new CrmRef(object.type(), winner),
                time("SystemModstamp", row.path("SystemModstamp").asString(null)));
    }

    /** Who was a lead is a contact now, whose feed goes on with what was said. */
    Tombstone converted(JsonNode row) {
        String contact = SalesforceId.ofNullable(
                "ConvertedContactId", row.path("ConvertedContactId").asString(null));
        String account = SalesforceId.ofNullable(
                "ConvertedAccountId", row.path("ConvertedAccountId").asString(null));
        return new Tombstone(
                new CrmRef(CrmType.LEAD, SalesforceId.of("Id", row.path("Id").asString(null))),
                contact != null
                        ? new CrmRef(CrmType.CONTACT, contact)
                        : account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                time("SystemModstamp", row.path("SystemModstamp").asString(null)));
    }

    private CrmRecord lead(SalesforceLead lead, Map<String, Object> fields) {
        put(fields, "company", lead.company());
        put(fields, "stage", lead.status());
        put(fields, "title", lead.title());
        put(fields, "email", lead.email());
        put(fields, "phone", blank(lead.phone()) ? lead.mobilePhone() : lead.phone());
        put(fields, "city", lead.city());
        put(fields, "country", lead.country());
        return record(
                CrmType.LEAD,
                lead.id(),
                blank(lead.name()) ? personName(lead.firstName(), lead.lastName()) : lead.name(),
                null,
                lead.ownerId(),
                fields,
                lead.systemModstamp(),
                lead.lastModifiedById());
    }

    private static String personName(@Nullable String first, @Nullable String last) {
        return ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
    }

    private CrmRecord account(SalesforceAccount account, Map<String, Object> fields) {
        put(fields, "type", account.type());
        put(fields, "industry", account.industry());
        put(fields, "website", account.website());
        put(fields, "phone", account.phone());
        put(fields, "email", account.personEmail());
        put(fields, "city", account.billingCity());
        put(fields, "country", account.billingCountry());
        return record(
                CrmType.ACCOUNT,
                account.id(),
                account.name(),
                Objects.equals(account.parentId(), account.id()) ? null : account.parentId(),
                account.ownerId(),
                fields,
                account.systemModstamp(),
                account.lastModifiedById());
    }

    private CrmRecord contact(SalesforceContact contact, Map<String, Object> fields) {
        put(fields, "title", contact.title());
        put(fields, "email", contact.email());
        put(fields, "phone", blank(contact.phone()) ? contact.mobilePhone() : contact.phone());
        put(fields, "city", contact.mailingCity());
        put(fields, "country", contact.mailingCountry());
        String name = contact.name();
        if (blank(name)) {
            name = personName(contact.firstName(), contact.lastName());
        }
        return record(
                CrmType.CONTACT,
                contact.id(),
                name,
                contact.accountId(),
                contact.ownerId(),
                fields,
                contact.systemModstamp(),
                contact.lastModifiedById());
    }

    private CrmRecord opportunity(SalesforceOpportunity opportunity, Map<String, Object> fields) {
        put(fields, "stage", opportunity.stageName());
        if (opportunity.isClosed() != null) {
            fields.put("closed", opportunity.isClosed());
        }
        if (opportunity.amount() != null) {
            fields.put("amount", money(opportunity.amount(), opportunity.currencyIsoCode()));
        }
        if (opportunity.probability() != null) {
            fields.put("probability", plain(opportunity.probability()));
        }
        LocalDate closeOn = day("CloseDate", opportunity.closeDate());
        if (closeOn != null) {
            fields.put("closeOn", closeOn);
        }
        return record(
                CrmType.OPPORTUNITY,
                opportunity.id(),
                opportunity.name(),
                opportunity.accountId(),
                opportunity.ownerId(),
                fields,
                opportunity.systemModstamp(),
                opportunity.lastModifiedById());
    }

    private CrmRecord record(
            CrmType type,
            String rawId,
            @Nullable String name,
            @Nullable String accountId,
            @Nullable String ownerId,
            Map<String, Object> fields,
            @Nullable String modifiedAt,
            @Nullable String modifiedBy) {
        String id = SalesforceId.of("Id", rawId);
        String account = SalesforceId.ofNullable("AccountId", accountId);
        String owner = SalesforceId.ofNullable("OwnerId", ownerId);
        return new CrmRecord(
                new CrmRef(type, id),
                name == null || name.isBlank() ? id : name.strip(),
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                owner == null || !owner.startsWith(USER_PREFIX) ? null : owner, // a queue is nobody
                List.of(),
                fields,
                instance + "/" + id,
                time("SystemModstamp", modifiedAt),
                SalesforceId.ofNullable("LastModifiedById", modifiedBy));
    }

    static CrmUser user(SalesforceUser user) {
        String id = SalesforceId.of("Id", user.id());
        String name = blank(user.name()) ? user.username() : user.name();
        return new CrmUser(
                id,
                name == null || name.isBlank() ? id : name.strip(),
                blankToNull(user.email()),
                blankToNull(user.title()),
                blankToNull(user.city()),
                language(user.languageLocaleKey()),
                !Boolean.FALSE.equals(user.isActive()),
                List.of());
    }

    /** What the history calls a field, and our name of it. */
    private static final Map<String, String> FIELD = Map.ofEntries(
            Map.entry("StageName", "stage"),
            Map.entry("Status", "stage"),
            Map.entry("Company", "company"),
            Map.entry("Amount", "amount"),
            Map.entry("CloseDate", "closeOn"),
            Map.entry("Probability", "probability"),
            Map.entry("Owner", "owner"),
            Map.entry("Account", "account"),
            Map.entry("Name", "name"),
            Map.entry("Type", "type"),
            Map.entry("Industry", "industry"),
            Map.entry("Website", "website"),
            Map.entry("Phone", "phone"),
            Map.entry("Title", "title"),
            Map.entry("Email", "email"));

    /** Rows of one save share time and author. */
    List<CrmEdit> edits(SalesforceObject object, List<SalesforceHistory> rows, @Nullable String recordCurrency) {
        record Save(Instant at, String user) {}
        Map<Save, Map<String, FieldEdit>> saves =
                new TreeMap<>(Comparator.comparing(Save::at).thenComparing(Save::user));
        for (SalesforceHistory row : rows) {
            OwnField own = object.own().stream()
                    .filter(declared -> declared.crmField().equals(row.field()))
                    .findFirst()
                    .orElse(null);
            String field = own != null ? own.name() : row.field() == null ? null : FIELD.get(row.field());
            Instant at = time("CreatedDate", row.createdDate());
            if (field == null || at == null) {
                continue;
            }
            boolean reference = field.equals("owner") || field.equals("account");
            if (reference && !isIdOrNone(row.oldValue(), row.newValue())) {
                continue; // the row with the names
            }
            String user = row.createdById() == null ? "" : row.createdById();
            saves.computeIfAbsent(new Save(at, user), save -> new HashMap<>())
                    .put(
                            field,
                            new FieldEdit(
                                    own == null
                                            ? value(field, row.oldValue(), recordCurrency)
                                            : value(own, row.oldValue()),
                                    true,
                                    own == null
                                            ? value(field, row.newValue(), recordCurrency)
                                            : value(own, row.newValue())));
        }
        List<CrmEdit> edits = new ArrayList<>();
        saves.forEach((save, fields) ->
                edits.add(new CrmEdit(SalesforceId.ofNullable("CreatedById", save.user()), save.at(), fields)));
        return edits;
    }

    private static boolean isIdOrNone(@Nullable JsonNode before, @Nullable JsonNode after) {
        String one = text(before);
        String other = text(after);
        return (one != null || other != null)
                && (one == null || SalesforceId.is(one))
                && (other == null || SalesforceId.is(other));
    }

    private @Nullable Object value(String field, @Nullable JsonNode node, @Nullable String recordCurrency) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        return switch (field) {
            case "amount" -> money(number(field, text), recordCurrency);
            case "probability" -> plain(number(field, text));
            case "closeOn" -> day("CloseDate", text);
            case "owner", "account" -> SalesforceId.of(field, text);
            default -> text;
        };
    }

    private @Nullable Object value(OwnField field, @Nullable JsonNode node) {
        Map<String, Object> one = new HashMap<>();
        OwnField.put(
                one, List.of(field), declared -> node == null ? NullNode.getInstance() : node, declared -> currency);
        return one.get(field.name());
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : blankToNull(node.asString(""));
    }

    private CrmMoney money(BigDecimal amount, @Nullable String code) {
        return new CrmMoney(amount, code == null || code.isBlank() ? currency : code);
    }

    private static BigDecimal number(String field, String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": not a number (expected: digits with a point)");
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value, TIME).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + ": not a time (expected: yyyy-MM-ddTHH:mm:ss.SSS+0000)");
        }
    }

    private static @Nullable LocalDate day(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + ": not a date (expected: yyyy-MM-dd)");
        }
    }

    /** {@code en_US} is how the CRM writes languages. */
    private static @Nullable String language(@Nullable String locale) {
        if (locale == null || locale.isBlank()) {
            return null;
        }
        String tag = Locale.forLanguageTag(locale.replace('_', '-')).getLanguage();
        return tag.isEmpty() ? null : tag;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            fields.put(name, value.strip());
        }
    }

    private static boolean blank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
