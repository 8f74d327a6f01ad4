package rapport.crm.adapter.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.crm.connection.Connections;
import rapport.crm.sync.SyncEngine;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

/** A connection by files, from nothing to records, by REST alone. */
@DatabaseTest
class CsvOnThePagesTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Connections connections;

    @Autowired
    SyncEngine engine;

    private final String key = "files-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path folder = Path.of("target", key);
    private Api root;

    @BeforeEach
    void prepare() throws IOException {
        root = fixtures.admin("Root").api();
        Files.createDirectories(folder);
    }

    @AfterEach
    void end() {
        root.delete("/connections/" + key);
    }

    private Map<String, Object> files(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of("folder", key));
        all.putAll(options);
        return Map.of("key", key, "name", "Our ERP", "adapter", "csv", "visibility", "teams", "options", all);
    }

    private String refused(String option, String value) {
        return root.post("/connections", files(Map.of(option, value)))
                .expect(400)
                .at("/field");
    }

    @Test
    void refusesOptionsThatItDoesNotKnowOrCannotUse() {
        assertThat(refused("foldr", "x")).isEqualTo("options.foldr");
        assertThat(root.post("/connections", files(Map.of("foldr", "x"))).at("/limit"))
                .contains("folder", "columns.account");
        assertThat(refused("mode", "complet")).isEqualTo("options.mode");
        assertThat(refused("folder", "../" + key)).isEqualTo("options.folder");
        assertThat(refused("folder", "/etc")).isEqualTo("options.folder");
        assertThat(refused("files.account", "Kunden[.csv")).isEqualTo("options.files.account");
        assertThat(refused("columns.account", "externalId=Nr, shoeSize=Size")).isEqualTo("options.columns.account");
        assertThat(connections.find(key)).isEmpty();
    }

    @Test
    void tellsWhichOptionsThereAreInWords() {
        JsonNode csv = adapter("csv");
        assertThat(csv.path("needsAddress").asBoolean(true)).isFalse();
        assertThat(csv.has("addressHelp")).isFalse();
        assertThat(csv.path("tellsSight").asBoolean()).isTrue();
        JsonNode mode = option(csv, "mode");
        assertThat(mode.path("choices").toString()).isEqualTo("[\"complete\",\"merge\"]");
        assertThat(option(csv, "columns.opportunity").path("label").asString()).isEqualTo("Colonnes · opportunité");
        JsonNode odoo = adapter("odoo");
        assertThat(odoo.path("tellsSight").asBoolean(true)).isFalse();
        assertThat(odoo.path("needsAddress").asBoolean()).isTrue();
    }

    private JsonNode adapter(String id) {
        for (JsonNode adapter : root.with("Accept-Language", "fr")
                .get("/adapters")
                .expect(200)
                .json()
                .path("items")) {
            for (JsonNode option : adapter.path("options")) {
                assertThat(option.path("label").asString())
                        .as(adapter.path("id").asString() + " " + option.path("name"))
                        .isNotEqualTo(option.path("name").asString());
            }
            if (adapter.path("id").asString().equals(id)) {
                return adapter;
            }
        }
        throw new AssertionError(id);
    }

    private static JsonNode option(JsonNode adapter, String name) {
        for (JsonNode option : adapter.path("options")) {
            if (option.path("name").asString().equals(name)) {
                return option;
            }
        }
        throw new AssertionError(adapter.path("options").toString());
    }

    @Test
    void readsFilesWithColumnsThatWereNamedAndHandsOutWhatItRefused() throws IOException {
        root.post(
                        "/connections",
                        files(Map.of(
                                "files.account", "Kunden*.csv",
                                "columns.account", "externalId=Nr, name=Firma, attributes.size=Size",
                                "fields.account", "seats=size:number")))
                .expect(201);
        JsonNode setup = root.get("/connections/" + key).expect(200).json().path("setup");
        assertThat(setup.path("fields").path("account").toString()).contains("\"seats\"");
        assertThat(setup.has("address")).isFalse();
        Files.writeString(folder.resolve("users.csv"), "externalId,name\nu1,Ann Berg\n");
        Files.writeString(
                folder.resolve("Kunden-Nord.csv"),
                "Nr;Firma;Size\nk1;Nordlicht 100 % Foods;12\nk2;;3\nk3;=Süd;4\n;Ohne;1\n");
        for (JsonNode check : root.post("/connections/" + key + "/test", null)
                .expect(200)
                .json()
                .path("checks")) {
            assertThat(check.path("outcome").asString()).as(check.toString()).isNotEqualTo("failed");
            assertThat(check.path("name").asString()).isNotEqualTo("clock"); // nobody is called
        }
        JsonNode dry =
                root.post("/connections/" + key + "/dry-run", null).expect(200).json();
        assertThat(dry.at("/people/users").asInt()).isEqualTo(1);
        assertThat(dry.at("/types/0/count").asInt()).isEqualTo(2);
        assertThat(dry.at("/types/0/samples/0/name").asString()).isEqualTo("Nordlicht 100 % Foods");
        assertThat(dry.at("/types/0/samples/0/fields/seats").asInt()).isEqualTo(12);
        assertThat(dry.at("/types/0/unreadable").size()).isEqualTo(2);
        assertThat(root.get("/connections/" + key + "/files")
                        .json()
                        .path("items")
                        .size())
                .as("nothing was taken in")
                .isZero();
        root.put("/connections/" + key + "/running", Map.of("state", "running")).expect(200);
        engine.run(connections.find(key).orElseThrow());

        JsonNode file = read(root);
        assertThat(file.path("created").asInt()).isEqualTo(2);
        assertThat(file.path("refused").asInt()).isEqualTo(2);
        assertThat(read(root.with("Accept-Language", "fr")).path("notice").asString())
                .isEqualTo("Comme 2 de ses lignes ont été refusées, rien n’a été marqué comme disparu.");
        Api.Answer refusals = root.get("/connections/" + key + "/files/account/Kunden-Nord.csv/refusals.csv")
                .expect(200);
        assertThat(refusals.header("Content-Type")).startsWith("text/csv");
        assertThat(refusals.header("Content-Disposition")).contains("account-refusals.csv");
        assertThat(refusals.text()).startsWith("line,field,reason\r\n3,name,").contains("\r\n5,externalId,");
        Api.Answer aside = root.get("/connections/" + key + "/set-aside.csv").expect(200);
        assertThat(aside.text()).startsWith("type,externalId,reason,").contains("account,k2,\"Kunden-Nord.csv, line 3");
        root.get("/connections/" + key + "/files/account/none.csv/refusals.csv").expect(404);
        fixtures.person("Ann")
                .api()
                .get("/connections/" + key + "/set-aside.csv")
                .expect(403);
        fixtures.person("Ann").api().get("/connections/" + key + "/files").expect(403);

        assertThat(found("nordLICHT 100 %")).containsExactly("k1");
        assertThat(found("100_%")).isEmpty();
        assertThat(found("k3")).containsExactly("k3");
        String id = records("k1").at("/items/0/id");
        assertThat(records(id).at("/items/0/externalId")).isEqualTo("k1");
        assertThat(root.get("/connections/" + key + "/records?query=%20")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("query");
        fixtures.person("Ann")
                .api()
                .get("/connections/" + key + "/records?query=k1")
                .expect(403);
        assertThat(root.get("/records/" + id + "/audience-reason").expect(200).at("/openReason"))
                .isEqualTo("open-no-team");
        root.patch("/connections/" + key, Map.of("visibility", "everyone")).expect(200);
        assertThat(root.get("/records/" + id + "/audience-reason").at("/openReason"))
                .isEqualTo("open-by-setting");
    }

    private JsonNode read(Api api) {
        for (JsonNode file :
                api.get("/connections/" + key + "/files").expect(200).json().path("items")) {
            if (file.path("name").asString().equals("Kunden-Nord.csv")) {
                return file;
            }
        }
        throw new AssertionError("not read");
    }

    private Api.Answer records(String query) {
        return root.get("/connections/" + key + "/records?query="
                        + java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8))
                .expect(200);
    }

    private List<String> found(String query) {
        return records(query)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("externalId").asString())
                .toList();
    }
}
