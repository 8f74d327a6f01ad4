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

    private List<String> onPageOf(Fixtures.Person member, Fixtures.Person reader, String order) {
        return reader.api()
                .get("/members/" + member.id() + "/feed?order=" + order)
                .expect(200)
                .json()
                .at("/items")
                .findValuesAsString("body");
    }

    private String kudosOf(Fixtures.Person member, Fixtures.Person reader) {
        return reader.api().get("/members/" + member.id()).expect(200).at("/kudosCount");
    }

    @Test
    void standOnThePageOfWhoIsThankedAmongHerOwnPosts() {
        Talk.post(ben, acme, "Before");
        String first = thank(Map.of("memberIds", List.of(ben.id(), carla.id())))
                .expect(201)
                .at("/id");
        Talk.post(ben, acme, "After");
        for (String order : List.of("newest", "activity")) {
            assertThat(onPageOf(ben, carla, order)).containsExactly("After", "Thank you!", "Before");
            assertThat(onPageOf(carla, ann, order)).containsExactly("Thank you!");
        }
        Talk.comment(carla, first, "Welcome");
        assertThat(onPageOf(ben, carla, "activity")).startsWith("Thank you!");
        var page = ann.api()
                .get("/members/" + ben.id() + "/feed?order=newest&limit=2")
                .expect(200);
        var next = ann.api()
                .get("/members/" + ben.id() + "/feed?order=newest&limit=2&pageToken=" + page.at("/nextPageToken"))
                .expect(200);
        assertThat(next.json().at("/items").findValuesAsString("body")).containsExactly("Before");
        assertThat(kudosOf(ben, ann)).isEqualTo("1");
        assertThat(kudosOf(ann, ben)).isEqualTo("0");
        assertThat(ben.api().get("/session").json().at("/member").has("kudosCount"))
                .isFalse();
    }

    @Test
    void areShownAndCountedOnlyForWhoMaySeeThePlace() {
        String team = fixtures.newExternalId();
        var dora = fixtures.person("Dora Lang", team);
        var emil = fixtures.person("Emil Roth", team);
        SubjectId secret = fixtures.restrictedAccount("Initech", dora, team);
        Talk.post(
                        dora,
                        Map.of(
                                "subjectId",
                                secret,
                                "body",
                                "Secretly",
                                "kudos",
                                Map.of("memberIds", List.of(emil.id()))))
                .expect(201);
        assertThat(onPageOf(emil, dora, "newest")).containsExactly("Secretly");
        assertThat(kudosOf(emil, dora)).isEqualTo("1");
        assertThat(onPageOf(emil, ann, "newest")).isEmpty();
        assertThat(onPageOf(emil, ann, "activity")).isEmpty();
        assertThat(kudosOf(emil, ann)).isEqualTo("0");
    }

    @Test
    void areHiddenFromOnesPageByWhoIsThankedAlone() {
        String post = thank(Map.of("memberIds", List.of(ben.id(), carla.id())))
                .expect(201)
                .at("/id");
        assertThat(ben.api().get("/posts/" + post).at("/kudos/hidden")).isEqualTo("false");
        ben.api().put("/posts/" + post + "/kudos/hidden", null).expect(204);
        ben.api().put("/posts/" + post + "/kudos/hidden", null).expect(204);
        assertThat(ben.api().get("/posts/" + post).at("/kudos/hidden")).isEqualTo("true");
        assertThat(carla.api().get("/posts/" + post).at("/kudos/hidden")).isEqualTo("false");
        for (String order : List.of("newest", "activity")) {
            assertThat(onPageOf(ben, ben, order)).isEmpty();
            assertThat(onPageOf(carla, ann, order)).containsExactly("Thank you!");
        }
        assertThat(kudosOf(ben, ann)).isEqualTo("0");
        assertThat(kudosOf(carla, ann)).isEqualTo("1");
        ann.api().put("/posts/" + post + "/kudos/hidden", null).expect(404);
        ann.api().delete("/posts/" + post + "/kudos/hidden").expect(404);
        ben.api()
                .put("/posts/" + Talk.post(ann, acme, "Words") + "/kudos/hidden", null)
                .expect(404);
        ben.api().delete("/posts/" + post + "/kudos/hidden").expect(204);
        assertThat(onPageOf(ben, ann, "newest")).containsExactly("Thank you!");
        assertThat(kudosOf(ben, ann)).isEqualTo("1");
    }
}
