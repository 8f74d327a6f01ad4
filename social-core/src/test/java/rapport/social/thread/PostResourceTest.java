package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;
import rapport.social.testing.StatementCounter;

@DatabaseTest
class PostResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    MovableClock clock;

    @Autowired
    StatementCounter statements;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;

    @BeforeEach
    void annAndBenKnowAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
    }

    @AfterEach
    void nowIsNow() {
        clock.reset();
    }

    private static Answer post(Fixtures.Person author, Map<String, Object> post) {
        return author.api().post("/posts", post);
    }

    private static void assertRefused(
            Answer answer, int status, String type, String field, Object value, Object limit) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.at("/field")).isEqualTo(field);
        assertThat(answer.at("/value")).isEqualTo(String.valueOf(value));
        assertThat(answer.at("/limit")).isEqualTo(String.valueOf(limit));
    }

    // ---- adding

    @Test
    void addsAPostToARecord() {
        var answer = post(
                        ann,
                        Map.of("subjectId", acme, "body", "  Signed **today**, ask " + Talk.mention(ben) + ".\r\n"))
                .expect(201);
        assertThat(answer.header("Location")).endsWith("/api/v1/posts/" + answer.at("/id"));
        assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
        var read = ben.api().get("/posts/" + answer.at("/id")).expect(200);
        assertThat(read.header("ETag")).isEqualTo("\"v1\"");
        assertThat(read.at("/kind")).isEqualTo("update");
        assertThat(read.at("/subject/id")).isEqualTo(acme.toString());
        assertThat(read.at("/subject/kind")).isEqualTo("account");
        assertThat(read.at("/subject/name")).isEqualTo("Acme");
        assertThat(read.at("/subject/connection")).isEqualTo(Fixtures.CONNECTION);
        assertThat(read.at("/author/name")).isEqualTo("Ann Berg");
        assertThat(read.at("/body")).isEqualTo("Signed **today**, ask [@Ben Roux](member:" + ben.id() + ").");
        assertThat(read.at("/segments/0/children/1/type")).isEqualTo("strong");
        assertThat(read.at("/segments/0/children/3/type")).isEqualTo("mention");
        assertThat(read.at("/segments/0/children/3/name")).isEqualTo("Ben Roux");
        assertThat(read.at("/segments/0/children/3/id")).isEqualTo(ben.id().toString());
        assertThat(read.json().has("editedAt")).isFalse();
        assertThat(Talk.may(read)).containsExactlyInAnyOrder("comment", "react", "share", "topics");
        assertThat(Talk.may(answer))
                .containsExactlyInAnyOrder(
                        "comment", "react", "edit", "delete", "close", "share", "topics", "turnIntoQuestion");
    }

    @Test
    void addsAPostToARecordNamedAsItsCrmNamesIt() {
        String id = fixtures.newExternalId();
        SubjectId globex = fixtures.record(
                "opportunity",
                id,
                "Globex cold store",
                null,
                null,
                rapport.social.record.RecordAudience.everyone(),
                Map.of());
        var record = Map.of("connection", Fixtures.CONNECTION, "type", "opportunity", "externalId", id);
        assertThat(post(ann, Map.of("record", record, "body", "Offer sent"))
                        .expect(201)
                        .at("/subject/id"))
                .isEqualTo(globex.toString());
    }

    @Test
    void addsAPostWithoutAPlaceToOnesOwnProfile() {
        var answer = post(ann, Map.of("body", "At Acme until noon")).expect(201);
        assertThat(answer.at("/subject/id")).isEqualTo(ann.id().toString());
        assertThat(answer.at("/subject/kind")).isEqualTo("member");
        assertThat(answer.json().at("/subject").has("connection")).isFalse();
        ben.api().get("/posts/" + answer.at("/id")).expect(200);
    }

    @Test
    void addsAQuestionWithOrWithoutDetails() {
        var answer = post(ann, Map.of("subjectId", acme, "kind", "question", "title", "Who knows  the buyer?"))
                .expect(201);
        assertThat(answer.at("/title")).isEqualTo("Who knows the buyer?");
        assertThat(answer.json().at("/segments").size()).isZero();
        post(ann, Map.of("kind", "question", "title", "Who knows the buyer?", "body", "She is new."))
                .expect(201);
    }

    @Test
    void addsANote() {
        var answer = post(ann, Map.of("kind", "note", "title", "Visit", "body", "Long story"))
                .expect(201);
        assertThat(answer.at("/kind")).isEqualTo("note");
        assertThat(answer.at("/title")).isEqualTo("Visit");
    }

    @Test
    void keepsTenThousandCharactersAndRefusesOneMore() {
        String longest = "é".repeat(10_000);
        assertThat(post(ann, Map.of("body", longest)).expect(201).at("/body")).isEqualTo(longest);
        assertRefused(post(ann, Map.of("body", longest + "x")), 400, "too-long", "body", 10_001, 10_000);
    }

    @Test
    void keepsEmojiAndEveryScript() {
        String text = "Done \ud83d\ude80 – 完了 – تم – \u200d\u2764\ufe0f";
        assertThat(post(ann, Map.of("body", text)).expect(201).at("/body")).isEqualTo(text);
    }

    @Test
    void refusesAPostWithoutWords() {
        assertRefused(post(ann, Map.of("subjectId", acme)), 400, "required", "body", "", "");
        assertRefused(post(ann, Map.of("subjectId", acme, "body", " \n\t ")), 400, "required", "body", "", "");
        assertRefused(post(ann, Map.of("kind", "note", "title", "Visit")), 400, "required", "body", "", "");
        assertRefused(post(ann, Map.of("kind", "note", "body", "x")), 400, "required", "title", "", "");
        assertThat(ann.api().post("/posts", "").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"question, 9, too-short, 10", "question, 141, too-long, 140", "note, 141, too-long, 140"})
    void refusesATitleOfTheWrongLength(String kind, int length, String type, int limit) {
        assertRefused(
                post(ann, Map.of("kind", kind, "title", "x".repeat(length), "body", "b")),
                400,
                type,
                "title",
                length,
                limit);
    }

    @Test
    void refusesATitleWhereItsKindHasNone() {
        assertThat(post(ann, Map.of("title", "Visit", "body", "b")).expect(400).at("/field"))
                .isEqualTo("title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"change-story", "UPDATE", "", "nonsense"})
    void refusesKindsThatCannotBeWritten(String kind) {
        var answer = post(ann, Map.of("kind", kind, "body", "b")).expect(400);
        assertThat(answer.at("/field")).isEqualTo("kind");
        assertThat(answer.at("/value")).isEqualTo(kind);
        assertThat(answer.at("/limit"))
                .isEqualTo("update, question, note, poll, kudos, announcement, link, file, share");
    }

    @Test
    void refusesTheTwentySixthMention() {
        String names = IntStream.rangeClosed(1, 26)
                .mapToObj(i -> "[@x](member:" + (900_000_000 + i) + ")")
                .collect(Collectors.joining(" "));
        assertRefused(post(ann, Map.of("body", names)), 400, "too-many-mentions", "body", 26, 25);
        post(ann, Map.of("body", names.replace("900000026", "900000001"))).expect(201);
    }

    @Test
    void refusesWhatNoDatabaseCanKeep() {
        assertRefused(
                ann.api().post("/posts", "{\"body\":\"a\\u0000b\"}"), 400, "not-a-character", "body", "U+0000", "");
        assertRefused(
                ann.api().post("/posts", "{\"body\":\"a\\ud83d\"}"), 400, "not-a-character", "body", "U+D83D", "");
        assertRefused(
                ann.api().post("/posts", "{\"kind\":\"note\",\"title\":\"\\ude00\",\"body\":\"b\"}"),
                400,
                "not-a-character",
                "title",
                "U+DE00",
                "");
    }

    @Test
    void refusesUnknownFieldsAndBrokenJson() {
        assertThat(ann.api()
                        .post("/posts", "{\"body\":\"b\",\"colour\":\"red\"}")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("colour");
        assertThat(ann.api().post("/posts", "{\"body\":").expect(400).at("/type"))
                .isEqualTo("/problems/malformed-json");
        assertThat(ann.api().post("/posts", "{\"body\":[1]}").expect(400).at("/field"))
                .isEqualTo("body");
        assertThat(ann.api()
                        .with("Content-Type", "text/plain")
                        .post("/posts", "b")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void speaksFrenchWhenAsked() {
        assertThat(ann.api()
                        .with("Accept-Language", "fr")
                        .post("/posts", Map.of("body", "x".repeat(10_001)))
                        .expect(400)
                        .at("/detail"))
                .isEqualTo("body\u202f: 10001 caractères, 10000 au plus sont autorisés.");
    }

    @Test
    void knowsNobodyWithoutASession() {
        fixtures.anonymous().post("/posts", Map.of("body", "b")).expect(401);
        fixtures.anonymous().get("/posts/1").expect(401);
    }

    @Test
    void answersTheSameForWhatOneMayNotSeeAndWhatIsNotThere() {
        SubjectId secret = fixtures.restrictedAccount("Secret", ann);
        var refused = post(ben, Map.of("subjectId", secret, "body", "b")).expect(404);
        var missing = post(ben, Map.of("subjectId", "999999999", "body", "b")).expect(404);
        assertThat(refused.text()).isEqualTo(missing.text());
        post(ben, Map.of("subjectId", "12x", "body", "b")).expect(404);
        post(ben, Map.of("record", Map.of("connection", "c", "type", "account", "externalId", "a\0b"), "body", "b"))
                .expect(404);
        String post = Talk.post(ann, secret, "Between us");
        assertThat(ben.api().get("/posts/" + post).expect(404).text().replace(post, "1"))
                .isEqualTo(ben.api().get("/posts/999999999").expect(404).text().replace("999999999", "1"));
        ben.api().get("/posts/abc").expect(404);
        ben.api().patch("/posts/" + post, Map.of("body", "x")).expect(404);
        ben.api().delete("/posts/" + post).expect(404);
        ben.api().get("/posts/" + post + "/revisions").expect(404);
        ben.api().post("/posts/" + post + "/restore", null).expect(404);
    }

    @Test
    void showsARevocationAtTheVeryNextRead() {
        Fixtures.Person carla = fixtures.person("Carla Klein", "team-" + ann.id());
        SubjectId secret = fixtures.restrictedAccount("Secret", ann, "team-" + ann.id());
        String post = Talk.post(ann, secret, "For the team");
        carla.api().get("/posts/" + post).expect(200);
        fixtures.moveToTeams(carla);
        carla.api().get("/posts/" + post).expect(404);
    }

    @Test
    void letsWhoMayReadARecordWriteThere() {
        Talk.post(ben, acme, "I only read it in the CRM");
    }

    @Test
    void refusesAPostOnSomebodyElsesProfile() {
        post(ben, Map.of("subjectId", ann.id(), "body", "Hello Ann")).expect(403);
    }

    @Test
    void refusesTwoPlacesAtOnce() {
        var record = Map.of("connection", "c", "type", "account", "externalId", "1");
        assertThat(post(ann, Map.of("subjectId", acme, "record", record, "body", "b"))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("record");
        assertThat(post(ann, Map.of("record", Map.of("type", "account"), "body", "b"))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("record.connection");
    }

    @Test
    void costsFewStatements() {
        statements.start();
        post(ann, Map.of("subjectId", acme, "body", "Signed")).expect(201);
        assertThat(statements.statementsOfRequests()).hasSizeLessThanOrEqualTo(9);
    }

    // ---- twice

    @Test
    void carriesOutARepeatedRequestOnce() {
        var sent = Map.<String, Object>of("subjectId", acme, "body", "Signed");
        var phone = ann.api().with("Idempotency-Key", "k-1");
        var first = phone.post("/posts", sent).expect(201);
        Talk.comment(ben, first.at("/id"), "Well done");
        var second = phone.post("/posts", sent).expect(201);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.json().at("/comments").size()).isEqualTo(1);
        assertThat(ben.api()
                        .with("Idempotency-Key", "k-1")
                        .post("/posts", sent)
                        .expect(201)
                        .at("/id"))
                .as("another member's key")
                .isNotEqualTo(first.at("/id"));
    }

    @Test
    void refusesAKeyForAnotherRequest() {
        var phone = ann.api().with("Idempotency-Key", "k-2");
        String post = phone.post("/posts", Map.of("subjectId", acme, "body", "Signed"))
                .expect(201)
                .at("/id");
        assertThat(phone.post("/posts", Map.of("subjectId", acme, "body", "Lost"))
                        .expect(422)
                        .at("/type"))
                .isEqualTo("/problems/idempotency-key-reused");
        phone.post("/posts", Map.of("body", "Signed")).expect(422);
        phone.post("/posts/" + post + "/comments", Map.of("body", "Signed")).expect(422);
    }

    @Test
    void refusesAKeyThatIsTooLongOrEmpty() {
        assertRefused(
                ann.api().with("Idempotency-Key", "k".repeat(201)).post("/posts", Map.of("body", "b")),
                400,
                "too-long",
                "Idempotency-Key",
                201,
                200);
        ann.api()
                .with("Idempotency-Key", " ")
                .post("/posts", Map.of("body", "b"))
                .expect(400);
        ann.api()
                .with("Idempotency-Key", "k".repeat(200))
                .post("/posts", Map.of("body", "b"))
                .expect(201);
    }

    @Test
    void forgetsTheKeyOfARefusedRequest() {
        var phone = ann.api().with("Idempotency-Key", "k-3");
        phone.post("/posts", Map.of("body", "x".repeat(10_001))).expect(400);
        phone.post("/posts", Map.of("body", "x")).expect(201);
    }

    @Test
    void doesNotBringBackWhatWasDeletedSince() {
        var phone = ann.api().with("Idempotency-Key", "k-4");
        String post = phone.post("/posts", Map.of("body", "x")).expect(201).at("/id");
        ann.api().delete("/posts/" + post).expect(204);
        assertThat(phone.post("/posts", Map.of("body", "x")).expect(410).at("/type"))
                .isEqualTo("/problems/deleted");
    }

    @Test
    void addsOnePostHoweverManyRequestsRace() throws Exception {
        var phone = ann.api().with("Idempotency-Key", "race");
        var sent = Map.of("subjectId", acme, "body", "Signed");
        Set<String> posts = new HashSet<>();
        for (Answer answer : atOnce(8, () -> phone.post("/posts", sent))) {
            posts.add(answer.expect(201).at("/id"));
        }
        assertThat(posts).hasSize(1);
    }

    static List<Answer> atOnce(int times, Callable<Answer> request) throws Exception {
        var threads = Executors.newFixedThreadPool(times);
        try {
            List<Answer> answers = new ArrayList<>();
            for (var future : threads.invokeAll(java.util.Collections.nCopies(times, request))) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    // ---- importing

    @Test
    void importsPostsOfOthersFromEarlier() {
        var admin = fixtures.admin("Iris Import");
        Instant lastYear = Instant.parse("2025-03-01T08:30:00Z");
        var first = post(
                        admin,
                        Map.of("subjectId", acme, "body", "Old news", "publishedAt", lastYear, "authorId", ann.id()))
                .expect(201);
        assertThat(first.at("/publishedAt")).isEqualTo("2025-03-01T08:30:00Z");
        assertThat(first.at("/author/name")).isEqualTo("Ann Berg");
        var author = Map.of("connection", Fixtures.CONNECTION, "externalId", ben.externalId());
        var second = post(
                        admin,
                        Map.of(
                                "subjectId",
                                acme,
                                "body",
                                "Newer",
                                "publishedAt",
                                lastYear.plusSeconds(60),
                                "author",
                                author))
                .expect(201);
        assertThat(second.at("/author/name")).isEqualTo("Ben Roux");
        assertThat(Long.parseLong(second.at("/id"))).isGreaterThan(Long.parseLong(first.at("/id")));
        assertThat(ann.api()
                        .get("/posts/" + first.at("/id"))
                        .json()
                        .at("/capabilities/edit")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void importsWhereTheAuthorMaySeeAndTheImporterMayNot() {
        var admin = fixtures.admin("Iris Import");
        SubjectId secret = fixtures.restrictedAccount("Secret", ann);
        post(admin, Map.of("subjectId", secret, "body", "b")).expect(404);
        String post = post(admin, Map.of("subjectId", secret, "body", "b", "authorId", ann.id()))
                .expect(201)
                .at("/id");
        admin.api().get("/posts/" + post).expect(404);
        ann.api().get("/posts/" + post).expect(200);
        post(admin, Map.of("subjectId", secret, "body", "b", "authorId", ben.id()))
                .expect(404);
        admin.api()
                .post("/posts/" + post + "/comments", Map.of("body", "c", "authorId", ann.id()))
                .expect(201);
    }

    @Test
    void refusesAnImportWithoutTheRight() {
        assertRefused(
                post(ann, Map.of("body", "b", "publishedAt", "2025-03-01T08:30:00Z")),
                403,
                "import-right-needed",
                "publishedAt",
                "",
                "");
        post(ann, Map.of("body", "b", "authorId", ann.id())).expect(403);
    }

    @Test
    void refusesAnImportFromTheFutureOrOfNobody() {
        var admin = fixtures.admin("Iris Import");
        assertThat(post(admin, Map.of("body", "b", "publishedAt", Instant.now().plusSeconds(3600)))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("publishedAt");
        post(admin, Map.of("body", "b", "publishedAt", "-999999999-01-01T00:00:00Z"))
                .expect(400);
        assertThat(post(admin, Map.of("body", "b", "publishedAt", "yesterday"))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("publishedAt");
        assertThat(post(admin, Map.of("body", "b", "authorId", "999999999"))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("authorId");
        assertThat(post(admin, Map.of("body", "b", "author", Map.of("connection", "none", "externalId", "x")))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("author.externalId");
        post(admin, Map.of("body", "b", "author", Map.of("connection", "a\0", "externalId", "x")))
                .expect(400);
        post(admin, Map.of("body", "b", "author", Map.of("connection", "none"))).expect(400);
    }

    // ---- editing

    @Test
    void keepsEveryVersionReadable() {
        String post = post(ann, Map.of("subjectId", acme, "kind", "note", "title", "Visit", "body", "one"))
                .expect(201)
                .at("/id");
        clock.forward(Duration.ofMinutes(5));
        var edited = ann.api().patch("/posts/" + post, Map.of("body", "two")).expect(200);
        assertThat(edited.header("ETag")).isEqualTo("\"v2\"");
        assertThat(edited.at("/title")).isEqualTo("Visit");
        assertThat(edited.json().has("editedAt")).isTrue();
        ann.api().patch("/posts/" + post, Map.of("title", "Second visit")).expect(200);
        var history = ben.api().get("/posts/" + post + "/revisions").expect(200);
        assertThat(history.json().at("/items").size()).isEqualTo(3);
        assertThat(history.at("/items/0/version")).isEqualTo("3");
        assertThat(history.at("/items/0/title")).isEqualTo("Second visit");
        assertThat(history.at("/items/0/body")).isEqualTo("two");
        assertThat(history.at("/items/1/title")).isEqualTo("Visit");
        assertThat(history.at("/items/2/body")).isEqualTo("one");
        assertThat(history.at("/items/2/author/name")).isEqualTo("Ann Berg");
        assertThat(history.at("/items/2/writtenAt")).isEqualTo(edited.at("/publishedAt"));
        assertThat(history.at("/items/1/writtenAt")).isEqualTo(edited.at("/editedAt"));
        assertThat(ben.api()
                        .get("/posts/" + post)
                        .json()
                        .at("/capabilities/history")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void makesNoVersionOfAnEditThatChangesNothing() {
        String post = Talk.post(ann, acme, "Signed");
        assertThat(ann.api()
                        .patch("/posts/" + post, Map.of("body", " Signed\r\n"))
                        .expect(200)
                        .at("/version"))
                .isEqualTo("1");
        assertThat(ann.api().patch("/posts/" + post, Map.of()).expect(200).at("/version"))
                .isEqualTo("1");
    }

    @Test
    void refusesToEditWhatOthersWrote() {
        String post = Talk.post(ann, acme, "Signed");
        ben.api().patch("/posts/" + post, Map.of("body", "Lost")).expect(403);
        fixtures.admin("Ada Admin")
                .api()
                .patch("/posts/" + post, Map.of("body", "Lost"))
                .expect(403);
        ben.api().delete("/posts/" + post).expect(403);
        assertThat(ben.api().get("/posts/" + post).at("/body")).isEqualTo("Signed");
    }

    @Test
    void refusesAnEditAsItRefusesAPost() {
        String post = Talk.post(ann, acme, "Signed");
        assertRefused(
                ann.api().patch("/posts/" + post, Map.of("body", "x".repeat(10_001))),
                400,
                "too-long",
                "body",
                10_001,
                10_000);
        assertRefused(ann.api().patch("/posts/" + post, Map.of("body", " ")), 400, "required", "body", "", "");
        ann.api().patch("/posts/" + post, Map.of("title", "An update has none")).expect(400);
        ann.api().patch("/posts/" + post, Map.of("kind", "question")).expect(400);
        ann.api().patch("/posts/" + post, "").expect(400);
    }

    @Test
    void refusesAnEditOfAVersionThatIsNoLongerCurrent() {
        String post = Talk.post(ann, acme, "Signed");
        ann.api()
                .with("If-Match", "\"v1\"")
                .patch("/posts/" + post, Map.of("body", "Signed!"))
                .expect(200);
        var late = ann.api()
                .with("If-Match", "\"v1\"")
                .patch("/posts/" + post, Map.of("body", "Lost"))
                .expect(412);
        assertThat(late.at("/field")).isEqualTo("If-Match");
        ann.api().with("If-Match", "\"v1\"").delete("/posts/" + post).expect(412);
        ann.api().with("If-Match", "nonsense").delete("/posts/" + post).expect(412);
        ann.api()
                .with("If-Match", "*")
                .patch("/posts/" + post, Map.of("body", "Signed, yes"))
                .expect(200);
        ann.api().with("If-Match", "\"v3\"").delete("/posts/" + post).expect(204);
    }

    @Test
    void losesNoneOfManyConcurrentEdits() throws Exception {
        String post = Talk.post(ann, acme, "0");
        var number = new java.util.concurrent.atomic.AtomicInteger();
        for (Answer answer : atOnce(
                8, () -> ann.api().patch("/posts/" + post, Map.of("body", "edit " + number.incrementAndGet())))) {
            answer.expect(200);
        }
        var history = ann.api().get("/posts/" + post + "/revisions").expect(200);
        Set<String> bodies = new HashSet<>();
        history.json().at("/items").forEach(item -> bodies.add(item.at("/body").asString()));
        assertThat(bodies).hasSize(9);
        assertThat(history.at("/items/0/version")).isEqualTo("9");
    }

    // ---- deleting

    @Test
    void deletesAPostForAllAndRestoresItWithItsThread() {
        String post = Talk.post(ann, acme, "Signed, ask " + Talk.mention(ben));
        String comment = Talk.comment(ben, post, "Well done");
        ann.api()
                .put("/comments/" + comment + "/reaction", Map.of("kind", "agree"))
                .expect(200);
        var before = ben.api().get("/posts/" + post).expect(200);
        ann.api().delete("/posts/" + post).expect(204);
        for (String path : List.of(
                "/posts/" + post,
                "/posts/" + post + "/comments",
                "/posts/" + post + "/revisions",
                "/posts/" + post + "/reactions",
                "/comments/" + comment,
                "/comments/" + comment + "/revisions")) {
            ben.api().get(path).expect(404);
            ann.api().get(path).expect(404);
        }
        ben.api().post("/posts/" + post + "/comments", Map.of("body", "Late")).expect(404);
        ben.api().put("/posts/" + post + "/reaction", Map.of("kind", "agree")).expect(404);
        ann.api().patch("/posts/" + post, Map.of("body", "x")).expect(404);
        assertThat(ann.api().get("/posts?ids=" + post).json().at("/items").size())
                .isZero();

        assertThat(ann.api()
                        .post("/posts/" + post + "/restore", null)
                        .expect(200)
                        .at("/id"))
                .isEqualTo(post);
        assertThat(ben.api().get("/posts/" + post).expect(200).json()).isEqualTo(before.json());
    }

    @Test
    void deletesAndRestoresOnceHoweverOftenOnePresses() {
        String post = Talk.post(ann, acme, "Signed");
        ann.api().delete("/posts/" + post).expect(204);
        ann.api().delete("/posts/" + post).expect(204);
        ann.api().post("/posts/" + post + "/restore", null).expect(200);
        ann.api().post("/posts/" + post + "/restore", null).expect(200);
        ben.api().get("/posts/" + post).expect(200);
    }

    @Test
    void restoresForItsAuthorAndForAWhileOnly() {
        String post = Talk.post(ann, acme, "Signed");
        ann.api().delete("/posts/" + post).expect(204);
        ben.api().post("/posts/" + post + "/restore", null).expect(404);
        ben.api().delete("/posts/" + post).expect(404);
        clock.forward(Duration.ofSeconds(61));
        var late = ann.api().post("/posts/" + post + "/restore", null).expect(409);
        assertThat(late.at("/type")).isEqualTo("/problems/too-late");
        assertThat(late.at("/limit")).isEqualTo("60");
        ann.api().get("/posts/" + post).expect(404);
    }

    @Test
    void restoresNothingWhereOneMayNoLongerSee() {
        Fixtures.Person carla = fixtures.person("Carla Klein", "team-" + ann.id());
        SubjectId secret = fixtures.restrictedAccount("Secret", ann, "team-" + ann.id());
        String post = Talk.post(carla, secret, "For the team");
        carla.api().delete("/posts/" + post).expect(204);
        fixtures.moveToTeams(carla);
        carla.api().post("/posts/" + post + "/restore", null).expect(404);
    }

    // ---- several

    @Test
    void readsSeveralPostsInTheOrderAskedForWithoutThoseOneMayNotSee() {
        String open = Talk.post(ann, acme, "open");
        String secret = Talk.post(ann, fixtures.restrictedAccount("Secret", ann), "secret");
        String last = Talk.post(ann, acme, "last");
        var found = ben.api()
                .get("/posts?ids=" + last + "," + secret + ",999999999,%20" + open + "," + last)
                .expect(200);
        assertThat(found.json().at("/items").size()).isEqualTo(2);
        assertThat(found.at("/items/0/id")).isEqualTo(last);
        assertThat(found.at("/items/1/id")).isEqualTo(open);
        assertThat(ann.api().get("/posts?ids=").expect(200).json().at("/items").size())
                .isZero();
    }

    @Test
    void refusesTooManyOrMalformedIds() {
        String ids = IntStream.rangeClosed(1, 101).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertRefused(ann.api().get("/posts?ids=" + ids), 400, "too-many", "ids", 101, 100);
        assertThat(ann.api().get("/posts?ids=1,x").expect(400).at("/field")).isEqualTo("ids");
        assertThat(ann.api().get("/posts").expect(400).at("/field")).isEqualTo("ids");
    }

    // ---- names of records

    @Test
    void namesARecordInATextToThoseWhoMaySeeIt() {
        SubjectId secret = fixtures.restrictedAccount("Secret Corp", ann);
        String post = Talk.post(ann, acme, "As with [Secret Corp](record:" + secret + ")");
        var forAnn = ann.api().get("/posts/" + post).expect(200);
        assertThat(forAnn.at("/segments/0/children/1/name")).isEqualTo("Secret Corp");
        assertThat(forAnn.at("/body")).isEqualTo("As with [Secret Corp](record:" + secret + ")");
        var forBen = ben.api().get("/posts/" + post).expect(200);
        assertThat(forBen.at("/segments/0/children/1/type")).isEqualTo("record");
        assertThat(forBen.at("/segments/0/children/1/id")).isEqualTo(secret.toString());
        assertThat(forBen.text()).doesNotContain("Secret Corp");
        ann.api()
                .patch("/posts/" + post, Map.of("body", "Unlike [Secret Corp](record:" + secret + ")"))
                .expect(200);
        assertThat(ben.api().get("/posts/" + post + "/revisions").expect(200).text())
                .doesNotContain("Secret Corp");
        assertThat(ann.api().get("/posts/" + post + "/revisions").expect(200).text())
                .contains("Secret Corp");
    }

    @Test
    void answersWithoutFailureWhateverTheMembersHold() {
        Map<String, Object> odd = new HashMap<>();
        odd.put("body", null);
        post(ann, odd).expect(400);
        odd.put("body", "b");
        odd.put("subjectId", null);
        odd.put("kind", null);
        odd.put("title", null);
        post(ann, odd).expect(201);
        for (String body : List.of(
                "[]",
                "1",
                "\"b\"",
                "null",
                "{\"body\":\"b\",\"subjectId\":12}",
                "{\"body\":\"b\",\"body\":\"c\"}",
                "{\"body\":\"b\",\"record\":\"x\"}",
                "{\"body\":\"b\",\"kind\":1}",
                "{\"body\":{\"a\":1}}",
                "{\"body\":\"b\"} x")) {
            assertThat(ann.api().post("/posts", body).status()).as(body).isBetween(200, 499);
        }
    }
}
