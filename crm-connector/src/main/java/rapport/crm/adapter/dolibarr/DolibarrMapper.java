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
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;

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

    CrmRecord account(DolibarrThirdParty party, @Nullable String owner) {
        Map<String, Object> fields = new HashMap<>();
        put(fields, "website", party.url());
        put(fields, "email", party.email());
        put(fields, "phone", party.phone());
        put(fields, "type", kind(party));
        put(fields, "city", party.town());
        put(fields, "country", party.country_code());
        return new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, party.id()),
                name(party.name(), party.id()),
                null,
                owner,
                List.of(),
                fields,
                url(DolibarrObject.THIRD_PARTY, party.id()),
                modified("date_modification", party.date_modification()),
                reference(party.user_modification_id()));
    }

    CrmRecord contact(DolibarrContact contact) {
        Map<String, Object> fields = new HashMap<>();
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

    CrmRecord opportunity(DolibarrProject project) {
        Map<String, Object> fields = new HashMap<>();
        String stage = reference(project.opp_status());
        if (stage != null) {
            fields.put("stage", Objects.requireNonNullElse(stages.get(stage), "Stage " + stage));
        }
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
        return site + object.card + id;
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
