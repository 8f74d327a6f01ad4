package rapport.crm.adapter.hubspot;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rapport.crm.adapter.hubspot.HubspotClient.HubspotPage;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CallBudget;
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
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookSubscription;
import tools.jackson.databind.JsonNode;

/** The way to one HubSpot account. */
final class HubspotLink implements CrmLink {
    static final String EVENTS = "events";

    private final String connection;
    private final Duration overlap;
    private final @Nullable String clientSecret;
    private final String appId;
    private final List<HubspotObjectType> objects;
    private final HubspotClient client;
    private final HubspotVisits visits;

    // Asked once for each link, and only when a row needs them.
    private @Nullable HubspotAccount account;
    private @Nullable Map<String, HubspotPipeline.Stage> stages;
    private @Nullable Map<String, String> ownersByUser;

    HubspotLink(CrmAccess access, Clock clock, Duration betweenSearches, Mapping mapping) {
        this.connection = access.connection();
        this.overlap = access.overlap();
        this.clientSecret = access.credential("client-secret");
        this.appId = access.options().getOrDefault(HubspotVisits.APP_ID, "").strip();
        this.objects = HubspotObjectType.all(mapping);
        this.client = new HubspotClient(access, clock, betweenSearches);
        this.visits = new HubspotVisits(access, clock, betweenSearches);
    }

    @Override
    public PageVisit visit(PageCall call) {
        return visits.visit(call);
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        try {
            HubspotAccount found = account();
            checks.add(ConnectionCheck.passed("address", "HubSpot answers"));
            checks.add(ConnectionCheck.passed(
                    "sign-in",
                    found.portalId() == null ? "signed in" : "signed in to the account " + found.portalId()));
        } catch (CrmFailure failure) {
            boolean refused = failure.remedy() == Remedy.RECONNECT || failure.remedy() == Remedy.WAIT;
            checks.add(refused ? ConnectionCheck.passed("address", "something answers") : failed("address", failure));
            checks.add(refused ? failed("sign-in", failure) : ConnectionCheck.skipped("sign-in"));
            List.of("read companies", "read contacts", "read deals", "read owners", "read pipelines", "webhooks")
                    .forEach(name -> checks.add(ConnectionCheck.skipped(name)));
            return checks;
        }
        for (HubspotObjectType type : objects) {
            checks.add(tried("read " + type.path(), () -> client.list(type, List.of("hs_object_id"), null)));
        }
        checks.add(tried("read owners", () -> client.owners(false, null)));
        checks.add(tried("read pipelines", client::pipelines));
        checks.add(
                clientSecret != null
                        ? ConnectionCheck.passed("webhooks", "calls are checked with the app's client secret")
                        : ConnectionCheck.warned(
                                "webhooks",
                                "no client secret, so news come with the next poll and deletes with the next sweep",
                                "Set client-secret to the app's client secret; a service key has no webhooks."));
        String budget = client.limits().dailyBudget();
        if (budget != null) {
            checks.add(ConnectionCheck.passed("daily calls", budget));
        }
        return checks;
    }

    private HubspotObjectType object(CrmType type) {
        return objects.stream()
                .filter(known -> known.type().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("record type: " + type + " (expected: one of this connection)"));
    }

    private static ConnectionCheck tried(String name, Runnable call) {
        try {
            call.run();
            return ConnectionCheck.passed(name, "allowed");
        } catch (CrmFailure failure) {
            return failed(name, failure);
        }
    }

    private static ConnectionCheck failed(String name, CrmFailure failure) {
        String advice = failure.advice();
        return ConnectionCheck.failed(
                name, String.valueOf(failure.getMessage()), advice == null ? "It is tried again by itself." : advice);
    }

    /** Teams have no list of their own that these scopes may read; owners name theirs. */
    @Override
    public Optional<CallBudget> callBudget() {
        return client.limits().budget();
    }

    @Override
    public List<CrmTeam> teams() {
        Map<String, CrmTeam> teams = new LinkedHashMap<>();
        String after = null;
        do {
            HubspotPage page = client.owners(false, after);
            for (JsonNode row : page.rows()) {
                for (JsonNode team : row.path("teams")) {
                    String id = team.path("id").asString("");
                    if (!id.isEmpty()) {
                        teams.put(id, new CrmTeam(id, team.path("name").asString(id)));
                    }
                }
            }
            after = page.after();
        } while (after != null);
        return List.copyOf(teams.values());
    }

    /** First those in office, then the archived ones, who still own records. */
    @Override
    public UserPage users(@Nullable Checkpoint from) {
        String at = from == null ? "active:" : from.value();
        boolean archived = at.startsWith("archived:");
        String after = at.substring(at.indexOf(':') + 1);
        HubspotPage page = client.owners(archived, after.isEmpty() ? null : after);
        List<CrmUser> users = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (JsonNode row : page.rows()) {
            try {
                HubspotMapper.user(CrmJson.read(row, HubspotOwner.class)).ifPresent(users::add);
            } catch (IllegalArgumentException e) {
                unreadable.add(
                        new Unreadable(CrmType.USER, row.path("id").asString(null), String.valueOf(e.getMessage())));
            }
        }
        Checkpoint next = page.after() != null
                ? new Checkpoint((archived ? "archived:" : "active:") + page.after())
                : archived ? null : new Checkpoint("archived:");
        return new UserPage(users, unreadable, next);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        HubspotObjectType object = object(type);
        HubspotCheckpoint checkpoint = HubspotCheckpoint.of(from);
        return checkpoint.walksAll() ? readAll(object, checkpoint) : readChanged(object, checkpoint);
    }

    private ChangePage readAll(HubspotObjectType type, HubspotCheckpoint checkpoint) {
        HubspotPage page;
        try {
            page = client.list(type, type.properties(), checkpoint.after());
        } catch (CrmFailure failure) {
            if (checkpoint.after() == null || failure.remedy() != Remedy.STOP) {
                throw failure;
            }
            // It no longer knows the page token. Whether it is that, the first page tells.
            return readAll(type, HubspotCheckpoint.START);
        }
        boolean first = checkpoint.after() == null;
        String after = page.after();
        HubspotCheckpoint next = after == null ? checkpoint.done(page.at()) : checkpoint.afterPage(page.at(), after);
        Understood understood = understand(type, page.rows());
        Long total = !first ? null : after == null ? Long.valueOf(page.rows().size()) : count(type);
        return new ChangePage(understood.changes(), understood.unreadable(), next.toCheckpoint(), after != null, total);
    }

    /** How many there are, for the progress shown; worth one call, not a failure. */
    private @Nullable Long count(HubspotObjectType type) {
        try {
            long total = client.search(type, List.of(), null, 1).total();
            return total < 0 ? null : total;
        } catch (CrmFailure failure) {
            return null;
        }
    }

    /**
     * Walks upwards by (modified, id), asking again from the last stamp seen rather than by offset: an offset may not pass
     * 10,000, and steps over a record whenever another, saved meanwhile, leaves its place.
     */
    private ChangePage readChanged(HubspotObjectType type, HubspotCheckpoint checkpoint) {
        Instant since = Objects.requireNonNull(checkpoint.since());
        Long key = checkpoint.from();
        long from = key == null ? since.minus(overlap).toEpochMilli() : key;
        Long tie = checkpoint.tie();
        HubspotPage page = tie == null
                ? client.search(
                        type, List.of(filter(type.modified(), "GTE", from)), type.modified(), HubspotClient.PAGE_SIZE)
                : client.search(
                        type,
                        List.of(filter(type.modified(), "EQ", from), filter("hs_object_id", "GT", tie)),
                        "hs_object_id",
                        HubspotClient.PAGE_SIZE);
        boolean full = !page.rows().isEmpty()
                && (page.after() != null || page.total() > page.rows().size());
        HubspotCheckpoint next;
        boolean more = true;
        if (tie != null) {
            next = full
                    ? checkpoint.amongTies(page.at(), from, lastId(page.rows()))
                    : checkpoint.fromStamp(page.at(), from + 1);
        } else if (full) {
            long last = lastStamp(type, page.rows());
            next = last > from
                    ? checkpoint.fromStamp(page.at(), last)
                    : checkpoint.amongTies(page.at(), from, 0); // one stamp fills the page
        } else {
            next = checkpoint.done(page.at());
            more = false;
        }
        Understood understood = understand(type, page.rows());
        return new ChangePage(understood.changes(), understood.unreadable(), next.toCheckpoint(), more, null);
    }

    private static Map<String, String> filter(String property, String operator, long value) {
        return Map.of("propertyName", property, "operator", operator, "value", Long.toString(value));
    }

    private long lastStamp(HubspotObjectType type, List<JsonNode> rows) {
        JsonNode last = rows.get(rows.size() - 1);
        try {
            Instant stamp = HubspotMapper.time(
                    type.modified(),
                    last.path("properties").path(type.modified()).asString(null));
            if (stamp != null) {
                return stamp.toEpochMilli();
            }
        } catch (IllegalArgumentException e) {
            // falls through: without it there is no next page
        }
        throw CrmFailure.retry(connection + ": " + type.path() + " came without " + type.modified(), null);
    }

    private long lastId(List<JsonNode> rows) {
        String id = rows.get(rows.size() - 1).path("id").asString("");
        if (!id.matches("\\d{1,18}")) {
            throw CrmFailure.retry(connection + ": a row without a numeric id", null);
        }
        return Long.parseLong(id);
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        HubspotObjectType object = object(type);
        HubspotPage page = client.list(object, List.of("hs_object_id"), from == null ? null : from.value());
        List<String> ids = page.rows().stream()
                .map(row -> row.path("id").asString(""))
                .filter(id -> !id.isEmpty())
                .toList();
        return new IdPage(ids, page.after() == null ? null : new Checkpoint(page.after()));
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        HubspotObjectType object = object(type);
        Set<String> missing = new LinkedHashSet<>(externalIds);
        List<Tombstone> gone = new ArrayList<>();
        List<JsonNode> rows = new ArrayList<>();
        // Ids are numbers here; anything else was never one of them.
        missing.removeIf(id -> {
            boolean foreign = !id.matches("\\d{1,20}");
            if (foreign) {
                gone.add(new Tombstone(new CrmRef(type, id), null, null));
            }
            return foreign;
        });
        Set<String> seen = new LinkedHashSet<>();
        for (List<String> some : chunks(missing)) {
            take(object, client.batch(object, some, false), missing, seen, rows, gone);
        }
        for (List<String> some : chunks(missing)) {
            for (JsonNode row : client.batch(object, some, true)) {
                String id = row.path("id").asString("");
                if (missing.remove(id)) {
                    Instant at = lenientTime(row.path("archivedAt").asString(null));
                    gone.add(new Tombstone(new CrmRef(type, id), null, at));
                }
            }
        }
        // Neither here nor archived: purged, or merged into another, which the record itself may still tell.
        for (String id : List.copyOf(missing)) {
            Optional<JsonNode> row =
                    client.one(object, id, "?properties=" + CrmHttp.encoded(String.join(",", object.properties())));
            if (row.isPresent()) {
                take(object, List.of(row.get()), missing, seen, rows, gone);
            }
            if (missing.remove(id)) {
                // Asked for one and given another: they are the same now, even if the survivor does not list it.
                CrmRef winner = row.map(found -> found.path("id").asString(""))
                        .filter(found -> !found.isEmpty())
                        .map(found -> new CrmRef(type, found))
                        .orElse(null);
                gone.add(new Tombstone(new CrmRef(type, id), winner, null));
            }
        }
        Understood understood = understand(object, rows);
        List<CrmRecord> records = new ArrayList<>();
        understood.changes().forEach(change -> {
            if (change instanceof CrmRecord found) {
                records.add(found);
            }
        });
        return new Found(records, gone, understood.unreadable());
    }

    /** A row answers for its own id, and for those that were merged into it. */
    private static void take(
            HubspotObjectType type,
            List<JsonNode> answered,
            Set<String> missing,
            Set<String> seen,
            List<JsonNode> rows,
            List<Tombstone> gone) {
        for (JsonNode row : answered) {
            String id = row.path("id").asString("");
            if (id.isEmpty()) {
                continue;
            }
            missing.remove(id);
            CrmRef winner = new CrmRef(type.type(), id);
            String merged = row.path("properties").path("hs_merged_object_ids").asString("");
            for (String loser : merged.split("[;,]")) {
                if (missing.remove(loser.strip())) {
                    gone.add(new Tombstone(new CrmRef(type.type(), loser.strip()), winner, null));
                }
            }
            if (seen.add(id)) {
                rows.add(row);
            }
        }
    }

    private static List<List<String>> chunks(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<List<String>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += HubspotClient.PAGE_SIZE) {
            chunks.add(all.subList(start, Math.min(start + HubspotClient.PAGE_SIZE, all.size())));
        }
        return chunks;
    }

    private static @Nullable Instant lenientTime(@Nullable String value) {
        try {
            return HubspotMapper.time("archivedAt", value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public List<CrmEdit> edits(CrmRef ref, Instant since) {
        HubspotObjectType type = object(ref.type());
        String watched = CrmHttp.encoded(String.join(",", HubspotMapper.watched(type)));
        Optional<JsonNode> found =
                client.one(type, ref.externalId(), "?properties=deal_currency_code&propertiesWithHistory=" + watched);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, List<HubspotPropertyVersion>> history = new HashMap<>();
        found.get().path("propertiesWithHistory").properties().forEach(property -> {
            List<HubspotPropertyVersion> versions = new ArrayList<>();
            property.getValue().forEach(version -> {
                try {
                    versions.add(CrmJson.read(version, HubspotPropertyVersion.class));
                } catch (IllegalArgumentException e) {
                    // of a form that we do not know: it tells nothing
                }
            });
            history.put(property.getKey(), versions);
        });
        try {
            String currency =
                    found.get().path("properties").path("deal_currency_code").asString(null);
            return mapper().edits(type, history, currency, since);
        } catch (IllegalArgumentException e) {
            return List.of(); // who changed it stays unknown
        }
    }

    /** Events are declared in the app's project, not by us; what we keep is with which secret and where they are to come. */
    @Override
    public List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        if (clientSecret == null) {
            return List.of();
        }
        return List.of(new WebhookSubscription(
                EVENTS, appId, clientSecret, address.apply(EVENTS).toString()));
    }

    private record Understood(List<CrmChange> changes, List<Unreadable> unreadable) {}

    private Understood understand(HubspotObjectType type, List<JsonNode> rows) {
        List<CrmChange> changes = new ArrayList<>(rows.size());
        List<Unreadable> unreadable = new ArrayList<>();
        if (rows.isEmpty()) {
            return new Understood(changes, unreadable);
        }
        HubspotMapper words = mapper();
        Map<String, @Nullable String> companies = type.isUnderAssociated() ? companies(type, rows) : Map.of();
        for (JsonNode row : rows) {
            String id = row.path("id").asString(null);
            try {
                if (id == null || id.isEmpty()) {
                    throw new IllegalArgumentException("id: missing (expected: a number)");
                }
                HubspotObject object = CrmJson.read(row, HubspotObject.class);
                changes.add(words.record(type, object, companies.get(id)));
                HubspotMapper.mergedIds(object)
                        .forEach(loser -> changes.add(new Tombstone(
                                new CrmRef(type.type(), loser), new CrmRef(type.type(), object.id()), null)));
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(type.type(), id, String.valueOf(e.getMessage())));
            }
        }
        return new Understood(changes, unreadable);
    }

    /** Lists bring a deal's companies along, searches and batches do not. */
    private Map<String, @Nullable String> companies(HubspotObjectType type, List<JsonNode> deals) {
        Map<String, @Nullable String> companies = new HashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        boolean listed = deals.stream().anyMatch(deal -> deal.has("associations"));
        for (JsonNode deal : deals) {
            String id = deal.path("id").asString("");
            if (listed) {
                try {
                    companies.put(id, HubspotMapper.companyOf(CrmJson.read(deal, HubspotObject.class)));
                } catch (IllegalArgumentException e) {
                    // the row itself will tell
                }
            } else if (!id.isEmpty()) {
                unknown.add(id);
            }
        }
        for (List<String> some : chunks(unknown)) {
            for (JsonNode row : client.companiesOf(type, some)) {
                try {
                    HubspotLinks links = CrmJson.read(row, HubspotLinks.class);
                    if (links.from() != null) {
                        companies.put(links.from().id(), HubspotMapper.companyOf(links));
                    }
                } catch (IllegalArgumentException e) {
                    throw CrmFailure.retry(connection + ": associations " + e.getMessage(), null);
                }
            }
        }
        return companies;
    }

    private HubspotMapper mapper() {
        return new HubspotMapper(account(), this::stage, this::ownerOf);
    }

    private HubspotAccount account() {
        HubspotAccount known = account;
        if (known == null) {
            try {
                known = client.account()
                        .map(row -> CrmJson.read(row, HubspotAccount.class))
                        .orElse(HubspotAccount.UNKNOWN);
            } catch (IllegalArgumentException e) {
                known = HubspotAccount.UNKNOWN;
            }
            client.limits().zone(known.timeZone());
            account = known;
        }
        return known;
    }

    private HubspotPipeline.Stage stage(String id) {
        Map<String, HubspotPipeline.Stage> known = stages;
        if (known == null) {
            known = loadStages();
        } else if (!known.containsKey(id)) {
            known = new HashMap<>(loadStages()); // somebody added one since
            known.putIfAbsent(id, new HubspotPipeline.Stage(id, null, null)); // asked for once, not with every row
            stages = known;
        }
        return known.getOrDefault(id, new HubspotPipeline.Stage(id, null, null));
    }

    private Map<String, HubspotPipeline.Stage> loadStages() {
        Map<String, HubspotPipeline.Stage> loaded = new HashMap<>();
        for (JsonNode row : client.pipelines()) {
            try {
                HubspotPipeline pipeline = CrmJson.read(row, HubspotPipeline.class);
                if (pipeline.stages() != null) {
                    pipeline.stages().forEach(stage -> loaded.put(stage.id(), stage));
                }
            } catch (IllegalArgumentException e) {
                // its stages keep their ids as names
            }
        }
        stages = loaded;
        return loaded;
    }

    private @Nullable String ownerOf(String userId) {
        Map<String, String> known = ownersByUser;
        if (known == null) {
            known = new HashMap<>();
            for (boolean archived : new boolean[] {true, false}) { // those in office have the last word
                String after = null;
                do {
                    HubspotPage page = client.owners(archived, after);
                    for (JsonNode row : page.rows()) {
                        String id = row.path("id").asString("");
                        String user = row.path("userId")
                                .asString(row.path("userIdIncludingInactive").asString(""));
                        if (!id.isEmpty() && !user.isEmpty()) {
                            known.put(user, id);
                        }
                    }
                    after = page.after();
                } while (after != null);
            }
            ownersByUser = known;
        }
        return known.get(userId);
    }

    @Override
    public String toString() {
        return "HubspotLink[" + connection + "]";
    }
}
