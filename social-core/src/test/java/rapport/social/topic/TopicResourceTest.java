package rapport.social.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class TopicResourceTest {
    @Autowired
    Fixtures fixtures;

    private static String post(Fixtures.Person author, SubjectId subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private String word() {
        return "t" + fixtures.newExternalId();
    }

    @Test
    void readsTopicsFromTheTextAndFollowsItsEdits() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String first = word();
        String second = word();
        String post =
                post(ann, acme, "Tender is out #" + first + ", and again #" + first.toUpperCase(java.util.Locale.ROOT));
        assertThat(ann.api()
                        .get("/topics/" + first)
                        .expect(200)
                        .json()
                        .at("/postCount")
                        .asInt())
                .isEqualTo(1);

        ann.api()
                .patch("/posts/" + post, Map.of("body", "Tender is out #" + second))
                .expect(200);
        ann.api().get("/topics/" + first).expect(404);
        ann.api().get("/topics/" + second).expect(200);

        ann.api().delete("/posts/" + post);
        ann.api().get("/topics/" + second).expect(404);
    }

    @Test
    void tellsOfATopicOnlyToWhoMaySeeAPostOfIt() {
        var ann = fixtures.person("Ann Berg", "team-topics");
        var eve = fixtures.person("Eve Stranger");
        SubjectId secret = fixtures.restrictedAccount("Secret Foods", null, "team-topics");
        String name = word();
        post(ann, secret, "Quiet talks #" + name);

        assertThat(ann.api().get("/topics?query=" + name).json().at("/items").size())
                .isEqualTo(1);
        assertThat(eve.api()
                        .get("/topics?query=" + name)
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        eve.api().get("/topics/" + name).expect(404);
        assertThat(eve.api().get("/topics?limit=100").expect(200).text()).doesNotContain(name);

        String id = ann.api().get("/topics/" + name).at("/id");
        var probe = eve.api()
                .post("/posts", Map.of("subjectId", eve.id().toString(), "body", "[x](record:" + id + ")"))
                .expect(201);
        assertThat(probe.text()).as("a link to its id does not tell the name").doesNotContain(name);
        eve.api().post("/posts", Map.of("subjectId", id, "body", "On a topic")).expect(404);

        post(ann, fixtures.account("Acme"), "Open talks #" + name);
        var seen = eve.api().get("/topics/" + name).expect(200);
        assertThat(seen.json().at("/postCount").asInt())
                .as("the hidden post is not counted")
                .isEqualTo(1);
    }

    @Test
    void mergesTwoTopicsIntoOneThatHoldsBothAndToWhichOldLinksLead() {
        var admin = fixtures.admin("Ada Admin");
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String lost = word();
        String kept = word();
        post(ann, acme, "One #" + lost);
        post(ann, acme, "Two #" + kept + " #" + lost);
        String lostId = ann.api().get("/topics/" + lost).at("/id");
        String keptId = ann.api().get("/topics/" + kept).at("/id");

        String stream = ann.api()
                .post(
                        "/me/streams",
                        Map.of("name", "Two topics", "sources", List.of(Map.of("kind", "topic", "id", lostId))))
                .expect(201)
                .at("/id");
        ann.api()
                .put("/topics/" + lostId + "/follow", Map.of("level", "everything"))
                .expect(200);

        ann.api().post("/topics/" + lostId + "/merge", Map.of("into", keptId)).expect(403);
        admin.api().post("/topics/" + lostId + "/merge", Map.of("into", keptId)).expect(200);

        for (String old : new String[] {lost, lostId, kept}) {
            var seen = ann.api().get("/topics/" + old).expect(200);
            assertThat(seen.at("/id")).isEqualTo(keptId);
            assertThat(seen.json().at("/postCount").asInt()).isEqualTo(2);
        }
        assertThat(ann.api().get("/feeds/streams/" + stream).json().at("/items").size())
                .isEqualTo(2);
        ann.api().delete("/topics/" + lostId + "/follow").expect(204);
        assertThat(ann.api().get("/topics/" + kept).json().at("/follow").isMissingNode())
                .isTrue();
        post(ann, acme, "Three #" + lost);
        assertThat(ann.api().get("/topics/" + kept).json().at("/postCount").asInt())
                .isEqualTo(3);
        admin.api().post("/topics/" + keptId + "/merge", Map.of("into", lostId)).expect(400);
    }

    @Test
    void renamesATopicUnlessTheNameIsTaken() {
        var admin = fixtures.admin("Ada Admin");
        var ann = fixtures.person("Ann Berg");
        String name = word();
        String other = word();
        post(ann, fixtures.account("Acme"), "#" + name + " #" + other);
        String id = ann.api().get("/topics/" + name).at("/id");
        var taken = admin.api().patch("/topics/" + id, Map.of("name", other)).expect(409);
        assertThat(taken.at("/type")).isEqualTo("/problems/topic-taken");
        String renamed = word();
        admin.api().patch("/topics/" + id, Map.of("name", renamed)).expect(200);
        assertThat(ann.api().get("/topics/" + renamed).at("/id")).isEqualTo(id);
        admin.api().patch("/topics/" + id, Map.of("name", "two words")).expect(400);
        ann.api().patch("/topics/" + id, Map.of("name", "mine")).expect(403);
    }

    @Test
    void assignsATopicByHandOnceAndKeepsItThroughEdits() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        String post = post(ann, fixtures.account("Acme"), "Compressor fails again");
        String name = word();
        ben.api().post("/posts/" + post + "/topics", Map.of("name", "#" + name)).expect(200);
        ben.api().post("/posts/" + post + "/topics", Map.of("name", name)).expect(200);
        ann.api()
                .patch("/posts/" + post, Map.of("body", "Compressor failed again"))
                .expect(200);
        var topic = ann.api().get("/topics/" + name).expect(200);
        assertThat(topic.json().at("/postCount").asInt()).isEqualTo(1);
        ben.api().delete("/posts/" + post + "/topics/" + topic.at("/id")).expect(204);
        ann.api().get("/topics/" + name).expect(404);
        ben.api()
                .post("/posts/" + post + "/topics", Map.of("name", "two words"))
                .expect(400);
        ben.api().post("/posts/999999999/topics", Map.of("name", name)).expect(404);
    }

    @Test
    void findsWhatStandsTogether() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String glycol = word();
        String pump = word();
        String fair = word();
        post(ann, acme, "#" + glycol + " #" + pump);
        post(ann, acme, "#" + glycol + " #" + pump);
        post(ann, acme, "#" + glycol + " #" + fair);
        String id = ann.api().get("/topics/" + glycol).at("/id");
        var related = ann.api().get("/topics/" + id + "/related").expect(200);
        assertThat(related.at("/items/0/name")).isEqualTo(pump);
        assertThat(related.at("/items/1/name")).isEqualTo(fair);
    }

    @Test
    void losesItsDescriptionWhenAnEmptyOneIsGiven() {
        var admin = fixtures.admin("Ada Admin");
        String name = "cold" + admin.id();
        String post = admin.api()
                .post("/posts", Map.of("body", "About #" + name))
                .expect(201)
                .at("/id");
        String id = admin.api().get("/posts/" + post).at("/topics/0/id");
        admin.api()
                .patch("/topics/" + id, Map.of("name", name, "description", "All about cold"))
                .expect(200);
        assertThat(admin.api()
                        .patch("/topics/" + id, Map.of("name", name))
                        .expect(200)
                        .at("/description"))
                .isEqualTo("All about cold");
        assertThat(admin.api()
                        .patch("/topics/" + id, Map.of("name", name, "description", " "))
                        .expect(200)
                        .json()
                        .has("description"))
                .isFalse();
    }

    @Test
    void isDeletedByAnAdminAndStandsNowhereAnyMore() {
        var admin = fixtures.admin("Ada Admin");
        var ann = fixtures.person("Ann Berg");
        String name = "frost" + admin.id();
        String post = ann.api()
                .post("/posts", Map.of("body", "About #" + name))
                .expect(201)
                .at("/id");
        String id = ann.api().get("/posts/" + post).at("/topics/0/id");
        ann.api()
                .put("/topics/" + id + "/follow", Map.of("level", "everything"))
                .expect(200);
        ann.api().delete("/topics/" + id).expect(403);
        ann.api().get("/topics/" + id).expect(200);
        admin.api().delete("/topics/" + id).expect(204);
        ann.api().get("/topics/" + id).expect(404);
        ann.api().get("/topics/" + name).expect(404);
        assertThat(ann.api().get("/posts/" + post).json().at("/topics").size()).isZero();
        assertThat(ann.api().get("/posts/" + post).at("/body")).isEqualTo("About #" + name);
        admin.api().delete("/topics/" + id).expect(404);
        ann.api().post("/posts", Map.of("body", "Again #" + name)).expect(201);
        assertThat(ann.api().get("/topics/" + name).expect(200).at("/id")).isNotEqualTo(id);
    }
}
