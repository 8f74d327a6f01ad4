package rapport.crm.follow;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordFacts;
import rapport.social.shared.Times;

/**
 * Since when records are closed. No CRM tells that moment in the same way, so it is the stamp of the save with which the
 * record's stage or status was first seen to say so, or when it was seen to be gone.
 */
@Component
class ClosedRecords {
    /** Where nobody says so: as CRMs name their last stages, in the languages of their demo companies. */
    private static final Pattern CLOSED = Pattern.compile(
            "\\b(closed|won|lost|dead|converted|recycled|gewonnen|verloren|gagn[ée]e?|perdue?|sign[ée]e?)\\b|closed(won|lost)",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final Clock clock;

    ClosedRecords(JdbcClient jdbc, NamedParameterJdbcTemplate batch, Clock clock) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.clock = clock;
    }

    static boolean isClosed(RecordFacts record) {
        if (record.gone()) {
            return true;
        }
        if (record.fields().get("closed") instanceof Boolean closed) {
            return closed; // the CRM itself says so; what its stages are called is each company's own affair
        }
        for (String field : List.of("stage", "status")) {
            Object value = record.fields().get(field);
            if (value != null
                    && CLOSED.matcher(value.toString().toLowerCase(Locale.ROOT)).find()) {
                return true;
            }
        }
        return false;
    }

    /** Of the closed ones, since when, as far as it is written down; of those not yet, what {@link #remember} would write. */
    Map<Long, Instant> since(Collection<RecordFacts> records) {
        Map<Long, Instant> known = known(records);
        Map<Long, Instant> since = new HashMap<>();
        for (RecordFacts record : records) {
            if (isClosed(record)) {
                since.put(
                        record.id().value(),
                        Objects.requireNonNullElse(
                                known.get(record.id().value()),
                                Objects.requireNonNullElse(record.modifiedAt(), clock.instant())));
            }
        }
        return since;
    }

    /** Writes down which are closed, and forgets those that are open again. */
    void remember(String connection, Collection<RecordFacts> records) {
        Map<Long, Instant> known = known(records);
        Map<Long, Instant> since = since(records);
        batch.batchUpdate(
                "insert into crm_closed (record_id, connection, closed_at) values (:id, :connection, :at) on conflict do nothing",
                since.entrySet().stream()
                        .filter(entry -> !known.containsKey(entry.getKey()))
                        .map(entry -> new MapSqlParameterSource()
                                .addValue("id", entry.getKey())
                                .addValue("connection", connection)
                                .addValue("at", Times.utc(entry.getValue())))
                        .toArray(MapSqlParameterSource[]::new));
        List<Long> open =
                known.keySet().stream().filter(id -> !since.containsKey(id)).toList();
        if (!open.isEmpty()) {
            jdbc.sql("delete from crm_closed where record_id = any(:ids)")
                    .param("ids", open.toArray(Long[]::new))
                    .update();
        }
    }

    private Map<Long, Instant> known(Collection<RecordFacts> records) {
        Map<Long, Instant> known = new HashMap<>();
        jdbc.sql("select record_id, closed_at from crm_closed where record_id = any(:ids)")
                .param(
                        "ids",
                        records.stream().map(record -> record.id().value()).toArray(Long[]::new))
                .query(row -> {
                    known.put(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                });
        return known;
    }
}
