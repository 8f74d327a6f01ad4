package rapport.samples.crm.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All records of the CRM, in memory. Every change goes through here, whoever makes it: the REST interface, a page, a
 * test. So every change has an author, a time, stream notes and webhook events.
 */
public final class CrmData {
    /** Author of what nobody in particular did. */
    public static final String SYSTEM = "system";

    private static final Map<String, BigDecimal> EURO_RATES = Map.of(
            "EUR",
            BigDecimal.ONE,
            "GBP",
            new BigDecimal("1.16"),
            "USD",
            new BigDecimal("0.92"),
            "CHF",
            new BigDecimal("1.05"));
    private static final Set<String> MOVED_BY_A_MERGE = Set.of("Post", "EmailSent", "EmailReceived");

    private final Map<EntityType, Map<String, CrmRecord>> records = new EnumMap<>(EntityType.class);
    private final Set<CrmRecord> touched = new LinkedHashSet<>();
    private final WebhookQueue queue = new WebhookQueue();
    private final Clock clock;
    private final CrmStateFile file;
    private final SecureRandom random = new SecureRandom();
    private final Instant firstStart;
    private long lastNote;

    /** @param directory where the changes are kept; null keeps them in memory only */
    public CrmData(CompanyData company, @Nullable Path directory, Clock clock) {
        this.clock = clock;
        this.file = new CrmStateFile(directory);
        for (EntityType type : EntityType.values()) {
            records.put(type, new LinkedHashMap<>());
        }
        CrmStateFile.State state = file.read();
        firstStart = state == null ? clock.instant() : state.firstStart();
        for (EntityType type : EntityType.values()) {
            company.of(type).forEach(given -> load(type, given));
        }
        if (state != null) {
            state.records().forEach(record -> {
                of(record.type()).put(record.id(), record);
                touched.add(key(record));
            });
            queue.restore(state.queue());
        }
        of(EntityType.NOTE).values().forEach(note -> {
            if (note.get("number") instanceof Number number) {
                lastNote = Math.max(lastNote, number.longValue());
            }
        });
        save();
    }

    private void load(EntityType type, Map<String, Object> given) {
        Map<String, Object> values = new LinkedHashMap<>(CompanyData.resolveDays(given, firstStart));
        values.values().removeIf(Objects::isNull);
        String id = Objects.requireNonNull((String) values.remove("id"), () -> "id of " + given);
        type.attributes().values().forEach(attribute -> {
            Object value = values.get(attribute.name());
            if (attribute.derived()) {
                values.remove(attribute.name());
            } else if (value instanceof Number number && attribute.kind() == Attribute.Kind.NUMBER) {
                values.put(attribute.name(), RecordInput.plain(new BigDecimal(number.toString())));
            }
        });
        values.putAll(defaults(type, values));
        if (type.attribute("createdById") != null) {
            Object author = values.getOrDefault("assignedUserId", SYSTEM);
            values.putIfAbsent("createdById", author);
            values.putIfAbsent("modifiedById", author);
        }
        of(type).put(id, new CrmRecord(type, id, values));
    }

    private Map<String, CrmRecord> of(EntityType type) {
        return Objects.requireNonNull(records.get(type));
    }

    /** A record without its values, so that a set knows which records differ from the company's files. */
    private static CrmRecord key(CrmRecord record) {
        return new CrmRecord(record.type(), record.id(), Map.of());
    }

    // --- reading ---------------------------------------------------------------------------------------------------

    public synchronized Optional<CrmRecord> find(EntityType type, @Nullable String id) {
        return findEvenDeleted(type, id).filter(record -> !record.isDeleted());
    }

    public synchronized Optional<CrmRecord> findEvenDeleted(EntityType type, @Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(of(type).get(id));
    }

    public CrmRecord get(EntityType type, String id) {
        return find(type, id).orElseThrow(() -> CrmRefusal.notFound("Record not found."));
    }

    /** All records of a type that are not deleted and that {@code which} takes, in the order asked for. */
    public synchronized List<CrmRecord> list(EntityType type, Predicate<CrmRecord> which, Comparator<CrmRecord> order) {
        return of(type).values().stream()
                .filter(record -> !record.isDeleted())
                .filter(which)
                .sorted(order)
                .toList();
    }

    public Comparator<CrmRecord> orderBy(EntityType type, String attribute, boolean descending) {
        Attribute by = type.attribute(attribute);
        if (by == null) {
            throw CrmRefusal.badRequest("Not existing order field '" + attribute + "'.");
        }
        Comparator<CrmRecord> order = (a, b) -> compare(by, value(a, attribute), value(b, attribute));
        order = order.thenComparing(CrmRecord::id);
        return descending ? order.reversed() : order;
    }

    /** As the database of the CRM compares: nothing before something, text without regard to case. */
    static int compare(Attribute attribute, @Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return switch (attribute.kind()) {
            case NUMBER, WHOLE_NUMBER -> decimal(a).compareTo(decimal(b));
            case ID -> a.toString().compareTo(b.toString());
            case BOOLEAN -> Boolean.compare(isTrue(a), isTrue(b));
            default -> a.toString().compareToIgnoreCase(b.toString());
        };
    }

    static BigDecimal decimal(Object value) {
        try {
            return new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }

    static boolean isTrue(Object value) {
        return value.equals(Boolean.TRUE)
                || value.toString().equals("1")
                || value.toString().equals("true");
    }

    /** The value of an attribute, worked out where it is not stored. */
    public @Nullable Object value(CrmRecord record, String name) {
        Attribute attribute = record.type().attribute(name);
        if (attribute == null || !attribute.derived()) {
            Object stored = record.get(name);
            if (stored == null && attribute != null && attribute.kind() == Attribute.Kind.IDS) {
                return List.of();
            }
            if (stored == null && name.equals("emailAddressData")) {
                return contactData("emailAddress", record.text("emailAddress"));
            }
            if (stored == null && name.equals("phoneNumberData")) {
                return contactData("phoneNumber", record.text("phoneNumber"));
            }
            return stored;
        }
        if (name.equals("name")) {
            String first = record.text("firstName");
            String last = record.textOr("lastName", "");
            return first == null ? last : (first + " " + last).strip();
        }
        if (name.equals("amountConverted")) {
            Object amount = record.get("amount");
            BigDecimal rate = EURO_RATES.getOrDefault(record.textOr("amountCurrency", "EUR"), BigDecimal.ONE);
            return amount == null
                    ? null
                    : RecordInput.plain(decimal(amount).multiply(rate).setScale(2, RoundingMode.HALF_UP));
        }
        if (name.equals("parentName")) {
            return EntityType.named(record.text("parentType"))
                    .map(type -> nameOf(type, record.text("parentId")))
                    .orElse(null);
        }
        if (name.endsWith("Names")) {
            String link = name.substring(0, name.length() - "Names".length());
            Map<String, Object> names = new LinkedHashMap<>();
            for (String id : record.ids(link + "Ids")) {
                String linked = nameOf(linkedType(link), id);
                names.put(id, linked == null ? "" : linked);
            }
            return names;
        }
        String link = name.substring(0, name.length() - "Name".length());
        return nameOf(linkedType(link), record.text(link + "Id"));
    }

    private static List<Map<String, Object>> contactData(String kind, @Nullable String value) {
        if (value == null) {
            return List.of();
        }
        Map<String, Object> only = new LinkedHashMap<>();
        only.put(kind, value);
        if (kind.equals("emailAddress")) {
            only.put("lower", value.toLowerCase(java.util.Locale.ROOT));
        } else {
            only.put("type", "Office");
        }
        only.put("primary", true);
        only.put("optOut", false);
        only.put("invalid", false);
        return List.of(only);
    }

    static EntityType linkedType(String link) {
        return switch (link) {
            case "account", "accounts" -> EntityType.ACCOUNT;
            case "contact", "contacts" -> EntityType.CONTACT;
            case "opportunities" -> EntityType.OPPORTUNITY;
            case "team", "teams", "defaultTeam" -> EntityType.TEAM;
            case "assignedUser", "createdBy", "modifiedBy", "users" -> EntityType.USER;
            default -> throw CrmRefusal.badRequest("Not existing link '" + link + "'.");
        };
    }

    public @Nullable String nameOf(EntityType type, @Nullable String id) {
        if (SYSTEM.equals(id)) {
            return "System";
        }
        return findEvenDeleted(type, id)
                .map(record -> (String) value(record, "name"))
                .orElse(null);
    }

    /**
     * A record as it goes over the wire.
     *
     * @param select what a list asked for; null for everything that a list holds unasked
     * @param single whether the record is read alone, which brings more
     */
    public Map<String, @Nullable Object> view(CrmRecord record, @Nullable Collection<String> select, boolean single) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        for (Attribute attribute : record.type().attributes().values()) {
            String name = attribute.name();
            boolean wanted = name.equals("id")
                    || (select != null ? isSelected(name, select) : single || !attribute.onlyWhenRead());
            if (!wanted || (name.equals("deleted") && !record.isDeleted()) || name.equals("secretKey") && !single) {
                continue;
            }
            Object value = value(record, name);
            if (select == null && !single && attribute.kind() == Attribute.Kind.LONG_TEXT && value != null) {
                String text = value.toString();
                value = text.length() > 200 ? text.substring(0, 200) : text;
            }
            view.put(name, value);
        }
        return view;
    }

    private static boolean isSelected(String name, Collection<String> select) {
        return select.contains(name)
                || (name.endsWith("Names") && select.contains(name.substring(0, name.length() - 5) + "Ids"));
    }

    /** The records behind a link of a record, for example the contacts of an account. */
    public Predicate<CrmRecord> relatedBy(CrmRecord record, String link) {
        String id = record.id();
        return switch (record.type().wireName() + "." + link) {
            case "Account.contacts" ->
                contact -> id.equals(contact.get("accountId"))
                        || contact.ids("accountsIds").contains(id);
            case "Account.opportunities" -> opportunity -> id.equals(opportunity.get("accountId"));
            case "Contact.opportunities" ->
                opportunity -> id.equals(opportunity.get("contactId"))
                        || opportunity.ids("contactsIds").contains(id);
            case "Contact.accounts",
                    "Opportunity.contacts",
                    "Account.teams",
                    "Contact.teams",
                    "Opportunity.teams",
                    "User.teams" -> other -> linkedIds(record, link).contains(other.id());
            case "Team.users" -> user -> user.ids("teamsIds").contains(id);
            default ->
                throw CrmRefusal.notFound(
                        "Link '" + link + "' does not exist in " + record.type().wireName() + ".");
        };
    }

    public EntityType typeBehind(String link) {
        return linkedType(link);
    }

    /** The ids to which a link of a record leads. */
    Set<String> linkedIds(CrmRecord record, String link) {
        Set<String> ids = new LinkedHashSet<>(record.ids(link + "Ids"));
        String one = record.text(link + "Id");
        if (one != null) {
            ids.add(one);
        }
        if (record.type() == EntityType.CONTACT && link.equals("accounts") && record.text("accountId") != null) {
            ids.add(record.textOr("accountId", ""));
        }
        if (ids.isEmpty()
                && (link.equals("contacts") || link.equals("opportunities") || link.equals("users"))
                && record.type() != EntityType.OPPORTUNITY) {
            list(linkedType(link), relatedBy(record, link), Comparator.comparing(CrmRecord::id))
                    .forEach(other -> ids.add(other.id()));
        }
        return ids;
    }

    // --- writing ---------------------------------------------------------------------------------------------------

    /** @param actor id of the user who does it */
    public synchronized CrmRecord create(EntityType type, Map<String, ? extends @Nullable Object> input, String actor) {
        Map<String, @Nullable Object> clean = RecordInput.clean(type, input);
        clean.values().removeIf(Objects::isNull);
        requireFields(type, clean, true);
        requireLinks(type, clean);
        Map<String, @Nullable Object> values = new LinkedHashMap<>(clean);
        values.putAll(defaults(type, values));
        String now = CrmTimes.format(clock.instant());
        values.put("createdAt", now);
        values.put("modifiedAt", now);
        values.put("createdById", actor);
        values.put("modifiedById", actor);
        if (type == EntityType.WEBHOOK) {
            values.put("secretKey", randomHex(16));
            values.put("userId", actor);
            values.putIfAbsent("isActive", true);
        }
        if (type == EntityType.NOTE) {
            values.put("number", ++lastNote);
            values.putIfAbsent("type", "Post");
        }
        CrmRecord record = new CrmRecord(type, newId(), Map.of()).with(values);
        put(record);
        if (type.isCustomerRecord()) {
            Map<String, Object> data = new LinkedHashMap<>();
            if (record.text("assignedUserId") != null) {
                data.put("assignedUserId", record.textOr("assignedUserId", ""));
                data.put("assignedUserName", String.valueOf(value(record, "assignedUserName")));
            }
            if (type == EntityType.OPPORTUNITY) {
                data.put("statusField", "stage");
                data.put("statusValue", record.textOr("stage", ""));
            }
            note("Create", record, data, actor);
        }
        if (type == EntityType.NOTE) {
            markStream(record);
        }
        queue.created(
                record,
                withoutNulls(view(record, null, true)),
                actor,
                of(EntityType.WEBHOOK).values());
        save();
        return record;
    }

    public synchronized CrmRecord update(
            EntityType type, String id, Map<String, ? extends @Nullable Object> input, String actor) {
        CrmRecord before = get(type, id);
        Map<String, @Nullable Object> clean = RecordInput.clean(type, input);
        if (type == EntityType.WEBHOOK) {
            clean.remove("event");
        }
        requireFields(type, clean, false);
        requireLinks(type, clean);
        CrmRecord after = apply(before, clean, actor);
        save();
        return after;
    }

    /** Soft, as all deletes of EspoCRM: the record stays in the file and is seen by nobody. */
    public synchronized void delete(EntityType type, String id, String actor) {
        remove(get(type, id), actor);
        save();
    }

    /**
     * Moves the links and the posts of the losers to the winner, deletes the losers, then changes the winner. Links move
     * without a save of the linked records: no {@code modifiedAt}, no webhook. No field of a loser names the winner.
     */
    public synchronized void merge(
            EntityType type,
            String winnerId,
            List<String> loserIds,
            Map<String, ? extends @Nullable Object> attributes,
            String actor) {
        CrmRecord winner = get(type, winnerId);
        Map<String, @Nullable Object> clean = RecordInput.clean(type, attributes);
        requireFields(type, clean, false);
        requireLinks(type, clean);
        List<CrmRecord> losers = new ArrayList<>();
        for (String loserId : loserIds) {
            if (loserId.equals(winnerId)) {
                throw CrmRefusal.badRequest("A record cannot be merged with itself.");
            }
            losers.add(find(type, loserId).orElseThrow(() -> CrmRefusal.notFound("Source record not found.")));
        }
        for (CrmRecord loser : losers) {
            moveLinks(type, loser.id(), winner.id());
        }
        losers.forEach(loser -> remove(loser, actor));
        apply(get(type, winner.id()), clean, actor);
        save();
    }

    private void moveLinks(EntityType type, String from, String to) {
        for (CrmRecord note : List.copyOf(of(EntityType.NOTE).values())) {
            if (from.equals(note.get("parentId")) && MOVED_BY_A_MERGE.contains(note.textOr("type", ""))) {
                put(note.with(Map.of("parentId", to)));
            }
        }
        String link = type == EntityType.ACCOUNT ? "account" : "contact";
        for (EntityType other : List.of(EntityType.CONTACT, EntityType.OPPORTUNITY)) {
            if (other == type) {
                continue;
            }
            for (CrmRecord record : List.copyOf(of(other).values())) {
                Map<String, Object> moved = new LinkedHashMap<>();
                if (from.equals(record.get(link + "Id"))) {
                    moved.put(link + "Id", to);
                }
                List<String> ids = record.ids(link + "sIds");
                if (ids.contains(from)) {
                    Set<String> others = new LinkedHashSet<>(ids);
                    others.remove(from);
                    others.add(to);
                    moved.put(link + "sIds", List.copyOf(others));
                }
                if (!moved.isEmpty()) {
                    put(record.with(moved));
                }
            }
        }
    }

    /** Links two records, or parts them; the save of neither is involved, so neither is seen as modified. */
    public synchronized void relate(EntityType type, String id, String link, String otherId, boolean together) {
        CrmRecord record = get(type, id);
        relatedBy(record, link);
        CrmRecord other = get(linkedType(link), otherId);
        if (type.attribute(link + "Ids") != null) {
            put(record.with(Map.of(link + "Ids", changed(record.ids(link + "Ids"), otherId, together))));
        } else if (type == EntityType.ACCOUNT && link.equals("contacts")) {
            Map<String, @Nullable Object> changes = new LinkedHashMap<>();
            changes.put("accountsIds", changed(other.ids("accountsIds"), id, together));
            if (!together && id.equals(other.get("accountId"))) {
                changes.put("accountId", null);
            }
            put(other.with(changes));
        } else if (type == EntityType.ACCOUNT && link.equals("opportunities")) {
            Map<String, @Nullable Object> changes = new LinkedHashMap<>();
            changes.put("accountId", together ? id : null);
            put(other.with(changes));
        } else {
            throw CrmRefusal.forbidden("Link '" + link + "' cannot be changed here.");
        }
        save();
    }

    private static List<String> changed(List<String> ids, String id, boolean add) {
        Set<String> changed = new LinkedHashSet<>(ids);
        if (add) {
            changed.add(id);
        } else {
            changed.remove(id);
        }
        return List.copyOf(changed);
    }

    private void remove(CrmRecord record, String actor) {
        String now = CrmTimes.format(clock.instant());
        put(record.with(Map.of("deleted", true, "modifiedAt", now, "modifiedById", actor)));
        if (record.type() == EntityType.WEBHOOK) {
            queue.removeAllOf(record.id());
        } else {
            queue.deleted(record, actor, of(EntityType.WEBHOOK).values());
        }
    }

    private CrmRecord apply(CrmRecord before, Map<String, @Nullable Object> input, String actor) {
        EntityType type = before.type();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        input.forEach((name, value) -> {
            if (!Objects.equals(comparable(value), comparable(before.get(name)))) {
                changes.put(name, value);
            }
        });
        if (changes.isEmpty()) {
            return before;
        }
        if (type == EntityType.OPPORTUNITY && changes.get("stage") instanceof String stage) {
            if (!input.containsKey("probability")) {
                changes.put("probability", EntityType.STAGES.get(stage));
            }
            if (!stage.equals("Closed Lost")) {
                changes.put("lastStage", stage);
            }
        }
        if (type == EntityType.CONTACT && changes.get("accountId") instanceof String account) {
            changes.put("accountsIds", changed(before.ids("accountsIds"), account, true));
        }
        boolean saved = changes.keySet().stream().anyMatch(name -> !isRelation(type, name));
        Map<String, @Nullable Object> news = new LinkedHashMap<>(changes);
        if (saved) {
            changes.put("modifiedAt", CrmTimes.format(clock.instant()));
            changes.put("modifiedById", actor);
        }
        CrmRecord after = before.with(changes);
        put(after);
        if (type.isCustomerRecord()) {
            writeNotes(before, after, news.keySet(), actor);
        }
        queue.updated(
                after,
                withDerived(before, after, news.keySet()),
                actor,
                of(EntityType.WEBHOOK).values());
        return after;
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty() ? null : Set.copyOf(list);
        }
        return value instanceof Number number ? decimal(number).stripTrailingZeros() : value;
    }

    private static boolean isRelation(EntityType type, String name) {
        Attribute attribute = type.attribute(name);
        return attribute != null && attribute.kind() == Attribute.Kind.IDS;
    }

    /** What changed, with the names that changed along with ids. */
    private Map<String, @Nullable Object> withDerived(CrmRecord before, CrmRecord after, Set<String> changed) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (Attribute attribute : after.type().attributes().values()) {
            String name = attribute.name();
            Object now = value(after, name);
            boolean isNews = attribute.derived() ? !Objects.equals(now, value(before, name)) : changed.contains(name);
            if (isNews) {
                all.put(name, now);
            }
        }
        return all;
    }

    private void writeNotes(CrmRecord before, CrmRecord after, Set<String> changed, String actor) {
        EntityType type = after.type();
        if (changed.contains("assignedUserId")) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("assignedUserId", after.get("assignedUserId"));
            if (after.get("assignedUserId") != null) {
                data.put("assignedUserName", value(after, "assignedUserName"));
            }
            note("Assign", after, data, actor);
        }
        if (type == EntityType.OPPORTUNITY && changed.contains("stage")) {
            String stage = after.textOr("stage", "");
            String style = stage.equals("Closed Won") ? "success" : stage.equals("Closed Lost") ? "danger" : "default";
            note("Status", after, Map.of("field", "stage", "value", stage, "style", style), actor);
        }
        List<String> fields = new ArrayList<>();
        Map<String, @Nullable Object> was = new LinkedHashMap<>();
        Map<String, @Nullable Object> became = new LinkedHashMap<>();
        for (Attribute attribute : type.attributes().values()) {
            String field = WebhookQueue.fieldOf(attribute.name());
            boolean isAudited = type.audited().contains(field)
                    && changed.stream()
                            .anyMatch(name -> WebhookQueue.fieldOf(name).equals(field));
            if (isAudited) {
                if (!fields.contains(field)) {
                    fields.add(field);
                }
                was.put(attribute.name(), value(before, attribute.name()));
                became.put(attribute.name(), value(after, attribute.name()));
            }
        }
        if (!fields.isEmpty()) {
            note("Update", after, Map.of("fields", fields, "attributes", Map.of("was", was, "became", became)), actor);
        }
    }

    private void note(String kind, CrmRecord parent, Map<String, ? extends @Nullable Object> data, String actor) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("type", kind);
        values.put("data", data);
        values.put("parentType", parent.type().wireName());
        values.put("parentId", parent.id());
        String account = parent.type() == EntityType.ACCOUNT ? null : parent.text("accountId");
        if (account != null) {
            values.put("superParentType", EntityType.ACCOUNT.wireName());
            values.put("superParentId", account);
        }
        String now = CrmTimes.format(clock.instant());
        values.put("createdAt", now);
        values.put("modifiedAt", now);
        values.put("createdById", actor);
        values.put("modifiedById", actor);
        values.put("number", ++lastNote);
        put(new CrmRecord(EntityType.NOTE, newId(), values));
    }

    /** A post in the stream is no change of the record: only {@code streamUpdatedAt} tells of it. */
    private void markStream(CrmRecord note) {
        EntityType.named(note.text("parentType"))
                .flatMap(type -> find(type, note.text("parentId")))
                .ifPresent(parent -> put(parent.with(Map.of("streamUpdatedAt", note.textOr("createdAt", "")))));
    }

    private static Map<String, Object> defaults(EntityType type, Map<String, ? extends @Nullable Object> values) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (type == EntityType.OPPORTUNITY) {
            String stage = values.get("stage") instanceof String given ? given : "Prospecting";
            defaults.put("stage", stage);
            if (values.get("probability") == null) {
                defaults.put("probability", EntityType.STAGES.getOrDefault(stage, 0));
            }
            if (values.get("amount") != null && values.get("amountCurrency") == null) {
                defaults.put("amountCurrency", "EUR");
            }
            if (!stage.equals("Closed Lost")) {
                defaults.put("lastStage", stage);
            }
        }
        if (type == EntityType.CONTACT && values.get("accountId") instanceof String account) {
            if (!(values.get("accountsIds") instanceof List<?>)) {
                defaults.put("accountsIds", List.of(account));
            }
        }
        if (type == EntityType.USER) {
            defaults.put("type", values.get("type") instanceof String given ? given : "regular");
            defaults.put("isActive", !Boolean.FALSE.equals(values.get("isActive")));
        }
        return defaults;
    }

    private static void requireFields(EntityType type, Map<String, @Nullable Object> input, boolean all) {
        for (String field : type.required()) {
            boolean missing = all ? input.get(field) == null : input.containsKey(field) && input.get(field) == null;
            if (missing) {
                throw RecordInput.invalid(type, field, "required");
            }
        }
    }

    private void requireLinks(EntityType type, Map<String, @Nullable Object> input) {
        input.forEach((name, value) -> {
            Attribute attribute = type.attribute(name);
            if (attribute == null || value == null || type == EntityType.NOTE || type == EntityType.WEBHOOK) {
                return;
            }
            if (attribute.kind() == Attribute.Kind.ID && name.endsWith("Id")) {
                String link = name.substring(0, name.length() - 2);
                if (find(linkedType(link), value.toString()).isEmpty()) {
                    throw RecordInput.invalid(type, link, "exists");
                }
            } else if (attribute.kind() == Attribute.Kind.IDS && value instanceof List<?> ids) {
                String link = name.substring(0, name.length() - 3);
                for (Object id : ids) {
                    if (find(linkedType(link), id.toString()).isEmpty()) {
                        throw RecordInput.invalid(type, link, "exists");
                    }
                }
            }
        });
    }

    // --- webhook queue ---------------------------------------------------------------------------------------------

    public synchronized List<WebhookEvent> dueEvents(String webhookId, int limit) {
        return queue.due(webhookId, clock.millis(), limit);
    }

    public synchronized List<WebhookEvent> waitingEvents() {
        return queue.all();
    }

    public synchronized void eventsDone(Collection<WebhookEvent> events) {
        queue.remove(events);
        save();
    }

    public synchronized void eventsFailed(Collection<WebhookEvent> events, java.time.Duration pause, int maxAttempts) {
        List<WebhookEvent> exhausted = events.stream()
                .filter(event -> event.attempts() + 1 >= maxAttempts)
                .toList();
        queue.remove(exhausted);
        queue.retry(events, clock.millis() + pause.toMillis());
        save();
    }

    // --- keeping ---------------------------------------------------------------------------------------------------

    private void put(CrmRecord record) {
        of(record.type()).put(record.id(), record);
        touched.add(key(record));
    }

    private void save() {
        if (file.isKept()) {
            List<CrmRecord> changed = touched.stream()
                    .map(key -> Objects.requireNonNull(of(key.type()).get(key.id())))
                    .toList();
            file.write(new CrmStateFile.State(firstStart, changed, queue.all()));
        }
    }

    /** As PHP's uniqid and four more digits: 13 of the time, 4 by chance. */
    private String newId() {
        String time = Long.toHexString(clock.instant().getEpochSecond())
                + String.format(java.util.Locale.ROOT, "%05x", random.nextInt(0x100000));
        String id = time + String.format(java.util.Locale.ROOT, "%04x", random.nextInt(0x10000));
        return id.length() > 17 ? id.substring(0, 17) : id;
    }

    private String randomHex(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> values) {
        Map<String, Object> kept = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    /** The day on which the company's files were read for the first time; relative days count from it. */
    public java.time.LocalDate firstDay() {
        return java.time.LocalDate.ofInstant(firstStart, ZoneOffset.UTC);
    }

    public Clock clock() {
        return clock;
    }
}
