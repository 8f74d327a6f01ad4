package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

/** Questions: their answers, the votes for them, and updates that become one. */
@DatabaseTest
class QuestionResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Spaces spaces;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;
    private String question;
    private String answer;

    @BeforeEach
    void annAsksAndBenAnswers() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
        question = Talk.question(ann, acme, "Who knows the new buyer?");
        answer = Talk.comment(ben, question, "Carla does");
    }

    private static Answer accept(Fixtures.Person person, String question, String comment) {
        return person.api().put("/posts/" + question + "/answer", Map.of("commentId", comment));
    }

    @Test
    void isAnsweredByTheCommentThatItsAuthorAccepts() {
        assertThat(ben.api().get("/posts/" + question).json().at("/question").toString())
                .isEqualTo("{\"state\":\"open\"}");
        for (int i = 0; i < 8; i++) {
            Talk.comment(ben, question, "Noise " + i);
        }
        var accepted = accept(ann, question, answer).expect(200);
        assertThat(accepted.at("/question/state")).isEqualTo("answered");
        assertThat(accepted.at("/question/answer/id")).isEqualTo(answer);
        assertThat(accepted.at("/question/answer/body")).isEqualTo("Carla does");
        assertThat(accepted.at("/question/answer/accepted")).isEqualTo("true");
        assertThat(accepted.json().at("/question").has("answeredAt")).isTrue();
        assertThat(accepted.json().at("/comments").size()).isEqualTo(3);
        var thread = ben.api().get("/posts/" + question + "/comments?after=0").expect(200);
        assertThat(thread.json().at("/items").findValuesAsString("accepted")).startsWith("true", "false");
        assertThat(ben.api().get("/comments/" + answer).at("/accepted")).isEqualTo("true");
    }

    @Test
    void isOpenAgainWhenTheAnswerIsTakenBackOrDeleted() {
        accept(ann, question, answer).expect(200);
        assertThat(ann.api()
                        .delete("/posts/" + question + "/answer")
                        .expect(200)
                        .at("/question/state"))
                .isEqualTo("open");
        ann.api().delete("/posts/" + question + "/answer").expect(200);
        accept(ann, question, answer).expect(200);
        ben.api().delete("/comments/" + answer).expect(204);
        var read = ann.api().get("/posts/" + question).expect(200);
        assertThat(read.json().at("/question").toString()).isEqualTo("{\"state\":\"open\"}");
        assertRefused(accept(ann, question, answer), 400, "invalid-value", "commentId");
        assertThat(waiting()).contains(question);
        ben.api().post("/comments/" + answer + "/restore", null).expect(200);
        assertThat(ann.api().get("/posts/" + question).at("/question/state")).isEqualTo("answered");
        assertThat(waiting()).doesNotContain(question);
    }

    private List<String> waiting() {
        return ann.api()
                .get("/feeds/questions?state=unanswered&authorId=" + ann.id())
                .expect(200)
                .json()
                .at("/items")
                .findValuesAsString("id");
    }

    @Test
    void isNotAnsweredByWhatAModeratorTookOut() {
        var mod = fixtures.admin("Mara Order");
        mod.api()
                .put("/comments/" + answer + "/removal", Map.of("reason", "names a private person"))
                .expect(204);
        assertRefused(accept(ann, question, answer), 409, "removed", "");
        assertRefused(ann.api().put("/comments/" + answer + "/up-vote", null), 409, "removed", "");
        assertRefused(ann.api().put("/comments/" + answer + "/reaction", Map.of("kind", "agree")), 409, "removed", "");
    }

    @Test
    void isAnsweredByItsAuthorAndWhoKeepsOrderAlone() {
        accept(ben, question, answer).expect(403);
        ben.api().delete("/posts/" + question + "/answer").expect(403);
        assertThat(Talk.may(ben.api().get("/comments/" + answer))).doesNotContain("accept");
        assertThat(Talk.may(ann.api().get("/comments/" + answer))).contains("accept");
        assertThat(Talk.may(ann.api().get("/posts/" + question))).contains("accept");
        accept(fixtures.admin("Mara Order"), question, answer).expect(200);
        SubjectId space = spaces.create(ben.id(), "Cold chain " + ben.id(), null, SpaceVisibility.PUBLIC, false)
                .id();
        spaces.join(ann.id(), space, null);
        String inSpace = Talk.question(ann, space, "Which truck is free?");
        accept(ben, inSpace, Talk.comment(ann, inSpace, "The blue one")).expect(200);
    }

    @Test
    void refusesAnAnswerThatIsNone() {
        assertRefused(
                accept(ann, question, Talk.comment(ben, Talk.question(ann, acme, "Another one here?"), "No")),
                400,
                "invalid-value",
                "commentId");
        accept(ann, question, "999999999999").expect(404);
        assertRefused(ann.api().put("/posts/" + question + "/answer", "{}"), 400, "required", "commentId");
        String update = Talk.post(ann, acme, "No question");
        assertRefused(accept(ann, update, Talk.comment(ben, update, "Yes")), 409, "not-a-question", "kind");
        accept(ben, Talk.question(ann, fixtures.restrictedAccount("Secret", ann), "Between us only?"), answer)
                .expect(404);
    }

    @Test
    void hasOneAnswerHoweverManyAreAcceptedAtOnce() throws Exception {
        List<String> comments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            comments.add(Talk.comment(ben, question, "Answer " + i));
        }
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String one = comments.get(i % 4);
            requests.add(() -> accept(ann, question, one));
        }
        assertThat(Talk.atOnce(requests)).allMatch(answer -> answer.status() == 200);
        var thread = ann.api().get("/posts/" + question + "/comments");
        assertThat(thread.json().at("/items").findValuesAsString("accepted")).containsOnlyOnce("true");
    }

    @Test
    void countsOneUpVoteAPerson() throws Exception {
        var carla = fixtures.person("Carla Klein");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(() -> ann.api().put("/comments/" + answer + "/up-vote", null));
        }
        assertThat(Talk.atOnce(requests)).allMatch(answer -> answer.status() == 200);
        var second = carla.api().put("/comments/" + answer + "/up-vote", null).expect(200);
        assertThat(second.at("/upVotes")).isEqualTo("2");
        assertThat(second.at("/upVoted")).isEqualTo("true");
        assertThat(ben.api().get("/posts/" + question).at("/comments/0/upVotes"))
                .isEqualTo("2");
        assertThat(ben.api().get("/comments/" + answer).at("/upVoted")).isEqualTo("false");
        assertThat(carla.api()
                        .delete("/comments/" + answer + "/up-vote")
                        .expect(200)
                        .at("/upVotes"))
                .isEqualTo("1");
        assertThat(carla.api()
                        .delete("/comments/" + answer + "/up-vote")
                        .expect(200)
                        .at("/upVotes"))
                .isEqualTo("1");
    }

    @Test
    void refusesUpVotesForOneselfAndForWhatAnswersNothing() {
        ben.api().put("/comments/" + answer + "/up-vote", null).expect(403);
        assertThat(Talk.may(ben.api().get("/comments/" + answer))).doesNotContain("upVote");
        assertThat(Talk.may(ann.api().get("/comments/" + answer))).contains("upVote");
        String comment = Talk.comment(ben, Talk.post(ann, acme, "No question"), "Fine");
        assertRefused(ann.api().put("/comments/" + comment + "/up-vote", null), 409, "not-a-question", "kind");
        ben.api().delete("/comments/" + answer).expect(204);
        ann.api().put("/comments/" + answer + "/up-vote", null).expect(404);
        String secret = Talk.question(ann, fixtures.restrictedAccount("Secret", ann), "Between us only?");
        ben.api()
                .put("/comments/" + Talk.comment(ann, secret, "Yes") + "/up-vote", null)
                .expect(404);
    }

    @Test
    void isMadeOfOnesOwnUpdateAndKeepsWhatItWas() {
        String update = Talk.post(ann, acme, "The buyer at Acme is new, who knows her?");
        assertThat(Talk.may(ann.api().get("/posts/" + update))).contains("turnIntoQuestion");
        var turned = ann.api()
                .post("/posts/" + update + "/question", Map.of("title", "Who knows the buyer at Acme?"))
                .expect(200);
        assertThat(turned.at("/kind")).isEqualTo("question");
        assertThat(turned.at("/title")).isEqualTo("Who knows the buyer at Acme?");
        assertThat(turned.at("/body")).isEqualTo("The buyer at Acme is new, who knows her?");
        assertThat(turned.at("/question/state")).isEqualTo("open");
        assertThat(turned.header("ETag")).isEqualTo("\"v2\"");
        assertThat(ann.api()
                        .get("/posts/" + update + "/revisions")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(2);
        var questions = ben.api().get("/records/" + acme + "/feed?filter=questions&order=newest");
        assertThat(questions.at("/items/0/id")).isEqualTo(update);
        assertThat(questions.json().at("/items").size()).isEqualTo(2);
        assertRefused(
                ann.api().post("/posts/" + update + "/question", Map.of("title", "Who knows the buyer at Acme?")),
                409,
                "not-an-update",
                "kind");
    }

    @Test
    void isMadeOfNobodyElsesWordsAndNeedsATitle() {
        String update = Talk.post(ann, acme, "The buyer at Acme is new");
        ben.api()
                .post("/posts/" + update + "/question", Map.of("title", "Who knows the buyer?"))
                .expect(403);
        assertRefused(ann.api().post("/posts/" + update + "/question", "{}"), 400, "required", "title");
        assertRefused(
                ann.api().post("/posts/" + update + "/question", Map.of("title", "Who?")), 400, "too-short", "title");
        assertThat(ann.api().get("/posts/" + update).at("/kind")).isEqualTo("update");
    }
}
