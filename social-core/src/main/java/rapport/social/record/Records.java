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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
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
    public static final int MAX_PAGE = 1_000;

    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS = new TypeReference<>() {};
    private static final String COLUMNS = """
            r.id, r.connection, r.type, r.external_id, r.owner_id, r.fields, r.url, r.gone_at, sj.kind, sj.name, sj.root_id
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final Audiences audiences;
    private final Members members;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Records(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batch,
            Audiences audiences,
            Members members,
            JsonMapper json,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.audiences = audiences;
        this.members = members;
        this.json = json;
        this.clock = clock;
        this.events = events;
    }

    /** What is in the table for a record of the page. */
    private record Known(
            long id,
            String externalId,
            String hash,
            String name,
            @Nullable String accountExternalId,
            @Nullable String ownerExternalId,
            String fields,
            boolean gone) {}

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
        Map<String, Known> known = known(connection, type, wanted.keySet());
        Map<String, String> hashes = new HashMap<>();
        wanted.values().forEach(snapshot -> hashes.put(snapshot.externalId(), hash(snapshot)));

        List<RecordSnapshot> changed = wanted.values().stream()
                .filter(snapshot -> {
                    var row = known.get(snapshot.externalId());
                    return row == null || row.gone() || !row.hash().equals(hashes.get(snapshot.externalId()));
                })
                .toList();
        if (changed.isEmpty()) {
            return new UpsertResult(0, 0, wanted.size(), List.of());
        }

        Map<String, MemberId> owners = members.byIdentities(
                connection,
                changed.stream()
                        .map(RecordSnapshot::ownerExternalId)
                        .filter(Objects::nonNull)
                        .toList());
        Map<String, Long> accounts = accounts(connection, changed);
        Map<String, Long> audienceOf = audiencesOf(connection, changed);

        int created = 0;
        List<RecordDifference> differences = new ArrayList<>();
        List<MapSqlParameterSource> inserts = new ArrayList<>();
        List<MapSqlParameterSource> updates = new ArrayList<>();
        for (RecordSnapshot snapshot : changed) {
            var row = known.get(snapshot.externalId());
            long id = row == null ? nextId() : row.id();
            Long root = type.equals("account")
                    ? Long.valueOf(id)
                    : snapshot.accountExternalId() == null ? null : accounts.get(snapshot.accountExternalId());
            var owner = snapshot.ownerExternalId() == null ? null : owners.get(snapshot.ownerExternalId());
            var parameters = new MapSqlParameterSource()
                    .addValue("id", id)
                    .addValue("kind", SubjectKind.ofRecordType(type).code())
                    .addValue("root", root)
                    .addValue("name", snapshot.name())
                    .addValue("connection", connection)
                    .addValue("type", type)
                    .addValue("external", snapshot.externalId())
                    .addValue("account", snapshot.accountExternalId())
                    .addValue("ownerExternal", snapshot.ownerExternalId())
                    .addValue("owner", owner == null ? null : owner.value())
                    .addValue("fields", json.writeValueAsString(snapshot.fields()))
                    .addValue("hash", hashes.get(snapshot.externalId()))
                    .addValue("url", snapshot.url())
                    .addValue("modified", Times.utcOrNull(snapshot.modifiedAt()))
                    .addValue("audience", audienceOf.get(snapshot.externalId()));
            if (row == null) {
                created++;
                inserts.add(parameters);
            } else {
                updates.add(parameters);
            }
            differences.add(new RecordDifference(
                    new SubjectId(id),
                    new RecordRef(connection, type, snapshot.externalId()),
                    row == null,
                    row == null ? List.of() : changes(row, snapshot),
                    snapshot.modifiedAt()));
        }
        insert(inserts);
        update(updates);
        writeWords(changed, differences, audienceOf);
        if (type.equals("account")) {
            adoptOrphans(connection, differences);
        }
        updates.forEach(row -> events.publishEvent(
                new RecordChanged(new SubjectId((Long) Objects.requireNonNull(row.getValue("id"))))));
        return new UpsertResult(created, changed.size() - created, wanted.size() - changed.size(), differences);
    }

    private long nextId() {
        return jdbc.sql("select nextval('activity_seq')").query(Long.class).single();
    }

    private Map<String, Known> known(String connection, String type, Collection<String> externalIds) {
        Map<String, Known> found = new HashMap<>();
        jdbc.sql("""
                        select r.id, r.external_id, r.hash, sj.name, r.account_external_id, r.owner_external_id, r.fields,
                               r.gone_at is not null as gone
                          from crm_record r join subject sj on sj.id = r.id
                         where r.connection = :connection and r.type = :type and r.external_id in (:ids)
                        """)
                .param("connection", connection)
                .param("type", type)
                .param("ids", externalIds)
                .query(Known.class)
                .list()
                .forEach(row -> found.put(row.externalId(), row));
        return found;
    }

    private Map<String, Long> accounts(String connection, List<RecordSnapshot> page) {
        List<String> wanted = page.stream()
                .map(RecordSnapshot::accountExternalId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<String, Long> found = new HashMap<>();
        if (!wanted.isEmpty()) {
            jdbc.sql("""
                            select external_id, id from crm_record
                             where connection = :connection and type = 'account' and external_id in (:ids)
                            """)
                    .param("connection", connection)
                    .param("ids", wanted)
                    .query((row, number) -> found.put(row.getString(1), row.getLong(2)))
                    .list();
        }
        return found;
    }

    private Map<String, Long> audiencesOf(String connection, List<RecordSnapshot> page) {
        Set<String> teams = new HashSet<>();
        Set<String> people = new HashSet<>();
        for (RecordSnapshot snapshot : page) {
            if (snapshot.audience() instanceof RecordAudience.OwnerAndTeams restricted) {
                teams.addAll(restricted.teamExternalIds());
                if (restricted.ownerExternalId() != null) {
                    people.add(restricted.ownerExternalId());
                }
            }
        }
        Map<String, Long> teamPrincipals = members.teamPrincipals(connection, teams);
        Map<String, MemberId> owners = members.byIdentities(connection, people);
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

    private void insert(List<MapSqlParameterSource> rows) {
        var all = rows.toArray(MapSqlParameterSource[]::new);
        batch.batchUpdate("insert into subject (id, kind, root_id, name) values (:id, :kind, :root, :name)", all);
        batch.batchUpdate("insert into subject_access (subject_id, audience_id) values (:id, :audience)", all);
        batch.batchUpdate("""
                insert into crm_record (id, connection, type, external_id, account_external_id, owner_external_id, owner_id,
                                        fields, hash, url, modified_at)
                values (:id, :connection, :type, :external, :account, :ownerExternal, :owner, :fields, :hash, :url, :modified)
                """, all);
    }

    private void update(List<MapSqlParameterSource> rows) {
        var all = rows.toArray(MapSqlParameterSource[]::new);
        batch.batchUpdate("update subject set root_id = :root, name = :name where id = :id", all);
        batch.batchUpdate("update subject_access set audience_id = :audience where subject_id = :id", all);
        batch.batchUpdate("""
                update crm_record set account_external_id = :account, owner_external_id = :ownerExternal, owner_id = :owner,
                       fields = :fields, hash = :hash, url = :url, modified_at = :modified, gone_at = null
                 where id = :id
                """, all);
    }

    private void writeWords(
            List<RecordSnapshot> page, List<RecordDifference> differences, Map<String, Long> audienceOf) {
        List<MapSqlParameterSource> rows = new ArrayList<>();
        List<Long> renewed = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            var snapshot = page.get(i);
            var difference = differences.get(i);
            if (!difference.created()) {
                renewed.add(difference.record().value());
            }
            for (String word : Words.of(snapshot.name())) {
                rows.add(new MapSqlParameterSource()
                        .addValue("word", word)
                        .addValue("subject", difference.record().value())
                        .addValue("audience", audienceOf.get(snapshot.externalId())));
            }
        }
        if (!renewed.isEmpty()) {
            jdbc.sql("delete from subject_word where subject_id in (:ids)")
                    .param("ids", renewed)
                    .update();
        }
        batch.batchUpdate(
                "insert into subject_word (word, subject_id, audience_id) values (:word, :subject, :audience)",
                rows.toArray(MapSqlParameterSource[]::new));
    }

    /** Contacts and opportunities may be read before their account: the account finds them when it comes. */
    private void adoptOrphans(String connection, List<RecordDifference> accounts) {
        List<String> created = accounts.stream()
                .filter(RecordDifference::created)
                .map(difference -> difference.ref().externalId())
                .toList();
        if (created.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update subject set root_id = (
                            select a.id from crm_record r
                              join crm_record a on a.connection = r.connection and a.type = 'account'
                                               and a.external_id = r.account_external_id
                             where r.id = subject.id)
                         where id in (select r.id from crm_record r
                                       where r.connection = :connection and r.type <> 'account'
                                         and r.account_external_id in (:ids))
                        """).param("connection", connection).param("ids", created).update();
    }

    private List<FieldChange> changes(Known row, RecordSnapshot snapshot) {
        List<FieldChange> changes = new ArrayList<>();
        compare(changes, "name", row.name(), snapshot.name());
        compare(changes, "owner", row.ownerExternalId(), snapshot.ownerExternalId());
        compare(changes, "account", row.accountExternalId(), snapshot.accountExternalId());
        Map<String, Object> before = fields(row.fields());
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
     * @return how many were not marked before
     */
    @Transactional
    public int markGone(String connection, String type, Collection<String> externalIds) {
        int marked = 0;
        for (List<String> chunk : chunks(externalIds)) {
            var ids = jdbc.sql("""
                            select id from crm_record
                             where connection = :connection and type = :type and external_id in (:ids) and gone_at is null
                            """)
                    .param("connection", connection)
                    .param("type", type)
                    .param("ids", chunk)
                    .query(Long.class)
                    .list();
            if (!ids.isEmpty()) {
                marked += jdbc.sql("update crm_record set gone_at = :now where id in (:ids)")
                        .param("now", Times.utc(clock.instant()))
                        .param("ids", ids)
                        .update();
                ids.forEach(id -> events.publishEvent(new RecordChanged(new SubjectId(id))));
            }
        }
        return marked;
    }

    private static List<List<String>> chunks(Collection<String> all) {
        var list = List.copyOf(all);
        List<List<String>> chunks = new ArrayList<>();
        for (int i = 0; i < list.size(); i += MAX_PAGE) {
            chunks.add(list.subList(i, Math.min(list.size(), i + MAX_PAGE)));
        }
        return chunks;
    }

    /** Records join their owner once the person is known; called after the people of a connection were read. */
    @Transactional
    public int linkOwners(String connection) {
        return jdbc.sql("""
                        update crm_record set owner_id = (
                            select i.member_id from member_identity i
                             where i.connection = crm_record.connection and i.external_id = crm_record.owner_external_id)
                         where connection = :connection and owner_id is null and owner_external_id in (
                            select i.external_id from member_identity i where i.connection = :connection)
                        """).param("connection", connection).update();
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

    /** @throws Problem not found, if there is none or the viewer may not see it */
    public CrmRecord visibleTo(MemberId viewer, RecordRef ref) {
        return jdbc.sql("select " + COLUMNS + """
                         from crm_record r join subject sj on sj.id = r.id join subject_access s on s.subject_id = r.id
                        where r.connection = :connection and r.type = :type and r.external_id = :external and %s
                        """.formatted(Audience.MAY_SEE))
                .param("connection", ref.connection())
                .param("type", ref.type())
                .param("external", ref.externalId())
                .param("viewer", viewer.value())
                .query((row, number) -> record(row))
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /** @throws Problem not found, if there is none or the viewer may not see it */
    public CrmRecord visibleTo(MemberId viewer, SubjectId id) {
        return jdbc.sql("select " + COLUMNS + """
                         from crm_record r join subject sj on sj.id = r.id join subject_access s on s.subject_id = r.id
                        where r.id = :id and %s
                        """.formatted(Audience.MAY_SEE))
                .param("id", id.value())
                .param("viewer", viewer.value())
                .query((row, number) -> record(row))
                .optional()
                .orElseThrow(Problem::notFound);
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
