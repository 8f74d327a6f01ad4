package rapport.crm.sync;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.spi.CrmType;
import rapport.social.shared.Ids;
import rapport.social.shared.Times;

/** The history of runs, and the figures of them that a monitoring system collects. */
@Component
class Runs {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int MAX_FAILURE = 2_000;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final MeterRegistry meters;
    private final Clock clock;
    /** Connections whose lag is a gauge already. */
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    Runs(JdbcClient jdbc, Ids ids, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.meters = meters;
        this.clock = clock;
    }

    enum Kind {
        LOAD,
        CHANGES,
        COMPARISON;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One run under way; it gets its row with the first thing that it reads. */
    final class Run {
        private final String connection;
        private Kind kind;
        private @Nullable Long id;
        private boolean advanced;

        private Run(String connection, Kind kind) {
            this.connection = connection;
            this.kind = kind;
        }

        /** Something is behind it that the next run will not have to do again. */
        void advanced() {
            advanced = true;
        }

        boolean hasAdvanced() {
            return advanced;
        }

        /** The row's id. */
        long id() {
            Long known = id;
            if (known == null) {
                known = ids.next();
                jdbc.sql(
                                "insert into crm_run (id, connection, kind, started_at) values (:id, :connection, :kind, :now)")
                        .param("id", known)
                        .param("connection", connection)
                        .param("kind", kind.toString())
                        .param("now", Times.utc(clock.instant()))
                        .update();
                id = known;
            }
            return known;
        }

        /** From here on another kind of work, with a row of its own. */
        void becomes(Kind next) {
            if (next != kind) {
                if (id != null) {
                    end(null); // what read nothing so far is the beginning of the other
                }
                kind = next;
                id = null;
            }
        }

        /** A comparison takes its turns among the news; all of them are one row. */
        void goesOnComparing() {
            becomes(Kind.COMPARISON);
            id = jdbc.sql("select max(id) from crm_run where connection = :connection and kind = :kind")
                    .param("connection", connection)
                    .param("kind", kind.toString())
                    .query((row, number) -> Optional.ofNullable(row.getObject(1, Long.class)))
                    .single()
                    .orElse(null);
            jdbc.sql("update crm_run set ended_at = null where id = :id")
                    .param("id", id())
                    .update();
        }

        void count(CrmType type, RecordWriter.Written written, int setAside) {
            int changed = written.created() + written.updated() + written.gone();
            int read = changed + written.unchanged() + setAside;
            if (read == 0) {
                return;
            }
            advanced |= changed > 0;
            jdbc.sql("""
                            update crm_run set read_count = read_count + :read, written_count = written_count + :written,
                                   unchanged_count = unchanged_count + :unchanged, set_aside_count = set_aside_count + :aside
                             where id = :id
                            """)
                    .param("read", read)
                    .param("written", changed)
                    .param("unchanged", written.unchanged())
                    .param("aside", setAside)
                    .param("id", id())
                    .update();
            meter(type, "written", changed);
            meter(type, "unchanged", written.unchanged());
            meter(type, "set-aside", setAside);
        }

        private void meter(CrmType type, String outcome, int rows) {
            if (rows > 0) {
                meters.counter(
                                "rapport.sync.records",
                                "connection",
                                connection,
                                "type",
                                type.name(),
                                "outcome",
                                outcome)
                        .increment(rows);
            }
        }

        /** @param failure null when it ended well, or was only interrupted */
        void end(@Nullable String failure) {
            meters.counter("rapport.sync.runs", "connection", connection, "outcome", failure == null ? "ok" : "failed")
                    .increment();
            if (id == null && (failure == null || goesOnFailing(connection, failure))) {
                return;
            }
            jdbc.sql("update crm_run set ended_at = :now, failure = :failure where id = :id")
                    .param("now", Times.utc(clock.instant()))
                    .param("failure", failure == null ? null : cut(failure), Types.VARCHAR)
                    .param("id", id())
                    .update();
        }
    }

    /** A CRM that is down for a day is one line, not one for each try. */
    private boolean goesOnFailing(String connection, String failure) {
        return jdbc.sql("""
                        update crm_run set ended_at = :now
                         where id = (select max(r.id) from crm_run r where r.connection = :connection) and failure = :failure
                        """)
                        .param("now", Times.utc(clock.instant()))
                        .param("connection", connection)
                        .param("failure", cut(failure))
                        .update()
                == 1;
    }

    private static String cut(String failure) {
        return failure.length() <= MAX_FAILURE ? failure : failure.substring(0, MAX_FAILURE);
    }

    /** Whoever has the lease alone runs; a row of the connection that has no end is of a dead node. */
    Run begin(String connection, Kind kind) {
        var now = Times.utc(clock.instant());
        jdbc.sql("update crm_run set ended_at = :now where connection = :connection and ended_at is null")
                .param("now", now)
                .param("connection", connection)
                .update();
        jdbc.sql("delete from crm_run where connection = :connection and started_at < :before")
                .param("connection", connection)
                .param("before", Times.utc(clock.instant().minus(KEPT)))
                .update();
        if (watched.add(connection)) {
            Gauge.builder("rapport.sync.lag", this, runs -> runs.lag(connection))
                    .description("seconds since the connection was last in step")
                    .baseUnit("seconds")
                    .tag("connection", connection)
                    .register(meters);
        }
        return new Run(connection, kind);
    }

    /** Seconds; not a number while it has never been in step. */
    private double lag(String connection) {
        return jdbc.sql(
                        "select last_sync_at from crm_connection where connection = :connection and last_sync_at is not null")
                .param("connection", connection)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional()
                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1_000.0)
                .orElse(Double.NaN);
    }
}
