package rapport.crm.adapter.espocrm;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;

/**
 * From the CRM's words to ours. A value that cannot be understood throws {@link IllegalArgumentException} naming the field,
 * never the value.
 *
 * @param recordUrl       where a person opens a record, with {@code {entity}} and {@code {id}}
 * @param defaultCurrency for amounts of a CRM with one currency, which may leave it out
 */
record EspoCrmMapper(String recordUrl, String defaultCurrency) {

    /** Times are UTC and say so nowhere. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final Set<String> NO_COLLEAGUES = Set.of("api", "portal", "system");

    CrmRecord account(EspoAccount account) {
        Map<String, Object> fields = new HashMap<>();
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
                null,
                blankToNull(account.assignedUserId()),
                orEmpty(account.teamsIds()),
                fields,
                url("Account", account.id()),
                time("modifiedAt", account.modifiedAt()),
                blankToNull(account.modifiedById()));
    }

    CrmRecord contact(EspoContact contact) {
        Map<String, Object> fields = new HashMap<>();
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

    CrmRecord opportunity(EspoOpportunity opportunity) {
        Map<String, Object> fields = new HashMap<>();
        put(fields, "stage", opportunity.stage());
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
    Optional<CrmEdit> edit(EspoNote note) {
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
                    TRACKED.forEach((attribute, field) -> {
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
                Tracked field = TRACKED.get(String.valueOf(data.get("field")));
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

        static Tracked text(String name, String attribute) {
            return new Tracked(name, (mapper, attributes) -> EspoCrmMapper.text(attributes, attribute));
        }
    }

    private static final Map<String, Tracked> TRACKED = Map.of(
            "amount",
            new Tracked("amount", (mapper, attributes) -> {
                String amount = text(attributes, "amount");
                return amount == null ? null : mapper.money(number(amount), text(attributes, "amountCurrency"));
            }),
            "closeDate",
            new Tracked("closeOn", (mapper, attributes) -> day("closeDate", text(attributes, "closeDate"))),
            "stage",
            Tracked.text("stage", "stage"),
            "assignedUserId",
            Tracked.text("owner", "assignedUserId"),
            "accountId",
            Tracked.text("account", "accountId"),
            "type",
            Tracked.text("type", "type"),
            "industry",
            Tracked.text("industry", "industry"),
            "website",
            Tracked.text("website", "website"),
            "name",
            Tracked.text("name", "name"));

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

    private static BigDecimal number(String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("amount: not a number");
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
