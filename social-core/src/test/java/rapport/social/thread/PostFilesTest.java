package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static rapport.social.thread.Talk.assertRefused;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.file.UploadedFiles;
import rapport.social.shared.SubjectId;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

/** Files, links and topics on posts and comments. */
@DatabaseTest
class PostFilesTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    UploadedFiles uploads;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;

    @BeforeEach
    void annAndBenKnowAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
    }

    @Test
    void standOnAPostInTheOrderGivenAndAreListedWithThePlace() {
        String plan = Talk.upload(ann, "plan.txt", "Cold room plan");
        String photo = Talk.upload(ann, "notes.txt", "Seen on the road");
        String post = Talk.post(ann, Map.of("subjectId", acme, "body", "See", "fileIds", List.of(photo, plan)))
                .expect(201)
                .at("/id");
        var read = ben.api().get("/posts/" + post).expect(200);
        assertThat(read.at("/kind")).isEqualTo("update");
        assertThat(read.json().at("/files").findValuesAsString("name")).containsExactly("notes.txt", "plan.txt");
        assertThat(read.at("/files/1/id")).isEqualTo(plan);
        assertThat(read.at("/files/1/mediaType")).isEqualTo("text/plain");
        assertThat(read.at("/files/1/size")).isEqualTo("14");
        assertThat(ben.api().get("/files/" + plan + "/content").expect(200).text())
                .isEqualTo("Cold room plan");
        String comment = ben.api()
                .post(
                        "/posts/" + post + "/comments",
                        Map.of("fileIds", List.of(Talk.upload(ben, "answer.txt", "Mine"))))
                .expect(201)
                .at("/id");
        assertThat(ann.api().get("/comments/" + comment).at("/files/0/name")).isEqualTo("answer.txt");
        assertThat(ann.api().get("/posts/" + post).at("/comments/0/files/0/name"))
                .isEqualTo("answer.txt");
        assertThat(ann.api().get("/posts/" + post + "/comments").at("/items/0/files/0/name"))
                .isEqualTo("answer.txt");
        assertThat(ann.api()
                        .get("/records/" + acme + "/files")
                        .json()
                        .at("/items")
                        .findValuesAsString("name"))
                .containsExactly("answer.txt", "notes.txt", "plan.txt");
        ben.api().delete("/comments/" + comment).expect(204);
        assertThat(ann.api().get("/comments/" + comment).json().at("/files").size())
                .isZero();
    }

    @Test
    void canSayItAllAndThenKeepSayingIt() {
        String file = Talk.upload(ann, "plan.txt", "Cold room plan");
        var post = Talk.post(ann, Map.of("subjectId", acme, "fileIds", List.of(file)))
                .expect(201);
        assertThat(post.at("/kind")).isEqualTo("file");
        var edited = ann.api()
                .patch("/posts/" + post.at("/id"), Map.of("body", "The plan"))
                .expect(200);
        assertThat(edited.at("/kind")).isEqualTo("update");
        assertThat(ann.api()
                        .patch("/posts/" + post.at("/id"), Map.of("body", ""))
                        .expect(200)
                        .at("/kind"))
                .isEqualTo("file");
        assertRefused(
                ann.api().patch("/posts/" + Talk.post(ann, acme, "Words"), Map.of("body", " ")),
                400,
                "required",
                "body");
    }

    @Test
    void areRefusedWhenTheyAreSomebodyElsesOrStandElsewhere() {
        String file = Talk.upload(ann, "plan.txt", "Cold room plan");
        var byBen = Talk.post(ben, Map.of("subjectId", acme, "body", "b", "fileIds", List.of(file)));
        assertRefused(byBen, 400, "invalid-value", "fileIds");
        Talk.post(ann, Map.of("subjectId", acme, "fileIds", List.of(file))).expect(201);
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "body", "twice", "fileIds", List.of(file))),
                400,
                "invalid-value",
                "fileIds");
        assertThat(ben.api()
                        .get("/records/" + acme + "/feed")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        String other = Talk.upload(ann, "two.txt", "Two");
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "fileIds", List.of(other, other))),
                400,
                "invalid-value",
                "fileIds");
        assertRefused(ann.api().post("/posts", "{\"body\":\"b\",\"fileIds\":[null]}"), 400, "invalid-value", "fileIds");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            many.add(Integer.toString(i + 1));
        }
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "body", "b", "fileIds", many)), 400, "too-many", "fileIds");
    }

    @Test
    void makeALinkOfABodyThatIsNothingElse() {
        var link = Talk.post(ann, Map.of("subjectId", acme, "body", " https://example.org/page "))
                .expect(201);
        assertThat(link.at("/kind")).isEqualTo("link");
        for (String words : List.of("See https://example.org", "mailto:ann@example.org", "<https://example.org> now")) {
            assertThat(Talk.post(ann, Map.of("subjectId", acme, "body", words))
                            .expect(201)
                            .at("/kind"))
                    .as(words)
                    .isEqualTo("update");
        }
        assertThat(ann.api()
                        .patch("/posts/" + link.at("/id"), Map.of("body", "Read https://example.org/page"))
                        .expect(200)
                        .at("/kind"))
                .isEqualTo("update");
    }

    @Test
    void showWhatALinkedPageSaysOfItself() throws Exception {
        var pages = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        pages.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean found = !path.equals("/nothing");
            byte[] page = "<title>Cold room plan</title><meta name=description content='For Lyon'>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", path.equals("/odd") ? "text/html; charset=foo-8" : "text/html");
            exchange.sendResponseHeaders(found ? 200 : 404, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
        try {
            String address = "http://localhost:" + pages.getAddress().getPort();
            String post =
                    Talk.post(ann, acme, "See " + address + "/nothing, " + address + "/odd and " + address + "/plan");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(ben.api()
                                    .get("/posts/" + post)
                                    .json()
                                    .at("/links")
                                    .size())
                            .isEqualTo(1));
            var read = ben.api().get("/records/" + acme + "/feed").expect(200);
            assertThat(read.at("/items/0/links/0/url")).isEqualTo(address + "/plan");
            assertThat(read.at("/items/0/links/0/title")).isEqualTo("Cold room plan");
            assertThat(read.at("/items/0/links/0/description")).isEqualTo("For Lyon");
        } finally {
            pages.stop(0);
        }
    }

    @Test
    void comeWithTheTopicsOfTheTextAndThoseOfReaders() {
        var post = Talk.post(ann, Map.of("subjectId", acme, "body", "The #renewal is near"))
                .expect(201);
        assertThat(post.json().at("/topics").findValuesAsString("name")).containsExactly("renewal");
        ben.api()
                .post("/posts/" + post.at("/id") + "/topics", Map.of("name", "pricing"))
                .expect(200);
        assertThat(ann.api()
                        .get("/posts/" + post.at("/id"))
                        .json()
                        .at("/topics")
                        .findValuesAsString("name"))
                .containsExactly("pricing", "renewal");
    }

    @Test
    void takeALanguageThatIsOne() {
        Talk.post(ann, Map.of("subjectId", acme, "body", "Bonjour", "language", "fr-CA"))
                .expect(201);
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "body", "Bonjour", "language", "French, please")),
                400,
                "invalid-value",
                "language");
    }

    @Test
    void areChangedByAnEditAndStayReadableInTheHistory() {
        String plan = Talk.upload(ann, "plan.txt", "Cold room plan");
        String notes = Talk.upload(ann, "notes.txt", "Seen on the road");
        String offer = Talk.upload(ann, "offer.txt", "Two rooms");
        String post = Talk.post(ann, Map.of("subjectId", acme, "body", "See", "fileIds", List.of(plan, notes)))
                .expect(201)
                .at("/id");
        var edited = ann.api()
                .patch("/posts/" + post, Map.of("fileIds", List.of(offer, notes)))
                .expect(200);
        assertThat(edited.json().at("/files").findValuesAsString("name")).containsExactly("offer.txt", "notes.txt");
        assertThat(edited.at("/version")).isEqualTo("2");
        assertThat(edited.at("/body")).isEqualTo("See");
        var history = ben.api().get("/posts/" + post + "/revisions").expect(200);
        assertThat(history.json().at("/items/0/files").findValuesAsString("name"))
                .containsExactly("offer.txt", "notes.txt");
        assertThat(history.json().at("/items/1/files").findValuesAsString("name"))
                .containsExactly("plan.txt", "notes.txt");
        assertThat(ben.api().get("/files/" + plan + "/content").expect(200).text())
                .isEqualTo("Cold room plan");
        assertThat(ben.api()
                        .get("/records/" + acme + "/files")
                        .json()
                        .at("/items")
                        .findValuesAsString("name"))
                .containsExactly("offer.txt", "notes.txt");
        assertThat(ben.api()
                        .get("/members/" + ann.id() + "/files")
                        .json()
                        .at("/items")
                        .findValuesAsString("name"))
                .containsExactly("offer.txt", "notes.txt");
        assertThat(ann.api()
                        .patch("/posts/" + post, Map.of("fileIds", List.of(offer, notes)))
                        .expect(200)
                        .at("/version"))
                .isEqualTo("2");
        assertThat(ann.api()
                        .patch("/posts/" + post, Map.of("fileIds", List.of(plan)))
                        .expect(200)
                        .json()
                        .at("/files")
                        .findValuesAsString("name"))
                .containsExactly("plan.txt");
        assertRefused(
                ann.api().patch("/posts/" + post, Map.of("body", "", "fileIds", List.of())), 400, "required", "body");
        assertThat(ann.api()
                        .patch("/posts/" + post, Map.of("body", ""))
                        .expect(200)
                        .at("/kind"))
                .isEqualTo("file");
    }

    @Test
    void areChangedOnlyByWhoWroteAndOnlyToOnesOwnThatStandNowhere() {
        String mine = Talk.upload(ann, "mine.txt", "Mine");
        String bens = Talk.upload(ben, "bens.txt", "Bens");
        String post = Talk.post(ann, Map.of("subjectId", acme, "body", "See", "fileIds", List.of(mine)))
                .expect(201)
                .at("/id");
        String other = Talk.post(ann, acme, "Other");
        ben.api().patch("/posts/" + post, Map.of("fileIds", List.of(bens))).expect(403);
        assertRefused(
                ann.api().patch("/posts/" + post, Map.of("fileIds", List.of(mine, bens))),
                400,
                "invalid-value",
                "fileIds");
        assertRefused(
                ann.api().patch("/posts/" + other, Map.of("fileIds", List.of(mine))), 400, "invalid-value", "fileIds");
        ann.api().patch("/posts/" + post, Map.of("fileIds", List.of())).expect(200);
        assertRefused(
                ann.api().patch("/posts/" + other, Map.of("fileIds", List.of(mine))), 400, "invalid-value", "fileIds");
        assertRefused(ann.api().patch("/posts/" + post, "{\"fileIds\":[null]}"), 400, "invalid-value", "fileIds");
        ann.api()
                .with("If-Match", "\"v1\"")
                .patch("/posts/" + post, Map.of("fileIds", List.of(mine)))
                .expect(412);
        assertThat(ann.api().get("/posts/" + post).json().at("/files").size()).isZero();
        assertThat(ann.api().get("/posts/" + other).at("/version")).isEqualTo("1");
    }

    @Test
    void ofACommentAreChangedByAnEditToo() {
        String post = Talk.post(ann, acme, "Who has the plan?");
        String old = Talk.upload(ben, "old.txt", "Old");
        String comment = ben.api()
                .post("/posts/" + post + "/comments", Map.of("body", "Here", "fileIds", List.of(old)))
                .expect(201)
                .at("/id");
        String current = Talk.upload(ben, "current.txt", "Current");
        var edited = ben.api()
                .patch("/comments/" + comment, Map.of("fileIds", List.of(current)))
                .expect(200);
        assertThat(edited.at("/files/0/name")).isEqualTo("current.txt");
        assertThat(edited.at("/version")).isEqualTo("2");
        assertThat(ann.api().get("/comments/" + comment + "/revisions").at("/items/1/files/0/name"))
                .isEqualTo("old.txt");
        ann.api().get("/files/" + old + "/content").expect(200);
        ann.api().patch("/comments/" + comment, Map.of("fileIds", List.of())).expect(403);
        assertRefused(
                ben.api().patch("/comments/" + comment, Map.of("body", "", "fileIds", List.of())),
                400,
                "required",
                "body");
        ben.api().delete("/comments/" + comment).expect(204);
        ann.api().get("/files/" + old).expect(404);
        ben.api().post("/comments/" + comment + "/restore", null).expect(200);
        assertThat(ann.api().get("/comments/" + comment).at("/files/0/name")).isEqualTo("current.txt");
    }

    private String picture(Fixtures.Person owner) throws Exception {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return uploads.upload(owner.id(), "ramp.png", null, new ByteArrayInputStream(bytes.toByteArray()))
                .id()
                .toString();
    }

    @Test
    void standInTheTextWhereItSaysSoAsLongAsTheyStandOnTheItem() throws Exception {
        String ramp = picture(ann);
        String body = "Look: ![The ramp](file:" + ramp + ") here";
        var post = Talk.post(ann, Map.of("subjectId", acme, "body", body, "fileIds", List.of(ramp)))
                .expect(201);
        var image = ben.api().get("/posts/" + post.at("/id")).json().at("/segments/0/children/1");
        assertThat(image.at("/type").asString()).isEqualTo("image");
        assertThat(image.at("/id").asString()).isEqualTo(ramp);
        assertThat(image.at("/alt").asString()).isEqualTo("The ramp");
        assertThat(image.at("/width").asInt()).isEqualTo(40);
        assertThat(image.at("/height").asInt()).isEqualTo(30);
        String other = Talk.post(ben, acme, body);
        assertThat(ann.api().get("/posts/" + other).json().at("/segments").findValuesAsString("type"))
                .doesNotContain("image");
        ann.api()
                .patch("/posts/" + post.at("/id"), Map.of("fileIds", List.of()))
                .expect(200);
        assertThat(ben.api()
                        .get("/posts/" + post.at("/id"))
                        .json()
                        .at("/segments")
                        .findValuesAsString("type"))
                .doesNotContain("image");

        String mine = picture(ben);
        String comment = ben.api()
                .post(
                        "/posts/" + other + "/comments",
                        Map.of("body", "![Mine](file:" + mine + ")", "fileIds", List.of(mine)))
                .expect(201)
                .at("/id");
        assertThat(ann.api().get("/comments/" + comment).at("/segments/0/children/0/alt"))
                .isEqualTo("Mine");
        assertThat(ann.api().get("/posts/" + other).at("/comments/0/segments/0/children/0/type"))
                .isEqualTo("image");
    }
}
