package rapport.crm.story;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.story.Attribution.Save;
import rapport.social.post.PostId;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Changes, from their noticing until some time after they were told or not. */
@Component
class StoryStore {
    private static final TypeReference<List<Stored>> CHANGES = new TypeReference<>() {};
    private static final TypeReference<List<StoredSave>> SAVES = new TypeReference<>() {};

    /** The same person, or nobody known both times. */
    private static final String SAME_ACTOR =
            "(actor_external_id = :actor or (actor_external_id is null and cast(:actor as varchar(100)) is null))";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final JsonMapper json;
    private final Clock clock;

    StoryStore(JdbcClient jdbc, NamedParameterJdbcTemplate batch, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.json = json;
        this.clock = clock;
    }

    private record Stored(
            String field, @Nullable Object before, @Nullable Object after) {}

    private record StoredSave(@Nullable String actor, Instant at, List<Stored> changes) {}

    /** A change as it is first kept. @param tracked whether it will be told */
    record Fresh(
            SubjectId record,
            CrmRef ref,
            List<FieldChange> changes,
            @Nullable String lastWriter,
            Instant changedAt,
            boolean tracked) {}

    void insert(String connection, Instant since, List<Fresh> fresh) {
        OffsetDateTime now = Times.utc(clock.instant());
        batch.batchUpdate(
                """
                insert into crm_story (id, connection, subject_id, type, external_id, changes, actor_external_id,
                                       changed_at, noticed_at, since, tracked, told_at)
                values (nextval('activity_seq'), :connection, :subject, :type, :external, :changes, :actor, :changed, :now,
                        :since, :tracked, :told)
                """,
                fresh.stream()
                        .map(row -> new MapSqlParameterSource()
                                .addValue("connection", connection)
                                .addValue("subject", row.record().value())
                                .addValue("type", row.ref().type().name())
                                .addValue("external", row.ref().externalId())
                                .addValue("changes", json.writeValueAsString(stored(row.changes())))
                                .addValue("actor", row.lastWriter())
                                .addValue("changed", Times.utc(row.changedAt()))
                                .addValue("now", now)
                                .addValue("since", Times.utc(since))
                                .addValue("tracked", row.tracked())
                                .addValue("told", row.tracked() ? null : now, java.sql.Types.TIMESTAMP_WITH_TIMEZONE))
                        .toArray(MapSqlParameterSource[]::new));
    }

    private static List<Stored> stored(List<FieldChange> changes) {
        return changes.stream()
                .map(change -> new Stored(change.field(), change.before(), change.after()))
                .toList();
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

    private JdbcClient.StatementSpec around(String sql, String connection, Noticed noticed, Duration window) {
        return jdbc.sql(sql + " where connection = :connection and tracked and changed_at between :from and :to and "
                        + SAME_ACTOR)
                .param("connection", connection)
                .param("from", Times.utc(noticed.changedAt().minus(window)))
                .param("to", Times.utc(noticed.changedAt().plus(window)))
                .param("actor", noticed.lastWriter(), java.sql.Types.VARCHAR);
    }

    /** How many records the same person, or nobody known, changed around that time. */
    int recordsAround(String connection, Noticed noticed, Duration window) {
        return around("select count(distinct subject_id) from crm_story", connection, noticed, window)
                .query(Integer.class)
                .single();
    }

    /** What one piece of an import is. @param fields how many changes it held */
    record Collapsed(long story, long subject, int fields) {}

    /** All that this person changed around that time is part of an import from now on. */
    List<Collapsed> collapse(String connection, Noticed noticed, Duration window) {
        List<Collapsed> rows = around(
                        "select id, subject_id, changes, collapsed from crm_story", connection, noticed, window)
                .query((row, number) -> row.getBoolean("collapsed")
                        ? Optional.<Collapsed>empty()
                        : Optional.of(new Collapsed(
                                row.getLong("id"),
                                row.getLong("subject_id"),
                                changes(row.getString("changes")).size())))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        around(
                        "update crm_story set collapsed = true, told_at = coalesce(told_at, current_timestamp)",
                        connection,
                        noticed,
                        window)
                .update();
        return rows;
    }

    /** The posts that told these changes. */
    List<PostId> postsOf(Collection<Long> stories) {
        List<PostId> posts = new ArrayList<>();
        List<Long> all = List.copyOf(stories);
        for (int start = 0; start < all.size(); start += 1_000) {
            posts.addAll(jdbc.sql("select distinct post_id from crm_story_post where story_id in (:stories)")
                    .param("stories", all.subList(start, Math.min(all.size(), start + 1_000)))
                    .query((row, number) -> new PostId(row.getLong(1)))
                    .list());
        }
        return posts;
    }

    /** @return whether it was still waiting */
    boolean told(long id) {
        return jdbc.sql("update crm_story set told_at = :now where id = :id and told_at is null")
                        .param("now", Times.utc(clock.instant()))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Who saved what, as the CRM's history has it; and the posts that tell it. */
    void toldBy(long id, List<Save> saves, Collection<PostId> posts) {
        jdbc.sql("update crm_story set saves = :saves where id = :id")
                .param(
                        "saves",
                        json.writeValueAsString(saves.stream()
                                .map(save -> new StoredSave(save.actor(), save.at(), stored(save.changes())))
                                .toList()))
                .param("id", id)
                .update();
        posts.forEach(post -> jdbc.sql(
                        "insert into crm_story_post (story_id, post_id) values (:story, :post) on conflict do nothing")
                .param("story", id)
                .param("post", post.value())
                .update());
    }

    void countCollapsed(String connection, int changes) {
        jdbc.sql("update crm_connection set collapsed_changes = collapsed_changes + :n where connection = :connection")
                .param("n", changes)
                .param("connection", connection)
                .update();
    }

    /** The line of somebody's last import. */
    record ImportLine(PostId post, long records, Instant lastAt) {}

    Optional<ImportLine> importLine(String connection, String actor) {
        return jdbc.sql("""
                        select post_id, records, last_at from crm_import_line
                         where connection = :connection and actor_external_id = :actor
                        """)
                .param("connection", connection)
                .param("actor", actor)
                .query((row, number) -> new ImportLine(
                        new PostId(row.getLong(1)),
                        row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .optional();
    }

    void keepImportLine(String connection, String actor, ImportLine line) {
        jdbc.sql("delete from crm_import_line where connection = :connection and actor_external_id = :actor")
                .param("connection", connection)
                .param("actor", actor)
                .update();
        jdbc.sql("""
                        insert into crm_import_line (connection, actor_external_id, post_id, records, last_at)
                        values (:connection, :actor, :post, :records, :last)
                        """)
                .param("connection", connection)
                .param("actor", actor)
                .param("post", line.post().value())
                .param("records", line.records())
                .param("last", Times.utc(line.lastAt()))
                .update();
    }

    /** All that was kept since then. */
    List<Replay.Kept> kept(String connection, Instant since) {
        return jdbc.sql("""
                        select subject_id, type, actor_external_id, changed_at, changes, saves from crm_story
                         where connection = :connection and changed_at >= :since order by id
                        """)
                .param("connection", connection)
                .param("since", Times.utc(since))
                .query((row, number) -> {
                    String actor = row.getString("actor_external_id");
                    Instant changedAt =
                            row.getObject("changed_at", OffsetDateTime.class).toInstant();
                    List<FieldChange> changes = changes(row.getString("changes"));
                    String saves = row.getString("saves");
                    return new Replay.Kept(
                            row.getLong("subject_id"),
                            row.getString("type"),
                            actor,
                            changedAt,
                            changes,
                            saves == null ? List.of(new Save(actor, changedAt, changes)) : saves(saves));
                })
                .list();
    }

    void forget(String connection, Instant changedBefore) {
        jdbc.sql("""
                        delete from crm_story_post where story_id in (
                          select s.id from crm_story s
                           where s.connection = :connection and s.changed_at < :before and s.told_at is not null)
                        """)
                .param("connection", connection)
                .param("before", Times.utc(changedBefore))
                .update();
        jdbc.sql(
                        "delete from crm_story where connection = :connection and changed_at < :before and told_at is not null")
                .param("connection", connection)
                .param("before", Times.utc(changedBefore))
                .update();
    }

    private List<Save> saves(String text) {
        return Objects.requireNonNull(json.readValue(text, SAVES)).stream()
                .map(save -> new Save(save.actor(), save.at(), changes(save.changes())))
                .toList();
    }

    private List<FieldChange> changes(String text) {
        return changes(Objects.requireNonNull(json.readValue(text, CHANGES)));
    }

    private static List<FieldChange> changes(List<Stored> stored) {
        return stored.stream()
                .map(change -> new FieldChange(change.field(), typed(change.before()), typed(change.after())))
                .toList();
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
