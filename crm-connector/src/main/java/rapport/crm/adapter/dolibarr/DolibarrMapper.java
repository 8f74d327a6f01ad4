package rapport.crm.adapter.dolibarr;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * From the CRM's words to ours. A value that cannot be understood throws {@link IllegalArgumentException} naming the field,
 * never the value.
 *
 * @param site     where people open records
 * @param currency of all amounts: records do not name it
 * @param stages   by the ids of the CRM's dictionary of opportunity statuses
 * @param authorsOwn whether a project's author is told as the owner of the opportunity
 */
record DolibarrMapper(
        String site, DolibarrClocks clocks, String currency, Map<String, String> stages, boolean authorsOwn) {

    /** As installed; the dictionary can be edited and cannot be read. */
    static final Map<String, String> STAGES = Map.of(
            "1", "Prospection",
            "2", "Qualification",
            "3", "Proposal",
            "4", "Negotiation",
            "5", "Pending",
            "6", "Won",
            "7", "Lost");

    /** Ids of the dictionary as installed, under whatever names. */
    private static final Set<String> DECIDED = Set.of("6", "7");

    private static final String CLOSED_PROJECT = "2";

    /** @param representatives of a third party, in rising order */
    CrmRecord record(DolibarrObject object, JsonNode row, List<String> representatives) {
        Map<String, Object> fields = new HashMap<>();
        OwnField.put(fields, object.own(), field -> value(object, field, row), field -> currency);
        if (object.object() != null) {
            return own(object, object.object(), row, fields);
        }
        return switch (object.path()) {
            case "thirdparties" -> account(wire(row, DolibarrThirdParty.class), representatives, fields);
            case "contacts" -> contact(wire(row, DolibarrContact.class), fields);
            default -> opportunity(wire(row, DolibarrProject.class), fields);
        };
    }

    static <T> T wire(JsonNode row, Class<T> wire) {
        return CrmJson.read(DolibarrClient.JSON, row, wire, "a text or a number");
    }

    /** Of an extra field; of a declared list also of one of its properties. Dates are seconds since 1970. */
    private JsonNode value(DolibarrObject object, OwnField field, JsonNode row) {
        JsonNode extra = row.path("array_options").path(DolibarrObject.EXTRA + field.crmField());
        JsonNode value = extra.isMissingNode() && object.object() != null ? row.path(field.crmField()) : extra;
        String text = value.isValueNode() ? value.asString("") : "";
        boolean date = field.kind() == CrmField.Kind.DATE;
        if (date && text.matches("-?\\d{1,11}")) {
            long seconds = Long.parseLong(text);
            return seconds == 0
                    ? MissingNode.getInstance()
                    : StringNode.valueOf(LocalDate.ofInstant(Instant.ofEpochSecond(seconds), clocks.php())
                            .toString());
        }
        boolean none = field.kind() == CrmField.Kind.MEMBER && reference(text) == null;
        return none || (value.isArray() && value.isEmpty()) ? MissingNode.getInstance() : value;
    }

    private CrmRecord own(DolibarrObject object, OwnObject declared, JsonNode row, Map<String, Object> fields) {
        String id = row.path("id").asString("");
        String stamp = row.has("date_modification") ? "date_modification" : "date_m";
        return new CrmRecord(
                new CrmRef(object.type(), id),
                name(row.path(DolibarrObject.name(declared)).asString(null), id),
                declared.account() == null
                        ? null
                        : account(reference(row.path(declared.account()).asString(null))),
                declared.owner() == null
                        ? null
                        : reference(row.path(declared.owner()).asString(null)),
                List.of(),
                fields,
                null,
                modified(stamp, row.path(stamp).asString(null)),
                null);
    }

    private CrmRecord account(DolibarrThirdParty party, List<String> representatives, Map<String, Object> fields) {
        String parent = reference(party.parent());
        put(fields, "website", party.url());
        put(fields, "email", party.email());
        put(fields, "phone", party.phone());
        put(fields, "type", kind(party));
        put(fields, "city", party.town());
        put(fields, "country", party.country_code());
        return new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, party.id()),
                name(party.name(), party.id()),
                party.id().equals(parent) ? null : account(parent),
                representatives.isEmpty() ? null : representatives.get(0),
                List.of(),
                Set.copyOf(representatives),
                fields,
                url(DolibarrObject.THIRD_PARTY, party.id()),
                modified("date_modification", party.date_modification()),
                reference(party.user_modification_id()));
    }

    private CrmRecord contact(DolibarrContact contact, Map<String, Object> fields) {
        put(fields, "title", contact.poste());
        put(fields, "email", first(contact.email(), contact.mail()));
        put(fields, "phone", first(contact.phone_pro(), contact.phone_mobile()));
        put(fields, "city", contact.town());
        put(fields, "country", contact.country_code());
        return new CrmRecord(
                new CrmRef(CrmType.CONTACT, contact.id()),
                name(personName(contact.firstname(), contact.lastname()), contact.id()),
                account(first(reference(contact.socid()), reference(contact.fk_soc()))),
                null,
                List.of(),
                fields,
                url(DolibarrObject.CONTACT, contact.id()),
                modified("date_modification", contact.date_modification()),
                reference(contact.user_modification_id()));
    }

    private CrmRecord opportunity(DolibarrProject project, Map<String, Object> fields) {
        String stage = reference(project.opp_status());
        if (stage != null) {
            fields.put("stage", Objects.requireNonNullElse(stages.get(stage), "Stage " + stage));
        }
        fields.put(
                "closed", CLOSED_PROJECT.equals(text(project.status())) || (stage != null && DECIDED.contains(stage)));
        BigDecimal amount = number("opp_amount", project.opp_amount());
        if (amount != null) {
            fields.put("amount", new CrmMoney(amount, currency));
        }
        BigDecimal probability = number("opp_percent", project.opp_percent());
        if (probability != null) {
            fields.put("probability", plain(probability));
        }
        Instant end = instant("date_end", project.date_end());
        if (end != null) {
            fields.put("closeOn", LocalDate.ofInstant(end, clocks.php()));
        }
        return new CrmRecord(
                new CrmRef(CrmType.OPPORTUNITY, project.id()),
                name(first(project.title(), project.ref()), project.id()),
                account(reference(project.socid())),
                authorsOwn ? reference(project.user_author_id()) : null,
                List.of(),
                fields,
                url(DolibarrObject.PROJECT, project.id()),
                modified("date_m", project.date_m()),
                null);
    }

    /** Empty for people of a customer or supplier. */
    static Optional<CrmUser> user(DolibarrUser user) {
        if (reference(user.socid()) != null || reference(user.fk_soc()) != null) {
            return Optional.empty();
        }
        String name = personName(user.firstname(), user.lastname());
        String status = first(user.status(), user.statut());
        return Optional.of(new CrmUser(
                user.id(),
                name != null ? name : name(user.login(), user.id()),
                text(user.email()),
                text(user.job()),
                null,
                language(user.lang()),
                !"0".equals(status),
                List.of()));
    }

    /** An unset reference is null, "" or "0". */
    static @Nullable String reference(@Nullable String id) {
        String text = text(id);
        return text == null || text.equals("0") || text.equals("-1") ? null : text;
    }

    private static String kind(DolibarrThirdParty party) {
        List<String> kinds = new ArrayList<>();
        String client = Objects.requireNonNullElse(text(party.client()), "0");
        if (client.equals("1") || client.equals("3")) {
            kinds.add("Customer");
        }
        if (client.equals("2") || client.equals("3")) {
            kinds.add("Prospect");
        }
        if ("1".equals(text(party.fournisseur()))) {
            kinds.add("Supplier");
        }
        return String.join(", ", kinds);
    }

    private String url(DolibarrObject object, String id) {
        return site + object.card() + id;
    }

    private @Nullable Instant modified(String field, @Nullable String value) {
        Instant told = instant(field, value);
        return told == null ? null : clocks.real(told);
    }

    private static @Nullable Instant instant(String field, @Nullable String value) {
        String text = text(value);
        if (text == null || text.equals("0")) {
            return null;
        }
        if (!text.matches("-?\\d{1,11}")) {
            throw new IllegalArgumentException(field + ": not a time (expected: seconds since 1970)");
        }
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static @Nullable BigDecimal number(String field, @Nullable String value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        if (!text.matches("-?\\d{1,20}(\\.\\d{1,20})?")) {
            throw new IllegalArgumentException(field + ": not a number (expected: digits with a decimal point)");
        }
        return new BigDecimal(text);
    }

    /** Without the zeros that the database keeps behind the point. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static @Nullable CrmRef account(@Nullable String id) {
        return id == null ? null : new CrmRef(CrmType.ACCOUNT, id);
    }

    private static String name(@Nullable String name, String id) {
        String text = text(name);
        return text == null ? "#" + id : text;
    }

    private static @Nullable String personName(@Nullable String first, @Nullable String last) {
        return text((first == null ? "" : first) + " " + (last == null ? "" : last));
    }

    /** {@code fr_FR} is how the CRM writes languages; {@code auto} leaves the choice to the browser. */
    private static @Nullable String language(@Nullable String lang) {
        String text = text(lang);
        if (text == null || text.equals("auto")) {
            return null;
        }
        String tag = Locale.forLanguageTag(text.replace('_', '-')).getLanguage();
        return tag.isEmpty() ? null : tag;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        String text = text(one);
        return text != null ? text : text(other);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        String text = text(value);
        if (text != null) {
            fields.put(name, text);
        }
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
