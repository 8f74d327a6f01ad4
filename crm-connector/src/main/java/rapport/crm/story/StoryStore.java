package rapport.crm.story;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;
import rapport.social.shared.Ids;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What was noticed, from its noticing until some time after its telling. */
@Component
class StoryStore {
    private static final TypeReference<List<Stored>> CHANGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    StoryStore(JdbcClient jdbc, JsonMapper json, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    private record Stored(
            String field, @Nullable Object before, @Nullable Object after) {}

    void insert(
            String connection,
            SubjectId record,
            CrmRef ref,
            List<FieldChange> changes,
            @Nullable String lastWriter,
            Instant changedAt,
            Instant since) {
        List<Stored> stored = changes.stream()
                .map(change -> new Stored(change.field(), change.before(), change.after()))
                .toList();
        jdbc.sql("""
                        insert into crm_story (id, connection, subject_id, type, external_id, changes, actor_external_id,
                                               changed_at, noticed_at, since)
                        values (:id, :connection, :subject, :type, :external, :changes, :actor, :changed, :now, :since)
                        """)
                .param("id", ids.next())
                .param("connection", connection)
                .param("subject", record.value())
                .param("type", ref.type().name())
                .param("external", ref.externalId())
                .param("changes", json.writeValueAsString(stored))
                .param("actor", lastWriter)
                .param("changed", Times.utc(changedAt))
                .param("now", Times.utc(clock.instant()))
                .param("since", Times.utc(since))
                .update();
    }

    /** The oldest that wait. */
    List<Noticed> waiting(String connection, int limit) {
        return jdbc.sql("""
                        select id, subject_id, type, external_id, changes, actor_external_id, changed_at, since
                          from crm_story where connection = :connection and told_at is null
                         order by id limit :limit
                        """)
                .param("connection", connection)
                .param("limit", limit)
                .query((row, number) -> new Noticed(
                        row.getLong("id"),
                        new SubjectId(row.getLong("subject_id")),
                        new CrmRef(new CrmType(row.getString("type")), row.getString("external_id")),
                        changes(row.getString("changes")),
                        row.getString("actor_external_id"),
                        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** How many records the same person, or nobody known, changed around that time. */
    int recordsAround(String connection, Noticed noticed, Duration window) {
        return jdbc.sql("""
                        select count(distinct subject_id) from crm_story
                         where connection = :connection and changed_at between :from and :to
                           and (actor_external_id = :actor or (actor_external_id is null and cast(:actor as varchar(100)) is null))
                        """)
                .param("connection", connection)
                .param("from", Times.utc(noticed.changedAt().minus(window)))
                .param("to", Times.utc(noticed.changedAt().plus(window)))
                .param("actor", noticed.lastWriter(), java.sql.Types.VARCHAR)
                .query(Integer.class)
                .single();
    }

    /** @return whether it was still waiting */
    boolean told(long id) {
        return jdbc.sql("update crm_story set told_at = :now where id = :id and told_at is null")
                        .param("now", Times.utc(clock.instant()))
                        .param("id", id)
                        .update()
                == 1;
    }

    void countCollapsed(String connection, int changes) {
        jdbc.sql("update crm_connection set collapsed_changes = collapsed_changes + :n where connection = :connection")
                .param("n", changes)
                .param("connection", connection)
                .update();
    }

    void forget(String connection, Instant toldBefore) {
        jdbc.sql("delete from crm_story where connection = :connection and told_at < :before")
                .param("connection", connection)
                .param("before", Times.utc(toldBefore))
                .update();
    }

    private List<FieldChange> changes(String text) {
        List<FieldChange> changes = new ArrayList<>();
        for (Stored stored : Objects.requireNonNull(json.readValue(text, CHANGES))) {
            changes.add(new FieldChange(stored.field(), typed(stored.before()), typed(stored.after())));
        }
        return changes;
    }

    private static @Nullable Object typed(@Nullable Object value) {
        if (value instanceof Map<?, ?> money) {
            return new Money(
                    new BigDecimal(String.valueOf(money.get("amount"))), String.valueOf(money.get("currency")));
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        return value;
    }
}
