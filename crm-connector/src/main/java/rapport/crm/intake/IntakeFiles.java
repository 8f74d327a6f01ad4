package rapport.crm.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.spi.Phrase;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** How far each file is read, and what was wrong with its rows. */
@Component
public class IntakeFiles {
    /** More are counted and not told one by one: whoever made as many mends the program that wrote the file. */
    static final int REFUSALS_KEPT = 1_000;

    private final JdbcClient jdbc;
    private final Intake intake;
    private final Clock clock;

    IntakeFiles(JdbcClient jdbc, Intake intake, Clock clock) {
        this.jdbc = jdbc;
        this.intake = intake;
        this.clock = clock;
    }

    private static final String COLUMNS = """
            select connection, type, name, fingerprint, hash, state, load_id, records, created, updated, unchanged, deleted,
                   refused, notice, started_at, ended_at
              from crm_intake_file
            """;

    public Optional<IntakeFile> find(String connection, RowType type, String name) {
        return jdbc.sql(COLUMNS + " where connection = :connection and type = :type and name = :name")
                .param("connection", connection)
                .param("type", type.word())
                .param("name", name)
                .query(IntakeFile.class)
                .optional();
    }

    public List<IntakeFile> all(String connection) {
        return jdbc.sql(COLUMNS + " where connection = :connection order by started_at desc, type, name")
                .param("connection", connection)
                .query(IntakeFile.class)
                .list();
    }

    public List<Refusal> refusals(String connection, RowType type, String name) {
        return jdbc.sql("""
                        select line, field, reason from crm_intake_refusal
                         where connection = :connection and type = :type and name = :name order by line
                        """)
                .param("connection", connection)
                .param("type", type.word())
                .param("name", name)
                .query(Refusal.class)
                .list();
    }

    /** @param complete whether what it does not name is gone in the end */
    @Transactional
    public IntakeFile start(
            String connection, RowType type, String name, String fingerprint, String hash, boolean complete) {
        forget(connection, type, name);
        Long load = complete ? Long.valueOf(intake.startLoad(connection, type, name)) : null;
        jdbc.sql("""
                        insert into crm_intake_file (connection, type, name, fingerprint, hash, state, load_id, records, created,
                                                     updated, unchanged, deleted, refused, started_at)
                        values (:connection, :type, :name, :fingerprint, :hash, 'reading', :load, 0, 0, 0, 0, 0, 0, :now)
                        """)
                .param("connection", connection)
                .param("type", type.word())
                .param("name", name)
                .param("fingerprint", fingerprint)
                .param("hash", hash)
                .param("load", load)
                .param("now", Times.utc(clock.instant()))
                .update();
        return find(connection, type, name).orElseThrow();
    }

    private void forget(String connection, RowType type, String name) {
        for (String table : List.of("crm_intake_refusal", "crm_intake_file")) {
            jdbc.sql("delete from " + table + " where connection = :connection and type = :type and name = :name")
                    .param("connection", connection)
                    .param("type", type.word())
                    .param("name", name)
                    .update();
        }
    }

    /** The file was touched, and is the same. */
    public void touched(IntakeFile file, String fingerprint) {
        update(file, "fingerprint = :fingerprint", Map.of("fingerprint", fingerprint));
    }

    /**
     * Takes some of a file's rows, and notes how far it is read, in one transaction.
     *
     * @param records how many of its records are read once these are
     */
    @Transactional
    public IntakeFile take(IntakeFile file, List<IntakeRow> rows, List<Refusal> refusals, long records) {
        RowType type = RowType.of(file.type()).orElseThrow();
        List<Taken> taken = intake.take(file.connection(), type, file.name(), file.loadId(), rows);
        int room = REFUSALS_KEPT - file.refused();
        for (Refusal refusal : refusals) {
            if (room-- > 0) {
                keep(file, refusal);
            }
        }
        if (!refusals.isEmpty() && file.loadId() != null) {
            intake.refusedInLoad(file.loadId(), refusals.size());
        }
        update(
                file,
                "created = created + :created, updated = updated + :updated, unchanged = unchanged + :unchanged,"
                        + " deleted = deleted + :deleted, refused = refused + :refused, records = :records",
                Map.of(
                        "created",
                        count(taken, Taken.CREATED),
                        "updated",
                        count(taken, Taken.UPDATED),
                        "unchanged",
                        taken.size() - count(taken, Taken.CREATED) - count(taken, Taken.UPDATED) - gone(taken),
                        "deleted",
                        gone(taken),
                        "refused",
                        refusals.size(),
                        "records",
                        records));
        return find(file.connection(), type, file.name()).orElseThrow();
    }

    private static int gone(List<Taken> taken) {
        return count(taken, Taken.DELETED) + count(taken, Taken.MERGED);
    }

    private static int count(List<Taken> taken, Taken one) {
        return (int) taken.stream().filter(one::equals).count();
    }

    private void keep(IntakeFile file, Refusal refusal) {
        jdbc.sql("""
                        insert into crm_intake_refusal (connection, type, name, line, field, reason)
                        values (:connection, :type, :name, :line, :field, :reason)
                        """)
                .param("connection", file.connection())
                .param("type", file.type())
                .param("name", file.name())
                .param("line", refusal.line())
                .param("field", cut(refusal.field(), 100))
                .param("reason", cut(refusal.reason(), 500))
                .update();
    }

    /** It is read to its end. */
    public IntakeFile finish(IntakeFile file, int vanishPercent) {
        RowType type = RowType.of(file.type()).orElseThrow();
        int gone = 0;
        String notice = null;
        if (file.loadId() != null) {
            try {
                gone = intake.finishLoad(file.connection(), type, file.name(), file.loadId(), vanishPercent);
            } catch (Problem problem) {
                notice = switch (problem.type()) {
                    case "load-incomplete" ->
                        Phrase.of("file.load-incomplete", String.valueOf(problem.value()))
                                .toString();
                    case "load-too-many-missing" ->
                        Phrase.of("file.load-too-many-missing", String.valueOf(problem.value()), vanishPercent)
                                .toString();
                    default -> throw problem;
                };
            }
        }
        end(file, "read", notice, gone);
        return find(file.connection(), type, file.name()).orElseThrow();
    }

    /** It cannot be read any further; what was taken stands. */
    public void refuse(IntakeFile file, String notice) {
        end(file, "refused", notice, 0);
    }

    private void end(IntakeFile file, String state, @Nullable String notice, int gone) {
        Instant now = clock.instant();
        jdbc.sql("""
                        update crm_intake_file set state = :state, notice = :notice, deleted = deleted + :gone, ended_at = :now
                         where connection = :connection and type = :type and name = :name
                        """)
                .param("state", state)
                .param("notice", notice == null ? null : cut(notice, 1_000))
                .param("gone", gone)
                .param("now", Times.utc(now))
                .param("connection", file.connection())
                .param("type", file.type())
                .param("name", file.name())
                .update();
    }

    private void update(IntakeFile file, String set, Map<String, Object> parameters) {
        var statement = jdbc.sql("update crm_intake_file set " + set
                        + " where connection = :connection and type = :type and name = :name")
                .param("connection", file.connection())
                .param("type", file.type())
                .param("name", file.name());
        parameters.forEach(statement::param);
        statement.update();
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
