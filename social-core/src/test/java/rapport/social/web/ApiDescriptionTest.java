package rapport.social.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document: a client can be generated from it, and a reader sees what each operation takes, gives and refuses. */
@DatabaseTest
class ApiDescriptionTest {
    /** What nobody has to be signed in for. */
    private static final List<String> OPEN = List.of("post /session", "post /embed/session", "get /sign-in");

    @Autowired
    Fixtures fixtures;

    private JsonNode document;
    private final List<String> wrong = new ArrayList<>();

    @BeforeEach
    void read() {
        document = fixtures.anonymous().get("/openapi.json").expect(200).json();
    }

    private void eachOperation(BiConsumer<String, JsonNode> check) {
        JsonNode paths = document.at("/paths");
        paths.propertyNames()
                .forEach(path -> paths.get(path)
                        .propertyNames()
                        .forEach(method -> check.accept(
                                method + " " + path, paths.get(path).get(method))));
    }

    @Test
    void isOfThisVersionAndHasEveryPart() {
        assertThat(document.at("/openapi").asString()).startsWith("3.1");
        List<String> operations = new ArrayList<>();
        eachOperation((name, operation) -> operations.add(name));
        assertThat(operations)
                .contains(
                        "post /posts",
                        "get /posts/{postId}/comments",
                        "put /spaces/{spaceId}/membership",
                        "put /me/drafts/{place}",
                        "post /mention-preview",
                        "put /posts/{postId}/removal",
                        "get /audit",
                        "post /files",
                        "get /search")
                .hasSizeGreaterThan(90);
    }

    @Test
    void saysWhatEveryOperationDoes() {
        List<String> ids = new ArrayList<>();
        eachOperation((name, operation) -> {
            if (operation.at("/summary").asString("").isBlank()) {
                wrong.add(name);
            }
            ids.add(operation.at("/operationId").asString(""));
        });
        assertThat(wrong).isEmpty();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatEveryOperationAnswers() {
        eachOperation((name, operation) -> {
            JsonNode responses = operation.at("/responses");
            boolean succeeds = false;
            for (String status : responses.propertyNames()) {
                JsonNode response = responses.get(status);
                if (response.at("/description").asString("").isBlank()) {
                    wrong.add(name + " " + status + ": no description");
                }
                if (status.startsWith("2")) {
                    succeeds = true;
                    JsonNode json = response.at("/content/application~1json");
                    if (!json.isMissingNode()
                            && (json.at("/schema").isMissingNode()
                                    || json.at("/example").isMissingNode())) {
                        wrong.add(name + " " + status + ": no schema or no example");
                    }
                }
            }
            if (!succeeds) {
                wrong.add(name + ": no success");
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void saysHowEveryOperationRefuses() {
        eachOperation((name, operation) -> {
            JsonNode responses = operation.at("/responses");
            if (!OPEN.contains(name) && !responses.has("401")) {
                wrong.add(name + ": no 401");
            }
            if (name.contains("{") && !responses.has("404")) {
                wrong.add(name + ": no 404");
            }
            if (operation.has("requestBody") && !responses.has("400")) {
                wrong.add(name + ": no 400");
            }
            for (String status : responses.propertyNames()) {
                JsonNode problem = responses.get(status).at("/content/application~1problem+json");
                if (status.startsWith("4")
                        && (!problem.at("/schema/$ref").asString("").endsWith("/ProblemDocument")
                                || problem.at("/example/title").asString("").isBlank()
                                || problem.at("/example/status").asInt() != Integer.parseInt(status))) {
                    wrong.add(name + " " + status + ": no problem document with an example");
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(document.at("/components/schemas/ProblemDocument/properties").propertyNames())
                .contains("type", "title", "status", "detail", "field", "limit", "value");
    }

    @Test
    void showsWhatIsSent() {
        eachOperation((name, operation) -> {
            JsonNode json = operation.at("/requestBody/content/application~1json");
            if (!json.isMissingNode()
                    && (json.at("/schema").isMissingNode()
                            || json.at("/example").isMissingNode())) {
                wrong.add(name + ": a body without schema or example");
            }
            operation.at("/parameters").forEach(parameter -> {
                if (parameter.at("/schema/type").isMissingNode()
                        && parameter.at("/schema/$ref").isMissingNode()) {
                    wrong.add(name + " " + parameter.at("/name").asString() + ": no type");
                }
            });
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void tellsTheTypeOfEverySchema() {
        JsonNode schemas = document.at("/components/schemas");
        schemas.propertyNames().forEach(name -> check(name, schemas.get(name)));
        assertThat(wrong).isEmpty();
        assertThat(schemas.at("/Post/type").asString()).isEqualTo("object");
        assertThat(schemas.at("/Post/properties/version/type").asString()).isEqualTo("integer");
        assertThat(schemas.at("/Post/properties/comments/items/$ref").asString())
                .endsWith("/Comment");
        assertThat(schemas.propertyNames())
                .as("names that several classes may have")
                .doesNotContain("Found", "Change", "View");
    }

    /** A value of any type is allowed where the description says so. */
    private void check(String path, JsonNode schema) {
        boolean told = schema.has("type")
                || schema.has("$ref")
                || schema.has("oneOf")
                || schema.has("anyOf")
                || schema.has("allOf")
                || schema.has("discriminator");
        if (!told && !ANY_VALUE.contains(path.substring(path.lastIndexOf('.') + 1))) {
            wrong.add(path);
        }
        JsonNode properties = schema.at("/properties");
        properties.propertyNames().forEach(name -> check(path + "." + name, properties.get(name)));
        if (schema.has("items")) {
            check(path + "[]", schema.get("items"));
        }
    }

    private static final List<String> ANY_VALUE = List.of("limit", "value", "before", "after");
}
