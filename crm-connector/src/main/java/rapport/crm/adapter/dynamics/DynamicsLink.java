package rapport.crm.adapter.dynamics;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.Mapping;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmChange;
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

/** The way to one environment. */
final class DynamicsLink implements CrmLink {
    static final String EVENTS = "events";

    private static final String USERS =
            "systemusers?$select=systemuserid,fullname,internalemailaddress,title,isdisabled,accessmode,applicationid,"
                    + "azureactivedirectoryobjectid&$expand=teammembership_association($select=teamid)";

    /** Masters of masters; a circle would be a mistake in the CRM. */
    private static final int LONGEST_CHAIN = 10;

    private static final int FOUND_AT_ONCE = 20;

    private final String connection;
    private final Mapping mapping;
    private final DynamicsClient client;
    private final Map<CrmType, DynamicsTable> declared = new ConcurrentHashMap<>();
    private final DynamicsMapper mapper;
    private final Duration overlap;
    private final @Nullable String webhookSecret;
    private final Map<String, Boolean> tracked = new HashMap<>();
    private @Nullable Map<String, String> currencies;

    DynamicsLink(CrmAccess access, Clock clock, Mapping mapping) {
        this.connection = access.connection();
        this.mapping = mapping;
        this.client = new DynamicsClient(access, clock);
        this.overlap = access.overlap();
        this.webhookSecret = access.credential("webhook-secret");
        this.mapper = new DynamicsMapper(
                access.options()
                        .getOrDefault(
                                "record-url", client.base() + "/main.aspx?pagetype=entityrecord&etn={table}&id={id}"),
                zone(access.options().get("time-zone")),
                access.options().getOrDefault("stage-column", "stepname").strip(),
                this::currency);
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? ZoneOffset.UTC : ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            return ZoneOffset.UTC; // told by the test of the connection
        }
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        try {
            checks.add(ConnectionCheck.passed("sign-in", "organization " + client.organization()));
        } catch (CrmFailure failure) {
            checks.add(failed("sign-in", failure));
            DynamicsTable.STANDARD.forEach(table -> checks.add(ConnectionCheck.skipped("read " + table.set())));
            checks.add(ConnectionCheck.skipped("read users"));
            return checks;
        }
        DynamicsTable.STANDARD.forEach(table -> checks.add(tried(table.type(), "read " + table.set())));
        mapping.objects().forEach(object -> checks.add(tried(object.type(), "read " + object.crmName())));
        try {
            client.list("systemusers?$select=systemuserid&$top=1", "prvReadUser");
            checks.add(ConnectionCheck.passed("read users", "may read them"));
        } catch (CrmFailure failure) {
            checks.add(failed("read users", failure));
        }
        return checks;
    }

    /** One of the standard tables, or one that was declared, of which the environment tells the rest. */
    private DynamicsTable table(CrmType type) {
        OwnObject object = mapping.object(type).orElse(null);
        if (object != null) {
            return declared.computeIfAbsent(type, unknown -> {
                DynamicsClient.Definition definition = client.definition(object.crmName());
                String name = object.name() == null ? definition.name() : object.name();
                return DynamicsTable.declared(
                        object, definition.set(), definition.key(), name.isEmpty() ? definition.key() : name);
            });
        }
        return DynamicsTable.STANDARD.stream()
                .filter(table -> table.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not mirrored: " + type))
                .with(mapping.fields(type));
    }

    private ConnectionCheck tried(CrmType type, String name) {
        try {
            DynamicsTable table = table(type);
            client.list(table.set() + "?$select=" + table.select() + "&$top=1", table.privilege());
            return client.tracks(table)
                    ? ConnectionCheck.passed(name, "may read them, changes are tracked")
                    : ConnectionCheck.warned(
                            name,
                            "may read them, changes are not tracked",
                            "Switch on Track changes for the table " + table.logicalName()
                                    + ", or deletes are only found by the sweep.");
        } catch (CrmFailure failure) {
            return failed(name, failure);
        }
    }

    private static ConnectionCheck failed(String name, CrmFailure failure) {
        String advice = failure.advice();
        return ConnectionCheck.failed(
                name, String.valueOf(failure.getMessage()), advice == null ? "It is tried again by itself." : advice);
    }

    /** Those that own records; the one of each business unit, of which everybody is, grants nothing of its own. */
    @Override
    public List<CrmTeam> teams() {
        List<CrmTeam> teams = new ArrayList<>();
        for (JsonNode row : client.all("teams?$select=teamid,name,isdefault", "prvReadTeam")) {
            DynamicsId.of(row.path("teamid").asString(null))
                    .ifPresent(id -> teams.add(new CrmTeam(id, row.path("name").asString(id))));
        }
        return teams;
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        DynamicsClient.Rows page =
                from == null ? client.list(USERS, "prvReadUser") : client.next(from.value(), "prvReadUser");
        List<CrmUser> users = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (JsonNode row : page.rows()) {
            String id = id(row, "systemuserid", "systemusers");
            try {
                CrmUser user = DynamicsMapper.user(id, row);
                if (user != null) {
                    users.add(user);
                }
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(CrmType.USER, id, String.valueOf(e.getMessage())));
            }
        }
        return new UserPage(users, unreadable, page.next() == null ? null : new Checkpoint(page.next()));
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        DynamicsTable table = table(type);
        DynamicsCheckpoint checkpoint = DynamicsCheckpoint.of(from);
        String organization = client.organization();
        if (checkpoint.organization() != null && !checkpoint.organization().equals(organization)) {
            throw CrmFailure.stop(
                    connection + ": another organization answers here than before.",
                    "The environment was copied or restored. Make a new connection for it, or set the address back.");
        }
        DynamicsCheckpoint asked = checkpoint.asking(table.select());
        boolean restarted = asked.isAtTheStart() && !checkpoint.isAtTheStart();
        checkpoint = asked;
        boolean tracks = tracked.computeIfAbsent(table.logicalName(), name -> client.tracks(table));
        DynamicsClient.Rows page;
        try {
            page = page(table, checkpoint, tracks);
        } catch (DynamicsClient.Expired e) {
            // What was deleted meanwhile, no walk tells: the sweep finds it.
            checkpoint = checkpoint.again();
            restarted = true;
            page = page(table, checkpoint, tracks);
        }
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        understand(table, page.rows(), changes, unreadable);
        DynamicsCheckpoint next = page.next() == null
                ? checkpoint.done(organization, page.at(), page.delta())
                : checkpoint.page(organization, page.at(), page.next());
        return new ChangePage(changes, unreadable, next.toCheckpoint(), page.next() != null, null, restarted);
    }

    private DynamicsClient.Rows page(DynamicsTable table, DynamicsCheckpoint checkpoint, boolean tracks) {
        if (checkpoint.link() != null) {
            return client.follow(checkpoint.link(), tracks, table);
        }
        Instant since = checkpoint.since();
        return since == null
                ? client.first(table, tracks)
                : client.changed(table, since.minus(overlap).truncatedTo(ChronoUnit.SECONDS));
    }

    private void understand(
            DynamicsTable table, List<JsonNode> rows, List<CrmChange> changes, List<Unreadable> unreadable) {
        for (JsonNode row : rows) {
            if (row.path("@odata.context").asString("").endsWith("$deletedEntity")) {
                DynamicsId.of(row.path("id").asString(null))
                        .ifPresent(id -> changes.add(new Tombstone(new CrmRef(table.type(), id), null, null)));
                continue;
            }
            String id = id(row, table.key(), table.set());
            try {
                changes.add(
                        table.merges() && row.path("merged").asBoolean(false)
                                ? new Tombstone(new CrmRef(table.type(), id), winner(table, id, row), null)
                                : mapper.change(table, id, row));
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(table.type(), id, String.valueOf(e.getMessage())));
            }
        }
    }

    /** Who holds the content in the end: winners may have been merged in their turn. */
    private @Nullable CrmRef winner(DynamicsTable table, String loser, JsonNode row) {
        Set<String> seen = new LinkedHashSet<>(Set.of(loser));
        String master = DynamicsMapper.lookup(row, "_masterid_value", null).orElse(null);
        for (int i = 0; master != null && seen.add(master) && i < LONGEST_CHAIN; i++) {
            JsonNode next = client.one(table, master, "merged,_masterid_value").orElse(null);
            if (next == null || !next.path("merged").asBoolean(false)) {
                return new CrmRef(table.type(), master);
            }
            master = DynamicsMapper.lookup(next, "_masterid_value", null).orElse(null);
        }
        return null;
    }

    private String id(JsonNode row, String key, String set) {
        return DynamicsId.of(row.path(key).asString(null))
                .orElseThrow(() -> CrmFailure.retry(connection + ": " + set + " has a row without an id", null));
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        DynamicsTable table = table(type);
        DynamicsClient.Rows page = from == null ? client.ids(table) : client.next(from.value(), table.privilege());
        return new IdPage(
                page.rows().stream()
                        .map(row -> id(row, table.key(), table.set()))
                        .toList(),
                page.next() == null ? null : new Checkpoint(page.next()));
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        DynamicsTable table = table(type);
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        List<Tombstone> gone = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String id : externalIds) {
            if (DynamicsId.of(id).filter(id::equals).isPresent()) {
                missing.add(id);
            } else {
                gone.add(new Tombstone(new CrmRef(type, id), null, null)); // never one of its ids
            }
        }
        List<String> asked = List.copyOf(missing);
        for (int start = 0; start < asked.size(); start += FOUND_AT_ONCE) {
            List<JsonNode> rows =
                    client.find(table, asked.subList(start, Math.min(start + FOUND_AT_ONCE, asked.size())));
            rows.forEach(row -> missing.remove(id(row, table.key(), table.set())));
            understand(table, rows, changes, unreadable);
        }
        for (String id : missing) {
            if (client.existence(table, id) == DynamicsClient.Existence.GONE) {
                gone.add(new Tombstone(new CrmRef(type, id), null, null));
            }
        }
        List<CrmRecord> records = new ArrayList<>();
        for (CrmChange change : changes) {
            if (change instanceof CrmRecord record) {
                records.add(record);
            } else {
                gone.add((Tombstone) change);
            }
        }
        return new Found(records, gone, unreadable);
    }

    /** Few and lasting; asked for again only when one is unknown. */
    private @Nullable String currency(String id) {
        Map<String, String> known = currencies;
        if (known == null || !known.containsKey(id)) {
            Map<String, String> fresh = new HashMap<>();
            try {
                client.all(
                                "transactioncurrencies?$select=transactioncurrencyid,isocurrencycode",
                                "prvReadTransactionCurrency")
                        .forEach(row -> DynamicsId.of(
                                        row.path("transactioncurrencyid").asString(null))
                                .ifPresent(key -> fresh.put(
                                        key, row.path("isocurrencycode").asString(""))));
            } catch (CrmFailure failure) {
                if (failure.remedy() != Remedy.RECONNECT) {
                    throw failure;
                }
                // Currencies are not for this user: amounts are left out.
            }
            fresh.putIfAbsent(id, "");
            currencies = fresh;
            known = fresh;
        }
        String code = Objects.requireNonNull(known.get(id));
        return code.isEmpty() ? null : code;
    }

    /** There is nothing to call: an admin registers the address with the tools of the platform. */
    @Override
    public List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        String secret = webhookSecret == null ? "" : webhookSecret;
        String url = address.apply(EVENTS).toString();
        // All come to one address; that of a declared table tells by its name which type it is.
        return Stream.concat(
                        Stream.of(new WebhookSubscription(EVENTS, "", secret, url)),
                        mapping.objects().stream()
                                .map(object ->
                                        new WebhookSubscription(object.type().name(), object.crmName(), secret, url)))
                .toList();
    }

    @Override
    public String toString() {
        return "DynamicsLink[" + client + "]";
    }
}
