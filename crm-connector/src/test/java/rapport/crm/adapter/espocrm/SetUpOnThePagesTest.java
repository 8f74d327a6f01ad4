package rapport.crm.adapter.espocrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.Connections;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Remedy;
import rapport.crm.sync.SyncEngine;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

/** What an admin does on the pages, over HTTP, with a CRM at the other end: from nothing to records, and what then breaks. */
@DatabaseTest
class SetUpOnThePagesTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Connections connections;

    @Autowired
    SyncEngine engine;

    @Autowired
    Records records;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ConnectionStates states;

    private final ReplayedEspoCrm crm = new ReplayedEspoCrm();
    private final String key = "pages-" + UUID.randomUUID().toString().substring(0, 8);
    private Api root;

    @BeforeEach
    void prepare() {
        root = fixtures.admin("Root").api();
        crm.row("User", ReplayedEspoCrm.id(900), Map.of("userName", "ann", "name", "Ann Berg", "type", "regular"));
        crm.row("Team", ReplayedEspoCrm.id(800), Map.of("name", "Sales"));
        crm.accounts(1, 7, 10);
        crm.opportunity(20, 11, ReplayedEspoCrm.id(1), "Proposal");
    }

    @AfterEach
    void end() {
        root.delete("/connections/" + key);
        crm.shutDown();
    }

    private Map<String, Object> acme() {
        return new HashMap<>(Map.of(
                "key",
                key,
                "name",
                "Acme CRM",
                "adapter",
                "espocrm",
                "address",
                crm.address().toString(),
                "credentials",
                Map.of("api-key", "k-1234-secret"),
                "visibility",
                "teams",
                "webhooks",
                false));
    }

    private Map<String, Object> acme(String name, Object value) {
        Map<String, Object> acme = acme();
        acme.put(name, value);
        return acme;
    }

    private Api.Answer set() {
        return root.post("/connections", acme()).expect(201);
    }

    private static JsonNode check(Api.Answer answer, String name) {
        for (JsonNode check : answer.expect(200).json().path("checks")) {
            if (check.path("name").asString().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + ": " + answer.text());
    }

    private static List<String> texts(JsonNode list, String member) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.path(member).asString("")));
        return texts;
    }

    private void run() {
        engine.run(connections.find(key).orElseThrow());
    }

    @Test
    void goesFromNothingToRecordsWithoutARestart() {
        Api.Answer made = set();
        assertThat(made.header("Location")).endsWith("/api/v1/connections/" + key);
        assertThat(made.header("ETag")).isEqualTo("\"v1\"");
        assertThat(made.at("/running")).isEqualTo("draft");
        run();
        assertThat(crm.calls()).as("a draft calls nobody").isZero();

        Api.Answer preview = root.post("/connections/" + key + "/dry-run", null).expect(200);
        assertThat(preview.at("/people/users")).isEqualTo("1");
        assertThat(preview.at("/types/0/type")).isEqualTo("account");
        assertThat(preview.at("/types/0/count")).isEqualTo("7");
        assertThat(preview.json().at("/types/0/samples")).hasSize(5);
        assertThat(preview.at("/types/0/samples/0/name")).isEqualTo("Account 1");
        assertThat(preview.at("/types/3/samples/0/fields/stage")).isEqualTo("Proposal");
        assertThat(jdbc.sql("select count(*) from crm_record where connection = :key")
                        .param("key", key)
                        .query(Long.class)
                        .single())
                .as("a dry run writes nothing")
                .isZero();

        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        run();
        Api.Answer now = root.get("/connections/" + key).expect(200);
        assertThat(now.at("/state")).isEqualTo("ok");
        assertThat(now.at("/counts/account")).isEqualTo("7");
        assertThat(now.at("/running")).isEqualTo("running");
        assertThat(now.at("/declared")).isEqualTo("false");
        assertThat(records.find(new RecordRef(key, "opportunity", ReplayedEspoCrm.id(20))))
                .isPresent();
        assertThat(texts(
                        root.get("/connections/" + key + "/runs")
                                .expect(200)
                                .json()
                                .path("items"),
                        "kind"))
                .containsExactly("load");
    }

    @Test
    void namesEachThingThatBreaksWithItsRemedyAndReplaysWhatWasSetAside() {
        set();
        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        run();

        crm.fault(Fault.SIGN_IN_REFUSED);
        JsonNode token = check(root.post("/connections/" + key + "/test", null), "sign-in");
        assertThat(token.path("ok").asBoolean()).isFalse();
        assertThat(token.path("remedy").asString()).isNotEmpty();
        Api french = root.with("Accept-Language", "fr");
        assertThat(check(french.post("/connections/" + key + "/test", null), "sign-in")
                        .path("detail")
                        .asString())
                .endsWith("authentification refusée (401).");
        run();
        Api.Answer failing = root.get("/connections/" + key);
        assertThat(failing.at("/state")).isEqualTo("failing");
        assertThat(failing.at("/remedy")).isEqualTo("reconnect");
        assertThat(failing.at("/nextStep")).contains("Renew the credential");
        assertThat(failing.at("/message")).contains("sign-in refused (401).");
        assertThat(french.get("/connections/" + key).at("/message")).contains("authentification refusée (401).");

        crm.fault(Fault.NO_RIGHT);
        assertThat(check(root.post("/connections/" + key + "/test", null), "account records")
                        .path("ok")
                        .asBoolean())
                .isFalse();

        crm.fault(Fault.NONE);
        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        crm.spoil(ReplayedEspoCrm.id(3));
        JsonNode field = check(root.post("/connections/" + key + "/test", null), "account records");
        assertThat(field.path("outcome").asString()).isEqualTo("warned");
        assertThat(field.path("detail").asString()).contains("modifiedAt");
        engine.hint(
                key,
                List.of(new rapport.crm.spi.CrmHint(
                        new rapport.crm.spi.CrmRef(CrmType.ACCOUNT, ReplayedEspoCrm.id(3)))));
        run();
        Api.Answer aside = root.get("/connections/" + key + "/set-aside").expect(200);
        assertThat(aside.at("/count")).isEqualTo("1");
        assertThat(aside.at("/items/0/externalId")).isEqualTo(ReplayedEspoCrm.id(3));
        assertThat(aside.at("/items/0/reason")).contains("modifiedAt").doesNotContain("spoilt by a formula");

        root.post("/connections/" + key + "/set-aside/replay", "{\"ids\":[null]}")
                .expect(400);
        crm.save(ReplayedEspoCrm.id(3), 30, "Account 3 again");
        root.post("/connections/" + key + "/set-aside/replay", Map.of("ids", List.of(aside.at("/items/0/id"))))
                .expect(202);
        run();
        assertThat(root.get("/connections/" + key + "/set-aside").at("/count")).isEqualTo("0");
    }

    @Test
    void provesEachTypeThePeopleAndTheTeamsByReadingThem() {
        set();
        Api.Answer answer = root.post("/connections/" + key + "/test", null).expect(200);
        assertThat(texts(answer.json().path("checks"), "name"))
                .contains(
                        "address", "sign-in", "webhooks", "account records", "opportunity records", "people", "teams");
        assertThat(check(answer, "account records").path("detail").asString()).contains("7");
        assertThat(check(answer, "people").path("ok").asBoolean()).isTrue();
        assertThat(answer.text()).doesNotContain("k-1234");

        crm.row("User", ReplayedEspoCrm.id(900), Map.of("userName", "api", "name", "Api", "type", "api"));
        assertThat(check(root.post("/connections/" + key + "/test", null), "people")
                        .path("remedy")
                        .asString())
                .contains("right to read users");
    }

    @Test
    void tellsNobodyASecret() {
        set();
        Api.Answer read = root.get("/connections/" + key).expect(200);
        assertThat(read.text()).doesNotContain("k-1234").contains("\"set\":true");
        assertThat(read.at("/setup/address")).isEqualTo(crm.address().toString());
        assertThat(root.get("/connections").text()).doesNotContain("k-1234");
        assertThat(fixtures.person("Ann").api().get("/connections").text())
                .doesNotContain(crm.address().toString());
        assertThat(jdbc.sql("select settings || secrets from crm_stored_connection where connection = :key")
                        .param("key", key)
                        .query(String.class)
                        .single())
                .doesNotContain("k-1234");
    }

    @Test
    void namesEverySettingThatIsWrong() {
        Api.Answer answer = root.post(
                        "/connections",
                        acme(
                                "mirror",
                                Map.of(
                                        "types",
                                        List.of("invoice"),
                                        "trackedFields",
                                        List.of(Map.of("type", "account", "field", "stge")))))
                .expect(400);
        assertThat(texts(answer.json().path("errors"), "field"))
                .containsExactlyInAnyOrder("mirror.types", "mirror.trackedFields[0].field");
        assertThat(root.post("/connections", acme("address", "crm.example"))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("address");
        assertThat(root.post("/connections", acme("adapter", "sugar"))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("adapter");
        assertThat(root.post("/connections", acme("credentials", Map.of()))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("credentials.api-key");
        assertThat(root.post("/connections", acme("key", "No Key")).expect(400).at("/field"))
                .isEqualTo("key");
        root.post("/connections", acme("visibility", "nobody")).expect(400);
        root.post("/connections", acme("name", "x".repeat(101))).expect(400);
        root.post("/connections", acme("colour", "blue")).expect(400);
        assertThat(connections.find(key)).as("never half a write").isEmpty();
    }

    @Test
    void namesWhatIsMissingInAListAndWhatDoesNotFitANumber() {
        assertThat(refusedMirror("types", Arrays.asList("account", null))).startsWith("mirror.types");
        assertThat(refusedMirror("trackedFields", Arrays.asList((Object) null))).startsWith("mirror.trackedFields");
        assertThat(refusedMirror("followRules", Arrays.asList((Object) null))).startsWith("mirror.followRules");
        assertThat(refusedMirror(
                        "trackedFields",
                        List.of(Map.of("type", "opportunity", "field", "stage", "thresholdPercent", 10))))
                .isEqualTo("mirror.trackedFields[0].thresholdPercent");
        Map<String, Object> rule = new HashMap<>(Map.of(
                "id", "big", "type", "opportunity", "reason", "CRITERIA", "criteria", Arrays.asList((Object) null)));
        assertThat(refusedMirror("followRules", List.of(rule))).startsWith("mirror.followRules.criteria");
        rule.put("criteria", List.of(Map.of("field", "stage", "operator", "EQ")));
        assertThat(refusedMirror("followRules", List.of(rule))).isEqualTo("mirror.followRules[0].criteria[0].value");
        set();
        assertThat(root.post("/connections/" + key + "/follow-rules/simulation", Map.of("rules", List.of(rule)))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("rules[0].criteria[0].value");
        root.patch("/connections/" + key, Map.of("embed", Map.of("origins", Arrays.asList((Object) null))))
                .expect(400);
        assertThat(root.post("/connections/" + key + "/set-aside/replay", Map.of("ids", List.of("x")))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("ids");
    }

    private String refusedMirror(String part, Object value) {
        return root.post("/connections", acme("mirror", Map.of(part, value)))
                .expect(400)
                .at("/field");
    }

    @Test
    void tellsChecksAndRemediesInTheLanguageAskedFor() {
        set();
        Api french = root.with("Accept-Language", "fr");
        JsonNode people = check(french.post("/connections/" + key + "/test", null), "people");
        assertThat(people.path("label").asString()).isEqualTo("Personnes");
        assertThat(people.path("detail").asString()).isEqualTo("en tout : 1");
        JsonNode accounts = check(french.post("/connections/" + key + "/test", null), "account records");
        assertThat(accounts.path("label").asString()).isEqualTo("Fiches : compte");
        assertThat(check(root.post("/connections/" + key + "/test", null), "account records")
                        .path("label")
                        .asString())
                .isEqualTo("Records: account");
        states.failed(key, Remedy.WAIT, "acme: busy", 1, null);
        assertThat(french.get("/connections/" + key).expect(200).at("/nextStep"))
                .isEqualTo("Le CRM demande de patienter ; cela reprend tout seul.");
    }

    @Test
    void changesWhatIsNamedAndKeepsTheRest() {
        set();
        root.patch(
                        "/connections/" + key,
                        Map.of(
                                "name",
                                "Acme, new",
                                "mirror",
                                Map.of(
                                        "types",
                                        List.of("account", "opportunity"),
                                        "trackedFields",
                                        List.of(Map.of(
                                                "type", "opportunity", "field", "amount", "thresholdPercent", 10)),
                                        "followRules",
                                        List.of(Map.of(
                                                "id",
                                                "mine",
                                                "type",
                                                "opportunity",
                                                "reason",
                                                "OWNER",
                                                "endDaysAfterClose",
                                                30)))))
                .expect(200);
        Api.Answer read = root.get("/connections/" + key);
        assertThat(read.at("/name")).isEqualTo("Acme, new");
        assertThat(read.at("/version")).isEqualTo("2");
        assertThat(read.at("/setup/visibility")).isEqualTo("teams");
        assertThat(read.at("/setup/credentials/0/set")).isEqualTo("true");
        var connection = connections.find(key).orElseThrow();
        assertThat(connection.types()).containsExactly(CrmType.ACCOUNT, CrmType.OPPORTUNITY);
        assertThat(connection.tracked(CrmType.ACCOUNT)).as("none named").isEmpty();
        assertThat(connection.tracked(CrmType.OPPORTUNITY)).containsExactly("amount");
        assertThat(connection.followRules().get(0).endDaysAfterClose()).isEqualTo(30);

        assertThat(root.patch("/connections/" + key, Map.of("credentials", Map.of("api-key", "")))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("credentials.api-key");
        root.with("If-Match", "\"v1\"")
                .patch("/connections/" + key, Map.of("name", "Too late"))
                .expect(412);
        root.with("If-Match", "\"v2\"")
                .patch("/connections/" + key, Map.of("name", "In time"))
                .expect(200);
    }

    private boolean isToBeCompared() {
        return jdbc.sql("select compare_requested from crm_connection where connection = :key")
                .param("key", key)
                .query(Boolean.class)
                .single();
    }

    @Test
    void fillsAFieldThatIsDeclaredLaterInRecordsReadBefore() {
        java.util.Objects.requireNonNull(crm.entities.get("Account"))
                .get(ReplayedEspoCrm.id(3))
                .put("cSegment", "Key");
        set();
        Map<String, Object> declared = Map.of("options", Map.of("fields.account", "segment=cSegment"));
        root.patch("/connections/" + key, Map.of("options", Map.of("user-language-field", "cLanguage")))
                .expect(200);
        assertThat(isToBeCompared()).as("a draft has read nothing").isFalse();
        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        run();
        RecordRef record = new RecordRef(key, "account", ReplayedEspoCrm.id(3));
        assertThat(records.find(record).orElseThrow().fields()).doesNotContainKey("segment");
        var before = connections.find(key).orElseThrow();

        root.patch("/connections/" + key, declared).expect(200);
        assertThat(isToBeCompared()).isTrue();
        engine.run(before);
        assertThat(isToBeCompared())
                .as("a run that began before leaves it to the next")
                .isTrue();
        run();
        assertThat(records.find(record).orElseThrow().fields()).containsEntry("segment", "Key");

        root.patch("/connections/" + key, declared).expect(200);
        root.patch("/connections/" + key, Map.of("name", "Acme again")).expect(200);
        assertThat(isToBeCompared()).as("the same as before").isFalse();
        root.patch("/connections/" + key, Map.of("mirror", Map.of("types", List.of("account", "opportunity"))))
                .expect(200);
        assertThat(isToBeCompared()).isTrue();
    }

    @Test
    void makesAConnectionOnceHoweverOftenTheRequestComes() {
        Api again = root.with("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> unnamed = acme("name", "Café " + key);
        unnamed.remove("key");
        String first = again.post("/connections", unnamed).expect(201).at("/key");
        assertThat(first).isEqualTo("cafe-" + key);
        assertThat(again.post("/connections", unnamed).expect(201).at("/key")).isEqualTo(first);
        unnamed.put("name", "Other");
        again.post("/connections", unnamed).expect(422);
        root.delete("/connections/" + first).expect(204);

        set();
        assertThat(root.post("/connections", acme()).expect(409).at("/type")).endsWith("connection-exists");
        assertThat(root.post("/connections", acme("key", "acme")).expect(409).at("/type"))
                .endsWith("connection-exists");
    }

    @Test
    void makesAConnectionOnceWhenTheRequestComesTwiceAtOnce() throws Exception {
        Api twice = root.with("Idempotency-Key", UUID.randomUUID().toString());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Api.Answer> answer : threads.invokeAll(
                    Collections.nCopies(4, (Callable<Api.Answer>) () -> twice.post("/connections", acme())))) {
                assertThat(answer.get().expect(201).at("/key")).isEqualTo(key);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(root.with("Idempotency-Key", " ")
                        .post("/connections", acme())
                        .expect(400)
                        .at("/type"))
                .endsWith("required");
    }

    @Test
    void forgetsARemovedConnectionAndKeepsItsRecords() {
        set();
        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        run();
        root.delete("/connections/" + key).expect(204);
        root.get("/connections/" + key).expect(404);
        root.delete("/connections/" + key).expect(404);
        assertThat(connections.find(key)).isEmpty();
        assertThat(records.find(new RecordRef(key, "account", ReplayedEspoCrm.id(1))))
                .isPresent();
        for (String table : List.of("crm_stored_connection", "crm_connection", "crm_progress", "crm_webhook")) {
            assertThat(jdbc.sql("select count(*) from " + table + " where connection = :key")
                            .param("key", key)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void leavesTheConnectionsOfTheConfigurationAlone() {
        assertThat(root.get("/connections/acme").expect(200).at("/declared")).isEqualTo("true");
        assertThat(root.patch("/connections/acme", Map.of("name", "Other"))
                        .expect(409)
                        .at("/type"))
                .endsWith("declared-connection");
        root.delete("/connections/acme").expect(409);
        root.get("/connections/none-such").expect(404);
        root.put("/connections/acme/running", Map.of("state", "faster")).expect(400);
    }

    @Test
    void obeysAdminsAlone() {
        set();
        Api ann = fixtures.person("Ann").api();
        Map<String, Object> running = Map.of("state", "running");
        List<Api.Answer> refused = List.of(
                ann.get("/adapters"),
                ann.get("/connections/" + key),
                ann.post("/connections", acme()),
                ann.patch("/connections/" + key, Map.of("name", "Mine")),
                ann.delete("/connections/" + key),
                ann.post("/connections/" + key + "/test", null),
                ann.post("/connections/" + key + "/dry-run", null),
                ann.put("/connections/" + key + "/running", running),
                ann.get("/connections/" + key + "/runs"),
                ann.get("/connections/" + key + "/set-aside"),
                ann.post("/connections/" + key + "/set-aside/replay", Map.of()),
                ann.post("/connections/" + key + "/comparison", null),
                ann.get("/connections/" + key + "/comparison"));
        refused.forEach(answer -> answer.expect(403));
        assertThat(crm.calls()).isZero();
        fixtures.anonymous().post("/connections", acme()).expect(401);
    }

    @Test
    void tellsWhatEachCrmAsksFor() {
        JsonNode adapters = root.get("/adapters").expect(200).json().path("items");
        assertThat(texts(adapters, "id")).contains("espocrm", "salesforce", "hubspot", "odoo", "dolibarr");
        for (JsonNode adapter : adapters) {
            for (JsonNode credential : adapter.path("credentials")) {
                assertThat(credential.path("label").asString())
                        .as(adapter.path("id").asString() + " " + credential.path("name"))
                        .isNotEqualTo(credential.path("name").asString());
            }
        }
        JsonNode espo = null;
        for (JsonNode adapter :
                root.with("Accept-Language", "fr").get("/adapters").json().path("items")) {
            espo = adapter.path("id").asString().equals("espocrm") ? adapter : espo;
        }
        assertThat(Objects.requireNonNull(espo).at("/credentials/0/kind").asString())
                .isEqualTo("secret");
        assertThat(espo.at("/credentials/0/label").asString()).isEqualTo("Clé d’API");
        assertThat(espo.at("/fields/opportunity").toString()).contains("\"amount\"");
        assertThat(espo.at("/embed/how").asString()).isNotEmpty();
    }
}
