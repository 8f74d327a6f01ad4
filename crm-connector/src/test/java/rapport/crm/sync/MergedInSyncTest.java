package rapport.crm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.ConnectionState;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class MergedInSyncTest {
    @Autowired
    SyncEngine engine;

    @Autowired
    MergesByHand byHand;

    @Autowired
    Records records;

    @Autowired
    ConnectionStates states;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    private final FakeCrm crm = new FakeCrm();

    private CrmRecord here(FakeCrm of, CrmType type, String id) {
        return records.find(new RecordRef(of.key, type.name(), id)).orElseThrow();
    }

    private String post(Api api, CrmRecord record, String body) {
        return api.post("/posts", Map.of("subjectId", record.id().toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    @Test
    void movesTheFeedOfAMergedAccountAndItsContactsToTheWinner() {
        var ann = fixtures.person("Ann Berg");
        crm.accounts(1, 3);
        crm.save(CrmType.CONTACT, "c1", "Kim", "a0001", null, Map.of(), null);
        engine.run(crm.connection());
        String post = post(ann.api(), here(crm, CrmType.ACCOUNT, "a0001"), "said before the merge");

        crm.merge(CrmType.ACCOUNT, "a0001", "a0002");
        engine.hint(crm.key, List.of(new CrmHint(new CrmRef(CrmType.ACCOUNT, "a0001"))));
        engine.run(crm.connection());
        String winner = here(crm, CrmType.ACCOUNT, "a0002").id().toString();
        assertThat(ann.api().get("/posts/" + post).expect(200).at("/subject/id"))
                .isEqualTo(winner);
        assertThat(ann.api()
                        .get("/records/" + crm.key + "/account/a0001")
                        .expect(200)
                        .at("/id"))
                .isEqualTo(winner);
        assertThat(here(crm, CrmType.CONTACT, "c1").root())
                .isEqualTo(here(crm, CrmType.ACCOUNT, "a0002").id());
        // a contact saved with the loser's id finds the winner
        crm.save(CrmType.CONTACT, "c2", "Lou", "a0001", null, Map.of(), null);
        engine.run(crm.connection());
        assertThat(here(crm, CrmType.CONTACT, "c2").root())
                .isEqualTo(here(crm, CrmType.ACCOUNT, "a0002").id());
        assertThat(jdbc.sql(
                                "select count(*) from post p join crm_record r on r.id = p.subject_id where r.connection = :key")
                        .param("key", crm.key)
                        .query(Integer.class)
                        .single())
                .as("a merge is told in no feed")
                .isEqualTo(1);
    }

    @Test
    void movesAContactThatChangesItsAccount() {
        crm.accounts(1, 2);
        crm.save(CrmType.CONTACT, "c1", "Kim", "a0001", null, Map.of(), null);
        engine.run(crm.connection());
        crm.save(CrmType.CONTACT, "c1", "Kim", "a0002", null, Map.of(), null);
        engine.run(crm.connection());
        assertThat(here(crm, CrmType.CONTACT, "c1").root())
                .isEqualTo(here(crm, CrmType.ACCOUNT, "a0002").id());
    }

    private void contacts(String account, String... ids) {
        for (String id : ids) {
            crm.save(CrmType.CONTACT, id, "Contact " + id, account, null, Map.of(), null);
        }
    }

    private void deleted(String account) {
        deleted(CrmType.ACCOUNT, account);
    }

    private void deleted(CrmType type, String id) {
        crm.delete(type, id);
        engine.hint(crm.key, List.of(new CrmHint(new CrmRef(type, id))));
        engine.run(crm.connection());
        assertThat(here(crm, type, id).goneAt()).isNotNull();
    }

    private boolean isMerged(String loser, String winner) {
        return records.current(here(crm, CrmType.ACCOUNT, loser).id())
                .equals(here(crm, CrmType.ACCOUNT, winner).id());
    }

    @Test
    void knowsAnUnnamedMergeByTheContactsThatMovedBeforeOrAfterTheDelete() {
        crm.accounts(1, 3);
        contacts("a0001", "c1", "c2");
        contacts("a0003", "c3", "c4");
        engine.run(crm.connection());
        contacts("a0002", "c1", "c2");
        engine.run(crm.connection());
        assertThat(isMerged("a0001", "a0002")).as("it is still there").isFalse();
        deleted("a0001");
        assertThat(isMerged("a0001", "a0002")).isTrue();

        deleted("a0003");
        contacts("a0002", "c3");
        engine.run(crm.connection());
        assertThat(isMerged("a0003", "a0002")).as("one is left").isFalse();
        contacts("a0002", "c4");
        engine.run(crm.connection());
        assertThat(isMerged("a0003", "a0002")).isTrue();
    }

    @Test
    void takesNoDeletedAccountForAMergedOne() {
        crm.accounts(1, 8);
        contacts("a0001", "c1");
        contacts("a0002", "c2", "c3");
        contacts("a0003", "c4", "c5", "c6");
        contacts("a0004", "c7", "c8");
        contacts("a0005", "c9", "c10", "c11");
        engine.run(crm.connection());
        contacts("a0007", "c1", "c2", "c4", "c5", "c9", "c10");
        contacts("a0006", "c3");
        crm.save(CrmType.CONTACT, "c7", "Contact c7", null, null, Map.of(), null);
        contacts("a0007", "c8");
        engine.run(crm.connection());
        deleted(CrmType.CONTACT, "c11");
        for (String account : List.of("a0001", "a0002", "a0003", "a0004", "a0005")) {
            deleted(account);
        }
        assertThat(isMerged("a0001", "a0007"))
                .as("one moved: a person may have")
                .isFalse();
        assertThat(isMerged("a0002", "a0007")).as("to two places").isFalse();
        assertThat(isMerged("a0003", "a0007")).as("one stayed").isFalse();
        assertThat(isMerged("a0004", "a0007")).as("one went nowhere").isFalse();
        assertThat(isMerged("a0005", "a0007")).as("one was deleted").isFalse();
    }

    private void subsidiaries(String parent, String... ids) {
        for (String id : ids) {
            crm.save(CrmType.ACCOUNT, id, "Account " + id, parent, null, Map.of(), null);
        }
    }

    @Test
    void takesNoDissolvedLevelOfAGroupForAMerge() {
        crm.accounts(1, 2);
        subsidiaries("a0002", "a0003", "a0004");
        engine.run(crm.connection());
        subsidiaries("a0001", "a0003", "a0004");
        engine.run(crm.connection());
        deleted("a0002");
        assertThat(isMerged("a0002", "a0001")).isFalse();
    }

    @Test
    void makesAMergeThatAnAdminTookBackNotAgainOfTheSameMoves() {
        crm.accounts(1, 2);
        contacts("a0001", "c1", "c2");
        engine.run(crm.connection());
        contacts("a0002", "c1", "c2");
        engine.run(crm.connection());
        deleted("a0001");
        assertThat(isMerged("a0001", "a0002")).isTrue();
        byHand.takeBack(crm.connection(), new RecordRef(crm.key, "account", "a0001"));
        crm.accounts(1, 1);
        engine.run(crm.connection());
        deleted("a0001");
        assertThat(isMerged("a0001", "a0002")).isFalse();
    }

    @Test
    void asksNoContactsWhereTheCrmNamesWinners() {
        crm.namesWinners = true;
        crm.accounts(1, 2);
        contacts("a0001", "c1", "c2");
        engine.run(crm.connection());
        contacts("a0002", "c1", "c2");
        engine.run(crm.connection());
        deleted("a0001");
        assertThat(isMerged("a0001", "a0002")).isFalse();
    }

    @Test
    void keepsEqualIdsOfTwoConnectionsApart() {
        var ann = fixtures.person("Ann Berg");
        FakeCrm other = new FakeCrm();
        crm.accounts(1, 2);
        other.accounts(1, 2);
        engine.run(crm.connection());
        engine.run(other.connection());
        post(ann.api(), here(other, CrmType.ACCOUNT, "a0001"), "on the other one");
        crm.merge(CrmType.ACCOUNT, "a0001", "a0002");
        engine.hint(crm.key, List.of(new CrmHint(new CrmRef(CrmType.ACCOUNT, "a0001"))));
        engine.run(crm.connection());
        assertThat(ann.api()
                        .get("/records/" + other.key + "/account/a0001")
                        .expect(200)
                        .at("/id"))
                .isEqualTo(here(other, CrmType.ACCOUNT, "a0001").id().toString());
        assertThat(here(other, CrmType.ACCOUNT, "a0001").goneAt()).isNull();
    }

    @Test
    void readsTheOtherTypesWhenOneIsRefused() {
        crm.accounts(1, 2);
        crm.save(CrmType.CONTACT, "c1", "Kim", "a0001", null, Map.of(), null);
        crm.breaks((call, what) -> {
            if (what.startsWith("read account")) {
                throw CrmFailure.reconnect(crm.key + ": no right to read accounts (403).", "Give it.");
            }
        });
        engine.run(crm.connection());
        assertThat(records.count(crm.key, "contact")).isEqualTo(1);
        assertThat(states.of(crm.key).phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(Phrases.english(String.valueOf(states.of(crm.key).message())))
                .contains("No account records are read.")
                .contains("Give it.");
        crm.settings = "second"; // somebody gave the right and saved
        crm.breaks(null);
        engine.run(crm.connection());
        assertThat(records.count(crm.key, "account")).isEqualTo(2);
        assertThat(here(crm, CrmType.CONTACT, "c1").root())
                .isEqualTo(here(crm, CrmType.ACCOUNT, "a0001").id());
    }
}
