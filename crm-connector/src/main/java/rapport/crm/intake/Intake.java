package rapport.crm.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/**
 * Keeps the rows that were handed in. One writer at a time for each connection: a row's number is higher than those of all rows
 * that were committed before it, which is what lets a reader go on from a number.
 */
@Component
public class Intake {
    /** Rows of one call of {@link #take}. */
    public static final int MAX_ROWS = 1_000;

    private static final Duration LOAD_LIFETIME = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final Ids ids;
    private final Clock clock;

    Intake(JdbcClient jdbc, NamedParameterJdbcTemplate batch, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.ids = ids;
        this.clock = clock;
    }

    private record Known(
            @Nullable String hash,
            boolean gone,
            @Nullable String mergedInto,
            @Nullable Instant updatedAt) {}

    private record Change(
            IntakeRow row,
            @Nullable String hash,
            boolean isNew,
            @Nullable Instant updatedAt) {}

    /**
     * Takes rows in their order.
     *
     * @param source what they come from, such as a file; empty for the push
     * @param load   the complete set that they belong to; null outside one
     * @return what became of each
     */
    @Transactional
    public List<Taken> take(String connection, RowType type, String source, @Nullable Long load, List<IntakeRow> rows) {
        if (rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException("rows: " + rows.size() + " (expected: at most " + MAX_ROWS + ")");
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        long seq = lock(connection) + 1;
        Map<String, Known> known = known(connection, type, rows);
        Map<String, Change> changes = new LinkedHashMap<>();
        List<Taken> taken = new ArrayList<>(rows.size());
        for (IntakeRow row : rows) {
            Known before = known.get(row.externalId());
            Taken outcome = outcome(before, row);
            taken.add(outcome);
            if (outcome == Taken.STALE || outcome == Taken.UNKNOWN || outcome == Taken.UNCHANGED) {
                continue;
            }
            Change earlier = changes.get(row.externalId());
            boolean isNew = earlier == null ? before == null : earlier.isNew();
            Instant stamp = row.updatedAt() != null ? row.updatedAt() : before == null ? null : before.updatedAt();
            String hash = row.content() == null ? null : hash(row.content());
            changes.put(row.externalId(), new Change(row, hash, isNew, stamp));
            known.put(row.externalId(), new Known(hash, row.gone(), row.mergedInto(), stamp));
        }
        write(connection, type, source, seq, changes.values());
        mark(connection, type, source, load, rows);
        if (!changes.isEmpty()) {
            unlock(connection, seq);
        }
        return taken;
    }

    private static Taken outcome(@Nullable Known before, IntakeRow row) {
        if (before == null) {
            return row.gone() ? Taken.UNKNOWN : Taken.CREATED;
        }
        Instant stamp = row.updatedAt();
        if (stamp != null && before.updatedAt() != null && stamp.isBefore(before.updatedAt())) {
            return Taken.STALE;
        }
        if (row.gone()) {
            if (before.gone() && (row.mergedInto() == null || row.mergedInto().equals(before.mergedInto()))) {
                return Taken.UNCHANGED;
            }
            return row.mergedInto() == null ? Taken.DELETED : Taken.MERGED;
        }
        if (before.gone()) {
            return Taken.CREATED;
        }
        return hash(String.valueOf(row.content())).equals(before.hash()) ? Taken.UNCHANGED : Taken.UPDATED;
    }

    /** The highest number given out; held until the transaction ends, so that nobody gives out a higher one meanwhile. */
    private long lock(String connection) {
        jdbc.sql("insert into crm_intake (connection, seq) values (:connection, 0) on conflict do nothing")
                .param("connection", connection)
                .update();
        return jdbc.sql("select seq from crm_intake where connection = :connection for update")
                .param("connection", connection)
                .query(Long.class)
                .single();
    }

    private void unlock(String connection, long seq) {
        jdbc.sql("update crm_intake set seq = :seq, changed_at = :now where connection = :connection")
                .param("seq", seq)
                .param("now", Times.utc(clock.instant()))
                .param("connection", connection)
                .update();
    }

    private Map<String, Known> known(String connection, RowType type, List<IntakeRow> rows) {
        Map<String, Known> found = new HashMap<>();
        jdbc.sql("""
                        select external_id, hash, content is null as gone, merged_into, updated_at
                          from crm_intake_row
                         where connection = :connection and type = :type and external_id in (:ids)
                        """)
                .param("connection", connection)
                .param("type", type.word())
                .param(
                        "ids",
                        rows.stream().map(IntakeRow::externalId).distinct().toList())
                .query((row, number) -> {
                    OffsetDateTime updated = row.getObject("updated_at", OffsetDateTime.class);
                    found.put(
                            row.getString("external_id"),
                            new Known(
                                    row.getString("hash"),
                                    row.getBoolean("gone"),
                                    row.getString("merged_into"),
                                    updated == null ? null : updated.toInstant()));
                    return number;
                })
                .list();
        return found;
    }

    private void write(String connection, RowType type, String source, long seq, Collection<Change> changes) {
        var now = Times.utc(clock.instant());
        List<MapSqlParameterSource> inserts = new ArrayList<>();
        List<MapSqlParameterSource> updates = new ArrayList<>();
        for (Change change : changes) {
            var parameters = new MapSqlParameterSource()
                    .addValue("connection", connection)
                    .addValue("type", type.word())
                    .addValue("id", change.row().externalId())
                    .addValue("seq", seq)
                    .addValue("source", source)
                    .addValue("content", change.row().content())
                    .addValue("hash", change.hash())
                    .addValue("merged", change.row().mergedInto())
                    .addValue("updated", Times.utcOrNull(change.updatedAt()))
                    .addValue("now", now);
            (change.isNew() ? inserts : updates).add(parameters);
        }
        if (!inserts.isEmpty()) {
            batch.batchUpdate("""
                    insert into crm_intake_row (connection, type, external_id, seq, source, content, hash, merged_into, updated_at,
                                                changed_at)
                    values (:connection, :type, :id, :seq, :source, :content, :hash, :merged, :updated, :now)
                    """, inserts.toArray(MapSqlParameterSource[]::new));
        }
        if (!updates.isEmpty()) {
            batch.batchUpdate("""
                    update crm_intake_row set seq = :seq, source = :source, content = :content, hash = :hash,
                           merged_into = :merged, updated_at = :updated, changed_at = :now
                     where connection = :connection and type = :type and external_id = :id
                    """, updates.toArray(MapSqlParameterSource[]::new));
        }
    }

    /** Also what did not change belongs to the set, and to the source that named it last. */
    private void mark(String connection, RowType type, String source, @Nullable Long load, List<IntakeRow> rows) {
        if (load == null) {
            return;
        }
        jdbc.sql("""
                        update crm_intake_row set load_id = :load, source = :source
                         where connection = :connection and type = :type and external_id in (:ids)
                        """)
                .param("load", load)
                .param("source", source)
                .param("connection", connection)
                .param("type", type.word())
                .param(
                        "ids",
                        rows.stream().map(IntakeRow::externalId).distinct().toList())
                .update();
    }

    /** Begins a complete set: what it does not name until it is finished is gone then. One before it that was not finished is off. */
    @Transactional
    public long startLoad(String connection, RowType type, String source) {
        lock(connection);
        abortLoad(connection, type, source);
        long load = ids.next();
        jdbc.sql("""
                        insert into crm_intake_load (id, connection, type, source, started_at, refused)
                        values (:id, :connection, :type, :source, :now, 0)
                        """)
                .param("id", load)
                .param("connection", connection)
                .param("type", type.word())
                .param("source", source)
                .param("now", Times.utc(clock.instant()))
                .update();
        return load;
    }

    private void abortLoad(String connection, RowType type, String source) {
        jdbc.sql("delete from crm_intake_load where connection = :connection and type = :type and source = :source")
                .param("connection", connection)
                .param("type", type.word())
                .param("source", source)
                .update();
    }

    /** @return whether it is under way */
    public boolean isLoading(String connection, RowType type, long load) {
        return refusedIn(connection, type, load).isPresent();
    }

    private Optional<Integer> refusedIn(String connection, RowType type, long load) {
        return jdbc.sql("""
                        select refused from crm_intake_load
                         where id = :id and connection = :connection and type = :type and started_at > :after
                        """)
                .param("id", load)
                .param("connection", connection)
                .param("type", type.word())
                .param("after", Times.utc(clock.instant().minus(LOAD_LIFETIME)))
                .query(Integer.class)
                .optional();
    }

    /** Rows of it could not be taken: they may be there all the same, so this set proves nobody gone. */
    @Transactional
    public void refusedInLoad(long load, int rows) {
        jdbc.sql("update crm_intake_load set refused = refused + :rows where id = :id")
                .param("rows", rows)
                .param("id", load)
                .update();
    }

    @Transactional
    public void abortLoad(String connection, RowType type, long load) {
        int open = jdbc.sql("delete from crm_intake_load where id = :id and connection = :connection and type = :type")
                .param("id", load)
                .param("connection", connection)
                .param("type", type.word())
                .update();
        if (open == 0) {
            throw Problem.notFound();
        }
    }

    /**
     * Ends a complete set: what it did not name is gone.
     *
     * @param vanishPercent of the rows known, so many may go at once
     * @return how many went
     * @throws Problem 404 if it is not under way; 409 if rows of it were refused, or too many would go
     */
    @Transactional
    public int finishLoad(String connection, RowType type, String source, long load, int vanishPercent) {
        long seq = lock(connection) + 1;
        int refused = refusedIn(connection, type, load).orElseThrow(Problem::notFound);
        if (refused > 0) {
            throw new Problem(409, "load-incomplete", "load", refused, 0);
        }
        int known = countOf(connection, type, source, null);
        int missing = countOf(connection, type, source, load);
        int allowed = Math.max(ALWAYS_ALLOWED, (int) ((long) known * vanishPercent / 100));
        if (missing > allowed) {
            throw new Problem(409, "load-too-many-missing", "load", missing, allowed);
        }
        int gone = jdbc.sql("""
                        update crm_intake_row set content = null, hash = null, merged_into = null, seq = :seq, changed_at = :now
                         where connection = :connection and type = :type and source = :source and content is not null
                           and load_id is distinct from :load
                        """)
                .param("seq", seq)
                .param("now", Times.utc(clock.instant()))
                .param("connection", connection)
                .param("type", type.word())
                .param("source", source)
                .param("load", load)
                .update();
        if (gone > 0) {
            unlock(connection, seq);
        }
        abortLoad(connection, type, source);
        return gone;
    }

    /** In a small set some per cent are less than an ordinary clean-up. */
    private static final int ALWAYS_ALLOWED = 10;

    private int countOf(String connection, RowType type, String source, @Nullable Long notOf) {
        return jdbc.sql("""
                        select count(*) from crm_intake_row
                         where connection = :connection and type = :type and source = :source and content is not null
                        """ + (notOf == null ? "" : " and load_id is distinct from :load"))
                .param("connection", connection)
                .param("type", type.word())
                .param("source", source)
                .param("load", notOf)
                .query(Integer.class)
                .single();
    }

    /** How many rows are there, by type. */
    public Map<RowType, Integer> counts(String connection) {
        Map<RowType, Integer> counts = new LinkedHashMap<>();
        jdbc.sql("""
                        select type, count(*) as present from crm_intake_row
                         where connection = :connection and content is not null group by type
                        """)
                .param("connection", connection)
                .query((row, number) -> {
                    RowType.of(row.getString("type")).ifPresent(type -> counts.put(type, column(row, "present")));
                    return number;
                })
                .list();
        return counts;
    }

    private static int column(java.sql.ResultSet row, String name) {
        try {
            return row.getInt(name);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When a row last changed here. */
    public Optional<Instant> changedAt(String connection) {
        return jdbc.sql("select changed_at from crm_intake where connection = :connection and changed_at is not null")
                .param("connection", connection)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private static final String COLUMNS =
            "select external_id, seq, content, merged_into, changed_at from crm_intake_row";

    List<StoredRow> after(String connection, RowType type, IntakeCheckpoint from, int limit) {
        return jdbc.sql(COLUMNS + """
                         where connection = :connection and type = :type and (seq, external_id) > (:seq, :id)
                         order by seq, external_id limit :limit
                        """)
                .param("connection", connection)
                .param("type", type.word())
                .param("seq", from.seq())
                .param("id", from.externalId())
                .param("limit", limit)
                .query(StoredRow.class)
                .list();
    }

    /** Those that are there, by id. */
    List<StoredRow> present(String connection, RowType type, String afterId, int limit) {
        return jdbc.sql(COLUMNS + """
                         where connection = :connection and type = :type and external_id > :id and content is not null
                         order by external_id limit :limit
                        """)
                .param("connection", connection)
                .param("type", type.word())
                .param("id", afterId)
                .param("limit", limit)
                .query(StoredRow.class)
                .list();
    }

    List<StoredRow> find(String connection, RowType type, Collection<String> externalIds) {
        return jdbc.sql(COLUMNS + " where connection = :connection and type = :type and external_id in (:ids)")
                .param("connection", connection)
                .param("type", type.word())
                .param("ids", externalIds)
                .query(StoredRow.class)
                .list();
    }

    private static String hash(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
