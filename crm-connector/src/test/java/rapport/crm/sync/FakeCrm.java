package rapport.crm.sync;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rapport.crm.connection.Connection;
import rapport.crm.connection.FollowRule;
import rapport.crm.connection.TrackedField;
import rapport.crm.connection.Visibility;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookSubscription;

/** A CRM in memory, with small pages, that hides deletes and silent changes as real ones do, and breaks when told. */
final class FakeCrm implements CrmAdapter, CrmLink {
    static final int PAGE = 3;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final String key = "fake-" + NUMBER.incrementAndGet();
    final Map<CrmType, TreeMap<String, Row>> rows = new HashMap<>();
    final List<CrmUser> users = new ArrayList<>();
    final Map<String, List<CrmEdit>> edits = new HashMap<>();
    final Set<String> spoilt = new HashSet<>();
    final List<String> calls = new ArrayList<>();
    final Map<CrmRef, CrmRef> merged = new HashMap<>();
    List<TrackedField> tracked = List.of(
            new TrackedField("account", "owner", null, null),
            new TrackedField("account", "type", null, null),
            new TrackedField("opportunity", "stage", null, null),
            new TrackedField("opportunity", "amount", null, null),
            new TrackedField("opportunity", "closeOn", null, null),
            new TrackedField("opportunity", "owner", null, null));
    List<FollowRule> followRules = List.of();
    int storyLimit = 50;
    int vanishPercent = 5;
    boolean webhooks;
    boolean namesWinners;
    /** Of one account not even the id can be read. */
    boolean hidesAnId;
    /** The next checkpoint is one that it no longer honours. */
    boolean forgetsCheckpoints;

    List<CrmType> mirrored = types();
    boolean hidesAll;
    String settings = "first";
    Visibility visibility = Visibility.EVERYONE;
    private long saves;
    private @Nullable Breakage breakage;

    record Row(CrmRecord record, long save) {}

    /** What happens instead of an answer; {@code call} starts at 1. */
    @FunctionalInterface
    interface Breakage {
        void before(int call, String what);
    }

    /** The process ends here. */
    static final class Killed extends Error {
        Killed() {
            super("kill -9");
        }
    }

    FakeCrm() {
        types().forEach(type -> rows.put(type, new TreeMap<>()));
    }

    private static List<CrmType> types() {
        return List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.OPPORTUNITY);
    }

    Connection connection() {
        return new Connection(
                key,
                "Fake CRM",
                this,
                this,
                visibility,
                List.copyOf(mirrored),
                List.copyOf(tracked),
                List.copyOf(followRules),
                Duration.ofSeconds(30),
                Duration.ofHours(6),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                webhooks,
                vanishPercent,
                storyLimit,
                settings,
                null,
                List.of());
    }

    void breaks(@Nullable Breakage breakage) {
        this.breakage = breakage;
        calls.clear();
    }

    private void call(String what) {
        calls.add(what);
        if (breakage != null) {
            breakage.before(calls.size(), what);
        }
    }

    CrmRecord save(
            CrmType type,
            String id,
            String name,
            @Nullable String account,
            @Nullable String owner,
            Map<String, Object> fields,
            @Nullable String by) {
        return save(
                type,
                id,
                name,
                account,
                owner,
                List.of(),
                fields,
                by,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    CrmRecord save(
            CrmType type,
            String id,
            String name,
            @Nullable String account,
            @Nullable String owner,
            List<String> teams,
            Map<String, Object> fields,
            @Nullable String by,
            Instant at) {
        var record = new CrmRecord(
                new CrmRef(type, id),
                name,
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                owner,
                teams,
                fields,
                "https://crm.example/" + id,
                at,
                by);
        rows.get(type).put(id, new Row(record, ++saves));
        return record;
    }

    /** People on a record's team, who say nothing about who sees it. */
    void team(CrmType type, String id, String... followers) {
        CrmRecord record = rows.get(type).get(id).record();
        var manned = new CrmRecord(
                record.ref(),
                record.name(),
                record.account(),
                record.ownerExternalId(),
                record.teamExternalIds(),
                Set.of(followers),
                record.fields(),
                record.url(),
                record.modifiedAt(),
                record.modifiedByExternalId());
        rows.get(type).put(id, new Row(manned, ++saves));
    }

    /** A change that moves nothing: no stamp, no place in the order of saves. */
    void changeSilently(CrmRecord record) {
        var map = rows.get(record.ref().type());
        map.put(
                record.ref().externalId(),
                new Row(record, map.get(record.ref().externalId()).save()));
    }

    void delete(CrmType type, String id) {
        rows.get(type).remove(id);
    }

    void merge(CrmType type, String loser, String winner) {
        delete(type, loser);
        merged.put(new CrmRef(type, loser), new CrmRef(type, winner));
    }

    void accounts(int from, int to) {
        for (int i = from; i <= to; i++) {
            save(CrmType.ACCOUNT, String.format("a%04d", i), "Account " + i, null, null, Map.of(), null);
        }
    }

    void user(String id, String name, boolean active, String... teams) {
        users.removeIf(user -> user.externalId().equals(id));
        users.add(new CrmUser(id, name, null, null, null, null, active, List.of(teams)));
    }

    @Override
    public CrmDescriptor descriptor() {
        return new CrmDescriptor(
                "fake",
                "Fake CRM",
                List.of(),
                types(),
                Map.of(
                        CrmType.ACCOUNT,
                        List.of(new CrmField("owner", Kind.MEMBER), new CrmField("type", Kind.TEXT)),
                        CrmType.CONTACT,
                        List.of(new CrmField("account", Kind.RECORD)),
                        CrmType.OPPORTUNITY,
                        List.of(
                                new CrmField("stage", Kind.TEXT),
                                new CrmField("amount", Kind.MONEY),
                                new CrmField("closeOn", Kind.DATE),
                                new CrmField("owner", Kind.MEMBER))),
                PAGE,
                true,
                false,
                true,
                false,
                true);
    }

    @Override
    public boolean namesWinners() {
        return namesWinners;
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return this;
    }

    @Override
    public List<ConnectionCheck> test() {
        return List.of();
    }

    @Override
    public List<CrmTeam> teams() {
        call("teams");
        return List.of(new CrmTeam("t1", "Sales"), new CrmTeam("t2", "Service"));
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        call("users");
        return new UserPage(
                users.stream()
                        .filter(user -> !spoilt.contains(user.externalId()))
                        .toList(),
                users.stream()
                        .filter(user -> spoilt.contains(user.externalId()))
                        .map(user -> new Unreadable(CrmType.USER, user.externalId(), "name: missing"))
                        .toList(),
                null);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        call("read " + type + " " + (from == null ? "from the start" : from.value()));
        if (forgetsCheckpoints && from != null) {
            forgetsCheckpoints = false;
            ChangePage page = read(type, null);
            return new ChangePage(page.changes(), page.unreadable(), page.next(), page.more(), page.total(), true);
        }
        String at = from == null ? "all:" + saves + ":" : from.value();
        String[] parts = at.split(":", -1);
        List<Row> found = new ArrayList<>();
        if (parts[0].equals("all")) {
            if (!hidesAll) {
                rows.get(type).tailMap(parts[2], false).values().stream()
                        .limit(PAGE)
                        .forEach(found::add);
            }
            boolean more = !found.isEmpty()
                    && !rows.get(type)
                            .tailMap(id(found.get(found.size() - 1)), false)
                            .isEmpty();
            return page(
                    type,
                    found,
                    more ? "all:" + parts[1] + ":" + id(found.get(found.size() - 1)) : "since:" + parts[1],
                    more,
                    from == null ? (long) rows.get(type).size() : null);
        }
        long since = Long.parseLong(parts[1]);
        List<Row> all = rows.get(type).values().stream()
                .filter(row -> row.save() > since)
                .sorted((a, b) -> Long.compare(a.save(), b.save()))
                .toList();
        found.addAll(all.stream().limit(PAGE).toList());
        long last = found.isEmpty() ? since : found.get(found.size() - 1).save();
        return page(type, found, "since:" + last, all.size() > PAGE, null);
    }

    private static String id(Row row) {
        return row.record().ref().externalId();
    }

    private ChangePage page(CrmType type, List<Row> found, String next, boolean more, @Nullable Long total) {
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Row row : found) {
            if (spoilt.contains(id(row))) {
                unreadable.add(new Unreadable(type, id(row), "modifiedAt: not a time"));
            } else {
                changes.add(row.record());
            }
        }
        if (hidesAnId && type.equals(CrmType.ACCOUNT)) {
            unreadable.add(new Unreadable(type, null, "id: missing"));
        }
        return new ChangePage(changes, unreadable, new Checkpoint(next), more, total);
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        call("ids " + type);
        return new IdPage(List.copyOf(rows.get(type).keySet()), null);
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        call("find " + type + " " + externalIds);
        List<CrmRecord> records = new ArrayList<>();
        List<Tombstone> gone = new ArrayList<>();
        for (String id : externalIds) {
            var row = rows.get(type).get(id);
            if (row != null) {
                records.add(row.record());
            } else {
                gone.add(new Tombstone(new CrmRef(type, id), merged.get(new CrmRef(type, id)), null));
            }
        }
        return new Found(records, gone, List.of());
    }

    @Override
    public List<CrmEdit> edits(CrmRef ref, Instant since) {
        call("edits " + ref);
        return edits.getOrDefault(ref.externalId(), List.of());
    }

    @Override
    public List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        call("subscribe");
        return List.of(new WebhookSubscription(
                "Account.update",
                "w1",
                "pepper",
                address.apply("Account.update").toString()));
    }
}
