package rapport.crm.adapter.odoo;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * From the CRM's words to ours. A value that cannot be understood throws {@link IllegalArgumentException} naming the field,
 * never the value.
 *
 * @param recordUrl where a person opens a record, with {@code {model}} and {@code {id}}
 * @param currency  of amounts whose currency Odoo does not name
 */
record OdooMapper(String recordUrl, String currency) {
    /** Times are UTC and say so nowhere. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Odoo's own, which sign in nowhere. */
    private static final Set<String> NO_COLLEAGUES = Set.of("__system__", "default", "public", "portaltemplate");

    /** The values of the fields that were declared; everything empty is false, so of those a truth value alone is one. */
    Map<String, Object> ownFields(OdooModel model, JsonNode row) {
        Map<String, Object> fields = new HashMap<>();
        OwnField.put(
                fields,
                model.own(),
                field -> {
                    JsonNode value = row.path(field.crmField());
                    if (value.isMissingNode() && field.kind() == CrmField.Kind.BOOLEAN) {
                        return BooleanNode.FALSE;
                    }
                    boolean reference = value.isArray()
                            && value.size() == 2
                            && value.path(1).isString();
                    return reference ? value.path(field.kind() == CrmField.Kind.MEMBER ? 0 : 1) : value;
                },
                field -> Objects.requireNonNullElse(
                        text(row.path("company_currency").path(1).asString(null)), currency));
        return fields;
    }

    /** @param account the company of the partner that it refers to */
    CrmRecord own(OdooModel model, OwnObject object, JsonNode row, @Nullable String account) {
        long id = row.path("id").asLong();
        return new CrmRecord(
                new CrmRef(object.type(), Long.toString(id)),
                name(label(row, OdooModel.name(object)), id),
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                reference(row, OdooModel.owner(object)),
                List.of(),
                ownFields(model, row),
                url(model, id),
                time("write_date", row.path("write_date").asString(null)),
                reference(row, "write_uid"));
    }

    private static @Nullable String label(JsonNode row, String field) {
        JsonNode value = row.path(field);
        return (value.isArray() ? value.path(1) : value).asString(null);
    }

    private static @Nullable String reference(JsonNode row, String field) {
        JsonNode value = row.path(field);
        long id = (value.isArray() ? value.path(0) : value).asLong(0);
        return id > 0 ? Long.toString(id) : null;
    }

    CrmRecord account(OdooPartner company, Map<String, Object> fields) {
        OdooReference parent = company.parent_id();
        put(fields, "website", company.website());
        put(fields, "industry", label(company.industry_id()));
        return partner(
                CrmType.ACCOUNT,
                company,
                parent == null || parent.id() == company.id() ? null : new CrmRef(CrmType.ACCOUNT, parent.externalId()),
                fields);
    }

    CrmRecord contact(OdooPartner person, Map<String, Object> fields) {
        put(fields, "title", person.function());
        OdooReference account = person.parent_id() == null ? null : person.commercial_partner_id();
        if (account == null || account.id() == person.id()) {
            account = person.parent_id();
        }
        return partner(
                CrmType.CONTACT,
                person,
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account.externalId()),
                fields);
    }

    private CrmRecord partner(CrmType type, OdooPartner partner, @Nullable CrmRef account, Map<String, Object> fields) {
        put(fields, "email", partner.email());
        put(fields, "phone", partner.phone());
        put(fields, "city", partner.city());
        put(fields, "country", label(partner.country_id()));
        if (Boolean.FALSE.equals(partner.active())) {
            fields.put("archived", true);
        }
        return new CrmRecord(
                new CrmRef(type, Long.toString(partner.id())),
                name(partner.name(), partner.id()),
                account,
                id(partner.user_id()),
                List.of(),
                fields,
                url(OdooModel.PARTNER, partner.id()),
                time("write_date", partner.write_date()),
                id(partner.write_uid()));
    }

    /**
     * @param account the company of the lead's partner, which may be a person
     * @param won     whether it stands in a stage that wins
     * @param team    the users of its sales team
     */
    CrmRecord lead(
            CrmType type,
            OdooLead lead,
            @Nullable String account,
            boolean won,
            Set<String> team,
            Map<String, Object> fields) {
        boolean lost = Boolean.FALSE.equals(lead.active()) && isZero(lead.probability());
        put(fields, "stage", lost ? "Lost" : label(lead.stage_id()));
        put(fields, "team", label(lead.team_id()));
        fields.put("closed", won || Boolean.FALSE.equals(lead.active()));
        if (lead.expected_revenue() != null) {
            fields.put(
                    "amount",
                    new CrmMoney(
                            lead.expected_revenue(),
                            Objects.requireNonNullElse(label(lead.company_currency()), currency)));
        }
        if (lead.probability() != null) {
            fields.put("probability", plain(lead.probability()));
        }
        LocalDate closeOn = day("date_deadline", lead.date_deadline());
        if (closeOn != null) {
            fields.put("closeOn", closeOn);
        }
        put(fields, "email", lead.email_from());
        put(fields, "phone", lead.phone());
        if (Boolean.FALSE.equals(lead.active())) {
            fields.put("archived", true);
        }
        return new CrmRecord(
                new CrmRef(type, Long.toString(lead.id())),
                name(lead.name(), lead.id()),
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                id(lead.user_id()),
                List.of(),
                team,
                fields,
                url(OdooModel.LEAD, lead.id()),
                time("write_date", lead.write_date()),
                id(lead.write_uid()));
    }

    /** Empty for Odoo's own users. */
    static Optional<CrmUser> user(OdooUser user) {
        if (user.login() != null && NO_COLLEAGUES.contains(user.login())) {
            return Optional.empty();
        }
        return Optional.of(new CrmUser(
                Long.toString(user.id()),
                name(user.name() == null ? user.login() : user.name(), user.id()),
                text(user.email()),
                text(user.function()),
                null,
                language(user.lang()),
                !Boolean.FALSE.equals(user.active()),
                List.of()));
    }

    private String url(OdooModel model, long id) {
        return recordUrl.replace("{model}", model.model()).replace("{id}", Long.toString(id));
    }

    private static @Nullable Instant time(String field, @Nullable String value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.replaceFirst("\\.\\d+$", ""), TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + ": not a time (expected: yyyy-MM-dd HH:mm:ss)");
        }
    }

    private static @Nullable LocalDate day(String field, @Nullable String value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + ": not a date (expected: yyyy-MM-dd)");
        }
    }

    private static boolean isZero(@Nullable BigDecimal value) {
        return value == null || value.signum() == 0;
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static @Nullable String id(@Nullable OdooReference reference) {
        return reference == null ? null : reference.externalId();
    }

    private static @Nullable String label(@Nullable OdooReference reference) {
        return reference == null ? null : text(reference.label());
    }

    private static String name(@Nullable String name, long id) {
        String text = text(name);
        return text == null ? "#" + id : text;
    }

    /** {@code fr_FR} is how the CRM writes languages, {@code sr@latin} some of them. */
    private static @Nullable String language(@Nullable String lang) {
        String text = text(lang);
        String tag = text == null
                ? ""
                : Locale.forLanguageTag(text.replaceAll("@.*", "").replace('_', '-'))
                        .getLanguage();
        return tag.isEmpty() ? null : tag;
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
