package rapport.crm.sync;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Unreadable;
import rapport.social.shared.Times;

/** The engine's own tables. */
@Component
class SyncStore {
    /** Stands for the id of a row of which not even that could be read. */
    static final String NAMELESS = "?";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final Clock clock;

    SyncStore(JdbcClient jdbc, NamedParameterJdbcTemplate batch, Clock clock) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.clock = clock;
    }

    /**
     * @param loadedAt end of the first load; null while it lasts
     * @param nextAt   the CRM refuses this type; not to be asked for before
     */
    record Progress(
            @Nullable Checkpoint checkpoint,
            long done,
            @Nullable Instant loadedAt,
            @Nullable Instant readAt,
            @Nullable Instant nextAt) {
        boolean loaded() {
            return loadedAt != null;
        }
    }

    Progress progress(String connection, CrmType type) {
        return findProgress(connection, type).orElseGet(() -> {
            jdbc.sql("insert into crm_progress (connection, type) values (:connection, :type) on conflict do nothing")
                    .param("connection", connection)
                    .param("type", type.name())
                    .update();
            return findProgress(connection, type).orElseThrow();
        });
    }

    private Optional<Progress> findProgress(String connection, CrmType type) {
        return jdbc.sql("""
                        select checkpoint, done, loaded_at, read_at, next_at from crm_progress
                         where connection = :connection and type = :type
                        """)
                .param("connection", connection)
                .param("type", type.name())
                .query((row, number) -> new Progress(
                        checkpoint(row.getString("checkpoint")),
                        row.getLong("done"),
                        instant(row.getObject("loaded_at", OffsetDateTime.class)),
                        instant(row.getObject("read_at", OffsetDateTime.class)),
                        instant(row.getObject("next_at", OffsetDateTime.class))))
                .optional();
    }

    /** @param rows of the first load that this page brought */
    void advance(String connection, CrmType type, Checkpoint next, boolean more, int rows, @Nullable Long total) {
        jdbc.sql("""
                        update crm_progress set checkpoint = :next,
                               done = case when loaded_at is null then done + :rows else done end,
                               total = coalesce(:total, total),
                               loaded_at = case when loaded_at is null and :ended then :now else loaded_at end,
                               read_at = case when :ended then :now else read_at end,
                               failure = null, next_at = null
                         where connection = :connection and type = :type
                        """)
                .param("next", next.value())
                .param("rows", rows)
                .param("total", total, Types.BIGINT)
                .param("ended", !more)
                .param("now", Times.utc(clock.instant()))
                .param("connection", connection)
                .param("type", type.name())
                .update();
    }

    /** The CRM refuses this type; the others go on. */
    void refused(String connection, CrmType type, String failure, Instant nextAt) {
        jdbc.sql("""
                        update crm_progress set failure = :failure, next_at = :next
                         where connection = :connection and type = :type
                        """)
                .param("failure", cut(failure, 2_000))
                .param("next", Times.utc(nextAt))
                .param("connection", connection)
                .param("type", type.name())
                .update();
    }

    /** Other credentials may be allowed what was refused. */
    void askAgain(String connection) {
        jdbc.sql("update crm_progress set next_at = null where connection = :connection")
                .param("connection", connection)
                .update();
    }

    /** A type that is no longer mirrored is compared no more, fails no more, and none of its rows waits to be read. */
    void keepOnly(String connection, Collection<CrmType> types) {
        String[] names = types.stream().map(CrmType::name).toArray(String[]::new);
        for (String table : List.of("crm_sweep", "crm_sweep_seen")) {
            jdbc.sql("delete from " + table + " where connection = :connection and not (type = any(:types))")
                    .param("connection", connection)
                    .param("types", names)
                    .update();
        }
        jdbc.sql("""
                        delete from crm_set_aside
                         where connection = :connection and type <> :user and not (type = any(:types))
                        """)
                .param("connection", connection)
                .param("user", CrmType.USER.name())
                .param("types", names)
                .update();
        jdbc.sql("""
                        update crm_progress set failure = null, next_at = null
                         where connection = :connection and (failure is not null or next_at is not null)
                           and not (type = any(:types))
                        """).param("connection", connection).param("types", names).update();
    }

    boolean isCompareRequested(String connection) {
        return jdbc.sql("select compare_requested from crm_connection where connection = :connection")
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }

    /** A change feed began anew: what was deleted meanwhile is found by comparing alone, so that does not wait until it is due. */
    void restarted(String connection) {
        jdbc.sql("update crm_connection set restarted_at = :now where connection = :connection")
                .param("now", Times.utc(clock.instant()))
                .param("connection", connection)
                .update();
    }

    boolean hasRestarted(String connection) {
        return jdbc.sql("select restarted_at is not null from crm_connection where connection = :connection")
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }

    void compareBegun(String connection) {
        jdbc.sql(
                        "update crm_connection set compare_requested = false, restarted_at = null where connection = :connection")
                .param("connection", connection)
                .update();
    }

    /** Keeps what a comparison found, for the admin. */
    void addDifferences(String connection, long run, CrmType type, Map<String, String> whatById) {
        batch.batchUpdate(
                """
                insert into crm_difference (id, run_id, connection, type, external_id, what, found_at)
                values (nextval('activity_seq'), :run, :connection, :type, :id, :what, :now)
                """,
                whatById.entrySet().stream()
                        .map(entry -> new MapSqlParameterSource()
                                .addValue("run", run)
                                .addValue("connection", connection)
                                .addValue("type", type.name())
                                .addValue("id", entry.getKey())
                                .addValue("what", cut(entry.getValue(), 200))
                                .addValue("now", Times.utc(clock.instant())))
                        .toArray(MapSqlParameterSource[]::new));
    }

    /** Those of the comparison before. */
    void forgetDifferences(String connection) {
        jdbc.sql("delete from crm_difference where connection = :connection")
                .param("connection", connection)
                .update();
    }

    void setAside(String connection, List<Unreadable> rows) {
        for (Unreadable row : rows) {
            String id = row.externalId() == null ? NAMELESS : cut(row.externalId(), 100);
            var now = Times.utc(clock.instant());
            int again = jdbc.sql("""
                            update crm_set_aside set reason = :reason, last_at = :now, times = times + 1
                             where connection = :connection and type = :type and external_id = :id
                            """)
                    .param("reason", cut(row.reason(), 500))
                    .param("now", now)
                    .param("connection", connection)
                    .param("type", row.type().name())
                    .param("id", id)
                    .update();
            if (again == 0) {
                jdbc.sql("""
                                insert into crm_set_aside (connection, type, external_id, reason, first_at, last_at, times)
                                values (:connection, :type, :id, :reason, :now, :now, 1)
                                """)
                        .param("reason", cut(row.reason(), 500))
                        .param("now", now)
                        .param("connection", connection)
                        .param("type", row.type().name())
                        .param("id", id)
                        .update();
            }
        }
    }

    /** These were read well now. */
    void takeBack(String connection, CrmType type, Collection<String> externalIds) {
        if (!externalIds.isEmpty()) {
            jdbc.sql("""
                            delete from crm_set_aside
                             where connection = :connection and type = :type and external_id in (:ids)
                            """)
                    .param("connection", connection)
                    .param("type", type.name())
                    .param("ids", externalIds)
                    .update();
        }
    }

    /** Everything of this type has been read: what was set aside and is there no more. */
    void takeBackMissing(String connection, CrmType type, Set<String> present) {
        List<String> missing = jdbc
                .sql("""
                        select external_id from crm_set_aside
                         where connection = :connection and type = :type and external_id <> :nameless
                        """)
                .param("connection", connection)
                .param("type", type.name())
                .param("nameless", NAMELESS)
                .query(String.class)
                .list()
                .stream()
                .filter(id -> !present.contains(id))
                .toList();
        takeBack(connection, type, missing);
    }

    /** Everything of this type has been read since then: what had no id and was not met again is gone or well. */
    void takeBackNameless(String connection, CrmType type, Instant readSince) {
        jdbc.sql("""
                        delete from crm_set_aside
                         where connection = :connection and type = :type and external_id = :nameless and last_at < :since
                        """)
                .param("connection", connection)
                .param("type", type.name())
                .param("nameless", NAMELESS)
                .param("since", Times.utc(readSince))
                .update();
    }

    // hints

    /** The same record once, with the time of the latest hint. */
    void addHints(String connection, Collection<CrmHint> hints) {
        for (CrmHint hint : hints) {
            OffsetDateTime due = Times.utc(clock.instant().plus(hint.settles()));
            var winner = hint.mergedInto();
            int added = hintParameters("""
                            insert into crm_hint (connection, type, external_id, merged_into, due_at)
                            values (:connection, :type, :id, :winner, :due) on conflict do nothing
                            """, connection, hint.ref())
                    .param("winner", winner == null ? null : winner.externalId(), Types.VARCHAR)
                    .param("due", due)
                    .update();
            if (added == 0) {
                hintParameters("""
                                update crm_hint set due_at = :due, merged_into = coalesce(:winner, merged_into)
                                 where connection = :connection and type = :type and external_id = :id
                                """, connection, hint.ref())
                        .param("winner", winner == null ? null : winner.externalId(), Types.VARCHAR)
                        .param("due", due)
                        .update();
            }
        }
    }

    private JdbcClient.StatementSpec hintParameters(String sql, String connection, CrmRef ref) {
        return jdbc.sql(sql)
                .param("connection", connection)
                .param("type", ref.type().name())
                .param("id", ref.externalId());
    }

    /** @param dueAt not to be looked at before, since the CRM may not show it yet */
    record Hint(CrmRef ref, @Nullable CrmRef mergedInto, OffsetDateTime dueAt) {}

    List<Hint> hints(String connection, int limit) {
        return jdbc.sql("""
                        select type, external_id, merged_into, due_at from crm_hint
                         where connection = :connection and due_at <= :now
                         order by due_at, type, external_id limit :limit
                        """)
                .param("connection", connection)
                .param("now", Times.utc(clock.instant()))
                .param("limit", limit)
                .query((row, number) -> {
                    var type = new CrmType(row.getString("type"));
                    String winner = row.getString("merged_into");
                    return new Hint(
                            new CrmRef(type, row.getString("external_id")),
                            winner == null ? null : new CrmRef(type, winner),
                            row.getObject("due_at", OffsetDateTime.class));
                })
                .list();
    }

    /** When the next hint may be looked at. */
    Optional<Instant> nextHintAt(String connection) {
        return jdbc.sql("select min(due_at) from crm_hint where connection = :connection")
                .param("connection", connection)
                .query((row, number) -> Optional.ofNullable(instant(row.getObject(1, OffsetDateTime.class))))
                .single();
    }

    /** A hint that came again meanwhile stays. */
    void followed(String connection, Collection<Hint> hints) {
        batch.batchUpdate(
                """
                delete from crm_hint where connection = :connection and type = :type and external_id = :id
                   and due_at = :due
                """,
                hints.stream()
                        .map(hint -> new MapSqlParameterSource()
                                .addValue("connection", connection)
                                .addValue("type", hint.ref().type().name())
                                .addValue("id", hint.ref().externalId())
                                .addValue("due", hint.dueAt()))
                        .toArray(MapSqlParameterSource[]::new));
    }

    // sweeps

    /**
     * @param read     the CRM has been read to its end, the comparison is due
     * @param compared nothing is left to do for this type
     * @param whole    every record is read, not its id alone
     */
    record SweepState(
            @Nullable Checkpoint checkpoint, boolean read, boolean compared, boolean whole, Instant startedAt) {}

    Optional<SweepState> sweep(String connection, CrmType type) {
        return jdbc.sql("""
                        select checkpoint, read_at is not null as is_read, compared_at is not null as compared, whole, started_at
                          from crm_sweep
                         where connection = :connection and type = :type
                        """)
                .param("connection", connection)
                .param("type", type.name())
                .query((row, number) -> new SweepState(
                        checkpoint(row.getString(1)),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()))
                .optional();
    }

    boolean isSweeping(String connection) {
        return jdbc.sql("select count(*) from crm_sweep where connection = :connection and compared_at is null")
                        .param("connection", connection)
                        .query(Long.class)
                        .single()
                > 0;
    }

    void startSweep(String connection, CrmType type, boolean whole) {
        endSweep(connection, type);
        jdbc.sql(
                        "insert into crm_sweep (connection, type, started_at, whole) values (:connection, :type, :now, :whole)")
                .param("whole", whole)
                .param("connection", connection)
                .param("type", type.name())
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    void sweepAdvanced(
            String connection, CrmType type, @Nullable Checkpoint next, boolean more, Collection<String> seen) {
        Set<String> fresh = new HashSet<>(seen);
        fresh.removeAll(seen(connection, type, seen));
        batch.batchUpdate(
                "insert into crm_sweep_seen (connection, type, external_id) values (:connection, :type, :id)",
                fresh.stream()
                        .map(id -> new MapSqlParameterSource()
                                .addValue("connection", connection)
                                .addValue("type", type.name())
                                .addValue("id", id))
                        .toArray(MapSqlParameterSource[]::new));
        jdbc.sql("""
                        update crm_sweep set checkpoint = :next, read_at = :read
                         where connection = :connection and type = :type
                        """)
                .param("next", next == null ? null : next.value(), Types.VARCHAR)
                .param("read", more ? null : Times.utc(clock.instant()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("connection", connection)
                .param("type", type.name())
                .update();
    }

    Set<String> seen(String connection, CrmType type, Collection<String> externalIds) {
        if (externalIds.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
                        select external_id from crm_sweep_seen
                         where connection = :connection and type = :type and external_id in (:ids)
                        """)
                .param("connection", connection)
                .param("type", type.name())
                .param("ids", externalIds)
                .query(String.class)
                .list());
    }

    void sweepCompared(String connection, CrmType type, @Nullable String notice) {
        jdbc.sql("delete from crm_sweep_seen where connection = :connection and type = :type")
                .param("connection", connection)
                .param("type", type.name())
                .update();
        jdbc.sql("""
                        update crm_sweep set compared_at = :now, notice = :notice
                         where connection = :connection and type = :type
                        """)
                .param("now", Times.utc(clock.instant()))
                .param("notice", notice, Types.VARCHAR)
                .param("connection", connection)
                .param("type", type.name())
                .update();
    }

    /** What the last comparison of each type has to tell a person; null when nothing. */
    @Nullable
    String sweepNotices(String connection) {
        List<String> notices = jdbc.sql(
                        "select notice from crm_sweep where connection = :connection and notice is not null order by type")
                .param("connection", connection)
                .query(String.class)
                .list();
        return notices.isEmpty() ? null : String.join(" ", notices);
    }

    private void endSweep(String connection, CrmType type) {
        for (String table : List.of("crm_sweep", "crm_sweep_seen")) {
            jdbc.sql("delete from " + table + " where connection = :connection and type = :type")
                    .param("connection", connection)
                    .param("type", type.name())
                    .update();
        }
    }

    private static @Nullable Checkpoint checkpoint(@Nullable String value) {
        return value == null ? null : new Checkpoint(value);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
