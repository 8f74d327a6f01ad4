package rapport.crm.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.spi.CrmType;
import rapport.social.shared.Times;

/** What an admin does with a connection that runs: hold it, let it go on, have it try again, have it compare. */
@Component
public class SyncControl {
    private final JdbcClient jdbc;
    private final ConnectionStates states;
    private final SyncJobs jobs;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SyncControl(JdbcClient jdbc, ConnectionStates states, SyncJobs jobs, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.states = states;
        this.jobs = jobs;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Takes effect after the page under way, on whichever node that is. */
    public void set(String connection, Running running) {
        states.of(connection);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update crm_connection set running = :running, next_at = null where connection = :connection")
                    .param("running", running.name().toLowerCase(Locale.ROOT))
                    .param("connection", connection)
                    .update();
            if (running == Running.CANCELLED) {
                jdbc.sql("delete from crm_progress where connection = :connection and loaded_at is null")
                        .param("connection", connection)
                        .update();
            }
        });
        if (running == Running.RUNNING) {
            jobs.wake(connection);
        }
    }

    public Running of(String connection) {
        return jdbc.sql("select running from crm_connection where connection = :connection")
                .param("connection", connection)
                .query((row, number) -> Running.valueOf(row.getString(1).toUpperCase(Locale.ROOT)))
                .optional()
                .orElse(Running.RUNNING);
    }

    /**
     * Has rows that were set aside read again.
     *
     * @param ids null for all of them
     * <p>A row of which not even the id could be read comes only with all the others of its type, so it has everything
     * compared; people are read all together.
     *
     * @return how many will be asked for
     */
    public int replay(String connection, @Nullable Collection<Long> ids) {
        if (ids != null && ids.isEmpty()) {
            return 0;
        }
        String which = ids == null ? "" : " and s.id in (:ids)";
        Integer asked = transaction.execute(status -> {
            chosen("""
                    update crm_hint set due_at = :now where connection = :connection and exists (
                      select 1 from crm_set_aside s where s.connection = crm_hint.connection and s.type = crm_hint.type
                         and s.external_id = crm_hint.external_id and s.type <> :user and s.external_id <> :nameless %s)
                    """.formatted(which), connection, ids)
                    .param("now", Times.utc(clock.instant()))
                    .update();
            chosen("""
                    insert into crm_hint (connection, type, external_id, due_at)
                    select s.connection, s.type, s.external_id, :now from crm_set_aside s
                     where s.connection = :connection and s.type <> :user and s.external_id <> :nameless %s
                    on conflict do nothing
                    """.formatted(which), connection, ids)
                    .param("now", Times.utc(clock.instant()))
                    .update();
            chosen("""
                    update crm_connection set last_people_at = null where connection = :connection and exists (
                      select 1 from crm_set_aside s where s.connection = :connection and s.type = :user %s)
                    """.formatted(which), connection, ids).update();
            chosen("""
                    update crm_connection set compare_requested = true where connection = :connection and exists (
                      select 1 from crm_set_aside s
                       where s.connection = :connection and s.type <> :user and s.external_id = :nameless %s)
                    """.formatted(which), connection, ids).update();
            return jdbc.sql("select count(*) from crm_set_aside s where s.connection = :connection" + which)
                    .param("connection", connection)
                    .params(parameters(ids))
                    .query(Integer.class)
                    .single();
        });
        jobs.wake(connection);
        return Objects.requireNonNullElse(asked, 0);
    }

    private JdbcClient.StatementSpec chosen(String sql, String connection, @Nullable Collection<Long> ids) {
        return jdbc.sql(sql)
                .param("connection", connection)
                .param("user", CrmType.USER.name())
                .param("nameless", SyncStore.NAMELESS)
                .params(parameters(ids));
    }

    private static java.util.Map<String, Object> parameters(@Nullable Collection<Long> ids) {
        return ids == null ? java.util.Map.of() : java.util.Map.of("ids", ids);
    }

    /** Has everything compared with the CRM and repaired, beginning now. */
    public void compare(String connection) {
        states.of(connection);
        states.requestComparison(connection);
        jobs.wake(connection);
    }

    private record Loading(
            String type,
            long done,
            @Nullable Long total,
            @Nullable OffsetDateTime loadedAt) {}

    /** How far it has come, by what is committed. */
    public SyncProgress progress(Connection connection) {
        String key = connection.key();
        List<Loading> all = jdbc.sql(
                        "select type, done, total, loaded_at from crm_progress where connection = :connection")
                .param("connection", key)
                .query(Loading.class)
                .list();
        Double rate = rate(key);
        long left = 0;
        boolean known = true;
        Loading now = null;
        for (CrmType type : connection.types()) {
            Loading row = all.stream()
                    .filter(one -> one.type().equals(type.name()))
                    .findFirst()
                    .orElse(new Loading(type.name(), 0, null, null));
            if (row.loadedAt() == null) {
                now = now == null ? row : now;
                known &= row.total() != null;
                left += row.total() == null ? 0 : Math.max(0, row.total() - row.done());
            }
        }
        if (now != null) {
            return new SyncProgress(
                    "loading",
                    now.type(),
                    now.done(),
                    now.total(),
                    rate,
                    known && rate != null && rate > 0 ? Long.valueOf(Math.round(left / rate)) : null);
        }
        return jdbc.sql("""
                        select w.type, (select count(*) from crm_sweep_seen n where n.connection = w.connection and n.type = w.type)
                                 as done
                          from crm_sweep w where w.connection = :connection and w.compared_at is null
                         order by w.started_at, w.type limit 1
                        """)
                .param("connection", key)
                .query((row, number) ->
                        new SyncProgress("comparing", row.getString(1), row.getLong(2), null, rate, null))
                .optional()
                .orElse(new SyncProgress("following", null, 0, null, null, null));
    }

    private @Nullable Double rate(String connection) {
        return jdbc.sql("""
                        select read_count as "read", started_at from crm_run
                         where connection = :connection and ended_at is null order by id desc limit 1
                        """)
                .param("connection", connection)
                .query((row, number) -> {
                    Instant started = row.getObject(2, OffsetDateTime.class).toInstant();
                    long millis = Math.max(
                            1, Duration.between(started, clock.instant()).toMillis());
                    return row.getLong(1) * 1_000.0 / millis;
                })
                .optional()
                .orElse(null);
    }
}
