package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

/** Questions and mentions as feeds; pages while others write; what a revocation takes away. */
@DatabaseTest
class NamedFeedTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    MovableClock clock;

    private Fixtures.Person ann;
    private Fixtures.Person bob;
    private SubjectId acme;
    private String acmeId;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
        acmeId = fixtures.newExternalId();
        acme = fixtures.record("account", acmeId, "Acme", null, bob, RecordAudience.everyone(), Map.of());
    }

    private void closeToAnn() {
        fixtures.record("account", acmeId, "Acme", null, bob, RecordAudience.of(bob.externalId(), Set.of()), Map.of());
    }

    private static String post(Fixtures.Person author, Object subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private static String ask(Fixtures.Person author, Object subject, String title) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "kind", "question", "title", title))
                .expect(201)
                .at("/id");
    }

    private static String comment(Fixtures.Person author, String post, String body) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", body))
                .expect(201)
                .at("/id");
    }

    private static String mention(Fixtures.Person person) {
        return "[@" + person.name() + "](member:" + person.id() + ")";
    }

    private static List<String> ids(Api.Answer feed) {
        var ids = new ArrayList<String>();
        feed.expect(200)
                .json()
                .at("/items")
                .forEach(item -> ids.add(item.at("/id").asString()));
        return ids;
    }

    private static int newer(Fixtures.Person reader, String feed, Api.Answer page) {
        return reader.api()
                .get(feed + "/updates?token=" + page.expect(200).at("/updatesToken"))
                .expect(200)
                .json()
                .at("/count")
                .asInt();
    }

    @Test
    void findsWhereOneIsNamedOnceEachByTheLatestMention() {
        String inText = post(bob, acme, "What does " + mention(ann) + " say?");
        String inComment = post(bob, acme, "About something else");
        comment(bob, inComment, "Ask " + mention(ann));
        post(bob, acme, "About nobody");
        var feed = ann.api().get("/feeds/mentions");
        assertThat(ids(feed)).containsExactly(inComment, inText);
        assertThat(feed.at("/order")).isEqualTo("mention");
        comment(bob, inText, "Still waiting for " + mention(ann));
        assertThat(newer(ann, "/feeds/mentions", feed)).isEqualTo(1);
        assertThat(ids(ann.api().get("/feeds/mentions"))).containsExactly(inText, inComment);
        assertThat(newer(ann, "/feeds/mentions", ann.api().get("/feeds/mentions")))
                .isZero();

        var first = ann.api().get("/feeds/mentions?limit=1").expect(200);
        comment(bob, inComment, mention(ann) + "?");
        assertThat(ids(ann.api().get("/feeds/mentions?limit=1&pageToken=" + first.at("/nextPageToken"))))
                .as("where it stood when one began to read")
                .containsExactly(inComment);
        assertThat(ids(ann.api().get("/feeds/mentions?authorId=" + ann.id()))).isEmpty();
        assertThat(ids(bob.api().get("/feeds/mentions"))).isEmpty();
        assertThat(ann.api().get("/feeds/mentions?order=newest").expect(400).at("/field"))
                .isEqualTo("order");
        ann.api().get("/feeds/home?pageToken=" + first.at("/nextPageToken")).expect(400);
        closeToAnn();
        assertThat(ids(ann.api().get("/feeds/mentions"))).isEmpty();
        assertThat(newer(ann, "/feeds/mentions", feed)).isZero();
    }

    @Test
    void listsOpenQuestionsByTheLongestWait() {
        var record = fixtures.account("Asked about");
        String topic = "t" + fixtures.newExternalId();
        var asked = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            asked.add(ask(bob, record, "Who knows their plant manager #" + topic + " " + i));
        }
        String onAcme = ask(bob, acme, "And who knows Acme #" + topic + "?");
        String where = "/feeds/questions?state=unanswered&topic=" + topic;
        var feed = ann.api().get(where);
        assertThat(ids(feed)).containsExactly(asked.get(0), asked.get(1), asked.get(2), onAcme);
        assertThat(Instant.parse(feed.at("/items/0/waitingSince"))).isBeforeOrEqualTo(Instant.now());
        assertThat(feed.at("/order")).isEqualTo("wait");
        var first = ann.api().get(where + "&limit=2").expect(200);
        assertThat(ids(first)).containsExactly(asked.get(0), asked.get(1));
        assertThat(ids(ann.api().get(where + "&limit=2&pageToken=" + first.at("/nextPageToken"))))
                .containsExactly(asked.get(2), onAcme);
        closeToAnn();
        assertThat(ids(ann.api().get(where))).hasSize(3).doesNotContain(onAcme);
        bob.api().delete("/posts/" + asked.get(0)).expect(204);
        assertThat(ids(ann.api().get(where))).containsExactly(asked.get(1), asked.get(2));
        ann.api()
                .get("/feeds/questions?state=unanswered&pageToken=" + first.at("/nextPageToken"))
                .expect(400);
        ann.api().get(where + "&order=newest").expect(400);
    }

    @Test
    void takesAQuestionOffTheListWhileItIsAnsweredOrClosed() {
        String topic = "t" + fixtures.newExternalId();
        String question = ask(bob, acme, "Who knows #" + topic + "?");
        String where = "/feeds/questions?state=unanswered&topic=" + topic;
        String answer = comment(ann, question, "I do");
        assertThat(ids(ann.api().get(where))).containsExactly(question);
        bob.api()
                .put("/posts/" + question + "/answer", Map.of("commentId", answer))
                .expect(200);
        assertThat(ids(ann.api().get(where))).isEmpty();
        bob.api().delete("/posts/" + question + "/answer").expect(200);
        assertThat(ids(ann.api().get(where))).containsExactly(question);
        bob.api()
                .put("/posts/" + question + "/closed", Map.of("reason", "Solved by phone"))
                .expect(200);
        assertThat(ids(ann.api().get(where))).isEmpty();
        bob.api().delete("/posts/" + question + "/closed").expect(200);
        assertThat(ids(ann.api().get(where))).containsExactly(question);
        String update = post(bob, acme, "An update #" + topic);
        bob.api()
                .post("/posts/" + update + "/question", Map.of("title", "Or rather a question?"))
                .expect(200);
        var list = ann.api().get(where);
        assertThat(ids(list)).containsExactly(question, update);
        assertThat(Instant.parse(list.at("/items/1/waitingSince")))
                .isAfterOrEqualTo(Instant.parse(list.at("/items/1/publishedAt")));
    }

    @Test
    void keepsAnAnnouncementOnTopUntilItExpires() {
        String space = bob.api()
                .post("/spaces", Map.of("name", "Cold chain", "visibility", "public"))
                .expect(201)
                .at("/id");
        String announcement = announce(bob, space);
        String later = post(bob, space, "Said later");
        String where = "/spaces/" + space + "/feed?order=newest";
        assertThat(ids(ann.api().get(where))).containsExactly(announcement, later);
        assertThat(ids(ann.api().get(where + "&people=true"))).containsExactly(later, announcement);
        String own = announce(fixtures.admin("Ada Lind"), null);
        post(bob, acme, "Said later in the company");
        assertThat(ids(ann.api().get("/feeds/company?limit=1"))).first().isEqualTo(own);
        assertThat(ids(ann.api().get("/feeds/company?limit=1"))).doesNotContain(announcement);
        try {
            clock.forward(Duration.ofMinutes(30)); // sessions of the tests last an hour
            assertThat(ids(ann.api().get(where))).containsExactly(later, announcement);
            assertThat(ids(ann.api().get("/feeds/company?limit=1"))).doesNotContain(own);
        } finally {
            clock.reset();
        }
    }

    private static String announce(Fixtures.Person author, @Nullable String space) {
        var body = new HashMap<String, Object>(Map.of(
                "kind",
                "announcement",
                "title",
                "We move",
                "body",
                "On Monday",
                "announcement",
                Map.of("expiresAt", Instant.now().plusSeconds(1_200).toString())));
        if (space != null) {
            body.put("subjectId", space);
        }
        return author.api().post("/posts", body).expect(201).at("/id");
    }

    @Test
    void showsOnesOwnQuestionsAndThoseOfTheHomeFeed() {
        var record = fixtures.account("Asked about");
        String mine = ask(ann, record, "Who has been there lately?");
        String followed = ask(bob, acme, "Who knows Acme by heart?");
        post(bob, acme, "No question");
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        assertThat(ids(ann.api().get("/feeds/questions?state=mine"))).containsExactly(mine);
        var home = ann.api().get("/feeds/questions?state=followed");
        assertThat(ids(home)).containsExactly(followed, mine);
        assertThat(ids(ann.api().get("/feeds/questions?limit=100"))).contains(followed, mine);
        assertThat(ids(ann.api().get("/feeds/questions?state=all&limit=100&authorId=" + bob.id())))
                .containsExactly(followed);
        ask(bob, acme, "Who knows Acme even better?");
        assertThat(newer(ann, "/feeds/questions", home)).isEqualTo(1);
        assertThat(ann.api().get("/feeds/questions?state=lost").expect(400).at("/field"))
                .isEqualTo("state");
        assertThat(ann.api().get("/feeds/questions?kind=note").expect(400).at("/field"))
                .isEqualTo("kind");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"topic", "space", "stream", "home by topic", "home with a filter", "mentions", "unanswered"})
    void givesEveryPostOnceOnEveryFeedWhileOthersWrite(String kind) throws Exception {
        String word = "t" + fixtures.newExternalId();
        String space = bob.api()
                .post("/spaces", Map.of("name", "Busy", "visibility", "public"))
                .expect(201)
                .at("/id");
        Object place = kind.equals("space") ? space : acme;
        String said = "Number #" + word + " for " + mention(ann) + " ";
        var existing = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            existing.add(
                    kind.equals("unanswered")
                            ? ask(bob, place, "Number #" + word + " " + i)
                            : post(bob, place, said + i));
        }
        String topic = ann.api().get("/topics/" + word).expect(200).at("/id");
        if (kind.equals("home by topic")) {
            ann.api()
                    .put("/topics/" + topic + "/follow", Map.of("level", "everything"))
                    .expect(200);
        }
        if (kind.equals("home with a filter")) {
            ann.api()
                    .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                    .expect(200);
        }
        String feed = switch (kind) {
            case "topic" -> "/topics/" + topic + "/feed?";
            case "space" -> "/spaces/" + space + "/feed?";
            case "stream" ->
                "/feeds/streams/"
                        + ann.api()
                                .post(
                                        "/me/streams",
                                        Map.of(
                                                "name",
                                                "x",
                                                "sources",
                                                List.of(
                                                        Map.of("kind", "topic", "id", topic),
                                                        Map.of("kind", "record", "id", acme.toString()))))
                                .expect(201)
                                .at("/id")
                        + "?";
            case "home with a filter" -> "/feeds/home?topic=" + word + "&";
            case "mentions" -> "/feeds/mentions?";
            case "unanswered" -> "/feeds/questions?state=unanswered&topic=" + word + "&";
            default -> "/feeds/home?";
        };
        for (String order : List.of("activity", "newest")) {
            boolean ordered = !kind.equals("mentions") && !kind.equals("unanswered");
            var running = new AtomicBoolean(true);
            var written = new ArrayList<String>();
            var writer = new Thread(() -> {
                for (int i = 0; running.get(); i++) {
                    if (i % 4 == 0 && !kind.equals("unanswered")) {
                        written.add(post(bob, place, said + "meanwhile " + i));
                    } else {
                        comment(bob, existing.get((i * 17) % existing.size()), "Meanwhile, " + mention(ann));
                    }
                }
            });
            var read = new ArrayList<String>();
            String next = null;
            for (int page = 1; page <= 40 && (page == 1 || next != null); page++) {
                var answer = ann.api()
                        .get(feed + "limit=4" + (ordered ? "&order=" + order : "")
                                + (next == null ? "" : "&pageToken=" + next))
                        .expect(200);
                read.addAll(ids(answer));
                next = answer.at("/nextPageToken").isEmpty() ? null : answer.at("/nextPageToken");
                if (page == 1) {
                    writer.start();
                }
            }
            running.set(false);
            writer.join();
            assertThat(read).as(order).doesNotHaveDuplicates();
            assertThat(read).as(order).containsExactlyInAnyOrderElementsOf(existing);
            existing.addAll(written);
        }
    }

    @Test
    void losesEverythingOfARecordAtTheVeryNextReadAfterItIsClosed() {
        String word = "t" + fixtures.newExternalId();
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        String post = post(bob, acme, "Open #" + word + ", " + mention(ann));
        String question = ask(bob, acme, "Who knows #" + word + "?");
        String comment = comment(bob, post, "And " + mention(ann));
        String topic = ann.api().get("/topics/" + word).expect(200).at("/id");
        ann.api()
                .put("/topics/" + topic + "/follow", Map.of("level", "everything"))
                .expect(200);
        ann.api().put("/posts/" + post + "/bookmark", null).expect(204);
        ann.api().put("/comments/" + comment + "/bookmark", null).expect(204);
        bob.api().put("/posts/" + post + "/pin", null).expect(204);
        String stream = ann.api()
                .post(
                        "/me/streams",
                        Map.of("name", "x", "sources", List.of(Map.of("kind", "record", "id", acme.toString()))))
                .expect(201)
                .at("/id");
        var feeds = List.of(
                "/feeds/home",
                "/feeds/home?topic=" + word,
                "/feeds/home?unread=true",
                "/feeds/streams/" + stream,
                "/feeds/mentions",
                "/feeds/questions?state=followed",
                "/members/" + bob.id() + "/feed",
                "/feeds/questions?state=unanswered&authorId=" + bob.id());
        var pages = new HashMap<String, Api.Answer>();
        feeds.forEach(feed -> {
            pages.put(feed, ann.api().get(feed));
            assertThat(ids(pages.get(feed))).as(feed).isNotEmpty();
        });
        assertThat(ann.api().get("/me/bookmarks").json().at("/items").size()).isEqualTo(2);

        closeToAnn();
        feeds.forEach(feed -> {
            // the filter by a topic that one knows no more is refused: its name tells nothing
            var after = ann.api().get(feed);
            if (feed.contains("topic=")) {
                after.expect(400);
            } else {
                assertThat(ids(after)).as(feed).isEmpty();
            }
        });
        assertThat(ann.api().get("/me/bookmarks").json().at("/items").size()).isZero();
        ann.api().get("/topics/" + topic + "/feed").expect(404);
        var inbox = ann.api().get("/notifications").expect(200).json();
        assertThat(inbox.at("/items").size()).isZero();
        assertThat(inbox.at("/unread").asInt()).isZero();
        assertThat(ann.api()
                        .get("/posts?ids=" + post + "," + question)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        for (String feed : List.of("/feeds/home", "/feeds/streams/" + stream)) {
            assertThat(newer(ann, feed, pages.get(feed))).isZero();
        }
        assertThat(ids(bob.api().get("/records/" + acme + "/feed"))).containsExactly(post, question);
    }

    @Test
    void givesNothingForAForgedTokenThatOneMayNotSeeAnyway() {
        String hidden = post(bob, fixtures.restrictedAccount("Hidden", bob), "Between us");
        String shown = post(bob, acme, "For all");
        String token = ann.api().get("/feeds/company?limit=1").expect(200).at("/nextPageToken");
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        var parts = text.split("~", -1);
        // from the very top, standing posts and all
        parts[4] = "8999999999999999999";
        parts[6] = shown;
        assertThat(ids(ann.api().get("/feeds/company?limit=100&pageToken=" + encoded(parts))))
                .doesNotContain(hidden, shown);
        for (String wrong : List.of(
                "x".repeat(900),
                "",
                "~~~~~~",
                text + "~1",
                text.replace('~', '|'),
                "c~A~A~w~one~two~",
                "c~A~Z;q~w~1~1~")) {
            ann.api().get("/feeds/company?pageToken=" + encoded(wrong)).expect(400);
        }
        parts[6] = "1.x";
        ann.api().get("/feeds/company?pageToken=" + encoded(parts)).expect(400);
        for (String criteria : List.of("A;k99", "A;t", "A;f99999999999999999", "A;", "", "Q;z")) {
            ann.api()
                    .get("/feeds/company/updates?token=" + encoded("c~A~" + criteria + "~1~"))
                    .expect(400);
        }
        ann.api()
                .get("/feeds/company/updates?token=" + encoded("c~A~A;k1;u;h;p~1~"))
                .expect(200);
    }

    private static String encoded(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("~", parts).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesAStreamsNameThatNoDatabaseHolds() {
        var refused = ann.api()
                .post(
                        "/me/streams",
                        "{\"name\":\"a\\u0000\",\"sources\":[{\"kind\":\"record\",\"id\":\"" + acme + "\"}]}")
                .expect(400);
        assertThat(refused.at("/type")).isEqualTo("/problems/not-a-character");
        assertThat(refused.at("/field")).isEqualTo("name");
    }
}
