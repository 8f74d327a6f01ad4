package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.post.PostsMoved;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;

/** Spaces, topics and saved streams as feeds, and what they add to the home feed. */
@DatabaseTest
class PlaceFeedTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    StatementCounter counter;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApplicationEventPublisher events;

    private Fixtures.Person ann;
    private Fixtures.Person bob;
    private SubjectId acme;
    private String acmeId;
    private String word;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
        acmeId = fixtures.newExternalId();
        acme = fixtures.record("account", acmeId, "Acme", null, bob, RecordAudience.everyone(), Map.of());
        word = "t" + fixtures.newExternalId();
    }

    private void closeAcme() {
        fixtures.record("account", acmeId, "Acme", null, bob, RecordAudience.of(bob.externalId(), Set.of()), Map.of());
    }

    private static String post(Fixtures.Person author, Object subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private static String comment(Fixtures.Person author, String post) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", "Indeed"))
                .expect(201)
                .at("/id");
    }

    private static List<String> ids(Api.Answer feed) {
        var ids = new ArrayList<String>();
        feed.expect(200)
                .json()
                .at("/items")
                .forEach(item -> ids.add(item.at("/id").asString()));
        return ids;
    }

    private static String space(Fixtures.Person owner, String visibility) {
        return owner.api()
                .post("/spaces", Map.of("name", "Cold chain", "visibility", visibility))
                .expect(201)
                .at("/id");
    }

    private String topicId(Fixtures.Person reader) {
        return reader.api().get("/topics/" + word).expect(200).at("/id");
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
    void readsASpaceForItsMembersAndNobodyElse() {
        String space = space(bob, "private");
        String post = post(bob, space, "Among us");
        ann.api().get("/spaces/" + space + "/feed").expect(403);
        ann.api().get("/spaces/" + space(bob, "unlisted") + "/feed").expect(404);
        ann.api().get("/spaces/999999999999/feed").expect(404);
        ann.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        bob.api()
                .put("/spaces/" + space + "/members/" + ann.id(), Map.of("role", "member"))
                .expect(200);
        var feed = ann.api().get("/spaces/" + space + "/feed");
        assertThat(ids(feed)).containsExactly(post);
        // who is in it follows it
        var home = ann.api().get("/feeds/home");
        assertThat(ids(home)).containsExactly(post);
        assertThat(home.at("/items/0/reason/kind")).isEqualTo("follows-space");
        post(bob, space, "Among us, again");
        assertThat(newer(ann, "/spaces/" + space + "/feed", feed)).isEqualTo(1);

        bob.api().delete("/spaces/" + space + "/members/" + ann.id()).expect(204);
        ann.api().get("/spaces/" + space + "/feed").expect(403);
        ann.api()
                .get("/spaces/" + space + "/feed/updates?token=" + feed.at("/updatesToken"))
                .expect(403);
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
    }

    @Test
    void readsAPublicSpaceForEverybodyAndBringsItHomeToWhoFollowsIt() {
        String space = space(bob, "public");
        String post = post(bob, space, "For all");
        assertThat(ids(ann.api().get("/spaces/" + space + "/feed"))).containsExactly(post);
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
        ann.api()
                .put("/spaces/" + space + "/follow", Map.of("level", "everything"))
                .expect(200);
        assertThat(ids(ann.api().get("/feeds/home"))).containsExactly(post);
        ann.api().delete("/spaces/" + space + "/follow").expect(204);
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
        ann.api()
                .put("/spaces/" + space(bob, "private") + "/follow", Map.of("level", "everything"))
                .expect(404);
        ann.api()
                .put("/spaces/" + acme + "/follow", Map.of("level", "everything"))
                .expect(404);
    }

    @Test
    void readsATopicByIdAndByNameAsFarAsOneMaySeeItsPosts() {
        String open = post(bob, fixtures.account("Open"), "Tender #" + word);
        String onAcme = post(bob, acme, "Another #" + word);
        post(bob, acme, "Without");
        String id = topicId(ann);
        assertThat(ids(ann.api().get("/topics/" + id + "/feed"))).containsExactly(onAcme, open);
        assertThat(ids(ann.api().get("/topics/" + word + "/feed"))).containsExactly(onAcme, open);
        comment(bob, open);
        assertThat(ids(ann.api().get("/topics/" + word + "/feed"))).containsExactly(open, onAcme);
        assertThat(ids(ann.api().get("/topics/" + word + "/feed?order=newest"))).containsExactly(onAcme, open);

        var page = ann.api().get("/topics/" + word + "/feed?limit=1").expect(200);
        comment(bob, onAcme);
        assertThat(ids(ann.api().get("/topics/" + word + "/feed?limit=1&pageToken=" + page.at("/nextPageToken"))))
                .as("at the place that it had")
                .containsExactly(onAcme);
        assertThat(newer(ann, "/topics/" + word + "/feed", page)).isEqualTo(1);

        closeAcme();
        assertThat(ids(ann.api().get("/topics/" + word + "/feed"))).containsExactly(open);
        bob.api().delete("/posts/" + open).expect(204);
        ann.api().get("/topics/" + word + "/feed").expect(404);
        ann.api().get("/topics/" + id + "/feed").expect(404);
        bob.api().post("/posts/" + open + "/restore", null).expect(200);
        assertThat(ids(ann.api().get("/topics/" + word + "/feed"))).containsExactly(open);
    }

    @Test
    void bringsHomeThePostsOfAFollowedTopicWhereverTheyStand() {
        String post = post(bob, acme, "Tender #" + word);
        String id = topicId(ann);
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
        ann.api()
                .put("/topics/" + id + "/follow", Map.of("level", "everything"))
                .expect(200);
        var topic = ann.api().get("/topics/" + id).expect(200);
        assertThat(topic.at("/follow/level")).isEqualTo("everything");
        assertThat(topic.json().at("/followerCount").asInt()).isEqualTo(1);
        for (String order : List.of("newest", "activity")) {
            var home = ann.api().get("/feeds/home?order=" + order);
            assertThat(ids(home)).containsExactly(post);
            assertThat(home.at("/items/0/reason/kind")).isEqualTo("follows-topic");
            assertThat(home.at("/items/0/reason/name")).isEqualTo(word);
            assertThat(newer(ann, "/feeds/home", home)).isZero();
            String next = post(bob, acme, "Another #" + word);
            assertThat(newer(ann, "/feeds/home", home)).isEqualTo(1);
            bob.api().delete("/posts/" + next).expect(204);
        }
        ann.api().put("/topics/" + id + "/follow", Map.of("level", "muted")).expect(200);
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
        ann.api().put("/topics/" + id + "/follow", Map.of("level", "people")).expect(200);
        assertThat(ids(ann.api().get("/feeds/home"))).containsExactly(post);
        closeAcme();
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
        ann.api()
                .put("/topics/" + id + "/follow", Map.of("level", "everything"))
                .expect(404);
        ann.api().delete("/topics/" + id + "/follow").expect(204);
        ann.api()
                .put("/topics/999999999999/follow", Map.of("level", "everything"))
                .expect(404);
        bob.api().put("/topics/" + id + "/follow", Map.of("level", "loud")).expect(400);
    }

    @Test
    void keepsATopicsFeedTrueWhenAPostBecomesAQuestionGoesAndComesBack() {
        String post = post(bob, acme, "Tender #" + word);
        ann.api()
                .put("/topics/" + topicId(ann) + "/follow", Map.of("level", "everything"))
                .expect(200);
        String questions = "/topics/" + word + "/feed?kind=question";
        assertThat(ids(ann.api().get(questions))).isEmpty();
        bob.api()
                .post("/posts/" + post + "/question", Map.of("title", "Who answers this tender?"))
                .expect(200);
        assertThat(ids(ann.api().get(questions))).containsExactly(post);
        String other = post(bob, acme, "Another #" + word);
        bob.api().delete("/posts/" + post).expect(204);
        for (String order : List.of("newest", "activity")) {
            assertThat(ids(ann.api().get("/feeds/home?order=" + order))).containsExactly(other);
        }
        bob.api().post("/posts/" + post + "/restore", null).expect(200);
        assertThat(ids(ann.api().get("/feeds/home?order=newest"))).containsExactly(other, post);
        assertThat(ids(ann.api().get(questions))).containsExactly(post);
    }

    @Test
    void showsAPostThatMovedByTheRightsOfItsNewPlace() {
        String post = post(bob, acme, "Tender #" + word);
        String id = topicId(ann);
        ann.api()
                .put("/topics/" + id + "/follow", Map.of("level", "everything"))
                .expect(200);
        assertThat(ids(ann.api().get("/feeds/home"))).containsExactly(post);
        var closed = fixtures.restrictedAccount("Closed", bob);
        for (String table : List.of("post", "post_activity")) {
            jdbc.sql("update " + table + " set subject_id = :to where subject_id = :from")
                    .param("to", closed.value())
                    .param("from", acme.value())
                    .update();
        }
        events.publishEvent(new PostsMoved(acme, closed));
        for (String order : List.of("newest", "activity")) {
            assertThat(ids(ann.api().get("/feeds/home?order=" + order))).isEmpty();
            assertThat(ids(bob.api().get("/topics/" + id + "/feed?order=" + order)))
                    .containsExactly(post);
        }
        ann.api().get("/topics/" + id + "/feed").expect(404);
    }

    @Test
    void mergesAFollowedTopicsPostsIntoTheHomeFeedOfTheOther() {
        String other = "u" + fixtures.newExternalId();
        post(bob, acme, "First #" + word);
        String second = post(bob, acme, "Second #" + other);
        String from = topicId(ann);
        String into = ann.api().get("/topics/" + other).expect(200).at("/id");
        ann.api()
                .put("/topics/" + from + "/follow", Map.of("level", "everything"))
                .expect(200);
        assertThat(ids(ann.api().get("/feeds/home"))).doesNotContain(second);
        fixtures.admin("Ada Lind")
                .api()
                .post("/topics/" + from + "/merge", Map.of("into", into))
                .expect(200);
        assertThat(ids(ann.api().get("/feeds/home"))).hasSize(2).contains(second);
        assertThat(ids(ann.api().get("/topics/" + from + "/feed"))).hasSize(2);
    }

    @Test
    void mixesASavedStreamForItsOwnerAlone() {
        String space = space(bob, "public");
        var stranger = fixtures.account("Stranger");
        String onAcme = post(bob, acme, "On Acme #" + word);
        String inSpace = post(bob, space, "In the space");
        String tagged = post(bob, stranger, "Elsewhere #" + word);
        String status = bob.api()
                .post("/posts", Map.of("body", "On my way"))
                .expect(201)
                .at("/id");
        post(fixtures.person("Eve Holm"), stranger, "Not wanted");
        var saved = ann.api()
                .post(
                        "/me/streams",
                        Map.of(
                                "name",
                                " Cold chain ",
                                "sources",
                                List.of(
                                        Map.of("kind", "record", "id", acme.toString()),
                                        Map.of("kind", "space", "id", space),
                                        Map.of("kind", "topic", "id", topicId(ann)))))
                .expect(201);
        String id = saved.at("/id");
        assertThat(saved.at("/name")).isEqualTo("Cold chain");
        assertThat(saved.at("/sources/0/name")).isEqualTo("Acme");
        assertThat(saved.at("/sources/2/name")).isEqualTo(word);
        var feed = ann.api().get("/feeds/streams/" + id);
        assertThat(ids(feed)).containsExactly(tagged, inSpace, onAcme);
        post(bob, acme, "Newer");
        assertThat(newer(ann, "/feeds/streams/" + id, feed)).isEqualTo(1);

        ann.api()
                .patch(
                        "/me/streams/" + id,
                        Map.of(
                                "sources",
                                List.of(Map.of("kind", "member", "id", bob.id().toString()))))
                .expect(200);
        assertThat(ids(ann.api().get("/feeds/streams/" + id + "?order=newest")))
                .contains(status, tagged, inSpace, onAcme)
                .hasSize(5);
        assertThat(ann.api().get("/me/streams").at("/items/0/sources/0/name")).isEqualTo("Bob Lund");
        for (var refused : List.of(
                bob.api().get("/feeds/streams/" + id),
                bob.api().get("/me/streams/" + id),
                bob.api().patch("/me/streams/" + id, Map.of("name", "Mine")))) {
            refused.expect(404);
        }
        bob.api().delete("/me/streams/" + id).expect(204);
        ann.api().get("/me/streams/" + id).expect(200);
        ann.api().delete("/me/streams/" + id).expect(204);
        ann.api().delete("/me/streams/" + id).expect(204);
        ann.api().get("/feeds/streams/" + id).expect(404);
    }

    @Test
    void savesAStreamOnceHoweverOftenItIsSent() {
        var phone = ann.api().with("Idempotency-Key", "stream-1");
        var stream = Map.of("name", "x", "sources", List.of(Map.of("kind", "record", "id", acme.toString())));
        String id = phone.post("/me/streams", stream).expect(201).at("/id");
        assertThat(phone.post("/me/streams", stream).expect(201).at("/id")).isEqualTo(id);
        assertThat(ann.api().get("/me/streams").json().at("/items").size()).isEqualTo(1);
        phone.post("/me/streams", Map.of("name", "y", "sources", stream.get("sources")))
                .expect(422);
        ann.api().delete("/me/streams/" + id).expect(204);
        phone.post("/me/streams", stream).expect(410);
    }

    @Test
    void refusesAStreamThatItCannotKeepAndTakesOutWhatGoesOutOfSight() {
        var source = Map.of("kind", "record", "id", acme.toString());
        var streams = ann.api();
        assertThat(streams.post("/me/streams", Map.of("name", "x")).expect(400).at("/field"))
                .isEqualTo("sources");
        assertThat(streams.post("/me/streams", Map.of("sources", List.of(source)))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("name");
        streams.post("/me/streams", Map.of("name", "x", "sources", List.of())).expect(400);
        assertThat(streams.post("/me/streams", Map.of("name", "x".repeat(101), "sources", List.of(source)))
                        .expect(400)
                        .json()
                        .at("/limit")
                        .asInt())
                .isEqualTo(100);
        streams.post("/me/streams", Map.of("name", "x", "sources", java.util.Collections.nCopies(101, source)))
                .expect(400);
        for (var wrong : List.of(
                Map.of("kind", "space", "id", acme.toString()),
                Map.of("kind", "record", "id", "999999999999"),
                Map.of("kind", "record", "id", space(bob, "private")),
                Map.of("kind", "space", "id", space(bob, "private")))) {
            assertThat(streams.post("/me/streams", Map.of("name", "x", "sources", List.of(wrong)))
                            .expect(400)
                            .at("/field"))
                    .isEqualTo("sources");
        }
        String post = post(bob, acme, "Still open");
        String id = streams.post("/me/streams", Map.of("name", "x", "sources", List.of(source)))
                .expect(201)
                .at("/id");
        assertThat(ids(streams.get("/feeds/streams/" + id))).containsExactly(post);
        closeAcme();
        assertThat(ids(streams.get("/feeds/streams/" + id))).isEmpty();
        var left = streams.get("/me/streams/" + id).expect(200);
        assertThat(left.at("/sources/0/id")).isEqualTo(acme.toString());
        assertThat(left.json().at("/sources/0").has("name")).isFalse();
        streams.patch("/me/streams/" + id, Map.of("name", "y", "sources", List.of(source)))
                .expect(200);
    }

    @Test
    void combinesFiltersAndCountsWhatIsNewerByThem() {
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        String tagged = post(bob, acme, "Tender #" + word);
        String plain = post(bob, acme, "Plain");
        String own = post(ann, acme, "Mine #" + word);
        String question = bob.api()
                .post("/posts", Map.of("subjectId", acme, "kind", "question", "title", "Who knows their plant?"))
                .expect(201)
                .at("/id");
        String feed = "/records/" + acme + "/feed?order=newest";
        for (String where : List.of(feed, "/feeds/home?order=newest")) {
            assertThat(ids(ann.api().get(where + "&topic=" + word))).containsExactly(own, tagged);
            assertThat(ids(ann.api().get(where + "&topic=" + word + "&authorId=" + bob.id())))
                    .containsExactly(tagged);
            assertThat(ids(ann.api().get(where + "&kind=question"))).containsExactly(question);
            assertThat(ids(ann.api().get(where + "&kind=question,update&authorId=" + ann.id())))
                    .containsExactly(own);
            assertThat(ids(ann.api().get(where + "&kind=question&kind=note"))).containsExactly(question);
            assertThat(ids(ann.api().get(where + "&unread=true"))).containsExactly(question, plain, tagged);
            assertThat(ids(ann.api().get(where + "&hasFile=true"))).isEmpty();
            assertThat(ids(ann.api().get(where + "&people=true"))).hasSize(4);
            assertThat(ids(ann.api().get(where + "&from=2020-01-01&to=2099-01-01")))
                    .hasSize(4);
            assertThat(ids(ann.api().get(where + "&to=2020-01-01"))).isEmpty();
        }
        var page = ann.api().get(feed + "&topic=" + word).expect(200);
        post(bob, acme, "Beside the point");
        assertThat(newer(ann, "/records/" + acme + "/feed", page)).isZero();
        post(bob, acme, "To the point #" + word);
        assertThat(newer(ann, "/records/" + acme + "/feed", page)).isEqualTo(1);

        ann.api().post("/posts/" + plain + "/read", null).expect(204);
        assertThat(ids(ann.api().get(feed + "&unread=true")).contains(plain)).isFalse();
        ann.api().post("/posts/" + tagged + "/unread?feed=home", null).expect(204);
        assertThat(ids(ann.api().get(feed + "&unread=true"))).contains(tagged, plain);
        assertThat(ann.api().get("/posts/" + plain).json().at("/isRead").asBoolean())
                .isFalse();
        bob.api().post("/posts/" + tagged + "/unread?order=upward", null).expect(400);
        bob.api().post("/posts/999999999999/unread", null).expect(404);
    }

    @Test
    void refusesFiltersThatItDoesNotUnderstandAndTokensOfOtherOnes() {
        for (String wrong : List.of(
                "kind=essay|kind",
                "authorId=ann|authorId",
                "topic=nosuchtopicanywhere|topic",
                "from=yesterday|from",
                "from=0001-01-01|from",
                "to=9999-99-99|to",
                "to=%2B999999999-01-01T00:00:00Z|to",
                "unread=perhaps|unread",
                "hasFile=1|hasFile",
                "people=yes|people")) {
            var refused = ann.api()
                    .get("/feeds/home?" + wrong.substring(0, wrong.indexOf('|')))
                    .expect(400);
            assertThat(refused.at("/field")).isEqualTo(wrong.substring(wrong.indexOf('|') + 1));
        }
        for (int i = 0; i < 3; i++) {
            post(bob, acme, "Number " + i);
        }
        String feed = "/records/" + acme + "/feed?limit=1";
        String token = ann.api().get(feed + "&people=true").expect(200).at("/nextPageToken");
        ann.api().get(feed + "&people=true&pageToken=" + token).expect(200);
        ann.api().get(feed + "&pageToken=" + token).expect(400);
        ann.api().get(feed + "&unread=true&pageToken=" + token).expect(400);
    }

    @Test
    void readsEveryPlaceInAFewStatements() {
        String space = space(bob, "public");
        ann.api()
                .put("/spaces/" + space + "/follow", Map.of("level", "everything"))
                .expect(200);
        for (int i = 0; i < 25; i++) {
            comment(bob, post(bob, i % 2 == 0 ? space : acme, "Number " + i + " #" + word));
        }
        ann.api()
                .put("/topics/" + topicId(ann) + "/follow", Map.of("level", "everything"))
                .expect(200);
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        for (String feed : List.of("/feeds/home", "/feeds/home?unread=true", "/spaces/" + space + "/feed")) {
            counter.start();
            ann.api().get(feed).expect(200);
            // and the session; and of a space, itself
            int others = feed.startsWith("/spaces") ? 2 : 1;
            assertThat(counter.statementsOfRequests()).as(feed).hasSizeLessThanOrEqualTo(10 + others);
        }
    }
}
