package rapport.social.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;

@DatabaseTest
class BigPagesTest {
    private static final int ROWS = RecordStage.BIG + 500;

    @Autowired
    Records records;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    StatementCounter statements;

    private UpsertResult upsert(String type, List<RecordSnapshot> page) {
        return Objects.requireNonNull(transaction.execute(status -> records.upsert(Fixtures.CONNECTION, type, page)));
    }

    private static List<RecordSnapshot> contacts(String prefix, String account, int changedEvery) {
        List<RecordSnapshot> page = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean changed = changedEvery > 0 && i % changedEvery == 0;
            page.add(new RecordSnapshot(
                    prefix + i,
                    "Tab\there \\ and \"quotes\" " + i + (changed ? " renamed" : ""),
                    account,
                    null,
                    RecordAudience.everyone(),
                    Set.of("team-north"),
                    Map.of("title", "Buyer\nwith a line", "city", changed ? "Lyon" : "Lille"),
                    "https://crm.example/" + i,
                    null));
        }
        return page;
    }

    @Test
    void writesBigPagesInAFixedNumberOfStatementsAndNothingForWhatDidNotChange() {
        String prefix = fixtures.newExternalId() + "-";
        String account = fixtures.newExternalId();
        assertThat(upsert("contact", contacts(prefix, account, 0)).created()).isEqualTo(ROWS);
        var first = records.find(new RecordRef(Fixtures.CONNECTION, "contact", prefix + "7"))
                .orElseThrow();
        assertThat(first.name()).isEqualTo("Tab\there \\ and \"quotes\" 7");
        assertThat(first.fields()).containsEntry("title", "Buyer\nwith a line");

        statements.start();
        UpsertResult again = upsert("contact", contacts(prefix, account, 0));
        assertThat(again.unchanged()).isEqualTo(ROWS);
        assertThat(statements.statementsOfRequests())
                .noneMatch(sql -> sql.contains("crm_record (")
                        || sql.startsWith("update")
                        || sql.contains("into subject")
                        || sql.startsWith("merge"));

        UpsertResult some = upsert("contact", contacts(prefix, account, 50));
        assertThat(some.updated()).isEqualTo(ROWS / 50);
        assertThat(some.differences())
                .hasSize(ROWS / 50)
                .allSatisfy(difference -> assertThat(difference.changes())
                        .extracting(FieldChange::field)
                        .containsExactlyInAnyOrder("name", "city"));
        assertThat(jdbc.sql("select count(*) from subject_word w join crm_record r on r.id = w.subject_id"
                                + " where r.external_id like :prefix and w.word = 'renamed'")
                        .param("prefix", prefix + "%")
                        .query(Integer.class)
                        .single())
                .isEqualTo(ROWS / 50);
        assertThat(jdbc.sql("select count(*) from record_team t join crm_record r on r.id = t.record_id"
                                + " where r.external_id like :prefix")
                        .param("prefix", prefix + "%")
                        .query(Integer.class)
                        .single())
                .isEqualTo(ROWS);
        // the account comes last and finds all of them
        upsert(
                "account",
                List.of(new RecordSnapshot(
                        account, "Acme", null, null, RecordAudience.everyone(), Map.of(), null, null)));
        assertThat(jdbc.sql("select count(*) from subject s join crm_record a on a.id = s.root_id"
                                + " where a.external_id = :account and s.id <> a.id")
                        .param("account", account)
                        .query(Integer.class)
                        .single())
                .isEqualTo(ROWS);
    }

    @Test
    void letsTheOwnerSeeARestrictedRecordOnceSheIsKnown() {
        String owner = "late-" + fixtures.newExternalId();
        String id = fixtures.newExternalId();
        upsert(
                "account",
                List.of(new RecordSnapshot(
                        id,
                        "Restricted",
                        null,
                        owner,
                        RecordAudience.of(owner, Set.of("team-x")),
                        Map.of(),
                        null,
                        null)));
        var late = fixtures.personWithId(owner, "Lea Late");
        assertThat(records.linkOwners(Fixtures.CONNECTION))
                .contains(records.find(new RecordRef(Fixtures.CONNECTION, "account", id))
                        .orElseThrow()
                        .id());
        assertThat(late.api()
                        .get("/records/" + Fixtures.CONNECTION + "/account/" + id)
                        .expect(200)
                        .at("/owner/name"))
                .isEqualTo("Lea Late");
        assertThat(late.api()
                        .get("/records?query=restricted")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
    }
}
