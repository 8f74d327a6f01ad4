package rapport.social.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.audience.Audiences;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.shared.Words;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The directory of CRM records. The connector hands in pages of records as the CRM has them and gets the differences
 * back; everybody else reads. Each record is a subject: it has a feed and an audience.
 */
@Component
public class Records {
    /** Rows of one upsert; a caller with more sends several pages. */
    public static final int MAX_PAGE = 20_000;

    /** Ids in one list of a statement. */
    private static final int LIST = 1_000;

    /** Of more changed records than these open pages are not told one by one. */
    private static final int TOLD = 200;

    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS = new TypeReference<>() {};
    private static final String COLUMNS = """
            r.id, r.connection, r.type, r.external_id, r.owner_id, r.fields, r.url, r.gone_at, sj.kind, sj.name, sj.root_id
            """;

    private final JdbcClient jdbc;
    private final Audiences audiences;
    private final Members members;
    private final JsonMapper json;
    private final RecordStage stage;
    private final RecordMerges merges;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Records(
            JdbcClient jdbc,
            Audiences audiences,
            Members members,
            JsonMapper json,
            RecordStage stage,
            RecordMerges merges,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.audiences = audiences;
        this.members = members;
        this.json = json;
        this.stage = stage;
        this.merges = merges;
        this.clock = clock;
        this.events = events;
    }

    /** What is in the table for a record of the page; without an id nothing is. */
    private record Known(
            @Nullable Long id,
            String externalId,
            @Nullable String hash,
            @Nullable String name,
            @Nullable String accountExternalId,
            @Nullable String ownerExternalId,
            @Nullable String fields,
            boolean gone,
            boolean merged,
            @Nullable Long audienceId) {}

    /** A record of the page that is written, with what stood there before. */
    private record Changed(
            RecordSnapshot snapshot,
            String hash,
            long id,
            @Nullable Known before) {
        boolean isNew() {
            return before == null;
        }
    }

    /**
     * Brings records of one type up to date, in the caller's transaction, so that a checkpoint is committed with its
     * rows. Rows that did not change write nothing. One writer for each connection (the connector holds the lock).
     *
     * @param page at most {@value #MAX_PAGE} records; of two with one id the last counts
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UpsertResult upsert(String connection, String type, List<RecordSnapshot> page) {
        if (page.size() > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "records.page: " + page.size() + " (expected: at most " + MAX_PAGE + ")");
        }
        Map<String, RecordSnapshot> wanted = new LinkedHashMap<>();
        page.forEach(snapshot -> wanted.put(snapshot.externalId(), snapshot));
        if (wanted.isEmpty()) {
            return new UpsertResult(0, 0, 0, List.of());
        }
        Map<String, String> hashes = new HashMap<>();
        wanted.values().forEach(snapshot -> hashes.put(snapshot.externalId(), hash(snapshot)));
        List<Changed> changed = changed(connection, type, wanted, hashes);
        if (changed.isEmpty()) {
            return new UpsertResult(0, 0, wanted.size(), List.of());
        }
        changed.stream()
                .filter(row -> row.before() != null && row.before().merged())
                .forEach(row -> merges.split(row.id()));
        write(connection, type, changed);

        List<String> arrived = changed.stream()
                .filter(Changed::isNew)
                .map(row -> row.snapshot().externalId())
                .toList();
        if (!arrived.isEmpty()) {
            merges.arrived(connection, type, arrived);
        }
        int updated = changed.size() - arrived.size();
        if (updated <= TOLD) {
            changed.stream()
                    .filter(row -> !row.isNew())
                    .forEach(row -> events.publishEvent(new RecordChanged(new SubjectId(row.id()))));
        }
        return new UpsertResult(
                arrived.size(),
                updated,
                wanted.size() - changed.size(),
                changed.stream()
                        .map(row -> new RecordDifference(
                                new SubjectId(row.id()),
                                new RecordRef(connection, type, row.snapshot().externalId()),
                                row.isNew(),
                                row.before() == null ? List.of() : changes(row.before(), row.snapshot()),
                                row.snapshot().modifiedAt()))
                        .toList());
    }

    private static final String KNOWN = """
            r.id, r.hash, sj.name, r.account_external_id, r.owner_external_id, r.fields, r.gone_at is not null as gone,
            exists (select 1 from record_merge mg where mg.loser_id = r.id) as merged,
            (select sa.audience_id from subject_access sa where sa.subject_id = r.id) as audience_id
            """;

    private List<Changed> changed(
            String connection, String type, Map<String, RecordSnapshot> wanted, Map<String, String> hashes) {
        Map<String, Known> differing = wanted.size() <= RecordStage.BIG
                ? few(connection, type, wanted.keySet(), hashes)
                : many(connection, type, hashes);
        int created = (int)
                differing.values().stream().filter(row -> row.id() == null).count();
        Iterator<Long> fresh = stage.ids(created).iterator();
        List<Changed> changed = new ArrayList<>(differing.size());
        wanted.forEach((externalId, snapshot) -> {
            Known row = differing.get(externalId);
            if (row != null) {
                String hash = Objects.requireNonNull(hashes.get(externalId));
                changed.add(
                        row.id() == null
                                ? new Changed(snapshot, hash, fresh.next(), null)
                                : new Changed(snapshot, hash, row.id(), row));
            }
        });
        return changed;
    }

    private Map<String, Known> few(
            String connection, String type, Collection<String> externalIds, Map<String, String> hashes) {
        Map<String, Known> found = new HashMap<>();
        jdbc.sql("select r.external_id, " + KNOWN + """
                         from crm_record r join subject sj on sj.id = r.id
                        where r.connection = :connection and r.type = :type and r.external_id in (:ids)
                        """)
                .param("connection", connection)
                .param("type", type)
                .param("ids", externalIds)
                .query(Known.class)
                .list()
                .forEach(row -> found.put(row.externalId(), row));
        Map<String, Known> differing = new HashMap<>();
        for (String id : externalIds) {
            Known row = found.get(id);
            if (row == null) {
                differing.put(id, new Known(null, id, null, null, null, null, null, false, false, null));
            } else if (row.gone() || !Objects.equals(row.hash(), hashes.get(id))) {
                differing.put(id, row);
            }
        }
        return differing;
    }

    private Map<String, Known> many(String connection, String type, Map<String, String> hashes) {
        long batch = stage.open();
        stage.fill(
                "crm_stage_key",
                hashes.entrySet().stream()
                        .map(entry -> new @Nullable Object[] {batch, entry.getKey(), entry.getValue()})
                        .iterator());
        Map<String, Known> differing = new HashMap<>();
        jdbc.sql("select k.external_id, " + KNOWN + """
                         from crm_stage_key k
                         left join crm_record r on r.connection = :connection and r.type = :type and r.external_id = k.external_id
                         left join subject sj on sj.id = r.id
                        where k.batch = :batch and (r.id is null or r.gone_at is not null or r.hash <> k.hash)
                        """)
                .param("connection", connection)
                .param("type", type)
                .param("batch", batch)
                .query(Known.class)
                .list()
                .forEach(row -> differing.put(row.externalId(), row));
        stage.close(batch);
        return differing;
    }

    private void write(String connection, String type, List<Changed> changed) {
        List<RecordSnapshot> snapshots = changed.stream().map(Changed::snapshot).toList();
        Map<String, Long> teams = members.teamPrincipals(connection, teamsOf(snapshots));
        Map<String, Long> audienceOf = audiencesOf(connection, snapshots, teams);
        long batch = stage.open();
        stage.fill(
                "crm_stage",
                changed.stream()
                        .map(row -> new @Nullable Object[] {
                            batch,
                            row.snapshot().externalId(),
                            row.snapshot().name(),
                            row.snapshot().accountExternalId(),
                            row.snapshot().ownerExternalId(),
                            audienceOf.get(row.snapshot().externalId()),
                            json.writeValueAsString(row.snapshot().fields()),
                            row.hash(),
                            row.snapshot().url(),
                            row.snapshot().modifiedAt(),
                            row.id(),
                            row.isNew()
                        })
                        .iterator());
        boolean anyNew = changed.stream().anyMatch(Changed::isNew);
        boolean anyKnown = changed.stream().anyMatch(row -> !row.isNew());
        if (anyNew) {
            stage.merge(batch, connection, type, SubjectKind.ofRecordType(type).code());
        }
        if (anyKnown) {
            stage.update(batch, connection, type);
        }
        writeWords(batch, changed, audienceOf);
        if (anyKnown || !teams.isEmpty()) {
            stage.fill(
                    "crm_stage_team",
                    changed.stream()
                            .flatMap(row -> row.snapshot().teamExternalIds().stream()
                                    .map(team -> new @Nullable Object[] {batch, row.id(), teams.get(team)}))
                            .iterator());
            stage.teams(batch, anyKnown);
        }
        if (anyKnown
                || snapshots.stream()
                        .anyMatch(snapshot -> !snapshot.followerExternalIds().isEmpty())) {
            stage.fill(
                    "crm_stage_follower",
                    changed.stream()
                            .flatMap(row -> row.snapshot().followerExternalIds().stream()
                                    .map(user -> new @Nullable Object[] {batch, row.id(), user}))
                            .iterator());
            stage.followers(batch, anyKnown);
        }
        if (anyNew && type.equals("account")) {
            stage.adoptOrphans(batch, connection);
        }
        stage.close(batch);
    }

    private void writeWords(long batch, List<Changed> changed, Map<String, Long> audienceOf) {
        List<Changed> renamed = changed.stream()
                .filter(row -> row.before() == null
                        || row.before().gone()
                        || !row.snapshot().name().equals(row.before().name())
                        || !Objects.equals(
                                audienceOf.get(row.snapshot().externalId()),
                                row.before().audienceId()))
                .toList();
        if (renamed.isEmpty()) {
            return;
        }
        stage.fill(
                "crm_stage_word",
                renamed.stream()
                        .flatMap(row -> Words.of(row.snapshot().name()).stream().map(word -> new @Nullable Object[] {
                            batch, row.id(), word, audienceOf.get(row.snapshot().externalId())
                        }))
                        .iterator());
        stage.words(
                batch,
                renamed.stream().filter(row -> !row.isNew()).map(Changed::id).toList());
    }

    private static Set<String> teamsOf(List<RecordSnapshot> page) {
        Set<String> teams = new HashSet<>();
        for (RecordSnapshot snapshot : page) {
            teams.addAll(snapshot.teamExternalIds());
            if (snapshot.audience() instanceof RecordAudience.OwnerAndTeams restricted) {
                teams.addAll(restricted.teamExternalIds());
            }
        }
        return teams;
    }

    private Map<String, Long> audiencesOf(
            String connection, List<RecordSnapshot> page, Map<String, Long> teamPrincipals) {
        Set<String> people = new HashSet<>();
        for (RecordSnapshot snapshot : page) {
            if (snapshot.audience() instanceof RecordAudience.OwnerAndTeams restricted
                    && restricted.ownerExternalId() != null) {
                people.add(restricted.ownerExternalId());
            }
        }
        Map<String, MemberId> owners = new HashMap<>();
        chunks(people).forEach(some -> owners.putAll(members.byIdentities(connection, some)));
        Map<String, Long> result = new HashMap<>();
        Map<String, Set<Long>> restricted = new HashMap<>();
        for (RecordSnapshot snapshot : page) {
            if (snapshot.audience() instanceof RecordAudience.OwnerAndTeams some) {
                Set<Long> principals = new TreeSet<>();
                some.teamExternalIds()
                        .forEach(team -> principals.add(Objects.requireNonNull(teamPrincipals.get(team))));
                var owner = some.ownerExternalId() == null ? null : owners.get(some.ownerExternalId());
                if (owner != null) {
                    principals.add(owner.value());
                }
                restricted.put(snapshot.externalId(), principals);
            } else {
                result.put(snapshot.externalId(), Audience.EVERYBODY);
            }
        }
        result.putAll(audiences.idsFor(restricted));
        return result;
    }

    private List<FieldChange> changes(Known row, RecordSnapshot snapshot) {
        List<FieldChange> changes = new ArrayList<>();
        compare(changes, "name", row.name(), snapshot.name());
        compare(changes, "owner", row.ownerExternalId(), snapshot.ownerExternalId());
        compare(changes, "account", row.accountExternalId(), snapshot.accountExternalId());
        Map<String, Object> before = fields(Objects.requireNonNull(row.fields()));
        // through JSON, so that both sides have the types that reading gives
        Map<String, Object> after = fields(json.writeValueAsString(snapshot.fields()));
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            compare(changes, name, before.get(name), after.get(name));
        }
        return changes;
    }

    private static void compare(
            List<FieldChange> changes, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(new FieldChange(field, before, after));
        }
    }

    private Map<String, Object> fields(String text) {
        Map<String, Object> fields = json.readValue(text, FIELDS);
        fields.replaceAll((name, value) -> typed(value));
        return fields;
    }

    private static Object typed(Object value) {
        if (value instanceof Map<?, ?> money && money.get("amount") != null && money.get("currency") != null) {
            return new Money(
                    new BigDecimal(String.valueOf(money.get("amount"))), String.valueOf(money.get("currency")));
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        return value;
    }

    private String hash(RecordSnapshot snapshot) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", snapshot.name());
        all.put("account", snapshot.accountExternalId());
        all.put("owner", snapshot.ownerExternalId());
        all.put("url", snapshot.url());
        all.put(
                "audience",
                snapshot.audience() instanceof RecordAudience.OwnerAndTeams some
                        ? List.of(String.valueOf(some.ownerExternalId()), new TreeSet<>(some.teamExternalIds()))
                        : "everyone");
        if (!(snapshot.audience() instanceof RecordAudience.OwnerAndTeams)
                && !snapshot.teamExternalIds().isEmpty()) {
            all.put("teams", new TreeSet<>(snapshot.teamExternalIds()));
        }
        if (!snapshot.followerExternalIds().isEmpty()) {
            all.put("followers", new TreeSet<>(snapshot.followerExternalIds()));
        }
        all.put("fields", snapshot.fields());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(json.writeValueAsString(all).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Marks records as gone from the CRM. Their feeds stay.
     *
     * @return the external ids of those that were not marked before
     */
    @Transactional
    public List<String> markGone(String connection, String type, Collection<String> externalIds) {
        List<String> marked = new ArrayList<>();
        for (List<String> chunk : chunks(externalIds)) {
            Map<Long, String> found = new LinkedHashMap<>();
            jdbc.sql("""
                            select id, external_id from crm_record
                             where connection = :connection and type = :type and external_id in (:ids) and gone_at is null
                            """)
                    .param("connection", connection)
                    .param("type", type)
                    .param("ids", chunk)
                    .query(row -> {
                        found.put(row.getLong(1), row.getString(2));
                    });
            if (!found.isEmpty()) {
                jdbc.sql("update crm_record set gone_at = :now where id in (:ids)")
                        .param("now", Times.utc(clock.instant()))
                        .param("ids", found.keySet())
                        .update();
                marked.addAll(found.values());
                found.keySet().forEach(id -> events.publishEvent(new RecordChanged(new SubjectId(id))));
            }
        }
        return marked;
    }

    private static List<List<String>> chunks(Collection<String> all) {
        var list = List.copyOf(all);
        List<List<String>> chunks = new ArrayList<>();
        for (int i = 0; i < list.size(); i += LIST) {
            chunks.add(list.subList(i, Math.min(list.size(), i + LIST)));
        }
        return chunks;
    }

    private record Late(long audience, long owner) {}

    /**
     * Records join their owner once the person is known, and restricted ones are then for her to see as well; called after the
     * people of a connection were read.
     *
     * @return the records that have found their owner
     */
    @Transactional
    public List<SubjectId> linkOwners(String connection) {
        String late = """
                crm_record r join member_identity i on i.connection = r.connection and i.external_id = r.owner_external_id
                 where r.connection = :connection and r.owner_id is null
                """;
        List<SubjectId> found = jdbc.sql("select r.id from " + late)
                .param("connection", connection)
                .query((row, number) -> new SubjectId(row.getLong(1)))
                .list();
        if (found.isEmpty()) {
            return found;
        }
        List<Late> restricted =
                jdbc.sql("""
                        select distinct s.audience_id as audience, i.member_id as owner
                          from crm_record r join member_identity i on i.connection = r.connection and i.external_id = r.owner_external_id
                          join subject_access s on s.subject_id = r.id
                         where r.connection = :connection and r.owner_id is null and s.audience_id <> 0
                        """).param("connection", connection).query(Late.class).list();
        for (Late group : restricted) {
            Set<Long> principals =
                    new TreeSet<>(jdbc.sql("select principal_id from audience_principal where audience_id = :audience")
                            .param("audience", group.audience())
                            .query(Long.class)
                            .list());
            principals.add(group.owner());
            long wider = audiences.idFor(principals);
            for (String table : List.of("subject_word", "subject_access")) {
                jdbc.sql("update " + table + """
                                 set audience_id = :wider
                                where audience_id = :audience and subject_id in (
                                  select r.id from crm_record r
                                    join member_identity i on i.connection = r.connection and i.external_id = r.owner_external_id
                                   where r.connection = :connection and r.owner_id is null and i.member_id = :owner)
                                """)
                        .param("wider", wider)
                        .param("audience", group.audience())
                        .param("connection", connection)
                        .param("owner", group.owner())
                        .update();
            }
        }
        jdbc.sql("""
                        update crm_record set owner_id = (
                            select i.member_id from member_identity i
                             where i.connection = crm_record.connection and i.external_id = crm_record.owner_external_id)
                         where connection = :connection and owner_id is null and owner_external_id in (
                            select i.external_id from member_identity i where i.connection = :connection)
                        """).param("connection", connection).update();
        return found;
    }

    /** The ids that are here and not gone, in their order as text, from after one of them: for comparing with the CRM. */
    public List<String> knownIds(String connection, String type, String after, int limit) {
        return jdbc.sql("""
                        select external_id from crm_record
                         where connection = :connection and type = :type and gone_at is null and external_id > :after
                         order by external_id limit :limit
                        """)
                .param("connection", connection)
                .param("type", type)
                .param("after", after)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Ids of a connection's records of one type, in order, from after one of them; without those merged into others. */
    public List<SubjectId> idsAfter(String connection, String type, long after, int limit) {
        return jdbc.sql("""
                        select r.id from crm_record r
                         where r.connection = :connection and r.type = :type and r.id > :after
                           and not exists (select 1 from record_merge mg where mg.loser_id = r.id and mg.winner_id is not null)
                         order by r.id limit :limit
                        """)
                .param("connection", connection)
                .param("type", type)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new SubjectId(row.getLong(1)))
                .list();
    }

    /** The contacts and opportunities of these accounts. */
    public List<SubjectId> under(Collection<SubjectId> accounts) {
        return jdbc.sql("select sj.id from subject sj where sj.root_id = any(:accounts) and sj.id <> sj.root_id")
                .param("accounts", ids(accounts))
                .query((row, number) -> new SubjectId(row.getLong(1)))
                .list();
    }

    /** What rules need to know of records; without any right, for the connector alone. Three statements. */
    public List<RecordFacts> facts(Collection<SubjectId> wanted) {
        Map<Long, Set<MemberId>> teams = new HashMap<>();
        jdbc.sql("""
                        select distinct t.record_id, mp.member_id from record_team t
                          join member_principal mp on mp.principal_id = t.principal_id join member m on m.id = mp.member_id and m.active
                         where t.record_id = any(:ids)
                        """).param("ids", ids(wanted)).query(row -> {
            teams.computeIfAbsent(row.getLong(1), id -> new HashSet<>()).add(new MemberId(row.getLong(2)));
        });
        jdbc.sql("""
                        select f.record_id, i.member_id from record_follower f join crm_record r on r.id = f.record_id
                          join member_identity i on i.connection = r.connection and i.external_id = f.external_id
                          join member m on m.id = i.member_id and m.active
                         where f.record_id = any(:ids)
                        """).param("ids", ids(wanted)).query(row -> {
            teams.computeIfAbsent(row.getLong(1), id -> new HashSet<>()).add(new MemberId(row.getLong(2)));
        });
        return jdbc.sql("""
                        select r.id, r.connection, r.type, r.external_id, sj.name, r.owner_external_id, r.owner_id, r.account_external_id,
                               a.owner_id as account_owner_id, r.fields, r.modified_at, r.gone_at is not null as gone
                          from crm_record r join subject sj on sj.id = r.id left join crm_record a on a.id = sj.root_id
                         where r.id = any(:ids) order by r.id
                        """)
                .param("ids", ids(wanted))
                .query((row, number) -> new RecordFacts(
                        new SubjectId(row.getLong("id")),
                        new RecordRef(row.getString("connection"), row.getString("type"), row.getString("external_id")),
                        row.getString("name"),
                        row.getString("owner_external_id"),
                        memberOrNull(row.getObject("owner_id", Long.class)),
                        row.getString("account_external_id"),
                        memberOrNull(row.getObject("account_owner_id", Long.class)),
                        teams.getOrDefault(row.getLong("id"), Set.of()),
                        fields(row.getString("fields")),
                        instantOrNull(row.getObject("modified_at", java.time.OffsetDateTime.class)),
                        row.getBoolean("gone")))
                .list();
    }

    private static Long[] ids(Collection<SubjectId> subjects) {
        return subjects.stream().map(SubjectId::value).distinct().toArray(Long[]::new);
    }

    private static @Nullable MemberId memberOrNull(@Nullable Long id) {
        return id == null ? null : new MemberId(id);
    }

    private static java.time.@Nullable Instant instantOrNull(java.time.@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** How many records of a type are here and not gone. */
    public int count(String connection, String type) {
        return jdbc.sql("""
                        select count(*) from crm_record
                         where connection = :connection and type = :type and gone_at is null
                        """)
                .param("connection", connection)
                .param("type", type)
                .query(Integer.class)
                .single();
    }

    /**
     * The name of a record as it may be told in the feed of another one: to everybody who may see that feed, so nothing where the
     * record is seen by fewer. Two records of one audience are seen by the same people.
     */
    public Optional<String> nameToldOn(SubjectId feed, RecordRef told) {
        return jdbc.sql("""
                        select sj.name from crm_record r join subject sj on sj.id = r.id
                          join subject_access s on s.subject_id = r.id join subject_access f on f.subject_id = :feed
                         where r.connection = :connection and r.type = :type and r.external_id = :external
                           and (s.audience_id = 0 or s.audience_id = f.audience_id)
                        """)
                .param("feed", feed.value())
                .param("connection", told.connection())
                .param("type", told.type())
                .param("external", told.externalId())
                .query(String.class)
                .optional();
    }

    /** Without any right: for the connector, never for an answer to a reader. */
    public Optional<CrmRecord> find(RecordRef ref) {
        return jdbc.sql("select " + COLUMNS + """
                         from crm_record r join subject sj on sj.id = r.id
                        where r.connection = :connection and r.type = :type and r.external_id = :external
                        """)
                .param("connection", ref.connection())
                .param("type", ref.type())
                .param("external", ref.externalId())
                .query((row, number) -> record(row))
                .optional();
    }

    /**
     * The record, or the one that it was merged into.
     *
     * @throws Problem not found, if there is none or the viewer may not see it
     */
    public CrmRecord visibleTo(MemberId viewer, RecordRef ref) {
        return jdbc.sql("select " + COLUMNS + """
                         from crm_record o left join record_merge mg on mg.loser_id = o.id
                         join crm_record r on r.id = coalesce(mg.winner_id, o.id)
                         join subject sj on sj.id = r.id join subject_access s on s.subject_id = r.id
                        where o.connection = :connection and o.type = :type and o.external_id = :external and %s
                        """.formatted(Audience.MAY_SEE))
                .param("connection", ref.connection())
                .param("type", ref.type())
                .param("external", ref.externalId())
                .param("viewer", viewer.value())
                .query((row, number) -> record(row))
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /**
     * The record, or the one that it was merged into.
     *
     * @throws Problem not found, if there is none or the viewer may not see it
     */
    public CrmRecord visibleTo(MemberId viewer, SubjectId id) {
        return jdbc.sql("select " + COLUMNS + """
                         from crm_record r join subject sj on sj.id = r.id join subject_access s on s.subject_id = r.id
                        where r.id = coalesce((select mg.winner_id from record_merge mg where mg.loser_id = :id), :id) and %s
                        """.formatted(Audience.MAY_SEE))
                .param("id", id.value())
                .param("viewer", viewer.value())
                .query((row, number) -> record(row))
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /** The record that one was merged into; itself, if it was not. Asks for no right. */
    public SubjectId current(SubjectId id) {
        return jdbc.sql("select coalesce((select mg.winner_id from record_merge mg where mg.loser_id = :id), :id)")
                .param("id", id.value())
                .query((row, number) -> new SubjectId(row.getLong(1)))
                .single();
    }

    private CrmRecord record(java.sql.ResultSet row) throws java.sql.SQLException {
        long root = row.getLong("root_id");
        boolean hasRoot = !row.wasNull();
        long owner = row.getLong("owner_id");
        boolean hasOwner = !row.wasNull();
        var gone = row.getObject("gone_at", java.time.OffsetDateTime.class);
        return new CrmRecord(
                new SubjectId(row.getLong("id")),
                new RecordRef(row.getString("connection"), row.getString("type"), row.getString("external_id")),
                SubjectKind.of(row.getInt("kind")),
                row.getString("name"),
                hasRoot ? new SubjectId(root) : null,
                hasOwner ? new MemberId(owner) : null,
                fields(row.getString("fields")),
                row.getString("url"),
                gone == null ? null : gone.toInstant());
    }
}
