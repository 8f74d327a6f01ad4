package rapport.social.record;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.Times;

/**
 * Brings the changed rows of a page to the database in one stream and merges them there in a fixed number of statements:
 * PostgreSQL's COPY into temporary tables of the session, batched inserts on the embedded database. The merging is the same SQL
 * on both. MERGE rather than ON CONFLICT, which locks and logs each row that did not change.
 */
@Component
class RecordStage {
    /** From here on a page is compared by a join instead of a list of ids. */
    static final int BIG = 1_000;

    private static final int BUFFER = 64 * 1024;
    private static final int BATCH = 1_000;

    private static final Map<String, List<String>> COLUMNS = Map.of(
            "crm_stage_key", List.of("batch", "external_id", "hash"),
            "crm_stage",
                    List.of(
                            "batch",
                            "external_id",
                            "name",
                            "account_external_id",
                            "owner_external_id",
                            "audience_id",
                            "fields",
                            "hash",
                            "url",
                            "modified_at",
                            "record_id",
                            "is_new"),
            "crm_stage_word", List.of("batch", "record_id", "word", "audience_id"),
            "crm_stage_team", List.of("batch", "record_id", "principal_id"),
            "crm_stage_follower", List.of("batch", "record_id", "external_id"));

    /** Emptied at each commit; the session's own, so nothing of them is logged or locked. */
    private static final List<String> TEMPORARY = List.of("""
            create temporary table if not exists crm_stage_key (
              batch bigint not null, external_id varchar(100) not null, hash varchar(64) not null) on commit delete rows
            """, """
            create temporary table if not exists crm_stage (
              batch bigint not null, external_id varchar(100) not null, name varchar(300) not null, account_external_id varchar(100),
              owner_external_id varchar(100), audience_id bigint not null, fields varchar not null, hash varchar(64) not null,
              url varchar(1000), modified_at timestamp(3) with time zone, record_id bigint not null, is_new boolean not null)
            on commit delete rows
            """, """
            create temporary table if not exists crm_stage_word (
              batch bigint not null, record_id bigint not null, word varchar(100) not null, audience_id bigint not null)
            on commit delete rows
            """, """
            create temporary table if not exists crm_stage_team (
              batch bigint not null, record_id bigint not null, principal_id bigint not null) on commit delete rows
            """, """
            create temporary table if not exists crm_stage_follower (
              batch bigint not null, record_id bigint not null, external_id varchar(100) not null) on commit delete rows
            """);

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final boolean postgresql;

    RecordStage(JdbcClient jdbc, JdbcTemplate template, DataSource database) {
        this.jdbc = jdbc;
        this.template = template;
        this.postgresql = isPostgresql(database);
    }

    private static boolean isPostgresql(DataSource database) {
        try (var connection = database.getConnection()) {
            return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not say which one it is", e);
        }
    }

    /** Opens a batch: rows of one call, apart from those of others that stand in the same tables. */
    long open() {
        if (postgresql) {
            template.execute(String.join(";", TEMPORARY));
        }
        return jdbc.sql("select nextval('activity_seq')").query(Long.class).single();
    }

    /** New ids, each taken from the sequence by itself. */
    List<Long> ids(int count) {
        return count == 0
                ? List.of()
                : jdbc.sql("select nextval('activity_seq') from "
                                + (postgresql ? "generate_series(1, :count)" : "system_range(1, :count)"))
                        .param("count", count)
                        .query(Long.class)
                        .list();
    }

    /** Leaves the tables as they were before; temporary ones empty themselves. */
    void close(long batch) {
        if (!postgresql) {
            for (String table : COLUMNS.keySet()) {
                jdbc.sql("delete from " + table + " where batch = :batch")
                        .param("batch", batch)
                        .update();
            }
        }
    }

    /** @param rows their values in the order of the table's columns */
    void fill(String table, Iterator<@Nullable Object[]> rows) {
        List<String> columns = java.util.Objects.requireNonNull(COLUMNS.get(table));
        template.execute((Connection connection) -> {
            long count = postgresql ? copy(connection, table, columns, rows) : insert(connection, table, columns, rows);
            if (postgresql && count >= BIG) {
                try (var statement = connection.createStatement()) {
                    statement.execute("analyze " + table); // nobody else does it for a temporary table
                }
            }
            return count;
        });
    }

    private static long copy(
            Connection connection, String table, List<String> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + String.join(", ", columns) + ") from stdin");
        try {
            var line = new StringBuilder(BUFFER + 8_192);
            while (rows.hasNext()) {
                append(line, rows.next());
                if (line.length() >= BUFFER) {
                    write(copy, line);
                }
            }
            write(copy, line);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void write(org.postgresql.copy.CopyIn copy, StringBuilder line) throws SQLException {
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        line.setLength(0);
    }

    /** One row in COPY's text format. */
    static void append(StringBuilder line, @Nullable Object[] row) {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                line.append('\t');
            }
            Object value = row[i];
            if (value == null) {
                line.append("\\N");
            } else if (value instanceof String text) {
                escape(line, text);
            } else {
                line.append(value); // numbers, flags and times need no escape
            }
        }
        line.append('\n');
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c);
            }
        }
    }

    private static long insert(
            Connection connection, String table, List<String> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        String marks = IntStream.range(0, columns.size()).mapToObj(i -> "?").collect(Collectors.joining(", "));
        long count = 0;
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into " + table + " (" + String.join(", ", columns) + ") values (" + marks + ")")) {
            while (rows.hasNext()) {
                @Nullable Object[] row = rows.next();
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i] instanceof Instant time ? Times.utc(time) : row[i]);
                }
                statement.addBatch();
                if (++count % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
        return count;
    }

    /** Writes the staged rows of one type: those that are new, and of the others what differs. */
    void merge(long batch, String connection, String type, int kind) {
        Map<String, Object> parameters = Map.of("batch", batch, "connection", connection, "type", type, "kind", kind);
        run("""
                insert into subject (id, kind, root_id, name)
                select s.record_id, cast(:kind as smallint), case when :type = 'account' then s.record_id else coalesce(mg.winner_id, a.id) end, s.name
                  from crm_stage s
                  left join crm_record a on a.connection = :connection and a.type = 'account' and a.external_id = s.account_external_id
                  left join record_merge mg on mg.loser_id = a.id
                 where s.batch = :batch and s.is_new
                """, parameters);
        run("""
                insert into subject_access (subject_id, audience_id)
                select s.record_id, s.audience_id from crm_stage s where s.batch = :batch and s.is_new
                """, parameters);
        run("""
                insert into crm_record (id, connection, type, external_id, account_external_id, owner_external_id, owner_id,
                                        fields, hash, url, modified_at)
                select s.record_id, :connection, :type, s.external_id, s.account_external_id, s.owner_external_id, i.member_id,
                       s.fields, s.hash, s.url, s.modified_at
                  from crm_stage s
                  left join member_identity i on i.connection = :connection and i.external_id = s.owner_external_id
                 where s.batch = :batch and s.is_new
                """, parameters);
    }

    /** The same for those that were here. */
    void update(long batch, String connection, String type) {
        Map<String, Object> parameters = Map.of("batch", batch, "connection", connection, "type", type);
        run("""
                merge into subject t using (
                  select s.record_id, s.name,
                         case when :type = 'account' then s.record_id else coalesce(mg.winner_id, a.id) end as root_id
                    from crm_stage s
                    left join crm_record a on a.connection = :connection and a.type = 'account' and a.external_id = s.account_external_id
                    left join record_merge mg on mg.loser_id = a.id
                   where s.batch = :batch and not s.is_new) n on t.id = n.record_id
                 when matched and (t.name is distinct from n.name or t.root_id is distinct from n.root_id)
                 then update set name = n.name, root_id = n.root_id
                """, parameters);
        run("""
                merge into subject_access t using (
                  select s.record_id, s.audience_id from crm_stage s where s.batch = :batch and not s.is_new) n
                   on t.subject_id = n.record_id
                 when matched and t.audience_id <> n.audience_id then update set audience_id = n.audience_id
                """, parameters);
        run("""
                merge into crm_record t using (
                  select s.record_id, s.account_external_id, s.owner_external_id, i.member_id, s.fields, s.hash, s.url, s.modified_at
                    from crm_stage s
                    left join member_identity i on i.connection = :connection and i.external_id = s.owner_external_id
                   where s.batch = :batch and not s.is_new) n on t.id = n.record_id
                 when matched then update set account_external_id = n.account_external_id, owner_external_id = n.owner_external_id,
                      owner_id = n.member_id, fields = n.fields, hash = n.hash, url = n.url, modified_at = n.modified_at,
                      gone_at = null
                """, parameters);
    }

    /** @param renewed records whose old words go first */
    void words(long batch, List<Long> renewed) {
        for (int start = 0; start < renewed.size(); start += BATCH) {
            jdbc.sql("delete from subject_word where subject_id in (:ids)")
                    .param("ids", renewed.subList(start, Math.min(renewed.size(), start + BATCH)))
                    .update();
        }
        run("""
                insert into subject_word (word, subject_id, audience_id)
                select w.word, w.record_id, w.audience_id from crm_stage_word w where w.batch = :batch
                """, Map.of("batch", batch));
    }

    void teams(long batch, boolean anyKnown) {
        partsOf("record_team", "principal_id", "crm_stage_team", batch, anyKnown);
    }

    void followers(long batch, boolean anyKnown) {
        partsOf("record_follower", "external_id", "crm_stage_follower", batch, anyKnown);
    }

    /** What is staged of each record is what it has from now on. */
    private void partsOf(String table, String part, String staged, long batch, boolean anyKnown) {
        if (anyKnown) {
            run("""
                    delete from %1$s
                     where record_id in (select s.record_id from crm_stage s where s.batch = :batch and not s.is_new)
                       and not exists (select 1 from %3$s n where n.batch = :batch and n.record_id = %1$s.record_id
                                          and n.%2$s = %1$s.%2$s)
                    """.formatted(table, part, staged), Map.of("batch", batch));
        }
        run("""
                insert into %1$s (record_id, %2$s)
                select n.record_id, n.%2$s from %3$s n
                 where n.batch = :batch and not exists (select 1 from %1$s t where t.record_id = n.record_id
                                                           and t.%2$s = n.%2$s)
                """.formatted(table, part, staged), Map.of("batch", batch));
    }

    /** Contacts and opportunities may be read before their account: the account finds them when it comes. */
    void adoptOrphans(long batch, String connection) {
        run("""
                merge into subject t using (
                  select r.id, s.record_id from crm_stage s
                    join crm_record r on r.connection = :connection and r.account_external_id = s.external_id and r.type <> 'account'
                   where s.batch = :batch and s.is_new) n on t.id = n.id
                 when matched and t.root_id is distinct from n.record_id then update set root_id = n.record_id
                """, Map.of("batch", batch, "connection", connection));
    }

    private void run(String sql, Map<String, ?> parameters) throws DataAccessException {
        jdbc.sql(sql).params(parameters).update();
    }
}
