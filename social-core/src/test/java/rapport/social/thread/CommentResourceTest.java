package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;
import rapport.social.testing.StatementCounter;

@DatabaseTest
class CommentResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    MovableClock clock;

    @Autowired
    StatementCounter statements;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;
    private String post;

    @BeforeEach
    void annPostsOnAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
        post = Talk.post(ann, acme, "Signed");
    }

    @AfterEach
    void nowIsNow() {
        clock.reset();
    }

    private static List<String> texts(Answer page) {
        List<String> texts = new ArrayList<>();
        page.expect(200)
                .json()
                .at("/items")
                .forEach(item -> texts.add(item.at("/body").asString("")));
        return texts;
    }

    private Answer comments(String query) {
        return ben.api().get("/posts/" + post + "/comments" + query);
    }

    // ---- adding

    @Test
    void commentsOnAPost() {
        var answer = ben.api()
                .post("/posts/" + post + "/comments", Map.of("body", " **Well** done, " + Talk.mention(ann)))
                .expect(201);
        assertThat(answer.header("Location")).endsWith("/api/v1/comments/" + answer.at("/id"));
        assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
        assertThat(answer.at("/postId")).isEqualTo(post);
        assertThat(answer.at("/ordinal")).isEqualTo("1");
        assertThat(answer.at("/author/name")).isEqualTo("Ben Roux");
        assertThat(answer.at("/segments/0/children/0/type")).isEqualTo("strong");
        assertThat(answer.json().at("/deleted").asBoolean()).isFalse();
        assertThat(answer.json().has("parentId")).isFalse();
        var read = ann.api().get("/comments/" + answer.at("/id")).expect(200);
        assertThat(read.json().at("/capabilities").toString())
                .isEqualTo("{\"reply\":true,\"react\":true,\"edit\":false,\"delete\":false,\"history\":false,"
                        + "\"accept\":false,\"upVote\":false,\"bookmark\":true,\"follow\":true,\"remove\":false}");
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("1");
    }

    @Test
    void keepsRepliesOnOneLevelAndTellsWhomTheyAnswer() {
        String first = Talk.comment(ben, post, "Who drives?");
        String reply = Talk.reply(ann, post, first, "I do");
        String answer = Talk.reply(ben, post, reply, "Thanks");
        var read = ann.api().get("/comments/" + answer).expect(200);
        assertThat(read.at("/parentId")).isEqualTo(reply);
        assertThat(read.at("/parentAuthor/name")).isEqualTo("Ann Berg");
        assertThat(read.at("/threadId")).isEqualTo(first);
        assertThat(ann.api().get("/comments/" + reply).at("/threadId")).isEqualTo(first);
    }

    @Test
    void refusesAReplyToACommentOfAnotherPost() {
        String elsewhere = Talk.comment(ben, Talk.post(ann, acme, "Other"), "Hello");
        var refused = ben.api()
                .post("/posts/" + post + "/comments", Map.of("body", "b", "parentId", elsewhere))
                .expect(400);
        assertThat(refused.at("/field")).isEqualTo("parentId");
        ben.api()
                .post("/posts/" + post + "/comments", Map.of("body", "b", "parentId", "999999999"))
                .expect(400);
    }

    @Test
    void keepsTenThousandCharactersAndRefusesOneMore() {
        String longest = "x".repeat(10_000);
        assertThat(ben.api()
                        .post("/posts/" + post + "/comments", Map.of("body", longest))
                        .expect(201)
                        .at("/body"))
                .isEqualTo(longest);
        var refused = ben.api()
                .post("/posts/" + post + "/comments", Map.of("body", longest + "y"))
                .expect(400);
        assertThat(refused.at("/field")).isEqualTo("body");
        assertThat(refused.at("/value")).isEqualTo("10001");
        assertThat(refused.at("/limit")).isEqualTo("10000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"body\":\"\"}",
                "{\"body\":\" \\n\"}",
                "{\"body\":null}",
                "{\"body\":\"b\",\"text\":\"c\"}",
                "{\"body\":\"\\u0000\"}",
                "",
                "[]",
                "{\"body\":\"b\",\"publishedAt\":\"x\"}"
            })
    void refusesWhatIsNoComment(String body) {
        ben.api().post("/posts/" + post + "/comments", body).expect(400);
        assertThat(comments("").json().at("/items").size()).isZero();
    }

    @Test
    void answersTheSameForAThreadOneMayNotSeeAndOneThatIsNotThere() {
        String secret = Talk.post(ann, fixtures.restrictedAccount("Secret", ann), "Between us");
        String said = Talk.comment(ann, secret, "Still");
        ben.api().post("/posts/" + secret + "/comments", Map.of("body", "b")).expect(404);
        ben.api().post("/posts/999999999/comments", Map.of("body", "b")).expect(404);
        ben.api().get("/posts/" + secret + "/comments").expect(404);
        ben.api().get("/comments/" + said).expect(404);
        ben.api().patch("/comments/" + said, Map.of("body", "x")).expect(404);
        ben.api().delete("/comments/" + said).expect(404);
        ben.api().post("/comments/" + said + "/restore", null).expect(404);
        ben.api().get("/comments/" + said + "/revisions").expect(404);
        ben.api().get("/posts/" + post + "/comments?around=" + said).expect(404);
        ben.api().get("/comments/nonsense").expect(404);
        fixtures.anonymous().get("/comments/" + said).expect(401);
    }

    @Test
    void importsCommentsOfOthersFromEarlier() {
        var admin = fixtures.admin("Iris Import");
        var answer = admin.api()
                .post(
                        "/posts/" + post + "/comments",
                        Map.of("body", "Old", "publishedAt", "2025-03-01T08:30:00Z", "authorId", ben.id()))
                .expect(201);
        assertThat(answer.at("/author/name")).isEqualTo("Ben Roux");
        assertThat(answer.at("/publishedAt")).isEqualTo("2025-03-01T08:30:00Z");
        ann.api()
                .post("/posts/" + post + "/comments", Map.of("body", "Old", "publishedAt", "2025-03-01T08:30:00Z"))
                .expect(403);
    }

    @Test
    void carriesOutARepeatedRequestOnce() {
        var phone = ben.api().with("Idempotency-Key", "c-1");
        String first = phone.post("/posts/" + post + "/comments", Map.of("body", "Well done"))
                .expect(201)
                .at("/id");
        assertThat(phone.post("/posts/" + post + "/comments", Map.of("body", "Well done"))
                        .expect(201)
                        .at("/id"))
                .isEqualTo(first);
        phone.post("/posts/" + post + "/comments", Map.of("body", "Not done")).expect(422);
        phone.post("/posts/" + Talk.post(ann, acme, "x") + "/comments", Map.of("body", "Well done"))
                .expect(422);
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("1");
    }

    @Test
    void addsOneCommentHoweverManyRequestsRace() throws Exception {
        var phone = ben.api().with("Idempotency-Key", "c-race");
        for (Answer answer :
                PostResourceTest.atOnce(8, () -> phone.post("/posts/" + post + "/comments", Map.of("body", "b")))) {
            answer.expect(201);
        }
        assertThat(texts(comments(""))).containsExactly("b");
    }

    @Test
    void numbersManyConcurrentCommentsWithoutAGap() throws Exception {
        var number = new AtomicInteger();
        for (Answer answer : PostResourceTest.atOnce(
                16,
                () -> ben.api().post("/posts/" + post + "/comments", Map.of("body", "c" + number.incrementAndGet())))) {
            answer.expect(201);
        }
        var page = comments("?limit=100").expect(200);
        List<Integer> ordinals = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        page.json().at("/items").forEach(item -> {
            ordinals.add(item.at("/ordinal").asInt());
            ids.add(Long.parseLong(item.at("/id").asString()));
        });
        assertThat(ordinals).isEqualTo(IntStream.rangeClosed(1, 16).boxed().toList());
        assertThat(ids).isSorted();
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("16");
    }

    // ---- reading a thread

    @Test
    void pagesThroughALongThreadInBothDirections() {
        for (int i = 1; i <= 12; i++) {
            Talk.comment(ben, post, "c" + i);
        }
        var last = comments("?limit=5").expect(200);
        assertThat(texts(last)).containsExactly("c8", "c9", "c10", "c11", "c12");
        assertThat(last.json().has("nextPageToken")).isFalse();
        var middle = comments("?limit=5&pageToken=" + last.at("/previousPageToken"));
        assertThat(texts(middle)).containsExactly("c3", "c4", "c5", "c6", "c7");
        Talk.comment(ben, post, "c13");
        var first = comments("?limit=5&before=" + middle.at("/previousPageToken"));
        assertThat(texts(first)).containsExactly("c1", "c2");
        assertThat(first.json().has("previousPageToken")).isFalse();
        assertThat(texts(comments("?limit=5&after=" + first.at("/nextPageToken"))))
                .containsExactly("c3", "c4", "c5", "c6", "c7");
        assertThat(texts(comments("?limit=3&after=0"))).containsExactly("c1", "c2", "c3");
        assertThat(texts(comments("?limit=3&before=11"))).containsExactly("c8", "c9", "c10");
        assertThat(texts(comments("?limit=3&after=12"))).containsExactly("c13");
        assertThat(texts(comments("?after=13"))).isEmpty();
        assertThat(texts(comments("?before=1"))).isEmpty();
        assertThat(texts(comments("?after=9999999999"))).isEmpty();
        assertThat(texts(comments("?limit=2&before=9999999999"))).containsExactly("c12", "c13");
    }

    @Test
    void showsACommentBetweenItsNeighbours() {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            ids.add(Talk.comment(ben, post, "c" + i));
        }
        var around = comments("?limit=3&around=" + ids.get(4));
        assertThat(texts(around)).containsExactly("c4", "c5", "c6");
        assertThat(texts(comments("?limit=3&pageToken=" + around.at("/previousPageToken"))))
                .containsExactly("c1", "c2", "c3");
        assertThat(texts(comments("?limit=3&pageToken=" + around.at("/nextPageToken"))))
                .containsExactly("c7", "c8", "c9");
        assertThat(texts(comments("?limit=3&around=" + ids.get(0)))).containsExactly("c1", "c2", "c3");
        assertThat(texts(comments("?limit=3&around=" + ids.get(8)))).containsExactly("c7", "c8", "c9");
        assertThat(texts(comments("?limit=100&around=" + ids.get(3)))).hasSize(9);
        comments("?around=999999999").expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "before=x",
                "after=-1",
                "pageToken=",
                "pageToken=abc",
                "pageToken=Y343",
                "before=1&after=2"
            })
    void refusesPagesThatCannotBe(String query) {
        var refused = comments("?" + query).expect(400);
        assertThat(refused.at("/field")).isNotEmpty();
    }

    @Test
    void readsAnyPageOfAThreadInFiveStatementsAtMost() {
        SubjectId secret = fixtures.account("Globex");
        for (int i = 1; i <= 8; i++) {
            String said = Talk.comment(ben, post, "See [x](record:" + secret + ") " + Talk.mention(ann));
            Talk.reply(ann, post, said, "Yes " + Talk.mention(ben));
            ann.api()
                    .put("/comments/" + said + "/reaction", Map.of("kind", "agree"))
                    .expect(200);
        }
        int small = count("?limit=2");
        int large = count("?limit=100");
        assertThat(large).isEqualTo(small);
    }

    /** Of the page itself: finding the session is not part of it. */
    private int count(String query) {
        statements.start();
        comments(query).expect(200);
        var page = statements.statementsOfRequests().stream()
                .filter(sql -> !sql.contains("from session"))
                .toList();
        assertThat(page).hasSizeLessThanOrEqualTo(5);
        return page.size();
    }

    // ---- editing and deleting

    @Test
    void keepsEveryVersionReadable() {
        String comment = Talk.comment(ben, post, "one");
        clock.forward(Duration.ofMinutes(1));
        var edited =
                ben.api().patch("/comments/" + comment, Map.of("body", "two")).expect(200);
        assertThat(edited.header("ETag")).isEqualTo("\"v2\"");
        assertThat(edited.json().has("editedAt")).isTrue();
        ben.api().patch("/comments/" + comment, Map.of("body", "three")).expect(200);
        ben.api().patch("/comments/" + comment, Map.of("body", "three ")).expect(200);
        var history = ann.api().get("/comments/" + comment + "/revisions").expect(200);
        assertThat(texts(history)).containsExactly("three", "two", "one");
        assertThat(history.at("/items/2/writtenAt")).isEqualTo(edited.at("/publishedAt"));
    }

    @Test
    void refusesToChangeWhatOthersWrote() {
        String comment = Talk.comment(ben, post, "Well done");
        ann.api().patch("/comments/" + comment, Map.of("body", "x")).expect(403);
        ann.api().delete("/comments/" + comment).expect(403);
        ann.api().post("/comments/" + comment + "/restore", null).expect(403);
        assertThat(ann.api().get("/comments/" + comment).at("/body")).isEqualTo("Well done");
    }

    @Test
    void refusesAnEditThatIsNoTextOrComesTooLate() {
        String comment = Talk.comment(ben, post, "Well done");
        ben.api().patch("/comments/" + comment, Map.of("body", " ")).expect(400);
        assertThat(ben.api()
                        .patch("/comments/" + comment, Map.of("body", "x".repeat(10_001)))
                        .expect(400)
                        .at("/value"))
                .isEqualTo("10001");
        ben.api()
                .with("If-Match", "\"v1\"")
                .patch("/comments/" + comment, Map.of("body", "x"))
                .expect(200);
        ben.api()
                .with("If-Match", "\"v1\"")
                .patch("/comments/" + comment, Map.of("body", "y"))
                .expect(412);
        ben.api().with("If-Match", "\"v1\"").delete("/comments/" + comment).expect(412);
    }

    @Test
    void deletesACommentAndLeavesTheThreadReadable() {
        String first = Talk.comment(ben, post, "To be deleted");
        ben.api()
                .patch("/comments/" + first, Map.of("body", "To be deleted soon"))
                .expect(200);
        ann.api()
                .put("/comments/" + first + "/reaction", Map.of("kind", "agree"))
                .expect(200);
        String reply = Talk.reply(ann, post, first, "Why?");
        ben.api().delete("/comments/" + first).expect(204);
        var thread = comments("").expect(200);
        assertThat(thread.text()).doesNotContain("To be deleted");
        assertThat(thread.json().at("/items/0/deleted").asBoolean()).isTrue();
        assertThat(thread.json().at("/items/0").has("body")).isFalse();
        assertThat(thread.json().at("/items/0").has("segments")).isFalse();
        assertThat(thread.at("/items/0/reactions/total")).isEqualTo("0");
        assertThat(thread.at("/items/1/id")).isEqualTo(reply);
        assertThat(thread.at("/items/1/ordinal")).isEqualTo("2");
        assertThat(thread.at("/items/1/parentAuthor/name")).isEqualTo("Ben Roux");
        var shown = ann.api().get("/posts/" + post).expect(200);
        assertThat(shown.at("/commentCount")).isEqualTo("1");
        assertThat(shown.json().at("/comments").size()).isEqualTo(1);
        ann.api().get("/comments/" + first + "/revisions").expect(404);
        ben.api().get("/comments/" + first + "/revisions").expect(404);
        ben.api().patch("/comments/" + first, Map.of("body", "x")).expect(404);
        ann.api()
                .put("/comments/" + first + "/reaction", Map.of("kind", "agree"))
                .expect(404);
        ben.api().delete("/comments/" + first).expect(204);
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("1");

        var restored = ben.api().post("/comments/" + first + "/restore", null).expect(200);
        assertThat(restored.at("/body")).isEqualTo("To be deleted soon");
        assertThat(restored.at("/reactions/total")).isEqualTo("1");
        ben.api().post("/comments/" + first + "/restore", null).expect(200);
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("2");
        assertThat(texts(ann.api().get("/comments/" + first + "/revisions")))
                .containsExactly("To be deleted soon", "To be deleted");
    }

    @Test
    void restoresForAWhileOnly() {
        String comment = Talk.comment(ben, post, "x");
        ben.api().delete("/comments/" + comment).expect(204);
        clock.forward(Duration.ofSeconds(61));
        assertThat(ben.api()
                        .post("/comments/" + comment + "/restore", null)
                        .expect(409)
                        .at("/type"))
                .isEqualTo("/problems/too-late");
    }

    @Test
    void countsRightHoweverManyDeleteAndRestoreAtOnce() throws Exception {
        String comment = Talk.comment(ben, post, "x");
        Talk.comment(ben, post, "y");
        for (Answer answer : PostResourceTest.atOnce(8, () -> ben.api().delete("/comments/" + comment))) {
            answer.expect(204);
        }
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("1");
        for (Answer answer :
                PostResourceTest.atOnce(8, () -> ben.api().post("/comments/" + comment + "/restore", null))) {
            answer.expect(200);
        }
        assertThat(ann.api().get("/posts/" + post).at("/commentCount")).isEqualTo("2");
    }

    @Test
    void showsTheLastThreeThatStandUnderAPost() {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            ids.add(Talk.comment(ben, post, "c" + i));
        }
        ben.api().delete("/comments/" + ids.get(4)).expect(204);
        List<String> shown = new ArrayList<>();
        ann.api()
                .get("/posts/" + post)
                .json()
                .at("/comments")
                .forEach(item -> shown.add(item.at("/body").asString()));
        assertThat(shown).containsExactly("c3", "c4", "c6");
    }
}
