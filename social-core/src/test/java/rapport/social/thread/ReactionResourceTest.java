package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class ReactionResourceTest {
    @Autowired
    Fixtures fixtures;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;
    private String post;
    private String comment;

    @BeforeEach
    void annPostsAndBenComments() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
        post = Talk.post(ann, acme, "Signed");
        comment = Talk.comment(ben, post, "Well done");
    }

    private String[] items() {
        return new String[] {"/posts/" + post, "/comments/" + comment};
    }

    private static Answer react(Fixtures.Person person, String item, String kind) {
        return person.api().put(item + "/reaction", Map.of("kind", kind));
    }

    @Test
    void countsOneReactionAPersonAndTakesItBack() {
        for (String item : items()) {
            assertThat(react(ann, item, "agree").expect(200).text())
                    .isEqualTo("{\"counts\":[{\"kind\":\"agree\",\"count\":1}],\"mine\":\"agree\",\"total\":1}");
            assertThat(react(ben, item, "agree").expect(200).at("/total")).isEqualTo("2");
            assertThat(react(ben, item, "agree").expect(200).at("/total")).isEqualTo("2");
            assertThat(ann.api().delete(item + "/reaction").expect(200).text())
                    .isEqualTo("{\"counts\":[{\"kind\":\"agree\",\"count\":1}],\"total\":1}");
            assertThat(ann.api().delete(item + "/reaction").expect(200).at("/total"))
                    .isEqualTo("1");
            assertThat(ben.api().delete(item + "/reaction").expect(200).text())
                    .isEqualTo("{\"counts\":[],\"total\":0}");
        }
    }

    @Test
    void replacesOneReactionByAnother() {
        react(ann, "/posts/" + post, "agree").expect(200);
        react(ben, "/posts/" + post, "sad").expect(200);
        var changed = react(ann, "/posts/" + post, "thanks").expect(200);
        assertThat(changed.text())
                .isEqualTo(
                        "{\"counts\":[{\"kind\":\"thanks\",\"count\":1},{\"kind\":\"sad\",\"count\":1}],\"mine\":\"thanks\",\"total\":2}");
        assertThat(ben.api().get("/posts/" + post).json().at("/reactions").toString())
                .isEqualTo(
                        "{\"counts\":[{\"kind\":\"thanks\",\"count\":1},{\"kind\":\"sad\",\"count\":1}],\"mine\":\"sad\",\"total\":2}");
    }

    @Test
    void tellsWhoReactedLatestFirst() {
        for (String item : items()) {
            react(ann, item, "agree").expect(200);
            react(ben, item, "thanks").expect(200);
            var all = ann.api().get(item + "/reactions").expect(200);
            assertThat(all.at("/total")).isEqualTo("2");
            assertThat(all.json().at("/items").size()).isEqualTo(2);
            var thanks = ann.api().get(item + "/reactions?kind=thanks").expect(200);
            assertThat(thanks.at("/items/0/member/name")).isEqualTo("Ben Roux");
            assertThat(thanks.at("/items/0/kind")).isEqualTo("thanks");
            assertThat(thanks.at("/total")).isEqualTo("1");
        }
    }

    @Test
    void namesTwentyAndCountsTheOthers() {
        for (int i = 0; i < 21; i++) {
            react(fixtures.person("Person " + i), "/posts/" + post, "agree").expect(200);
        }
        var who = ann.api().get("/posts/" + post + "/reactions").expect(200);
        assertThat(who.json().at("/items").size()).isEqualTo(20);
        assertThat(who.at("/total")).isEqualTo("21");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"applaud\"}",
                "{\"kind\":\"\"}",
                "{\"kind\":\"AGREE\"}",
                "{}",
                "{\"kind\":null}",
                "{\"kind\":\"a\\u0000\"}"
            })
    void refusesReactionsThatAreNotOffered(String body) {
        for (String item : items()) {
            assertThat(ann.api().put(item + "/reaction", body).expect(400).at("/field"))
                    .isEqualTo("kind");
        }
        assertThat(ann.api()
                        .put("/posts/" + post + "/reaction", "{\"kind\":\"applaud\"}")
                        .at("/limit"))
                .isEqualTo("agree, thanks, celebrate, insightful, sad, question");
    }

    @Test
    void knowsNothingOfItemsOneMayNotSee() {
        String secret = Talk.post(ann, fixtures.restrictedAccount("Secret", ann), "Between us");
        String said = Talk.comment(ann, secret, "Still");
        for (String item :
                new String[] {"/posts/" + secret, "/comments/" + said, "/posts/999999999", "/comments/999999999"}) {
            react(ben, item, "agree").expect(404);
            ben.api().delete(item + "/reaction").expect(404);
            ben.api().get(item + "/reactions").expect(404);
        }
        fixtures.anonymous()
                .put("/posts/" + post + "/reaction", Map.of("kind", "agree"))
                .expect(401);
    }

    @Test
    void countsOneHoweverOftenOnePressesAtOnce() throws Exception {
        for (Answer answer : PostResourceTest.atOnce(8, () -> react(ben, "/posts/" + post, "agree"))) {
            answer.expect(200);
        }
        assertThat(ann.api().get("/posts/" + post).at("/reactions/total")).isEqualTo("1");
    }
}
