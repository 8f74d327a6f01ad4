package rapport.crm.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import rapport.crm.connection.Connections;
import rapport.crm.sync.SyncEngine;
import rapport.social.member.Members;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class PushResourceTest {
    private static final String KEY = "a-key-of-the-tests-that-nobody-guesses";

    private static final AtomicInteger DAYS = new AtomicInteger();

    @Autowired
    Fixtures fixtures;

    @Autowired
    SyncEngine engine;

    @Autowired
    Connections connections;

    @Autowired
    Records records;

    @Autowired
    Members members;

    @Autowired
    Clock clock;

    @Autowired
    MovableClock movable;

    private final String id = "x" + UUID.randomUUID().toString().substring(0, 8);

    private Api sender() {
        return fixtures.anonymous().with("Authorization", "Bearer " + KEY);
    }

    private static Map<String, Object> rows(Object... rows) {
        return Map.of("rows", List.of(rows));
    }

    private CrmRecord here(String connection, String type, String externalId) {
        return records.find(new RecordRef(connection, type, externalId)).orElseThrow();
    }

    private void sync(String connection) {
        movable.forward(Duration.ofDays(DAYS.incrementAndGet())); // so that people are read again
        engine.run(connections.find(connection).orElseThrow());
        movable.reset();
    }

    @Test
    void mirrorsWhatWasPushed() {
        sender().put("/push/pushed/user", rows(Map.of("externalId", id + "u", "name", "Ann Berg")))
                .expect(200);
        Api.Answer answer = sender().put(
                        "/push/pushed/account",
                        rows(Map.of("externalId", id, "name", "Nordlicht Foods", "ownerExternalId", id + "u")))
                .expect(200);
        assertThat(answer.at("/results/0/status")).isEqualTo("created");
        assertThat(answer.json().at("/counts/created").asInt()).isEqualTo(1);
        sync("pushed");
        assertThat(here("pushed", "account", id).name()).isEqualTo("Nordlicht Foods");
        assertThat(members.byIdentity("pushed", id + "u").orElseThrow().name()).isEqualTo("Ann Berg");
        assertThat(sender().get("/push/pushed")
                        .expect(200)
                        .json()
                        .at("/rows/account")
                        .asInt())
                .isPositive();
        sender().put("/push/pushed/account", rows(Map.of("externalId", id, "deleted", true)))
                .expect(200);
        sync("pushed");
        assertThat(here("pushed", "account", id).goneAt()).isNotNull();
    }

    @Test
    void refusesABadRowByNumberAndReasonAndTakesTheRest() {
        Api.Answer answer = sender().put(
                        "/push/pushed/contact",
                        rows(
                                Map.of("externalId", id + "1", "name", "Ann"),
                                Map.of("externalId", id + "2", "name", "x".repeat(301)),
                                "nonsense",
                                Map.of("externalId", id + "4", "name", "Dora", "shoeSize", 38)))
                .expect(200);
        assertThat(answer.at("/results/0/status")).isEqualTo("created");
        assertThat(answer.at("/results/1/status")).isEqualTo("refused");
        assertThat(answer.json().at("/results/1/row").asInt()).isEqualTo(2);
        assertThat(answer.at("/results/1/field")).isEqualTo("name");
        assertThat(answer.at("/results/1/reason")).contains("301 characters (expected: at most 300)");
        assertThat(answer.at("/results/2/reason")).isEqualTo("no object");
        assertThat(answer.at("/results/3/field")).isEqualTo("shoeSize");
        assertThat(answer.json().at("/counts/refused").asInt()).isEqualTo(3);
    }

    @Test
    void answersTheSameCallTwiceWithoutChangingAnything() {
        var rows = rows(Map.of("externalId", id, "name", "Nordlicht"));
        sender().put("/push/pushed/account", rows).expect(200);
        assertThat(sender().put("/push/pushed/account", rows).at("/results/0/status"))
                .isEqualTo("unchanged");
    }

    @Test
    void takesLinesAndPackedBodies() throws Exception {
        String lines = "{\"externalId\":\"" + id + "1\",\"name\":\"Ann\"}\nnot json\n{\"externalId\":\"" + id
                + "2\",\"name\":\"Ben\"}\n";
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        long time = clock.instant().getEpochSecond();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(fixtures.anonymous().base() + "/api/v1/push/pushed/lead"))
                                .header("Content-Type", "application/x-ndjson")
                                .header("Content-Encoding", "gzip")
                                .header(
                                        "X-Rapport-Signature",
                                        signature(
                                                KEY,
                                                time,
                                                "PUT",
                                                "/api/v1/push/pushed/lead",
                                                lines.getBytes(StandardCharsets.UTF_8)))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"created\":2", "\"refused\":1", "no JSON");
    }

    @Test
    void letsNobodyInWithoutTheKey() {
        String body = "{\"rows\":[]}";
        String path = "/api/v1/push/pushed/account";
        long now = clock.instant().getEpochSecond();
        List<Api> strangers = List.of(
                fixtures.anonymous(),
                fixtures.anonymous().with("Authorization", "Bearer wrong-key-of-some-length"),
                fixtures.anonymous().with("X-Rapport-Signature", "t=" + now + ",v1=" + "0".repeat(64)),
                signing("another-key-of-twenty-signs", now, "PUT", path, body),
                signing(KEY, now - 301, "PUT", path, body),
                signing(KEY, now, "POST", path, body),
                signing(KEY, now, "PUT", "/api/v1/push/pushed/contact", body),
                signing(KEY, now, "PUT", path + "?load=1", body),
                signing(KEY, now, "PUT", path, "{}"),
                fixtures.admin("Ada").api());
        for (Api stranger : strangers) {
            assertThat(stranger.put("/push/pushed/account", body).expect(401).at("/type"))
                    .isEqualTo("/problems/unauthenticated");
        }
        sender().put("/push/nobody/account", body).expect(401);
        sender().put("/push/acme/account", body).expect(401); // not one that is pushed to
        fixtures.anonymous().get("/push/pushed").expect(401);
        fixtures.anonymous().post("/push/pushed/account/loads", null).expect(401);
        signing(KEY, now, "PUT", path, body).put("/push/pushed/account", body).expect(200);
        signing(KEY, now, "GET", "/api/v1/push/pushed", "").get("/push/pushed").expect(200);
        signing(KEY, now, "GET", "/api/v1/push/pushed", body)
                .get("/push/pushed")
                .expect(401);
    }

    @Test
    void takesNothingOfABodyThatIsNotTheOneThatWasSigned() {
        String path = "/api/v1/push/pushed/account";
        long now = clock.instant().getEpochSecond();
        String signed = "{\"rows\":[{\"externalId\":\"" + id + "\",\"name\":\"Nordlicht\"}]}";
        signing(KEY, now, "PUT", path, signed)
                .put("/push/pushed/account", signed.replace("Nordlicht", "Another"))
                .expect(401);
        assertThat(sender().put("/push/pushed/account", signed).expect(200).at("/results/0/status"))
                .isEqualTo("created");
        String file = "externalId,name\n" + id + ",Nordlicht\n";
        String filePath = "/push/filed/account/files/accounts-" + id + ".csv";
        Api forFile = signing(KEY, now, "PUT", "/api/v1" + filePath, file).with("Content-Type", "text/csv");
        forFile.put(filePath, file + "x2,Added\n").expect(401);
        assertThat(Path.of("target/pushed-files/accounts-" + id + ".csv")).doesNotExist();
        forFile.put(filePath, file).expect(202);
        assertThat(Path.of("target/pushed-files/accounts-" + id + ".csv")).hasContent(file);
    }

    @Test
    void looksAtTheKeyBeforeTheBody() {
        String large = "x".repeat(5 * 1024 * 1024 + 2);
        fixtures.anonymous()
                .with("Authorization", "Bearer wrong-key-of-some-length")
                .put("/push/pushed/account", large)
                .expect(401);
        signing(KEY, 1, "PUT", "/api/v1/push/pushed/account", large)
                .put("/push/pushed/account", large)
                .expect(401);
        sender().put("/push/pushed/account", large).expect(413);
    }

    @Test
    void letsSoManyCallsInAMinuteByKey() {
        var settings = new PushSettings(500, 2, DataSize.ofMegabytes(5), DataSize.ofMegabytes(200), 20);
        var senders = new Senders(connections, settings, clock);
        var request = new MockHttpServletRequest("GET", "/api/v1/push/pushed");
        request.addHeader("Authorization", "Bearer " + KEY);
        var stranger = new MockHttpServletRequest("GET", "/api/v1/push/pushed");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> senders.allowed("pushed", stranger)).hasMessageContaining("unauthenticated");
        }
        senders.allowed("pushed", request);
        senders.allowed("pushed", request);
        assertThatThrownBy(() -> senders.allowed("pushed", request)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfterSeconds()).isBetween(1, 31);
        });
        senders.allowed("filed", request); // another connection has its own
    }

    @Test
    void refusesCallsThatCannotBeUnderstoodOrAreTooLarge() {
        sender().put("/push/pushed/shoe", rows()).expect(404);
        assertThat(sender().put("/push/pushed/account", "{").expect(400).at("/type"))
                .endsWith("malformed-json");
        assertThat(sender().put("/push/pushed/account", "[]").expect(400).at("/field"))
                .isEqualTo("rows");
        assertThat(sender().put("/push/pushed/account", "{\"rows\":[],\"more\":1}")
                        .expect(400)
                        .at("/type"))
                .endsWith("unknown-field");
        List<Object> many = new ArrayList<>(IntStream.range(0, 501)
                .mapToObj(n -> Map.of("externalId", "n" + n))
                .toList());
        Api.Answer tooMany =
                sender().put("/push/pushed/account", Map.of("rows", many)).expect(400);
        assertThat(tooMany.at("/field")).isEqualTo("rows");
        assertThat(tooMany.json().at("/limit").asInt()).isEqualTo(500);
        assertThat(tooMany.json().at("/value").asInt()).isEqualTo(501);
        sender().put("/push/pushed/account", "{\"rows\":[\"" + " ".repeat(5 * 1024 * 1024) + "\"]}")
                .expect(413);
        sender().with("Content-Type", "text/plain")
                .put("/push/pushed/account", "x")
                .expect(415);
        sender().with("Content-Encoding", "br").put("/push/pushed/account", "x").expect(415);
        sender().with("Content-Encoding", "gzip")
                .put("/push/pushed/account", "x")
                .expect(400);
        sender().put("/push/filed/account", rows()).expect(409);
        sender().get("/push/pushed/files").expect(409);
    }

    @Test
    void sweepsWhatACompleteLoadDoesNotName() {
        List<Object> twenty = new ArrayList<>();
        IntStream.range(0, 20).forEach(n -> twenty.add(Map.of("externalId", id + n, "name", "Lead " + n)));
        String path = "/push/loaded/opportunity";
        sender().put(path, Map.of("rows", twenty)).expect(200);
        sync("loaded");

        String load = sender().post(path + "/loads", null).expect(201).at("/load");
        sender().put(path + "?load=" + load, Map.of("rows", twenty.subList(0, 15)))
                .expect(200);
        assertThat(sender().post(path + "/loads/" + load + "/finish", null)
                        .expect(200)
                        .json()
                        .at("/deleted")
                        .asInt())
                .isEqualTo(5);
        sync("loaded");
        assertThat(here("loaded", "opportunity", id + 19).goneAt()).isNotNull();
        assertThat(here("loaded", "opportunity", id + 0).goneAt()).isNull();
        sender().post(path + "/loads/" + load + "/finish", null).expect(404);
        sender().put(path + "?load=" + load, rows()).expect(409);

        String few = sender().post(path + "/loads", null).expect(201).at("/load");
        Api.Answer tooMany =
                sender().post(path + "/loads/" + few + "/finish", null).expect(409);
        assertThat(tooMany.at("/type")).endsWith("load-too-many-missing");
        assertThat(tooMany.json().at("/value").asInt()).isEqualTo(15);

        sender().put(path + "?load=" + few, Map.of("rows", twenty.subList(0, 15)))
                .expect(200);
        sender().put(path + "?load=" + few, rows(Map.of("name", "without an id")))
                .expect(200);
        assertThat(sender().post(path + "/loads/" + few + "/finish", null)
                        .expect(409)
                        .at("/type"))
                .endsWith("load-incomplete");
        sender().delete(path + "/loads/" + few).expect(204);
        sender().delete(path + "/loads/" + few).expect(404);
    }

    @Test
    void givesEqualRecordsByFileAndByPush() {
        var account = Map.of(
                "externalId",
                id,
                "name",
                "Zoé & Söhne",
                "ownerExternalId",
                id + "u",
                "domain",
                "zoe.example",
                "address.city",
                "Lyon",
                "updatedAt",
                "2026-11-22T10:04:31Z");
        sender().put("/push/pushed/user", rows(Map.of("externalId", id + "u", "name", "Ann Berg")))
                .expect(200);
        sender().put("/push/pushed/account", rows(account)).expect(200);
        sender().put(
                        "/push/pushed/opportunity",
                        rows(Map.of(
                                "externalId",
                                id,
                                "name",
                                "Pilot",
                                "amount",
                                "12000.00",
                                "currency",
                                "EUR",
                                "stage",
                                "Proposal",
                                "closeDate",
                                "2026-12-31",
                                "accountExternalId",
                                id,
                                "won",
                                "false")))
                .expect(200);
        upload("user", "users-" + id + ".csv", "externalId,name\n" + id + "u,Ann Berg\n");
        upload(
                "account",
                "accounts-" + id + ".csv",
                "externalId,name,ownerExternalId,domain,address.city,updatedAt\n" + id + ",Zoé & Söhne," + id
                        + "u,zoe.example,Lyon,2026-11-22T10:04:31Z\n");
        upload(
                "opportunity",
                "opportunities-" + id + ".csv",
                "externalId,name,amount,currency,stage,closeDate,accountExternalId,won\n" + id
                        + ",Pilot,12000.00,EUR,Proposal,2026-12-31," + id + ",false\n" + ",Nobody,,,,,,\n");
        sync("pushed");
        sync("filed");
        for (String type : List.of("account", "opportunity")) {
            CrmRecord pushed = here("pushed", type, id);
            CrmRecord filed = here("filed", type, id);
            assertThat(filed.name()).isEqualTo(pushed.name());
            assertThat(filed.fields()).isEqualTo(pushed.fields()).isNotEmpty();
        }
        assertThat(here("filed", "opportunity", id).root())
                .isEqualTo(here("filed", "account", id).id());
        assertThat(here("filed", "account", id).owner())
                .isEqualTo(members.byIdentity("filed", id + "u").orElseThrow().id());

        Api.Answer files = sender().get("/push/filed/files").expect(200);
        assertThat(files.text()).contains("opportunities-" + id + ".csv");
        String refusals = "/push/filed/opportunity/opportunities-" + id + ".csv/refusals";
        assertThat(sender().get(refusals.replace("/opportunities-", "/files/opportunities-"))
                        .expect(200)
                        .at("/items/0/field"))
                .isEqualTo("externalId");
        assertThat(sender().with("Accept", "text/csv")
                        .get(refusals.replace("/opportunities-", "/files/opportunities-"))
                        .expect(200)
                        .text())
                .startsWith("line,field,reason\r\n3,externalId");
    }

    private void upload(String type, String name, String content) {
        sender().with("Content-Type", "text/csv")
                .put("/push/filed/" + type + "/files/" + name, content)
                .expect(202);
    }

    @Test
    void takesNoFileThatItWouldNotRead() {
        Api csv = sender().with("Content-Type", "text/csv");
        assertThat(csv.put("/push/filed/account/files/contacts.csv", "x")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("name");
        csv.put("/push/filed/account/files/..%2Faccounts.csv", "x").expect(400);
        fixtures.anonymous()
                .with("Content-Type", "text/csv")
                .put("/push/filed/account/files/accounts.csv", "x")
                .expect(401);
        csv.put("/push/pushed/account/files/accounts.csv", "x").expect(409);
        sender().get("/push/filed/account/files/never.csv/refusals").expect(404);
    }

    /** As the documents tell senders to sign. */
    private static String signature(String key, long time, String method, String path, byte[] body) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signed =
                    mac.doFinal((time + "\n" + method + "\n" + path + "\n" + hash).getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",sha256=" + hash + ",v2=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Api signing(String key, long time, String method, String path, String body) {
        return fixtures.anonymous()
                .with("X-Rapport-Signature", signature(key, time, method, path, body.getBytes(StandardCharsets.UTF_8)));
    }
}
