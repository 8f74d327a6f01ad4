package rapport.crm.adapter.espocrm;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmHttp;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookSubscription;
import tools.jackson.databind.JsonNode;

/** The way to one EspoCRM. */
final class EspoCrmLink implements CrmLink {
    private static final List<String> USER = List.of(
            "id", "userName", "name", "firstName", "lastName", "type", "isActive", "emailAddress", "title", "teamsIds");

    /** How many notes of a record are looked at to find who changed it; a page on screen shows as many. */
    private static final int NOTES = 20;

    private final String connection;
    private final Duration overlap;
    private final String recordUrl;
    private final @Nullable String siteField;
    private final @Nullable String languageField;
    private final @Nullable String parentField;
    private final List<EspoEntity> entities;
    private final EspoCrmClient client;
    private volatile @Nullable EspoStages stages;
    private volatile @Nullable EspoCrmMapper mapper;

    EspoCrmLink(CrmAccess access, Mapping mapping) {
        this.connection = access.connection();
        this.overlap = access.overlap();
        this.client = new EspoCrmClient(access);
        String site = EspoCrmClient.apiBase(access.address()).replaceAll("/api/v1$", "");
        this.recordUrl = access.options().getOrDefault("record-url", site + "/#{entity}/view/{id}");
        this.siteField = access.options().get("user-site-field");
        this.languageField = access.options().get("user-language-field");
        String parent =
                access.options().getOrDefault("parent-account-field", "").strip();
        this.parentField = parent.isEmpty() ? null : parent;
        this.entities = EspoEntity.all(mapping, parentField);
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        JsonNode table;
        try {
            JsonNode me = client.get("App/user");
            checks.add(ConnectionCheck.passed("address", "EspoCRM answers"));
            checks.add(ConnectionCheck.passed(
                    "sign-in",
                    "signed in as " + me.path("user").path("userName").asString("?")));
            table = me.path("acl").path("table");
        } catch (CrmFailure failure) {
            boolean refused = failure.remedy() == Remedy.RECONNECT || failure.remedy() == Remedy.WAIT;
            checks.add(refused ? ConnectionCheck.passed("address", "something answers") : failed("address", failure));
            checks.add(refused ? failed("sign-in", failure) : ConnectionCheck.skipped("sign-in"));
            Stream.concat(readable().stream(), Stream.of("Webhook"))
                    .forEach(entity -> checks.add(ConnectionCheck.skipped("read " + entity)));
            return checks;
        }
        for (String entity : readable()) {
            ConnectionCheck right = right(entity, table.path(entity));
            checks.add(
                    entity.equals("Lead") && right.outcome() == ConnectionCheck.Outcome.FAILED
                            ? ConnectionCheck.warned(
                                    right.name(), right.found(), right.advice() + " Or mirror no leads.")
                            : right);
        }
        JsonNode webhooks = table.path("Webhook");
        checks.add(
                webhooks.isObject() || webhooks.asBoolean(false)
                        ? ConnectionCheck.passed("webhooks", "may be registered")
                        : ConnectionCheck.warned(
                                "webhooks",
                                "the API user may not register webhooks, so news come with the next poll and deletes with the next sweep",
                                "Enable the scope Webhooks in its role."));
        return checks;
    }

    private List<String> readable() {
        return Stream.concat(entities.stream().map(EspoEntity::entityName), Stream.of("User", "Team"))
                .distinct()
                .toList();
    }

    private EspoEntity entity(CrmType type) {
        return entities.stream()
                .filter(known -> known.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("record type: " + type + " (expected: of "
                        + entities.stream().map(EspoEntity::type).toList() + ")"));
    }

    private static ConnectionCheck failed(String name, CrmFailure failure) {
        String advice = failure.advice();
        return ConnectionCheck.failed(
                name, String.valueOf(failure.getMessage()), advice == null ? "It is tried again by itself." : advice);
    }

    private static ConnectionCheck right(String entity, JsonNode rights) {
        String name = "read " + entity;
        String read = rights.isObject() ? rights.path("read").asString("no") : rights.asBoolean(false) ? "all" : "no";
        return switch (read) {
            case "all", "yes" -> ConnectionCheck.passed(name, "all of them");
            case "no" ->
                ConnectionCheck.failed(
                        name, "no right to read", "Set " + entity + " › read to \"all\" in the API user's role.");
            default ->
                ConnectionCheck.warned(
                        name,
                        "only \"" + read + "\"; the others would look deleted",
                        "Set " + entity + " › read to \"all\" in the API user's role.");
        };
    }

    @Override
    public List<CrmTeam> teams() {
        List<CrmTeam> teams = new ArrayList<>();
        String last = null;
        EspoList page;
        do {
            page = client.list("Team", List.of("id", "name"), "id", after(last), false);
            for (JsonNode row : page.rows()) {
                last = id(row, "Team");
                teams.add(EspoCrmMapper.team(EspoCrmMapper.wire(row, EspoTeam.class)));
            }
        } while (page.more() && !page.rows().isEmpty());
        return teams;
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        List<String> select = new ArrayList<>(USER);
        if (siteField != null) {
            select.add(siteField);
        }
        if (languageField != null) {
            select.add(languageField);
        }
        EspoList page = client.list("User", select, "id", after(from == null ? null : from.value()), false);
        List<CrmUser> users = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        EspoCrmMapper words = mapper();
        String last = null;
        for (JsonNode row : page.rows()) {
            last = id(row, "User");
            try {
                words.user(EspoCrmMapper.wire(row, EspoUser.class), custom(row, siteField), custom(row, languageField))
                        .ifPresent(users::add);
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(CrmType.USER, last, String.valueOf(e.getMessage())));
            }
        }
        return new UserPage(users, unreadable, page.more() && last != null ? new Checkpoint(last) : null);
    }

    private static @Nullable String custom(JsonNode row, @Nullable String field) {
        return field == null ? null : row.path(field).asString(null);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        EspoEntity entity = entity(type);
        EspoCheckpoint checkpoint = EspoCheckpoint.of(from);
        boolean first = checkpoint.walksAll() && checkpoint.id() == null;
        EspoList page = client.list(
                entity.entityName(),
                entity.select(),
                checkpoint.walksAll() ? "id" : "modifiedAt",
                checkpoint.walksAll() ? after(checkpoint.id()) : changedAfter(checkpoint),
                first);
        List<CrmChange> changes = new ArrayList<>(page.rows().size());
        List<Unreadable> unreadable = new ArrayList<>();
        for (JsonNode row : page.rows()) {
            understand(entity, row, changes, unreadable);
        }
        EspoCheckpoint next;
        boolean more = page.more() && !page.rows().isEmpty();
        if (more) {
            JsonNode last = page.rows().get(page.rows().size() - 1);
            String modifiedAt = last.path("modifiedAt").asString(null);
            if (modifiedAt == null && !checkpoint.walksAll()) {
                throw CrmFailure.reconnect(
                        connection + ": " + entity.entityName() + " comes without modifiedAt.",
                        "Let the API user's role read the field Modified At.");
            }
            next = checkpoint.after(page.at(), modifiedAt, id(last, entity.entityName()));
        } else {
            next = checkpoint.done(page.at());
        }
        return new ChangePage(changes, unreadable, next.toCheckpoint(), more, page.counted());
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        EspoEntity entity = entity(type);
        EspoList page = client.list(
                entity.entityName(),
                entity.isLead()
                        ? List.of("id", "status", "createdAccountId", "createdContactId", "createdOpportunityId")
                        : List.of("id"),
                "id",
                after(from == null ? null : from.value()),
                false);
        List<String> ids = new ArrayList<>();
        String last = null;
        for (JsonNode row : page.rows()) {
            last = id(row, entity.entityName());
            if (!entity.isLead() || !EspoCrmMapper.isConverted(row)) {
                ids.add(last);
            }
        }
        return new IdPage(ids, page.more() && last != null ? new Checkpoint(last) : null);
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        EspoEntity entity = entity(type);
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(externalIds);
        List<String> asked = List.copyOf(missing);
        int step = client.pageSize();
        for (int start = 0; start < asked.size(); start += step) {
            List<String> some = asked.subList(start, Math.min(start + step, asked.size()));
            EspoList page = client.list(
                    entity.entityName(),
                    entity.select(),
                    "id",
                    List.of(Map.of("type", "in", "attribute", "id", "value", some)),
                    false);
            for (JsonNode row : page.rows()) {
                missing.remove(id(row, entity.entityName()));
                understand(entity, row, changes, unreadable);
            }
        }
        // Lists hide deleted records, and those that this user may not see; only asking for the one tells which it is.
        List<Tombstone> gone = new ArrayList<>();
        for (String id : missing) {
            EspoCrmClient.Lookup lookup = client.lookUp(entity.entityName() + "/" + segment(id), null);
            Optional<JsonNode> row = lookup.row();
            if (row.isPresent() && !row.get().path("deleted").asBoolean(false)) {
                understand(entity, row.get(), changes, unreadable);
            } else if (!lookup.forbidden()) {
                gone.add(new Tombstone(new CrmRef(type, id), null, null));
            }
        }
        List<CrmRecord> records = new ArrayList<>();
        changes.forEach(change -> {
            if (change instanceof CrmRecord found) {
                records.add(found);
            } else if (change instanceof Tombstone converted) {
                gone.add(converted);
            }
        });
        return new Found(records, gone, unreadable);
    }

    @Override
    public List<CrmEdit> edits(CrmRef ref, Instant since) {
        String path = entity(ref.type()).entityName() + "/" + segment(ref.externalId()) + "/stream";
        EspoCrmClient.Lookup lookup = client.lookUp(path, "maxSize=" + NOTES);
        if (lookup.row().isEmpty()) {
            return List.of(); // no stream, or not for this user: who changed it stays unknown
        }
        List<CrmEdit> edits = new ArrayList<>();
        EspoCrmMapper words = mapper();
        for (JsonNode row : lookup.row().get().path("list")) {
            try {
                words.edit(entity(ref.type()), EspoCrmMapper.wire(row, EspoNote.class))
                        .filter(edit -> !edit.at().isBefore(since))
                        .ifPresent(edits::add);
            } catch (IllegalArgumentException e) {
                // a note of a kind that we do not know tells nothing
            }
        }
        edits.sort(Comparator.comparing(CrmEdit::at));
        return edits;
    }

    @Override
    public List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        Map<String, WebhookSubscription> ours = new HashMap<>();
        known.forEach(subscription -> ours.put(subscription.externalId(), subscription));
        Map<String, WebhookSubscription> standing = new HashMap<>();
        Map<String, String> wanted = new TreeMap<>();
        entities.forEach(entity ->
                entity.events().forEach(event -> wanted.put(address.apply(event).toString(), event)));
        EspoList page = client.list("Webhook", List.of("id", "event", "url", "isActive"), "id", List.of(), false);
        for (JsonNode row : page.rows()) {
            EspoWebhook webhook = EspoCrmMapper.wire(row, EspoWebhook.class);
            WebhookSubscription subscription = ours.get(webhook.id());
            String event = wanted.get(String.valueOf(webhook.url()));
            boolean right = event != null && EspoEntity.crmEvent(event).equals(webhook.event());
            if (subscription != null && event != null && right && !standing.containsKey(event)) {
                standing.put(event, subscription);
            } else if (subscription != null || right) {
                // The address changed, or its secret is lost to us: of no use any more.
                client.delete("Webhook/" + segment(webhook.id()));
            }
        }
        for (EspoEntity entity : entities) {
            for (String event : entity.events()) {
                if (!standing.containsKey(event)) {
                    try {
                        standing.put(
                                event, subscribe(event, address.apply(event).toString()));
                    } catch (CrmFailure failure) {
                        if (entity.isNeeded() || failure.remedy() == Remedy.RETRY || failure.remedy() == Remedy.WAIT) {
                            throw failure;
                        }
                        break; // not for this user: its news come with the next poll
                    }
                }
            }
        }
        return standing.values().stream()
                .sorted(Comparator.comparing(WebhookSubscription::event))
                .toList();
    }

    @Override
    public void unsubscribe(List<WebhookSubscription> known) {
        known.forEach(subscription -> client.delete("Webhook/" + segment(subscription.externalId())));
    }

    private WebhookSubscription subscribe(String event, String url) {
        EspoWebhook created = EspoCrmMapper.wire(
                client.post(
                        "Webhook",
                        Map.of("event", EspoEntity.crmEvent(event), "url", url, "isActive", true, "skipOwn", true)),
                EspoWebhook.class);
        String secret = created.secretKey();
        if (secret == null || secret.isEmpty()) {
            client.delete("Webhook/" + segment(created.id()));
            throw CrmFailure.reconnect(
                    connection + ": EspoCRM tells no secret for the webhook " + event + ".",
                    "Let the API user's role read the field Secret Key of webhooks, or set webhooks to false.");
        }
        return new WebhookSubscription(event, created.id(), secret, url);
    }

    private void understand(EspoEntity entity, JsonNode row, List<CrmChange> changes, List<Unreadable> unreadable) {
        EspoCrmMapper words = mapper();
        try {
            changes.add(words.change(entity, row));
        } catch (IllegalArgumentException e) {
            unreadable.add(
                    new Unreadable(entity.type(), row.path("id").asString(null), String.valueOf(e.getMessage())));
        }
    }

    private String id(JsonNode row, String entity) {
        String id = row.path("id").asString("");
        if (id.isEmpty() || id.length() > 100) {
            throw CrmFailure.retry(connection + ": " + entity + " has a row without an id", null);
        }
        return id;
    }

    /** Ids come from the CRM and from webhooks; they stay one segment of the path. */
    private static String segment(String id) {
        return CrmHttp.encoded(id).replace(".", "%2E");
    }

    private static List<Map<String, Object>> after(@Nullable String id) {
        return id == null ? List.of() : List.of(Map.of("type", "greaterThan", "attribute", "id", "value", id));
    }

    private List<Map<String, Object>> changedAfter(EspoCheckpoint checkpoint) {
        Instant since = Objects.requireNonNull(checkpoint.since());
        String modifiedAt = checkpoint.modifiedAt();
        String id = checkpoint.id();
        if (modifiedAt == null || id == null) {
            return List.of(Map.of(
                    "type",
                    "greaterThanOrEquals",
                    "attribute",
                    "modifiedAt",
                    "value",
                    EspoCrmMapper.TIME.format(since.minus(overlap).atOffset(ZoneOffset.UTC))));
        }
        return List.of(Map.of(
                "type",
                "or",
                "value",
                List.of(
                        Map.of("type", "greaterThan", "attribute", "modifiedAt", "value", modifiedAt),
                        Map.of(
                                "type",
                                "and",
                                "value",
                                List.of(
                                        Map.of("type", "equals", "attribute", "modifiedAt", "value", modifiedAt),
                                        Map.of("type", "greaterThan", "attribute", "id", "value", id))))));
    }

    /** Needs to know the CRM's currency, which is asked once. */
    private EspoCrmMapper mapper() {
        EspoCrmMapper known = mapper;
        if (known == null) {
            String currency = client.get("App/user")
                    .path("settings")
                    .path("defaultCurrency")
                    .asString("");
            known = new EspoCrmMapper(recordUrl, currency.isBlank() ? "EUR" : currency, parentField, this::stages);
            mapper = known;
        }
        return known;
    }

    /** The data model is large, so it is asked for once, and only by those that need it. */
    private EspoStages stages() {
        EspoStages known = stages;
        if (known == null) {
            known = client.lookUp("Metadata", null).row().map(EspoStages::of).orElse(EspoStages.STANDARD);
            stages = known;
        }
        return known;
    }
}
