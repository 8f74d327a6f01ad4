package rapport.social.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

/** Drafts, as two devices of one member and everybody else see them. */
@DatabaseTest
class DraftResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Drafts drafts;

    @Autowired
    MovableClock clock;

    private Fixtures.Person ann;
    private SubjectId acme;

    @BeforeEach
    void annWritesOnAcme() {
        ann = fixtures.person("Ann Berg");
        acme = fixtures.account("Acme");
    }

    @AfterEach
    void now() {
        clock.reset();
    }

    private Answer save(String place, String body, @Nullable Instant at, @Nullable String basedOn) {
        Map<String, Object> draft = new HashMap<>(Map.of("body", body));
        if (at != null) {
            draft.put("updatedAt", at.toString());
        }
        if (basedOn != null) {
            draft.put("basedOn", basedOn);
        }
        return ann.api().put("/me/drafts/" + place, draft);
    }

    private String onAcme() {
        return "subject:" + acme;
    }

    private Answer versions() {
        return ann.api().get("/me/drafts/" + onAcme() + "/versions").expect(200);
    }

    @Test
    void areTheSameOnEveryDevice() {
        var saved = ann.api()
                .put(
                        "/me/drafts/" + onAcme(),
                        Map.of(
                                "body", "She asked for ",
                                "title", "Who knows the buyer?",
                                "kind", "question",
                                "extra", Map.of("options", List.of("Yes", "No"), "multiple", true),
                                "updatedAt", "2026-01-02T03:04:05.678Z"))
                .expect(200);
        assertThat(saved.at("/conflict")).isEqualTo("false");
        var read = ann.api().get("/me/drafts/" + onAcme()).expect(200);
        assertThat(read.at("/body")).isEqualTo("She asked for ");
        assertThat(read.at("/title")).isEqualTo("Who knows the buyer?");
        assertThat(read.at("/kind")).isEqualTo("question");
        assertThat(read.at("/extra/options/1")).isEqualTo("No");
        assertThat(read.at("/extra/multiple")).isEqualTo("true");
        assertThat(read.at("/updatedAt")).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(read.at("/where/subject/name")).isEqualTo("Acme");
        var list = ann.api().get("/me/drafts").expect(200);
        assertThat(list.json().at("/items").size()).isEqualTo(1);
        assertThat(list.at("/items/0/place")).isEqualTo(onAcme());
    }

    @Test
    void standOneForEachPlaceAndThread() {
        String post = ann.api()
                .post("/posts", Map.of("subjectId", acme, "body", "Acme moves to **Lyon**"))
                .expect(201)
                .at("/id");
        String comment = ann.api()
                .post("/posts/" + post + "/comments", Map.of("body", "In May"))
                .expect(201)
                .at("/id");
        Instant now = clock.instant();
        save(onAcme(), "new post", now.minusSeconds(40), null).expect(200);
        save("post:" + post, "a comment", now.minusSeconds(30), null).expect(200);
        save("edit:" + post, "other words", now.minusSeconds(20), null).expect(200);
        save("edit:" + comment, "in June", now.minusSeconds(10), null).expect(200);
        var list = ann.api().get("/me/drafts");
        assertThat(list.json().at("/items").size()).isEqualTo(4);
        assertThat(list.at("/items/0/where/commentId")).isEqualTo(comment);
        assertThat(list.at("/items/0/where/postId")).isEqualTo(post);
        assertThat(list.at("/items/0/where/excerpt")).isEqualTo("Acme moves to Lyon");
        assertThat(list.at("/items/3/place")).isEqualTo(onAcme());
        assertThat(list.json().at("/items/3/where").has("postId")).isFalse();
    }

    @Test
    void goOnWithoutTrailWhereOneDeviceTypesOn() {
        String version = save(onAcme(), "She", null, null).at("/version");
        var next = save(onAcme(), "She asked", null, version).expect(200);
        assertThat(next.at("/conflict")).isEqualTo("false");
        assertThat(next.at("/version")).isNotEqualTo(version);
        assertThat(next.at("/versions")).isEqualTo("0");
        assertThat(versions().json().at("/items").size()).isZero();
    }

    @Test
    void letTheNewestWordsWinAndKeepTheOthers() {
        Instant now = clock.instant();
        String known = save(onAcme(), "start", now.minusSeconds(60), null).at("/version");
        save(onAcme(), "from the phone", now.minusSeconds(30), known).expect(200);

        var older = save(onAcme(), "from the desk, earlier", now.minusSeconds(45), known)
                .expect(200);
        assertThat(older.at("/conflict")).isEqualTo("true");
        assertThat(older.at("/body")).isEqualTo("from the phone");
        assertThat(versions().at("/items/0/body")).isEqualTo("from the desk, earlier");

        var newer = save(onAcme(), "from the desk, later", now.minusSeconds(15), known)
                .expect(200);
        assertThat(newer.at("/conflict")).isEqualTo("true");
        assertThat(newer.at("/body")).isEqualTo("from the desk, later");
        assertThat(newer.at("/versions")).isEqualTo("2");
        assertThat(versions().at("/items/0/body")).isEqualTo("from the phone");
    }

    @Test
    void meetNoConflictInTheSameWords() {
        save(onAcme(), "the same", null, null);
        var again = save(onAcme(), "the same", null, null).expect(200);
        assertThat(again.at("/conflict")).isEqualTo("false");
        assertThat(again.at("/versions")).isEqualTo("0");
    }

    @Test
    void areNotWonForGoodByAClockThatIsAhead() {
        save(onAcme(), "from tomorrow", clock.instant().plus(Duration.ofDays(1)), null);
        clock.forward(Duration.ofSeconds(5));
        var later = save(onAcme(), "typed after that", clock.instant(), null).expect(200);
        assertThat(later.at("/body")).isEqualTo("typed after that");
    }

    @Test
    void keepOneTextWhereTwoDevicesBeginAtOnce() throws Exception {
        var start = new CountDownLatch(1);
        var devices = Executors.newFixedThreadPool(2);
        try {
            List<Future<Answer>> sent = List.of("desk", "phone").stream()
                    .map(device -> devices.submit(() -> {
                        start.await();
                        return save(onAcme(), "from the " + device, null, null);
                    }))
                    .toList();
            start.countDown();
            for (Future<Answer> one : sent) {
                one.get().expect(200);
            }
        } finally {
            devices.shutdown();
        }
        var stands = ann.api().get("/me/drafts/" + onAcme()).expect(200);
        assertThat(List.of(stands.at("/body"), versions().at("/items/0/body")))
                .containsExactlyInAnyOrder("from the desk", "from the phone");
    }

    @Test
    void forgetLosersAfterAWeek() {
        save(onAcme(), "one", null, null);
        save(onAcme(), "two", null, null);
        assertThat(versions().json().at("/items").size()).isEqualTo(1);
        clock.forward(Duration.ofDays(6));
        drafts.deleteOldVersions();
        // asked without a session, which has ended by now
        assertThat(drafts.versions(ann.id(), DraftPlace.fromString(onAcme()))).hasSize(1);
        clock.forward(Duration.ofDays(1).plusSeconds(1));
        assertThat(drafts.deleteOldVersions()).isPositive();
        assertThat(drafts.versions(ann.id(), DraftPlace.fromString(onAcme()))).isEmpty();
        assertThat(drafts.get(ann.id(), DraftPlace.fromString(onAcme())).body()).isEqualTo("two");
    }

    @Test
    void keepTheNewestTwentyLosersOfAPlace() {
        for (int i = 0; i < 23; i++) {
            save(onAcme(), "text " + i, null, null).expect(200);
        }
        var kept = versions();
        assertThat(kept.json().at("/items").size()).isEqualTo(20);
        assertThat(kept.at("/items/0/body")).isEqualTo("text 21");
        assertThat(kept.at("/items/19/body")).isEqualTo("text 2");
    }

    @Test
    void goWhenTheyWereSent() {
        String version = save(onAcme(), "sent", null, null).at("/version");
        ann.api().delete("/me/drafts/" + onAcme() + "?basedOn=" + version).expect(204);
        ann.api().delete("/me/drafts/" + onAcme()).expect(204);
        ann.api().get("/me/drafts/" + onAcme()).expect(404);
        assertThat(versions().json().at("/items").size()).isZero();
    }

    @Test
    void keepWordsThatADeletingDeviceHasNotSeen() {
        String version = save(onAcme(), "sent", null, null).at("/version");
        save(onAcme(), "typed on elsewhere", null, version).expect(200);
        ann.api().delete("/me/drafts/" + onAcme() + "?basedOn=" + version).expect(204);
        assertThat(versions().at("/items/0/body")).isEqualTo("typed on elsewhere");
    }

    @Test
    void areTheirWritersAlone() {
        save(onAcme(), "not yet said", null, null);
        var ben = fixtures.person("Ben Roux");
        ben.api().get("/me/drafts/" + onAcme()).expect(404);
        assertThat(ben.api().get("/me/drafts").json().at("/items").size()).isZero();
        ben.api().put("/me/drafts/" + onAcme(), Map.of("body", "Ben's")).expect(200);
        assertThat(ann.api().get("/me/drafts/" + onAcme()).at("/body")).isEqualTo("not yet said");
        assertThat(fixtures.admin("Root")
                        .api()
                        .get("/me/drafts")
                        .json()
                        .at("/items")
                        .size())
                .isZero();
    }

    @Test
    void loseTheNameOfAPlaceThatTheWriterMayNotSeeAnyMore() {
        var carla = fixtures.person("Carla Klein", "key-accounts");
        var secret = fixtures.restrictedAccount("Secret Foods", null, "key-accounts");
        String post = carla.api()
                .post("/posts", Map.of("subjectId", secret, "body", "They merge"))
                .expect(201)
                .at("/id");
        carla.api()
                .put("/me/drafts/subject:" + secret, Map.of("body", "my words"))
                .expect(200);
        carla.api().put("/me/drafts/post:" + post, Map.of("body", "my answer")).expect(200);
        fixtures.moveToTeams(carla);
        var list = carla.api().get("/me/drafts").expect(200);
        assertThat(list.json().at("/items").size()).isEqualTo(2);
        assertThat(list.json().at("/items/0").has("where")).isFalse();
        assertThat(list.text())
                .doesNotContain("Secret Foods")
                .doesNotContain("merge")
                .contains("my words");
        // the words are the writer's own: they can be saved on and thrown away
        carla.api()
                .put("/me/drafts/subject:" + secret, Map.of("body", "my words, still"))
                .expect(200);
        carla.api().delete("/me/drafts/subject:" + secret).expect(204);
        carla.api().put("/me/drafts/subject:" + secret, Map.of("body", "anew")).expect(404);
    }

    @Test
    void beginOnlyWhereTheirWriterMayRead() {
        var secret = fixtures.restrictedAccount("Secret Foods", null, "nobody-here");
        var ben = fixtures.person("Ben Roux");
        String bens = ben.api()
                .post("/posts", Map.of("subjectId", acme, "body", "Ben's"))
                .expect(201)
                .at("/id");
        save("subject:" + secret, "x", null, null).expect(404);
        save("post:999999999", "x", null, null).expect(404);
        save("edit:" + bens, "x", null, null).expect(404);
        save("post:" + bens, "x", null, null).expect(200);
        for (String nowhere : List.of("somewhere:1", "subject", "subject:", "subject:x", ":1", "comment:1")) {
            save(nowhere, "x", null, null).expect(404);
        }
    }

    @Test
    void areRefusedBeyondTheirLimits() {
        save(onAcme(), "x".repeat(20_000), null, null).expect(200);
        var tooLong = save(onAcme(), "x".repeat(20_001), null, null).expect(400);
        assertThat(tooLong.at("/field")).isEqualTo("body");
        assertThat(tooLong.at("/limit")).isEqualTo("20000");
        assertThat(tooLong.at("/value")).isEqualTo("20001");
        assertThat(ann.api()
                        .put("/me/drafts/" + onAcme(), Map.of("title", "x".repeat(301)))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("title");
        assertThat(ann.api()
                        .put("/me/drafts/" + onAcme(), Map.of("extra", Map.of("a", "x".repeat(10_001))))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("extra");
        save(onAcme(), "  \n", null, null).expect(400);
        ann.api().put("/me/drafts/" + onAcme(), "{\"body\":\"a\\u0000b\"}").expect(400);
        ann.api()
                .put("/me/drafts/" + onAcme(), "{\"extra\":{\"a\":\"\\ud800\"}}")
                .expect(400);
        ann.api()
                .put("/me/drafts/" + onAcme(), Map.of("body", "x", "kind", "shout"))
                .expect(400);
        ann.api()
                .put("/me/drafts/" + onAcme(), Map.of("body", "x", "updatedAt", "yesterday"))
                .expect(400);
        var tooEarly = ann.api()
                .put("/me/drafts/" + onAcme(), Map.of("body", "x", "updatedAt", "-100000000-01-01T00:00:00Z"))
                .expect(400);
        assertThat(tooEarly.at("/field")).isEqualTo("updatedAt");
        ann.api().put("/me/drafts/" + onAcme(), "null").expect(400);
        fixtures.anonymous().get("/me/drafts").expect(401);
    }

    @Test
    void areAsManyAsAMemberMayHave() {
        String post = ann.api()
                .post("/posts", Map.of("subjectId", acme, "body", "Thread"))
                .expect(201)
                .at("/id");
        for (int i = 0; i < 200; i++) {
            var company = fixtures.account("Company " + i);
            drafts.save(
                    ann.id(),
                    DraftPlace.fromString("subject:" + company),
                    new NewDraft("text", null, null, null, null, null));
        }
        var refused = save("post:" + post, "one more", null, null).expect(400);
        assertThat(refused.at("/field")).isEqualTo("drafts");
        assertThat(refused.at("/limit")).isEqualTo("200");
    }
}
