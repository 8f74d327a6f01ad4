package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

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
class KudosResourceTest {
    @Autowired
    Fixtures fixtures;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private Fixtures.Person carla;
    private SubjectId acme;

    @BeforeEach
    void annKnowsBenAndCarla() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        carla = fixtures.person("Carla Klein");
        acme = fixtures.account("Acme");
    }

    private Answer thank(Map<String, Object> kudos) {
        return Talk.post(ann, Map.of("subjectId", acme, "body", "Thank you!", "kudos", kudos));
    }

    @Test
    void namesWhoIsThankedAndForWhat() {
        var post = thank(Map.of("memberIds", List.of(carla.id(), ben.id()), "reason", "delivered"))
                .expect(201);
        assertThat(post.at("/kind")).isEqualTo("kudos");
        var read = ben.api().get("/posts/" + post.at("/id")).expect(200);
        assertThat(read.json().at("/kudos/members").findValuesAsString("name"))
                .containsExactly("Carla Klein", "Ben Roux");
        assertThat(read.at("/kudos/reason")).isEqualTo("delivered");
        var wordless = Talk.post(ann, Map.of("subjectId", acme, "kudos", Map.of("memberIds", List.of(ben.id()))))
                .expect(201);
        assertThat(wordless.at("/body")).isEmpty();
        assertThat(wordless.json().at("/kudos").has("reason")).isFalse();
    }

    @Test
    void refusesThanksToNobodyToOneselfAndToWhoIsNotThere() {
        for (var members : List.of(
                List.of(),
                List.of(ann.id()),
                List.of("999999999999"),
                List.of(ben.id(), ben.id()),
                Collections.nCopies(11, ben.id()))) {
            assertRefused(thank(Map.of("memberIds", members)), 400, "invalid-value", "kudos.memberIds");
        }
        assertRefused(thank(Map.of()), 400, "invalid-value", "kudos.memberIds");
        fixtures.deactivate(ben);
        assertRefused(thank(Map.of("memberIds", List.of(ben.id()))), 400, "invalid-value", "kudos.memberIds");
    }

    @Test
    void refusesAReasonThatIsNotOffered() {
        var refused = thank(Map.of("memberIds", List.of(ben.id()), "reason", "handsome"));
        assertRefused(refused, 400, "invalid-value", "kudos.reason");
        assertThat(refused.at("/limit")).isEqualTo("helped, taught, delivered, saved, thanks");
    }
}
