package rapport.social.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.shared.SubjectId;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;

@DatabaseTest
class RecordsTest {
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

    private UpsertResult upsert(String type, RecordSnapshot... page) {
        return java.util.Objects.requireNonNull(
                transaction.execute(status -> records.upsert(Fixtures.CONNECTION, type, List.of(page))));
    }

    private static RecordSnapshot opportunity(String id, String account, Object stage, Object amount) {
        return new RecordSnapshot(
                id,
                "Cold store " + id,
                account,
                null,
                RecordAudience.everyone(),
                Map.of("stage", stage, "amount", new Money(new BigDecimal(String.valueOf(amount)), "EUR")),
                null,
                null);
    }

    @Test
    void tellsWhichFieldsOfWhichRecordsChangedAndWritesNothingForTheOthers() {
        String one = fixtures.newExternalId();
        String two = fixtures.newExternalId();
        assertThat(upsert(
                                "opportunity",
                                opportunity(one, "none", "Proposal", 1000),
                                opportunity(two, "none", "Proposal", 5))
                        .created())
                .isEqualTo(2);

        var again = upsert(
                "opportunity",
                opportunity(one, "none", "Negotiation", "1000.00"),
                opportunity(two, "none", "Proposal", "5.0"));
        assertThat(again.updated()).isEqualTo(1);
        assertThat(again.unchanged()).isEqualTo(1);
        assertThat(again.differences()).hasSize(1);
        assertThat(again.differences().get(0).changes())
                .containsExactly(new FieldChange("stage", "Proposal", "Negotiation"));

        statements.start();
        upsert("opportunity", opportunity(one, "none", "Negotiation", 1000), opportunity(two, "none", "Proposal", 5));
        assertThat(statements.statementsOfRequests())
                .as("unchanged rows cost one read and no write")
                .hasSize(1)
                .noneMatch(sql -> sql.startsWith("insert") || sql.startsWith("update"));
    }

    @Test
    void asksForTheCallersTransaction() {
        assertThatThrownBy(() -> records.upsert(Fixtures.CONNECTION, "account", List.of()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void bindsContactsToAnAccountThatComesLater() {
        String account = fixtures.newExternalId();
        SubjectId contact = fixtures.record(
                "contact", fixtures.newExternalId(), "Zoé Lefèvre", account, null, RecordAudience.everyone(), Map.of());
        var ann = fixtures.person("Ann Berg");
        assertThat(ann.api().get("/records/" + contact).expect(200).json().has("account"))
                .isFalse();
        SubjectId acme =
                fixtures.record("account", account, "Acme Frais", null, null, RecordAudience.everyone(), Map.of());
        assertThat(ann.api().get("/records/" + contact).expect(200).at("/account/id"))
                .isEqualTo(acme.toString());
        var seen = ann.api()
                .get("/records/" + Fixtures.CONNECTION + "/account/" + account)
                .expect(200);
        assertThat(seen.at("/name")).isEqualTo("Acme Frais");
        assertThat(seen.json().at("/related/contacts").asInt()).isEqualTo(1);
    }

    @Test
    void hidesARecordFromWhoMayNotSeeItAsIfItDidNotExist() {
        var ann = fixtures.person("Ann Berg", "team-north");
        var ben = fixtures.person("Ben Okafor", "team-south");
        SubjectId secret = fixtures.restrictedAccount("Yzzrqk Pharma", null, "team-north");

        ann.api().get("/records/" + secret).expect(200);
        var hidden = ben.api().get("/records/" + secret).expect(404);
        var missing = ben.api().get("/records/999999999999").expect(404);
        assertThat(hidden.at("/detail")).isEqualTo(missing.at("/detail"));
        assertThat(ann.api()
                        .get("/records?query=yzzr")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(ben.api()
                        .get("/records?query=yzzr")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();

        fixtures.moveToTeams(ann, "team-south");
        ann.api().get("/records/" + secret).expect(404);
    }

    @Test
    void followsAChangeOfAudienceInTheVeryNextRead() {
        String id = fixtures.newExternalId();
        var ben = fixtures.person("Ben Okafor", "team-south");
        SubjectId record =
                fixtures.record("account", id, "Qwzky Dairy", null, null, RecordAudience.everyone(), Map.of());
        ben.api().get("/records/" + record).expect(200);
        fixtures.record(
                "account", id, "Qwzky Dairy", null, null, RecordAudience.of(null, Set.of("team-north")), Map.of());
        ben.api().get("/records/" + record).expect(404);
        assertThat(ben.api().get("/records?query=qwzky").json().at("/items").size())
                .isZero();
    }

    @Test
    void findsARecordByWordsWithoutAccents() {
        var ann = fixtures.person("Ann Berg");
        fixtures.account("Crèmerie Vézelöise & Fils");
        assertThat(ann.api()
                        .get("/records?query=fils%20cremerie%20vezel")
                        .expect(200)
                        .at("/items/0/name"))
                .isEqualTo("Crèmerie Vézelöise & Fils");
    }

    /** The rows of a common word stand for records that aren't there: what counts is that they are walked over. */
    @Test
    void findsTheOneRecordThatHasTwoCommonWordsAndTheOneOfARareType() {
        var ann = fixtures.person("Ann Berg");
        SubjectId both = fixtures.record(
                "contact",
                fixtures.newExternalId(),
                "Qqcommonzz Qqoftenzz",
                null,
                null,
                RecordAudience.everyone(),
                Map.of());
        for (String word : List.of("qqcommon", "qqoften")) {
            jdbc.sql("""
                            insert into subject_word (word, subject_id, audience_id)
                            select :word, -a.n * 1000 - b.n * 100 - c.n * 10 - d.n, 0
                              from (values (1),(2),(3),(4),(5),(6),(7)) a(n), (values %1$s) b(n), (values %1$s) c(n), (values %1$s) d(n)
                            """.formatted("(0),(1),(2),(3),(4),(5),(6),(7),(8),(9)"))
                    .param("word", word)
                    .update();
        }
        try {
            for (String query : List.of("qqcommon%20qqoften", "qqoften%20qqcommon", "qqcommon&type=contact")) {
                var found = ann.api().get("/records?query=" + query).expect(200);
                assertThat(found.json().at("/items").size()).as(query).isEqualTo(1);
                assertThat(found.at("/items/0/id")).as(query).isEqualTo(both.toString());
            }
        } finally {
            jdbc.sql("delete from subject_word where subject_id < 0").update();
        }
    }

    @Test
    void answersNotFoundForAMalformedId() {
        var ann = fixtures.person("Ann Berg");
        for (String id : List.of("abc", "-1", "1e3", "99999999999999999999", "%20")) {
            assertThat(ann.api().get("/records/" + id).status()).as(id).isEqualTo(404);
        }
    }

    @Test
    void listsAnAccountsContactsAndOpportunitiesAsFarAsOneMaySeeThem() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Roux");
        String external = fixtures.newExternalId();
        var account = fixtures.record("account", external, "Acme", null, null, RecordAudience.everyone(), Map.of());
        for (String name : List.of("Zoe Iversen", "Abel Kern", "Mia Lund")) {
            fixtures.record(
                    "contact", fixtures.newExternalId(), name, external, null, RecordAudience.everyone(), Map.of());
        }
        fixtures.record(
                "contact",
                fixtures.newExternalId(),
                "Hidden Hanna",
                external,
                ann,
                RecordAudience.of(ann.externalId(), Set.of()),
                Map.of());
        fixtures.record(
                "opportunity",
                fixtures.newExternalId(),
                "Cold store",
                external,
                null,
                RecordAudience.everyone(),
                Map.of());
        String path = "/records/" + account + "/related?kind=contact";
        assertThat(ann.api().get(path).expect(200).json().at("/items").findValuesAsString("name"))
                .containsExactly("Abel Kern", "Hidden Hanna", "Mia Lund", "Zoe Iversen");
        assertThat(ben.api().get(path).expect(200).json().at("/items").findValuesAsString("name"))
                .containsExactly("Abel Kern", "Mia Lund", "Zoe Iversen");
        var page = ben.api().get(path + "&limit=2").expect(200);
        assertThat(ben.api()
                        .get(path + "&limit=2&pageToken=" + page.at("/nextPageToken"))
                        .expect(200)
                        .json()
                        .at("/items")
                        .findValuesAsString("name"))
                .containsExactly("Zoe Iversen");
        assertThat(ben.api()
                        .get("/records/" + account + "/related?kind=opportunity")
                        .expect(200)
                        .at("/items/0/name"))
                .isEqualTo("Cold store");
        assertThat(ben.api().get("/records/" + account + "/related").expect(400).at("/field"))
                .isEqualTo("kind");
        ben.api().get("/records/" + account + "/related?kind=account").expect(400);
        ben.api().get(path + "&pageToken=forged").expect(400);
        ben.api()
                .get("/records/" + fixtures.restrictedAccount("Initech", ann) + "/related?kind=contact")
                .expect(404);
    }
}
