package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document, as far as it speaks of conversations. */
@DatabaseTest
class ApiDocumentTest {
    @Autowired
    Fixtures fixtures;

    private JsonNode document() {
        return fixtures.person("Ann Berg")
                .api()
                .get("/openapi.json")
                .expect(200)
                .json();
    }

    @Test
    void describesEveryOperationOnConversations() {
        List<String> silent = new ArrayList<>();
        JsonNode paths = document().at("/paths");
        int[] operations = {0};
        paths.propertyNames().stream()
                .filter(path -> path.matches("/(posts|comments|mention-candidates).*"))
                .filter(path -> !path.matches(".*/(read|topics.*)"))
                .forEach(path -> paths.get(path).propertyNames().forEach(method -> {
                    operations[0]++;
                    if (!paths.get(path).get(method).has("summary")) {
                        silent.add(method + " " + path);
                    }
                }));
        assertThat(silent).isEmpty();
        assertThat(operations[0]).isGreaterThanOrEqualTo(20);
    }

    @Test
    void tellsWhichSegmentHasWhichType() {
        JsonNode schemas = document().at("/components/schemas");
        JsonNode mapping = schemas.at("/Segment/discriminator/mapping");
        assertThat(mapping.propertyNames())
                .contains(
                        "text",
                        "strong",
                        "emphasis",
                        "quote",
                        "paragraph",
                        "code",
                        "link",
                        "mention",
                        "topic",
                        "record",
                        "list",
                        "break");
        mapping.forEach(name -> assertThat(schemas.has(name.asString().replaceAll(".*/", "")))
                .as(name.asString())
                .isTrue());
    }
}
