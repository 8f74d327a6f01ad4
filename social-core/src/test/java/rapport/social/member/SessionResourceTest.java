package rapport.social.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class SessionResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    MovableClock clock;

    @AfterEach
    void putTheClockBack() {
        clock.reset();
    }

    @Test
    void signsInByNameAndPasswordAndOutAgain() {
        var ann = fixtures.person("Ann Berg");
        String login = ann.localAccount("correct horse");

        var signedIn = fixtures.anonymous()
                .post(
                        "/session",
                        Map.of("login", login.toUpperCase(java.util.Locale.ROOT), "password", "correct horse"))
                .expect(200);
        assertThat(signedIn.at("/member/name")).isEqualTo("Ann Berg");
        String cookie = String.valueOf(signedIn.header("Set-Cookie"));
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");

        var browser = fixtures.anonymous().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        assertThat(browser.get("/session").expect(200).at("/member/id"))
                .isEqualTo(ann.id().toString());
        var forged = browser.delete("/session").expect(403);
        assertThat(forged.at("/type")).isEqualTo("/problems/missing-header");
        browser.with("X-Rapport", "1").delete("/session").expect(204);
        browser.get("/session").expect(401);
    }

    @Test
    void refusesAWrongPasswordWithoutTellingWhetherTheNameExists() {
        var ann = fixtures.person("Ann Berg");
        String login = ann.localAccount("correct horse");
        var wrong = fixtures.anonymous().post("/session", Map.of("login", login, "password", "wrong horse"));
        var unknown = fixtures.anonymous().post("/session", Map.of("login", "nobody", "password", "wrong horse"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("Content-Type")).startsWith("application/problem+json");
        assertThat(unknown.text()).isEqualTo(wrong.text());
    }

    @Test
    void slowsDownWhoGuesses() {
        var ann = fixtures.person("Ann Berg");
        String login = ann.localAccount("correct horse");
        for (int i = 0; i < 10; i++) {
            fixtures.anonymous().post("/session", Map.of("login", login, "password", "guess " + i + " of many"));
        }
        var refused = fixtures.anonymous().post("/session", Map.of("login", login, "password", "correct horse"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                .isBetween(1, 60);
    }

    @Test
    void refusesACharacterThatNoDatabaseHoldsAsAMistakeOfTheCaller() {
        var ann = fixtures.person("Ann Berg");
        assertThat(fixtures.anonymous()
                        .post("/session", "{\"login\":\"a\\u0000\",\"password\":\"x\"}")
                        .status())
                .isBetween(400, 401);
        assertThat(ann.api().get("/topics?query=a%00b").status()).isLessThan(500);
        assertThat(ann.api().post("/spaces", "{\"name\":\"a\\u0000b\"}").status())
                .isLessThan(500);
        assertThat(ann.api().get("/records?query=a&type=%00").status()).isLessThan(500);
    }

    @Test
    void changesAPasswordAndEndsTheSessionsElsewhere() {
        var ann = fixtures.person("Ann Berg");
        String login = ann.localAccount("correct horse");
        var here = signedIn(login, "correct horse");
        var elsewhere = signedIn(login, "correct horse");
        assertThat(here.get("/session")
                        .expect(200)
                        .json()
                        .at("/capabilities/changePassword")
                        .asBoolean())
                .isTrue();

        here.put("/session/password", Map.of("current", "correct horse", "password", "teal window Sunday"))
                .expect(204);

        here.get("/session").expect(200);
        elsewhere.get("/session").expect(401);
        ann.api().get("/session").expect(200); // a token for programs is not signed in by the password
        fixtures.anonymous()
                .post("/session", Map.of("login", login, "password", "correct horse"))
                .expect(401);
        signedIn(login, "teal window Sunday").get("/session").expect(200);
    }

    @Test
    void refusesAPasswordChangeWithoutTheCurrentOneOrToOneThatIsSoonGuessed() {
        var ann = fixtures.person("Apollonia Vandenberghe");
        String login = ann.localAccount("correct horse");
        var browser = signedIn(login, "correct horse");
        var wrong = browser.put("/session/password", Map.of("current", "wrong horse", "password", "teal window Sunday"))
                .expect(403);
        assertThat(wrong.at("/type")).isEqualTo("/problems/wrong-password");
        assertThat(wrong.at("/field")).isEqualTo("current");
        for (String guessable : List.of("password1", "qwertyuiop", "aaaaaaaaaaaa", "apollonia", "vandenberghe1")) {
            var refused = browser.put("/session/password", Map.of("current", "correct horse", "password", guessable))
                    .expect(400);
            assertThat(refused.at("/type")).as(guessable).isEqualTo("/problems/guessable-password");
        }
        var tooShort = browser.put("/session/password", Map.of("current", "correct horse", "password", "x7!q"))
                .expect(400);
        assertThat(tooShort.at("/type")).isEqualTo("/problems/too-short");
        browser.get("/session").expect(200);
        signedIn(login, "correct horse");
    }

    @Test
    void slowsDownWhoGuessesTheCurrentPassword() {
        var ann = fixtures.person("Ann Berg");
        String login = ann.localAccount("correct horse");
        var browser = signedIn(login, "correct horse");
        for (int i = 0; i < 10; i++) {
            browser.put("/session/password", Map.of("current", "guess " + i, "password", "teal window Sunday"))
                    .expect(403);
        }
        browser.put("/session/password", Map.of("current", "correct horse", "password", "teal window Sunday"))
                .expect(429);
    }

    @Test
    void hasNoPasswordToChangeForATokenOfAProgram() {
        var ann = fixtures.person("Ann Berg");
        ann.localAccount("correct horse");
        assertThat(ann.api()
                        .get("/session")
                        .expect(200)
                        .json()
                        .at("/capabilities/changePassword")
                        .asBoolean())
                .isFalse();
        ann.api()
                .put("/session/password", Map.of("current", "correct horse", "password", "teal window Sunday"))
                .expect(403);
    }

    @Test
    void endsASessionThatNobodyUses() {
        var ann = fixtures.person("Ann Berg");
        String login = ann.localAccount("correct horse");
        var used = signedIn(login, "correct horse");
        var unused = signedIn(login, "correct horse");
        clock.forward(Duration.ofDays(4));
        used.get("/session").expect(200);
        clock.forward(Duration.ofDays(4));
        used.get("/session").expect(200);
        unused.get("/session").expect(401);
        clock.forward(Duration.ofDays(7));
        used.get("/session").expect(401);
    }

    /** A browser of its own, signed in. */
    private Api signedIn(String login, String password) {
        String cookie = String.valueOf(fixtures.anonymous()
                .post("/session", Map.of("login", login, "password", password))
                .expect(200)
                .header("Set-Cookie"));
        return fixtures.anonymous()
                .with("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .with("X-Rapport", "1");
    }

    @Test
    void endsTheSessionsOfWhoeverIsDeactivatedAtTheNextRequest() {
        var ann = fixtures.person("Ann Berg");
        ann.api().get("/session").expect(200);
        fixtures.deactivate(ann);
        var ended = ann.api().with("Accept-Language", "fr-FR").get("/session").expect(401);
        assertThat(ended.at("/title")).isEqualTo("Connectez-vous d’abord");
    }

    @Test
    void namesEveryRefusedFieldOfTheBody() {
        var empty = fixtures.anonymous().post("/session", Map.of()).expect(400);
        assertThat(empty.json().at("/errors").size()).isEqualTo(2);
        var unknown = fixtures.anonymous()
                .post("/session", Map.of("login", "a", "password", "b", "remember", true))
                .expect(400);
        assertThat(unknown.at("/type")).isEqualTo("/problems/unknown-field");
        assertThat(unknown.at("/field")).isEqualTo("remember");
        var tooLong = fixtures.anonymous()
                .post("/session", Map.of("login", "a".repeat(201), "password", "b"))
                .expect(400);
        assertThat(tooLong.at("/type")).isEqualTo("/problems/too-long");
        assertThat(tooLong.at("/field")).isEqualTo("login");
        assertThat(tooLong.at("/value")).isEqualTo("201");
        assertThat(tooLong.at("/limit")).isEqualTo("200");
        fixtures.anonymous().post("/session", "{\"login\":").expect(400);
    }

    @Test
    void describesItselfAsOpenApi31() {
        var description = fixtures.anonymous().get("/openapi.json").expect(200);
        assertThat(description.at("/openapi")).startsWith("3.1");
        assertThat(description.json().at("/paths/~1session/post").isMissingNode())
                .isFalse();
    }

    @Test
    void tellsScreensWhatCanBeChosenAndHowMuch() {
        var session = fixtures.person("Ann Berg").api().get("/session").expect(200);
        List<String> reactions = new ArrayList<>();
        session.json().at("/settings/reactions").forEach(kind -> reactions.add(kind.asString()));
        assertThat(reactions).startsWith("agree", "thanks").contains("insightful");
        assertThat(session.json().at("/settings/kudosReasons").toString()).contains("helped", "taught");
        var limits = session.json().at("/settings/limits");
        Map.ofEntries(
                        Map.entry("body", 10_000),
                        Map.entry("titleMin", 10),
                        Map.entry("titleMax", 140),
                        Map.entry("mentions", 25),
                        Map.entry("files", 10),
                        Map.entry("fileSize", 25 * 1024 * 1024),
                        Map.entry("pollOption", 100),
                        Map.entry("kudosMembers", 10),
                        Map.entry("closeReason", 200),
                        Map.entry("spaceDescription", 1000),
                        Map.entry("joinMessage", 500),
                        Map.entry("streamName", 100),
                        Map.entry("topicDescription", 500),
                        Map.entry("removalReason", 500),
                        Map.entry("query", 200),
                        Map.entry("undoSeconds", 60))
                .forEach((name, limit) ->
                        assertThat(limits.at("/" + name).asInt()).as(name).isEqualTo(limit));
    }
}
