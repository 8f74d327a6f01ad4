package rapport.crm.adapter.espocrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.Connections;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.sync.SyncEngine;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

/** Two CRMs at the other end of HTTP, and an admin at REST: what went apart, how it is shown, and that it is mended. */
@DatabaseTest
class RepairedOverRestTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Connections connections;

    @Autowired
    SyncEngine engine;

    @Autowired
    JdbcClient jdbc;

    private final ReplayedEspoCrm lyon = new ReplayedEspoCrm();
    private final ReplayedEspoCrm hamburg = new ReplayedEspoCrm();
    private final String keyOfLyon = "lyon-" + UUID.randomUUID().toString().substring(0, 8);
    private final String keyOfHamburg =
            "hamburg-" + UUID.randomUUID().toString().substring(0, 8);
    private Api root;

    @BeforeEach
    void connect() {
        root = fixtures.admin("Root").api();
        connect(keyOfLyon, lyon);
        connect(keyOfHamburg, hamburg);
    }

    private void connect(String key, ReplayedEspoCrm crm) {
        crm.row("User", ReplayedEspoCrm.id(900), Map.of("userName", "ann", "name", "Ann Berg", "type", "regular"));
        crm.row("Team", ReplayedEspoCrm.id(800), Map.of("name", "Sales"));
        crm.accounts(1, 7, 10);
        for (int contact = 30; contact < 32; contact++) {
            crm.row(
                    "Contact",
                    ReplayedEspoCrm.id(contact),
                    new HashMap<>(Map.of(
                            "name",
                            "Contact " + contact,
                            "accountId",
                            ReplayedEspoCrm.id(1),
                            "modifiedAt",
                            ReplayedEspoCrm.time(11))));
        }
        crm.clock(7_200); // what was saved is out of the reach of the next read of changes
        root.post(
                        "/connections",
                        Map.of(
                                "key",
                                key,
                                "name",
                                key,
                                "adapter",
                                "espocrm",
                                "address",
                                crm.address().toString(),
                                "credentials",
                                Map.of("api-key", "k-1234-secret"),
                                "webhooks",
                                false))
                .expect(201);
        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        run(key);
        assertThat(root.get("/connections/" + key).at("/state")).isEqualTo("ok");
    }

    @AfterEach
    void end() {
        root.delete("/connections/" + keyOfLyon);
        root.delete("/connections/" + keyOfHamburg);
        lyon.shutDown();
        hamburg.shutDown();
    }

    private void run(String key) {
        engine.run(connections.find(key).orElseThrow());
    }

    private String path(String more) {
        return "/connections/" + keyOfLyon + more;
    }

    private static List<String> differences(Api.Answer comparison) {
        List<String> lines = new ArrayList<>();
        for (JsonNode difference : comparison.expect(200).json().path("differences")) {
            lines.add(difference.path("type").asString() + " "
                    + difference.path("name").asString("?") + ": "
                    + difference.path("what").asString());
        }
        return lines;
    }

    /** Changed as a mass update or a person at the database does: without a stamp. */
    private void changeSilently(String id, String attribute, Object value) {
        lyon.entities.get("Account").get(id).put(attribute, value);
    }

    @Test
    void listsWhatDifferedAndHasRepairedIt() {
        changeSilently(ReplayedEspoCrm.id(2), "name", "Renamed in silence");
        changeSilently(ReplayedEspoCrm.id(3), "assignedUserId", ReplayedEspoCrm.id(900));
        changeSilently(ReplayedEspoCrm.id(4), "teamsIds", List.of(ReplayedEspoCrm.id(800)));
        lyon.delete(ReplayedEspoCrm.id(5));
        jdbc.sql("update crm_record set gone_at = now() where connection = :key and external_id = :id")
                .param("key", keyOfLyon)
                .param("id", ReplayedEspoCrm.id(6))
                .update();
        Api.Answer before = root.get(path("/comparison")).expect(200);
        assertThat(before.at("/state")).isIn("none", "done");

        assertThat(root.post(path("/comparison"), null).expect(202).at("/state"))
                .isIn("requested", "running", "none");
        run(keyOfLyon);
        Api.Answer found = root.get(path("/comparison")).expect(200);
        assertThat(found.at("/state")).isEqualTo("done");
        assertThat(found.at("/count")).isEqualTo("5");
        assertThat(found.at("/repaired")).isEqualTo("5");
        assertThat(found.json().has("endedAt")).isTrue();
        assertThat(differences(found))
                .containsExactlyInAnyOrder(
                        "account Renamed in silence: name",
                        "account Account 3: owner",
                        "account Account 4: teams or address",
                        "account Account 5: gone",
                        "account Account 6: teams or address");

        String renamed = found.json()
                .path("differences")
                .valueStream()
                .filter(difference -> difference.path("what").asString().equals("name"))
                .map(difference -> difference.path("recordId").asString())
                .findFirst()
                .orElseThrow();
        assertThat(root.get("/records/" + renamed).expect(200).at("/name")).isEqualTo("Renamed in silence");
        assertThat(root.get("/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(3))
                        .expect(200)
                        .at("/owner/name"))
                .isEqualTo("Ann Berg");
        assertThat(root.get("/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(5))
                        .expect(200)
                        .json()
                        .has("goneAt"))
                .isTrue();
        assertThat(root.get("/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(6))
                        .expect(200)
                        .json()
                        .has("goneAt"))
                .isFalse();

        root.post(path("/comparison"), null).expect(202);
        run(keyOfLyon);
        Api.Answer again = root.get(path("/comparison")).expect(200);
        assertThat(again.at("/state")).isEqualTo("done");
        assertThat(again.at("/count")).as("both sides are equal now").isEqualTo("0");
    }

    @Test
    void saysThatAComparisonLastsWhileItsTurnsDo() {
        root.post(path("/comparison"), null).expect(202);
        lyon.meanwhile(answer -> {
            if (answer == 5) {
                lyon.fault(Fault.SERVER_ERROR);
            }
        });
        run(keyOfLyon); // breaks off in the middle
        lyon.meanwhile(answer -> {});
        lyon.fault(Fault.NONE);
        Api.Answer open = root.get(path("/comparison")).expect(200);
        assertThat(open.at("/state")).isEqualTo("running");
        assertThat(open.json().has("endedAt")).isFalse();
        root.put(path("/running"), Map.of("state", "running")).expect(200); // at once
        run(keyOfLyon);
        assertThat(root.get(path("/comparison")).at("/state")).isEqualTo("done");
    }

    @Test
    void movesTheFeedToTheWinnerThatAnAdminNames() {
        var ann = fixtures.person("Ann").api();
        String record = path("/records/account/" + ReplayedEspoCrm.id(5) + "/merge");
        Map<String, Object> into = Map.of("into", ReplayedEspoCrm.id(6));
        String here = "/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(5);
        ann.post("/posts", Map.of("subjectId", ann.get(here).at("/id"), "body", "said before"))
                .expect(201);
        assertThat(root.post(record, into).expect(409).at("/type")).endsWith("record-still-there");

        lyon.delete(ReplayedEspoCrm.id(5));
        engine.hint(keyOfLyon, List.of(new CrmHint(new CrmRef(CrmType.ACCOUNT, ReplayedEspoCrm.id(5)))));
        run(keyOfLyon);
        ann.post(record, into).expect(403);
        fixtures.anonymous().post(record, into).expect(401);
        assertThat(root.post(record, Map.of("into", ReplayedEspoCrm.id(5)))
                        .expect(400)
                        .at("/field"))
                .as("into itself")
                .isEqualTo("into");
        assertThat(root.post(record, Map.of("into", "nobody")).expect(400).at("/field"))
                .isEqualTo("into");
        root.post(record, Map.of()).expect(400);
        root.post(path("/records/account/nobody/merge"), into).expect(404);
        root.post("/connections/none/records/account/" + ReplayedEspoCrm.id(5) + "/merge", into)
                .expect(404);
        root.delete(record).expect(404);

        assertThat(root.post(record, into).expect(200).at("/name")).isEqualTo("Account 6");
        root.post(record, into).expect(200);
        String winner = ann.get("/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(6))
                .at("/id");
        assertThat(ann.get(here).at("/id")).isEqualTo(winner);
        assertThat(ann.get("/records/" + winner + "/feed").at("/items/0/body")).isEqualTo("said before");
        run(keyOfLyon);
        assertThat(ann.get(here).at("/id")).as("the next run changes nothing").isEqualTo(winner);

        root.delete(record).expect(204);
        assertThat(ann.get(here).expect(200).json().has("goneAt")).isTrue();
        assertThat(ann.get("/records/" + winner + "/feed").json().path("items")).isEmpty();
    }

    @Test
    void keepsOneCrmInStepWhileTheOtherIsDown() {
        lyon.fault(Fault.CONNECTION_RESET);
        hamburg.save(ReplayedEspoCrm.id(2), 7_201, "Saved in Hamburg");
        hamburg.clock(7_202);
        run(keyOfLyon);
        run(keyOfHamburg);
        Api.Answer down = root.get("/connections/" + keyOfLyon).expect(200);
        assertThat(down.at("/state")).isEqualTo("failing");
        Api.Answer up = root.get("/connections/" + keyOfHamburg).expect(200);
        assertThat(up.at("/state")).isEqualTo("ok");
        assertThat(up.json().has("message")).isFalse();
        assertThat(root.get("/records/" + keyOfHamburg + "/account/" + ReplayedEspoCrm.id(2))
                        .at("/name"))
                .isEqualTo("Saved in Hamburg");
        assertThat(root.get("/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(2))
                        .at("/name"))
                .as("the same id in the other CRM")
                .isEqualTo("Account 2");

        lyon.fault(Fault.NONE);
        lyon.save(ReplayedEspoCrm.id(2), 7_203, "Saved in Lyon");
        lyon.clock(7_204);
        root.put("/connections/" + keyOfLyon + "/running", Map.of("state", "running"))
                .expect(200);
        run(keyOfLyon);
        assertThat(root.get("/connections/" + keyOfLyon).at("/state")).isEqualTo("ok");
        assertThat(root.get("/records/" + keyOfLyon + "/account/" + ReplayedEspoCrm.id(2))
                        .at("/name"))
                .isEqualTo("Saved in Lyon");
    }
}
