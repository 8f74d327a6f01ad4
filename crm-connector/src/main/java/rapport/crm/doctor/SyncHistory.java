package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.phrase.Phrases;

/** Reads what the engine left behind: its runs, the rows it set aside, what it found to differ. */
@Component
class SyncHistory {
    private final JdbcClient jdbc;

    SyncHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param kind    load, changes or comparison
     * @param endedAt null while it lasts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunView(
            String id,
            String kind,
            Instant at,
            @Nullable Instant endedAt,
            long read,
            long written,
            long unchanged,
            long setAside,
            @Nullable String failure) {}

    /** @param before only older ones */
    List<RunView> runs(String connection, long before, int limit, Locale language) {
        return jdbc.sql("""
                        select id, kind, started_at, read_count, written_count, unchanged_count, set_aside_count, failure,
                               case when kind = 'comparison' and failure is null
                                     and id = (select max(c.id) from crm_run c where c.connection = :connection and c.kind = 'comparison')
                                     and exists (select 1 from crm_sweep w where w.connection = :connection and w.compared_at is null)
                                    then null else ended_at end as ended_at
                          from crm_run where connection = :connection and id < :before order by id desc limit :limit
                        """)
                .param("connection", connection)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> new RunView(
                        row.getString("id"),
                        row.getString("kind"),
                        Objects.requireNonNull(time(row, "started_at")),
                        time(row, "ended_at"),
                        row.getLong("read_count"),
                        row.getLong("written_count"),
                        row.getLong("unchanged_count"),
                        row.getLong("set_aside_count"),
                        Phrases.tellOrNull(row.getString("failure"), language)))
                .list();
    }

    /**
     * @param externalId ? where not even that could be read; such a row is replayed by comparing everything
     * @param times      how often it was tried
     */
    record SetAsideView(
            String id, String type, String externalId, String reason, Instant firstAt, Instant lastAt, int times) {}

    List<SetAsideView> setAside(String connection, long before, int limit) {
        return jdbc.sql("""
                        select id, type, external_id, reason, first_at, last_at, times from crm_set_aside
                         where connection = :connection and id < :before order by id desc limit :limit
                        """)
                .param("connection", connection)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> new SetAsideView(
                        row.getString("id"),
                        row.getString("type"),
                        row.getString("external_id"),
                        row.getString("reason"),
                        Objects.requireNonNull(time(row, "first_at")),
                        Objects.requireNonNull(time(row, "last_at")),
                        row.getInt("times")))
                .list();
    }

    long setAsideCount(String connection) {
        return jdbc.sql("select count(*) from crm_set_aside where connection = :connection")
                .param("connection", connection)
                .query(Long.class)
                .single();
    }

    /**
     * The last comparison, or the one under way.
     *
     * @param state       none, requested, running or done
     * @param read        records compared
     * @param count       of differences, all of which were repaired
     * @param differences the first of them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ComparisonView(
            String state,
            @Nullable Instant at,
            @Nullable Instant endedAt,
            @Nullable Long read,
            @Nullable Long repaired,
            long count,
            List<Difference> differences,
            @Nullable String failure) {}

    /** @param what missing, gone, or the fields that differed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Difference(
            String type,
            String externalId,
            @Nullable String recordId,
            @Nullable String name,
            String what,
            Instant foundAt) {}

    ComparisonView comparison(String connection, int limit, Locale language) {
        boolean requested = jdbc.sql("select compare_requested from crm_connection where connection = :connection")
                .param("connection", connection)
                .query(Boolean.class)
                .optional()
                .orElse(false);
        var last = jdbc.sql("""
                        select id, started_at, ended_at, read_count, written_count, failure from crm_run
                         where connection = :connection and kind = 'comparison' order by id desc limit 1
                        """)
                .param("connection", connection)
                .query((row, number) -> new RunView(
                        row.getString("id"),
                        "comparison",
                        Objects.requireNonNull(time(row, "started_at")),
                        time(row, "ended_at"),
                        row.getLong("read_count"),
                        row.getLong("written_count"),
                        0,
                        0,
                        row.getString("failure")))
                .optional()
                .orElse(null);
        if (last == null) {
            return new ComparisonView(requested ? "requested" : "none", null, null, null, null, 0, List.of(), null);
        }
        boolean open = isComparing(connection);
        long run = Long.parseLong(last.id());
        long count = jdbc.sql("select count(*) from crm_difference where connection = :connection and run_id = :run")
                .param("connection", connection)
                .param("run", run)
                .query(Long.class)
                .single();
        return new ComparisonView(
                open ? "running" : requested ? "requested" : "done",
                last.at(),
                open ? null : last.endedAt(),
                last.read(),
                last.written(),
                count,
                differences(connection, run, limit),
                Phrases.tellOrNull(last.failure(), language));
    }

    /** A comparison takes its turns among the news; between two of them its row has an end. */
    private boolean isComparing(String connection) {
        return jdbc.sql(
                        "select exists (select 1 from crm_sweep where connection = :connection and compared_at is null)")
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }

    /** Admins alone read them, so names come whoever may see the record. */
    private List<Difference> differences(String connection, long run, int limit) {
        return jdbc.sql("""
                        select d.type, d.external_id, r.id as record_id, j.name, d.what, d.found_at
                          from crm_difference d
                          left join crm_record r on r.connection = d.connection and r.type = d.type
                               and r.external_id = d.external_id
                          left join subject j on j.id = r.id
                         where d.connection = :connection and d.run_id = :run order by d.id limit :limit
                        """)
                .param("connection", connection)
                .param("run", run)
                .param("limit", limit)
                .query((row, number) -> new Difference(
                        row.getString("type"),
                        row.getString("external_id"),
                        row.getString("record_id"),
                        row.getString("name"),
                        row.getString("what"),
                        Objects.requireNonNull(time(row, "found_at"))))
                .list();
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
