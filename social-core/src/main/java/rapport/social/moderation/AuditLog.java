package rapport.social.moderation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.shared.Ids;
import rapport.social.shared.Times;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who did what where others could not. Lines are added and never changed: each holds a hash over itself and the line before,
 * so that a line which was changed, put in or taken out behind Rapport's back shows at {@link #check}. PostgreSQL also refuses
 * to change one.
 */
@Component
public class AuditLog {
    private static final int MAX_TEXT = 500;
    private static final int PAGE = 1_000;

    private static final String COLUMNS = "e.id, e.at, e.actor_id, e.action, e.item, e.reason, e.details, e.hash";

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;
    private final JsonMapper json;

    AuditLog(JdbcClient jdbc, Ids ids, Clock clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /** A line as it is stored. */
    private record Line(
            long id,
            Instant at,
            long actor,
            String action,
            @Nullable String item,
            @Nullable String reason,
            @Nullable String details,
            String hash) {}

    private record Head(long entries, String hash) {}

    /**
     * Adds a line in the transaction that does what it tells. Call it last: one line after the other.
     *
     * @param action in kebab case and past tense, such as role-changed
     * @param item   such as member:7
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(
            MemberId actor, String action, @Nullable String item, @Nullable String reason, @Nullable String details) {
        String last = jdbc.sql("select h.hash from audit_head h where h.id = 1 for update")
                .query(String.class)
                .single();
        Line line = new Line(
                ids.next(), clock.instant(), actor.value(), action, item, shortened(reason), shortened(details), "");
        String hash = hash(last, line);
        jdbc.sql("""
                        insert into audit_entry (id, at, actor_id, action, item, reason, details, hash)
                        values (:id, :at, :actor, :action, :item, :reason, :details, :hash)
                        """)
                .param("id", line.id())
                .param("at", Times.utc(line.at()))
                .param("actor", line.actor())
                .param("action", line.action())
                .param("item", line.item())
                .param("reason", line.reason())
                .param("details", line.details())
                .param("hash", hash)
                .update();
        jdbc.sql("update audit_head set entries = entries + 1, hash = :hash where id = 1")
                .param("hash", hash)
                .update();
    }

    /**
     * Lines that pass the filter, newest first.
     *
     * @param before the id of the last line read; null at first
     */
    List<AuditEntry> list(AuditFilter filter, @Nullable Long before, int limit) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + """
                , m.name, m.title, m.site, m.active
                  from audit_entry e join member m on m.id = e.actor_id
                 where e.id < :before""");
        Map<String, Object> values = new HashMap<>();
        values.put("before", before == null ? Long.MAX_VALUE : before);
        values.put("limit", limit);
        condition(
                sql,
                values,
                "e.actor_id = :actor",
                "actor",
                filter.actor() == null ? null : filter.actor().value());
        condition(sql, values, "e.action = :action", "action", filter.action());
        condition(sql, values, "e.item = :item", "item", filter.item());
        condition(sql, values, "e.at >= :from", "from", Times.utcOrNull(filter.from()));
        condition(sql, values, "e.at < :to", "to", Times.utcOrNull(filter.to()));
        return jdbc.sql(sql.append(" order by e.id desc limit :limit").toString())
                .params(values)
                .query((row, number) -> entry(row))
                .list();
    }

    /** The actions that occur, in the order of the alphabet. */
    List<String> actions() {
        return jdbc.sql("select distinct e.action from audit_entry e order by e.action")
                .query(String.class)
                .list();
    }

    private static void condition(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            values.put(name, value);
        }
    }

    /**
     * What a walk over the whole log found.
     *
     * @param entries     lines that the log should have
     * @param intact      whether all are there as they were written
     * @param firstBroken the first line that does not follow from the one before; null when lines are missing at the end
     */
    public record Check(
            long entries, boolean intact, @Nullable String firstBroken) {}

    /** Walks over the whole log, in the order in which it was written; lines that come meanwhile are not looked at. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Check check() {
        Head head = jdbc.sql("select h.entries, h.hash from audit_head h where h.id = 1")
                .query(Head.class)
                .single();
        String last = "";
        long after = 0;
        long seen = 0;
        List<Line> page;
        do {
            page = jdbc.sql("select " + COLUMNS + " from audit_entry e where e.id > :after order by e.id limit :page")
                    .param("after", after)
                    .param("page", PAGE)
                    .query((row, number) -> line(row))
                    .list();
            for (Line line : page) {
                if (!line.hash().equals(hash(last, line))) {
                    return new Check(head.entries(), false, Long.toString(line.id()));
                }
                last = line.hash();
                after = line.id();
                seen++;
            }
        } while (page.size() == PAGE);
        return new Check(head.entries(), seen == head.entries() && last.equals(head.hash()), null);
    }

    private String hash(String last, Line line) {
        List<@Nullable Object> fields = new ArrayList<>(Arrays.asList(
                last,
                line.id(),
                line.at().toString(),
                line.actor(),
                line.action(),
                line.item(),
                line.reason(),
                line.details()));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(json.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        Line line = line(row);
        return new AuditEntry(
                Long.toString(line.id()),
                line.at(),
                new MemberSummary(
                        new MemberId(line.actor()),
                        row.getString("name"),
                        row.getString("title"),
                        row.getString("site"),
                        row.getBoolean("active")),
                line.action(),
                line.item(),
                line.reason(),
                line.details());
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("actor_id"),
                row.getString("action"),
                row.getString("item"),
                row.getString("reason"),
                row.getString("details"),
                row.getString("hash"));
    }
}
