package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class BulkResourceTest {
    @Autowired
    Fixtures fixtures;

    private Fixtures.Person ann;
    private SubjectId acme;

    @BeforeEach
    void annKnowsAcme() {
        ann = fixtures.person("Ann Berg");
        acme = fixtures.account("Acme");
    }

    private Answer send(Fixtures.Person person, List<? extends Object> items) {
        return person.api().post("/posts/bulk", Map.of("items", items));
    }

    @Test
    void addsFiveHundredPostsOnceHoweverOftenTheyAreSent() {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            items.add(Map.of("key", "old-" + i, "subjectId", acme, "body", "Post " + i));
        }
        var first = send(ann, items).expect(200);
        assertThat(first.json().at("/items").size()).isEqualTo(500);
        assertThat(first.at("/items/0/key")).isEqualTo("old-1");
        assertThat(first.at("/items/0/status")).isEqualTo("201");
        assertThat(first.at("/items/499/post/body")).isEqualTo("Post 500");
        var second = send(ann, items).expect(200);
        assertThat(second.text()).isEqualTo(first.text());
        var newest = ann.api().get("/records/" + acme + "/feed?order=newest&limit=2");
        assertThat(newest.json().at("/items").findValuesAsString("body")).containsExactly("Post 500", "Post 499");
    }

    @Test
    void letsOneRefusalStandAmongTheOthers() {
        var answer = send(
                        ann,
                        List.of(
                                Map.of("key", "k1", "subjectId", acme, "body", "First"),
                                Map.of("key", "k2", "subjectId", acme, "body", "x".repeat(10_001)),
                                Map.of("key", "k3", "subjectId", "999999999999", "body", "Nowhere"),
                                Map.of("key", "k4", "subjectId", acme, "body", "Typo", "boddy", "?"),
                                Map.of("subjectId", acme, "body", "Without a key"),
                                "no post at all",
                                Map.of("key", "k1", "subjectId", acme, "body", "Another with the key"),
                                Map.of("key", "k8", "subjectId", acme, "kind", 7, "body", "b"),
                                Map.of(
                                        "key",
                                        "k9",
                                        "subjectId",
                                        acme,
                                        "body",
                                        "Later",
                                        "publishAt",
                                        Instant.now().plusSeconds(3600)),
                                Map.of("key", "k10", "subjectId", acme, "body", "Last")))
                .expect(200);
        List<String> outcome = new ArrayList<>();
        answer.json()
                .at("/items")
                .forEach(item -> outcome.add(item.at("/status").asString("")
                        + (item.has("problem")
                                ? " " + item.at("/problem/type").asString() + " "
                                        + item.at("/problem/field").asString("")
                                : "")));
        assertThat(outcome)
                .containsExactly(
                        "201",
                        "400 /problems/too-long body",
                        "404 /problems/not-found ",
                        "400 /problems/unknown-field boddy",
                        "400 /problems/required key",
                        "400 /problems/malformed-json ",
                        "422 /problems/idempotency-key-reused Idempotency-Key",
                        "400 /problems/invalid-value kind",
                        "400 /problems/invalid-value publishAt",
                        "201");
        assertThat(ann.api()
                        .get("/records/" + acme + "/feed?order=newest")
                        .json()
                        .at("/items")
                        .findValuesAsString("body"))
                .containsExactly("Last", "First");
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertRefused(send(ann, List.of()), 400, "required", "items");
        assertRefused(ann.api().post("/posts/bulk", "{}"), 400, "required", "items");
        assertRefused(send(ann, Collections.nCopies(501, Map.of("key", "k"))), 400, "too-many", "items");
        fixtures.anonymous().post("/posts/bulk", Map.of("items", List.of())).expect(401);
    }

    @Test
    void importsInTheNamesOfOthersToWhereTheyMayWrite() {
        var admin = fixtures.admin("Iris Import");
        SubjectId secret = fixtures.restrictedAccount("Secret", ann);
        var answer = send(
                        admin,
                        List.of(Map.of(
                                "key",
                                "old",
                                "subjectId",
                                secret,
                                "body",
                                "From before",
                                "authorId",
                                ann.id(),
                                "publishedAt",
                                "2025-03-01T08:30:00Z")))
                .expect(200);
        assertThat(answer.at("/items/0/post/author/name")).isEqualTo("Ann Berg");
        assertThat(answer.at("/items/0/post/publishedAt")).isEqualTo("2025-03-01T08:30:00Z");
    }
}
