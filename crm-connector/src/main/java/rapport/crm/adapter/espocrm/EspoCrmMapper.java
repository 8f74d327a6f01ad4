package rapport.crm.adapter.espocrm;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Tombstone;
import tools.jackson.databind.JsonNode;

/**
 * From the CRM's words to ours. A value that cannot be understood throws {@link IllegalArgumentException} naming the field,
 * never the value.
 *
 * @param recordUrl       where a person opens a record, with {@code {entity}} and {@code {id}}
 * @param defaultCurrency for amounts of a CRM with one currency, which may leave it out
 * @param parentField     the attribute with an account's parent; null where there is none
 * @param stages          asked for once, by those that need it
 */
record EspoCrmMapper(
        String recordUrl, String defaultCurrency, @Nullable String parentField, Supplier<EspoStages> stages) {

    /** Times are UTC and say so nowhere. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final Set<String> NO_COLLEAGUES = Set.of("api", "portal", "system");

    CrmChange change(EspoEntity entity, JsonNode row) {
        if (entity.object() != null) {
            return own(entity, entity.object(), row);
        }
        Map<String, Object> fields = new HashMap<>();
        putOwn(fields, entity, row);
        return switch (entity.entityName()) {
            case "Account" -> account(wire(row, EspoAccount.class), parent(row), fields);
            case "Contact" -> contact(wire(row, EspoContact.class), fields);
            case "Lead" -> lead(wire(row, EspoLead.class), fields);
            default -> opportunity(wire(row, EspoOpportunity.class), fields);
        };
    }

    /** @throws IllegalArgumentException naming the attribute that has an unexpected form */
    static <T> T wire(JsonNode row, Class<T> wire) {
        if (row.path("id").asString("").isEmpty()) {
            throw new IllegalArgumentException("id: missing (expected: as in every row)");
        }
        return CrmJson.read(row, wire);
    }

    private void putOwn(Map<String, Object> fields, EspoEntity entity, JsonNode row) {
        OwnField.put(fields, entity.own(), field -> row.path(field.crmField()), field -> {
            String currency = row.path(field.crmField() + "Currency").asString("");
            return currency.isBlank() ? defaultCurrency : currency;
        });
    }

    private @Nullable CrmRef parent(JsonNode row) {
        String parent = parentField == null ? "" : row.path(parentField).asString("");
        return parent.equals(row.path("id").asString("")) ? null : accountRef(parent);
    }

    private CrmRecord own(EspoEntity entity, OwnObject object, JsonNode row) {
        Map<String, Object> fields = new HashMap<>();
        putOwn(fields, entity, row);
        String id = row.path("id").asString("");
        List<String> teams = new ArrayList<>();
        row.path("teamsIds").forEach(team -> teams.add(team.asString("")));
        return new CrmRecord(
                new CrmRef(entity.type(), id),
                name(row.path(EspoEntity.name(object)).asString(null), id),
                object.account() == null
                        ? null
                        : accountRef(row.path(object.account()).asString(null)),
                blankToNull(row.path(object.owner() == null ? "assignedUserId" : object.owner())
                        .asString(null)),
                teams,
                fields,
                url(entity.entityName(), id),
                time("modifiedAt", row.path("modifiedAt").asString(null)),
                blankToNull(row.path("modifiedById").asString(null)));
    }

    private CrmRecord account(EspoAccount account, @Nullable CrmRef parent, Map<String, Object> fields) {
        put(fields, "website", account.website());
        put(fields, "email", account.emailAddress());
        put(fields, "phone", account.phoneNumber());
        put(fields, "type", account.type());
        put(fields, "industry", account.industry());
        put(fields, "city", account.billingAddressCity());
        put(fields, "country", account.billingAddressCountry());
        return new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, account.id()),
                name(account.name(), account.id()),
                parent,
                blankToNull(account.assignedUserId()),
                orEmpty(account.teamsIds()),
                fields,
                url("Account", account.id()),
                time("modifiedAt", account.modifiedAt()),
                blankToNull(account.modifiedById()));
    }

    private CrmRecord contact(EspoContact contact, Map<String, Object> fields) {
        put(fields, "title", contact.title());
        put(fields, "email", contact.emailAddress());
        put(fields, "phone", contact.phoneNumber());
        put(fields, "city", contact.addressCity());
        put(fields, "country", contact.addressCountry());
        return new CrmRecord(
                new CrmRef(CrmType.CONTACT, contact.id()),
                name(personName(contact.name(), contact.firstName(), contact.lastName()), contact.id()),
                accountRef(contact.accountId()),
                blankToNull(contact.assignedUserId()),
                orEmpty(contact.teamsIds()),
                fields,
                url("Contact", contact.id()),
                time("modifiedAt", contact.modifiedAt()),
                blankToNull(contact.modifiedById()));
    }

    /** One that was converted goes on as the person it became, else as the company or the sale. */
    private CrmChange lead(EspoLead lead, Map<String, Object> fields) {
        CrmRef ref = new CrmRef(CrmType.LEAD, lead.id());
        CrmRef became = convertedInto(lead);
        if (became != null) {
            return new Tombstone(ref, became, time("modifiedAt", lead.modifiedAt()));
        }
        put(fields, "company", lead.accountName());
        put(fields, "stage", lead.status());
        put(fields, "title", lead.title());
        put(fields, "email", lead.emailAddress());
        put(fields, "phone", lead.phoneNumber());
        put(fields, "industry", lead.industry());
        put(fields, "city", lead.addressCity());
        put(fields, "country", lead.addressCountry());
        if (lead.opportunityAmount() != null) {
            fields.put("amount", money(lead.opportunityAmount(), lead.opportunityAmountCurrency()));
        }
        fields.put("closed", lead.status() != null && stages.get().done().contains(lead.status()));
        return new CrmRecord(
                ref,
                name(personName(lead.name(), lead.firstName(), lead.lastName()), lead.id()),
                null,
                blankToNull(lead.assignedUserId()),
                orEmpty(lead.teamsIds()),
                fields,
                url("Lead", lead.id()),
                time("modifiedAt", lead.modifiedAt()),
                blankToNull(lead.modifiedById()));
    }

    static boolean isConverted(JsonNode lead) {
        return "Converted".equals(lead.path("status").asString(""))
                && List.of("createdContactId", "createdAccountId", "createdOpportunityId").stream()
                        .anyMatch(
                                attribute -> !lead.path(attribute).asString("").isBlank());
    }

    private static @Nullable CrmRef convertedInto(EspoLead lead) {
        if (!"Converted".equals(lead.status())) {
            return null;
        }
        String contact = blankToNull(lead.createdContactId());
        String account = blankToNull(lead.createdAccountId());
        String opportunity = blankToNull(lead.createdOpportunityId());
        return contact != null
                ? new CrmRef(CrmType.CONTACT, contact)
                : account != null
                        ? new CrmRef(CrmType.ACCOUNT, account)
                        : opportunity == null ? null : new CrmRef(CrmType.OPPORTUNITY, opportunity);
    }

    private CrmRecord opportunity(EspoOpportunity opportunity, Map<String, Object> fields) {
        put(fields, "stage", opportunity.stage());
        fields.put("closed", stages.get().ends(opportunity.stage(), opportunity.probability()));
        if (opportunity.amount() != null) {
            fields.put("amount", money(opportunity.amount(), opportunity.amountCurrency()));
        }
        if (opportunity.probability() != null) {
            fields.put("probability", plain(opportunity.probability()));
        }
        LocalDate closeOn = day("closeDate", opportunity.closeDate());
        if (closeOn != null) {
            fields.put("closeOn", closeOn);
        }
        return new CrmRecord(
                new CrmRef(CrmType.OPPORTUNITY, opportunity.id()),
                name(opportunity.name(), opportunity.id()),
                accountRef(opportunity.accountId()),
                blankToNull(opportunity.assignedUserId()),
                orEmpty(opportunity.teamsIds()),
                fields,
                url("Opportunity", opportunity.id()),
                time("modifiedAt", opportunity.modifiedAt()),
                blankToNull(opportunity.modifiedById()));
    }

    Optional<CrmUser> user(EspoUser user, @Nullable String site, @Nullable String language) {
        if (user.type() != null && NO_COLLEAGUES.contains(user.type())) {
            return Optional.empty();
        }
        String name = personName(user.name(), user.firstName(), user.lastName());
        return Optional.of(new CrmUser(
                user.id(),
                name != null ? name : name(user.userName(), user.id()),
                blankToNull(user.emailAddress()),
                blankToNull(user.title()),
                blankToNull(site),
                languageTag(language),
                !Boolean.FALSE.equals(user.isActive()),
                orEmpty(user.teamsIds())));
    }

    static CrmTeam team(EspoTeam team) {
        return new CrmTeam(team.id(), name(team.name(), team.id()));
    }

    /** Empty for notes that tell of no field: posts, relations, creation. */
    Optional<CrmEdit> edit(EspoEntity entity, EspoNote note) {
        Map<String, Tracked> tracked = tracked(entity);
        Instant at = time("createdAt", note.createdAt());
        Map<String, @Nullable Object> data = note.data();
        if (at == null || data == null || note.type() == null) {
            return Optional.empty();
        }
        Map<String, FieldEdit> fields = new LinkedHashMap<>();
        switch (note.type()) {
            case "Update" -> {
                if (data.get("attributes") instanceof Map<?, ?> attributes) {
                    Map<?, ?> was = attributes.get("was") instanceof Map<?, ?> map ? map : Map.of();
                    Map<?, ?> became = attributes.get("became") instanceof Map<?, ?> map ? map : Map.of();
                    tracked.forEach((attribute, field) -> {
                        if (became.containsKey(attribute)) {
                            fields.put(
                                    field.name(),
                                    new FieldEdit(field.value(this, was), true, field.value(this, became)));
                        }
                    });
                }
            }
            case "Assign" -> fields.put("owner", new FieldEdit(null, false, text(data, "assignedUserId")));
            case "Status" -> {
                Tracked field = tracked.get(String.valueOf(data.get("field")));
                if (field != null) {
                    fields.put(field.name(), new FieldEdit(null, false, text(data, "value")));
                }
            }
            default -> {}
        }
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new CrmEdit(blankToNull(note.createdById()), at, fields));
    }

    /** How a note's attributes make one of our values. */
    private record Tracked(String name, BiFunction<EspoCrmMapper, Map<?, ?>, @Nullable Object> reader) {
        @Nullable
        Object value(EspoCrmMapper mapper, Map<?, ?> attributes) {
            return reader.apply(mapper, attributes);
        }
    }

    private static final Map<String, Tracked> TRACKED = Map.ofEntries(
            money("amount", "amount"),
            money("amount", "opportunityAmount"),
            Map.entry(
                    "closeDate",
                    new Tracked("closeOn", (mapper, attributes) -> day("closeDate", text(attributes, "closeDate")))),
            Map.entry("probability", new Tracked("probability", (mapper, attributes) -> {
                String probability = text(attributes, "probability");
                return probability == null ? null : plain(number("probability", probability));
            })),
            text("stage", "stage"),
            text("stage", "status"),
            text("owner", "assignedUserId"),
            text("account", "accountId"),
            text("company", "accountName"),
            text("type", "type"),
            text("industry", "industry"),
            text("website", "website"),
            text("email", "emailAddress"),
            text("phone", "phoneNumber"),
            text("title", "title"),
            text("city", "billingAddressCity"),
            text("city", "addressCity"),
            text("country", "billingAddressCountry"),
            text("country", "addressCountry"),
            text("name", "name"));

    private static Map.Entry<String, Tracked> text(String name, String attribute) {
        return Map.entry(attribute, new Tracked(name, (mapper, attributes) -> text(attributes, attribute)));
    }

    private static Map.Entry<String, Tracked> money(String name, String attribute) {
        return Map.entry(attribute, new Tracked(name, (mapper, attributes) -> {
            String amount = text(attributes, attribute);
            return amount == null
                    ? null
                    : mapper.money(number(attribute, amount), text(attributes, attribute + "Currency"));
        }));
    }

    /** What a note of this entity may tell: of the attributes that it has, those that were declared included. */
    private Map<String, Tracked> tracked(EspoEntity entity) {
        Map<String, Tracked> tracked = new HashMap<>();
        TRACKED.forEach((attribute, field) -> {
            if (entity.select().contains(attribute)) {
                tracked.put(attribute, field);
            }
        });
        OwnObject object = entity.object();
        if (object != null) {
            tracked.clear();
            tracked.put(
                    EspoEntity.name(object),
                    text("name", EspoEntity.name(object)).getValue());
            String owner = object.owner() == null ? "assignedUserId" : object.owner();
            tracked.put(owner, text("owner", owner).getValue());
            if (object.account() != null) {
                tracked.put(object.account(), text("account", object.account()).getValue());
            }
        }
        entity.own()
                .forEach(field -> tracked.put(field.crmField(), new Tracked(field.name(), (mapper, attributes) -> {
                    Map<String, Object> one = new HashMap<>();
                    mapper.putOwn(
                            one,
                            new EspoEntity(entity.entityName(), entity.type(), List.of(), List.of(field), null),
                            CrmJson.JSON.valueToTree(attributes));
                    return one.get(field.name());
                })));
        return tracked;
    }

    String url(String entity, String id) {
        return recordUrl.replace("{entity}", entity).replace("{id}", id);
    }

    private CrmMoney money(BigDecimal amount, @Nullable String currency) {
        return new CrmMoney(amount, currency == null || currency.isBlank() ? defaultCurrency : currency);
    }

    private static @Nullable CrmRef accountRef(@Nullable String accountId) {
        return accountId == null || accountId.isBlank() ? null : new CrmRef(CrmType.ACCOUNT, accountId);
    }

    /** A record needs something to be called by; the CRM requires a name, but formulas and imports get round it. */
    private static String name(@Nullable String name, String id) {
        return name == null || name.isBlank() ? id : name.strip();
    }

    private static @Nullable String personName(
            @Nullable String name, @Nullable String firstName, @Nullable String lastName) {
        if (name != null && !name.isBlank()) {
            return name.strip();
        }
        String joined = ((firstName == null ? "" : firstName) + " " + (lastName == null ? "" : lastName)).strip();
        return joined.isEmpty() ? null : joined;
    }

    static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return LocalDateTime.parse(value, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + ": not a time (expected: yyyy-MM-dd HH:mm:ss)");
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

    private static BigDecimal number(String field, String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": not a number");
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** {@code fr_FR} is how the CRM writes languages. */
    private static @Nullable String languageTag(@Nullable String language) {
        if (language == null || language.isBlank()) {
            return null;
        }
        String tag = Locale.forLanguageTag(language.replace('_', '-')).getLanguage();
        return tag.isEmpty() ? null : tag;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            fields.put(name, value.strip());
        }
    }

    private static @Nullable String text(Map<?, ?> attributes, String name) {
        Object value = attributes.get(name);
        return value == null ? null : blankToNull(value.toString());
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static List<String> orEmpty(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
