package rapport.crm.adapter.hubspot;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
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
 * From the CRM's words to ours. A value that cannot be understood throws {@link IllegalArgumentException} naming the
 * property, never the value.
 *
 * @param stage  by its id
 * @param owner  the owner's id by a user's id; null where that user owns nothing
 */
record HubspotMapper(HubspotAccount account, Function<String, HubspotPipeline.Stage> stage, Owners owner) {

    interface Owners {
        @Nullable
        String ofUser(String userId);
    }

    /** What HubSpot marks the main company of a deal with. */
    private static final long PRIMARY_COMPANY = 5;

    private static final Comparator<String> BY_NUMBER =
            Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

    CrmRecord record(HubspotObjectType type, HubspotObject row, @Nullable String company) {
        Map<String, Object> fields = new HashMap<>();
        OwnField.put(fields, type.own(), field -> value(field, row.property(field.crmField())), field -> currency(row));
        OwnObject declared = type.object();
        String owner = row.property("hubspot_owner_id");
        String name;
        String account = company;
        if (declared != null) {
            name = row.property(HubspotObjectType.name(declared));
            owner = row.property(HubspotObjectType.owner(declared));
            if (declared.account() != null && !type.isUnderAssociated()) {
                account = number(row, declared.account());
            }
        } else if (type.is(HubspotObjectType.COMPANY)) {
            name = company(row, fields);
            String parent = number(row, "hs_parent_company_id");
            account = row.id().equals(parent) ? null : parent;
        } else if (type.is(HubspotObjectType.CONTACT)) {
            name = contact(row, fields);
            account = number(row, "associatedcompanyid");
        } else {
            name = deal(row, fields);
        }
        String editor = row.property("hs_updated_by_user_id");
        String team = row.property("hubspot_team_id");
        return new CrmRecord(
                new CrmRef(type.type(), row.id()),
                name == null ? row.id() : name,
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                owner,
                team == null ? List.of() : List.of(team),
                fields,
                url(type, row),
                time(type.modified(), modified(type, row)),
                editor == null ? null : this.owner.ofUser(editor));
    }

    private static @Nullable String company(HubspotObject row, Map<String, Object> fields) {
        String website = row.property("website");
        put(fields, "website", website != null ? website : row.property("domain"));
        put(fields, "phone", row.property("phone"));
        put(fields, "type", row.property("type"));
        put(fields, "industry", row.property("industry"));
        put(fields, "stage", row.property("lifecyclestage"));
        put(fields, "city", row.property("city"));
        put(fields, "country", row.property("country"));
        String name = row.property("name");
        return name != null ? name : row.property("domain");
    }

    private static @Nullable String contact(HubspotObject row, Map<String, Object> fields) {
        String phone = row.property("phone");
        put(fields, "phone", phone != null ? phone : row.property("mobilephone"));
        put(fields, "email", row.property("email"));
        put(fields, "title", row.property("jobtitle"));
        put(fields, "stage", row.property("lifecyclestage"));
        put(fields, "city", row.property("city"));
        put(fields, "country", row.property("country"));
        String name = fullName(row.property("firstname"), row.property("lastname"));
        return name != null ? name : row.property("email");
    }

    private @Nullable String deal(HubspotObject row, Map<String, Object> fields) {
        String stageId = row.property("dealstage");
        put(fields, "stage", stageId == null ? null : label(stageId));
        fields.put("closed", stageId != null && stage.apply(stageId).isClosed());
        CrmMoney amount = money(row.property("amount"), row.property("deal_currency_code"));
        if (amount != null) {
            fields.put("amount", amount);
        }
        LocalDate closeOn = day(row.property("closedate"));
        if (closeOn != null) {
            fields.put("closeOn", closeOn);
        }
        return row.property("dealname");
    }

    private String label(String stageId) {
        String label = stage.apply(stageId).label();
        return label == null ? stageId : label;
    }

    private String currency(HubspotObject row) {
        String code = row.property("deal_currency_code");
        return code != null ? code : account.companyCurrency() == null ? "USD" : account.companyCurrency();
    }

    /** A date is a day, a time in the account's zone one, and an older date milliseconds since 1970. */
    private JsonNode value(OwnField field, @Nullable String text) {
        if (text == null) {
            return MissingNode.getInstance();
        }
        if (field.kind() != CrmField.Kind.DATE) {
            return StringNode.valueOf(text);
        }
        LocalDate day = day(text);
        return day == null ? MissingNode.getInstance() : StringNode.valueOf(day.toString());
    }

    /** A search has the property, a list the property and {@code updatedAt}; both say the same. */
    static @Nullable String modified(HubspotObjectType type, HubspotObject row) {
        String property = row.property(type.modified());
        return property != null ? property : row.updatedAt();
    }

    /** The same in a list and in a search, although only the former brings an address of its own. */
    private @Nullable String url(HubspotObjectType type, HubspotObject row) {
        if (account.portalId() == null) {
            return row.url();
        }
        String host = account.uiDomain() == null ? "app.hubspot.com" : account.uiDomain();
        return "https://" + host + "/contacts/" + account.portalId() + "/record/" + type.typeId() + "/" + row.id();
    }

    /** Records that were merged into this one. */
    static List<String> mergedIds(HubspotObject row) {
        String merged = row.property("hs_merged_object_ids");
        if (merged == null) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        for (String id : merged.split("[;,]")) {
            if (id.strip().matches("\\d{1,20}") && !id.strip().equals(row.id())) {
                ids.add(id.strip());
            }
        }
        return ids;
    }

    /** The deal's main company, or of several equal ones the oldest, so that the answer does not depend on their order. */
    static @Nullable String companyOf(HubspotObject deal) {
        HubspotObject.Associated companies =
                deal.associations() == null ? null : deal.associations().get("companies");
        if (companies == null || companies.results() == null) {
            return null;
        }
        return companies.results().stream()
                .min(Comparator.<HubspotObject.Association, Boolean>comparing(
                                company -> !"deal_to_company".equals(company.type()))
                        .thenComparing(HubspotObject.Association::id, BY_NUMBER))
                .map(HubspotObject.Association::id)
                .orElse(null);
    }

    static @Nullable String companyOf(HubspotLinks links) {
        if (links.to() == null) {
            return null;
        }
        return links.to().stream()
                .min(Comparator.<HubspotLinks.To, Boolean>comparing(to -> !isPrimary(to))
                        .thenComparing(HubspotLinks.To::toObjectId, BY_NUMBER))
                .map(HubspotLinks.To::toObjectId)
                .orElse(null);
    }

    private static boolean isPrimary(HubspotLinks.To to) {
        return to.associationTypes() != null
                && to.associationTypes().stream()
                        .anyMatch(label -> label.typeId() != null
                                && label.typeId() == PRIMARY_COMPANY
                                && "HUBSPOT_DEFINED".equals(label.category()));
    }

    /** Empty for queues, which are no people. */
    static Optional<CrmUser> user(HubspotOwner owner) {
        if ("QUEUE".equals(owner.type())) {
            return Optional.empty();
        }
        String name = fullName(owner.firstName(), owner.lastName());
        String email = owner.email() == null || owner.email().isBlank()
                ? null
                : owner.email().strip();
        List<HubspotOwner.Team> teams = owner.teams() == null ? List.of() : owner.teams();
        return Optional.of(new CrmUser(
                owner.id(),
                name != null ? name : email != null ? email : owner.id(),
                email,
                null,
                null,
                null,
                !Boolean.TRUE.equals(owner.archived()),
                teams.stream().map(HubspotOwner.Team::id).toList()));
    }

    /** One save may touch several properties; they carry the same time and user then. */
    List<CrmEdit> edits(
            HubspotObjectType type,
            Map<String, List<HubspotPropertyVersion>> history,
            @Nullable String currency,
            Instant since) {
        record Save(Instant at, String user) {}
        Map<Save, Map<String, FieldEdit>> saves =
                new TreeMap<>(Comparator.comparing(Save::at).thenComparing(Save::user));
        history.forEach((property, versions) -> {
            for (int i = 0; i < versions.size(); i++) {
                HubspotPropertyVersion version = versions.get(i);
                Instant at = time(property, version.timestamp());
                if (at == null || at.isBefore(since)) {
                    continue;
                }
                // Behind the oldest there was nothing, unless HubSpot has cut the history: it keeps at least 20.
                boolean known = i + 1 < versions.size() || versions.size() < 20;
                String before = i + 1 < versions.size() ? versions.get(i + 1).value() : null;
                OwnField own = type.own().stream()
                        .filter(declared -> declared.crmField().equals(property))
                        .findFirst()
                        .orElse(null);
                String field = own != null ? own.name() : fieldName(type, property);
                String user = version.userId();
                saves.computeIfAbsent(new Save(at, user == null ? "" : user), save -> new HashMap<>())
                        .put(
                                field,
                                new FieldEdit(
                                        own == null
                                                ? value(property, before, currency)
                                                : ownValue(own, before, currency),
                                        known,
                                        own == null
                                                ? value(property, version.value(), currency)
                                                : ownValue(own, version.value(), currency)));
            }
        });
        List<CrmEdit> edits = new ArrayList<>();
        saves.forEach((save, fields) ->
                edits.add(new CrmEdit(save.user().isEmpty() ? null : owner.ofUser(save.user()), save.at(), fields)));
        return edits;
    }

    /** Properties whose history is asked for, and our names of them. */
    private static final Map<String, String> FIELD = Map.of(
            "dealname", "name",
            "dealstage", "stage",
            "closedate", "closeOn",
            "hubspot_owner_id", "owner",
            "lifecyclestage", "stage",
            "associatedcompanyid", "account",
            "jobtitle", "title");

    private static String fieldName(HubspotObjectType type, String property) {
        OwnObject declared = type.object();
        if (declared != null) {
            return property.equals(HubspotObjectType.name(declared))
                    ? "name"
                    : property.equals(HubspotObjectType.owner(declared))
                            ? "owner"
                            : property.equals(declared.account()) ? "account" : property;
        }
        return FIELD.getOrDefault(property, property);
    }

    static List<String> watched(HubspotObjectType type) {
        List<String> watched = new ArrayList<>();
        OwnObject declared = type.object();
        if (declared != null) {
            watched.add(HubspotObjectType.name(declared));
            watched.add(HubspotObjectType.owner(declared));
        } else if (type.is(HubspotObjectType.COMPANY)) {
            watched.addAll(List.of("name", "hubspot_owner_id", "type", "industry", "lifecyclestage"));
        } else if (type.is(HubspotObjectType.CONTACT)) {
            watched.addAll(List.of("hubspot_owner_id", "associatedcompanyid", "lifecyclestage", "jobtitle", "email"));
        } else {
            watched.addAll(List.of("dealname", "dealstage", "amount", "closedate", "hubspot_owner_id"));
        }
        type.own().forEach(field -> watched.add(field.crmField()));
        return watched;
    }

    private @Nullable Object ownValue(OwnField field, @Nullable String text, @Nullable String currency) {
        Map<String, Object> one = new HashMap<>();
        String home = account.companyCurrency() == null ? "USD" : account.companyCurrency();
        OwnField.put(
                one,
                List.of(field),
                declared -> value(declared, text == null || text.isBlank() ? null : text),
                declared -> currency == null ? home : currency);
        return one.get(field.name());
    }

    private @Nullable Object value(String property, @Nullable String value, @Nullable String currency) {
        if (value == null || value.isBlank()) {
            return null;
        }
        return switch (property) {
            case "amount" -> money(value, currency);
            case "closedate" -> day(value);
            case "dealstage" -> label(value);
            default -> value.strip();
        };
    }

    private @Nullable CrmMoney money(@Nullable String amount, @Nullable String currency) {
        if (amount == null) {
            return null;
        }
        String home = account.companyCurrency() == null ? "USD" : account.companyCurrency();
        try {
            return new CrmMoney(new BigDecimal(amount.strip()), currency == null ? home : currency);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("amount: not a number (expected: digits with a point)");
        }
    }

    /** People pick a day and HubSpot stores a time of it in the account's zone; programs store midnight UTC and mean that day. */
    private @Nullable LocalDate day(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("closedate: not a date (expected: yyyy-MM-dd)");
            }
        }
        Instant at = time("closedate", value);
        if (at == null) {
            return null;
        }
        OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
        if (utc.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return utc.toLocalDate();
        }
        ZoneId zone = HubspotLimits.zone(account.timeZone(), ZoneOffset.UTC);
        return at.atZone(zone).toLocalDate();
    }

    /** ISO with or without milliseconds; older values are milliseconds since 1970. */
    static @Nullable Instant time(String property, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return value.matches("-?\\d{5,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(value))
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(property + ": not a time (expected: ISO 8601 or milliseconds)");
        }
    }

    private static @Nullable String number(HubspotObject row, String property) {
        String value = row.property(property);
        return value == null ? null : value.replaceFirst("\\.0+$", ""); // ids in number properties
    }

    private static @Nullable String fullName(@Nullable String first, @Nullable String last) {
        String joined = ((first == null ? "" : first.strip()) + " " + (last == null ? "" : last.strip())).strip();
        return joined.isEmpty() ? null : joined;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
