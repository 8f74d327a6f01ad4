package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.post.Posts;
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;

@DatabaseTest
class FeedResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    StatementCounter counter;

    @Autowired
    Posts posts;

    private Fixtures.Person ann;
    private Fixtures.Person bob;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg", "sales");
        bob = fixtures.person("Bob Lund");
    }

    private static String post(Fixtures.Person author, Object subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private static String comment(Fixtures.Person author, String post, String body) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", body))
                .expect(201)
                .at("/id");
    }

    private static void follow(Fixtures.Person member, SubjectId record, String level) {
        member.api()
                .put("/records/" + record + "/follow", Map.of("level", level))
                .expect(200);
    }

    private static List<String> ids(Api.Answer feed) {
        var ids = new ArrayList<String>();
        feed.expect(200)
                .json()
                .at("/items")
                .forEach(item -> ids.add(item.at("/id").asString()));
        return ids;
    }

    @Test
    void bringsHomeWhatOneFollowsAndMaySeeAndNothingElse() {
        var acme = fixtures.account("Acme");
        var other = fixtures.account("Other");
        var secret = fixtures.restrictedAccount("Secret", ann);
        var eve = fixtures.person("Eve Holm");
        follow(ann, acme, "everything");
        follow(ann, secret, "everything");
        ann.api()
                .put("/members/" + eve.id() + "/follow", Map.of("level", "everything"))
                .expect(200);

        String onAcme = post(bob, acme, "Acme called");
        post(bob, other, "Other called");
        String onSecret = post(ann, secret, "Between us");
        String byEve = post(eve, other, "Eve was at Other");
        String own = post(ann, other, "I was at Other too");

        var home = ann.api().get("/feeds/home?order=newest");
        assertThat(ids(home)).containsExactly(own, byEve, onSecret, onAcme);
        assertThat(home.at("/items/0/reason/kind")).isEqualTo("own");
        assertThat(home.at("/items/1/reason/kind")).isEqualTo("follows-member");
        assertThat(home.at("/items/1/reason/name")).isEqualTo("Eve Holm");
        assertThat(home.at("/items/3/reason/kind")).isEqualTo("follows-account");
        assertThat(home.at("/items/3/reason/name")).isEqualTo("Acme");

        // bob follows Secret as it were, without any right: neither the feed nor a count tells
        bob.api()
                .put("/records/" + secret + "/follow", Map.of("level", "everything"))
                .expect(404);
        assertThat(ids(bob.api().get("/feeds/home"))).doesNotContain(onSecret);
    }

    @Test
    void losesARecordAtTheVeryNextReadAfterItIsClosed() {
        String externalId = fixtures.newExternalId();
        var acme = fixtures.record("account", externalId, "Acme", null, ann, RecordAudience.everyone(), Map.of());
        follow(bob, acme, "everything");
        String post = post(ann, acme, "Still open");
        var before = bob.api().get("/feeds/home");
        assertThat(ids(before)).contains(post);

        fixtures.record(
                "account",
                externalId,
                "Acme",
                null,
                ann,
                RecordAudience.of(ann.externalId(), java.util.Set.of()),
                Map.of());
        assertThat(ids(bob.api().get("/feeds/home"))).doesNotContain(post);
        assertThat(ids(bob.api().get("/feeds/company?limit=100"))).doesNotContain(post);
        assertThat(ids(bob.api().get("/members/" + ann.id() + "/feed"))).doesNotContain(post);
        bob.api().get("/records/" + acme + "/feed").expect(404);
        bob.api()
                .get("/records/" + acme + "/feed/updates?token=" + before.at("/updatesToken"))
                .expect(404);
        bob.api().post("/posts/" + post + "/read", null).expect(404);
        assertThat(ids(ann.api().get("/records/" + acme + "/feed"))).containsExactly(post);
    }

    @Test
    void joinsToAnAccountItsContactsAndOpportunitiesEachOnlyIfVisible() {
        String account = fixtures.newExternalId();
        var acme = fixtures.record("account", account, "Acme", null, null, RecordAudience.everyone(), Map.of());
        var deal = fixtures.record(
                "opportunity",
                fixtures.newExternalId(),
                "Big deal",
                account,
                null,
                RecordAudience.everyone(),
                Map.of());
        var hidden = fixtures.record(
                "opportunity",
                fixtures.newExternalId(),
                "Hidden deal",
                account,
                ann,
                RecordAudience.of(ann.externalId(), java.util.Set.of()),
                Map.of());
        String onAcme = post(ann, acme, "On the account");
        String onDeal = post(ann, deal, "On the deal");
        String onHidden = post(ann, hidden, "On the hidden deal");

        assertThat(ids(ann.api().get("/records/" + acme + "/feed"))).containsExactly(onHidden, onDeal, onAcme);
        var seenByBob = bob.api().get("/records/" + acme + "/feed");
        assertThat(ids(seenByBob)).containsExactly(onDeal, onAcme);
        assertThat(seenByBob.at("/record/name")).isEqualTo("Acme");
        assertThat(ids(bob.api().get("/records/" + acme + "/feed?related=false")))
                .containsExactly(onAcme);
        assertThat(ids(bob.api().get("/records/" + deal + "/feed"))).containsExactly(onDeal);
        assertThat(ids(bob.api().get("/records/" + Fixtures.CONNECTION + "/account/" + account + "/feed")))
                .containsExactly(onDeal, onAcme);
        bob.api()
                .get("/records/" + Fixtures.CONNECTION + "/account/nothing/feed")
                .expect(404);
    }

    @Test
    void showsOnAMembersPageWhatStandsThereAndWhatSheWroteElsewhere() {
        var acme = fixtures.account("Acme");
        String status = ann.api()
                .post("/posts", Map.of("body", "At Acme until noon"))
                .expect(201)
                .at("/id");
        String elsewhere = post(ann, acme, "They want three");
        post(bob, acme, "And four next year");
        var page = bob.api().get("/members/" + ann.id() + "/feed");
        assertThat(ids(page)).containsExactly(elsewhere, status);
        assertThat(page.at("/member/name")).isEqualTo("Ann Berg");
        bob.api().get("/members/999999999999/feed").expect(404);
    }

    @Test
    void raisesACommentedPostInLatestActivityAndNotInNewest() {
        var acme = fixtures.account("Acme");
        String first = post(ann, acme, "First");
        String second = post(ann, acme, "Second");
        comment(bob, first, "Late answer");
        assertThat(ids(ann.api().get("/records/" + acme + "/feed?order=activity")))
                .containsExactly(first, second);
        assertThat(ids(ann.api().get("/records/" + acme + "/feed?order=newest")))
                .containsExactly(second, first);
    }

    @Test
    void keepsOnlyWhatTheFilterWants() {
        var acme = fixtures.account("Acme");
        String update = post(ann, acme, "Update");
        String question = bob.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                acme.toString(),
                                "kind",
                                "question",
                                "title",
                                "Who knows their plant manager?",
                                "body",
                                "Please."))
                .expect(201)
                .at("/id");
        String feed = "/records/" + acme + "/feed?filter=";
        assertThat(ids(ann.api().get(feed + "all"))).containsExactly(question, update);
        assertThat(ids(ann.api().get(feed + "people"))).containsExactly(question, update);
        assertThat(ids(ann.api().get(feed + "questions"))).containsExactly(question);
        assertThat(ids(ann.api().get(feed + "changes"))).isEmpty();
        assertThat(ids(ann.api().get(feed + "mine"))).containsExactly(update);
        assertThat(ids(bob.api().get("/feeds/home?filter=mine"))).containsExactly(question);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order=oldest|order",
                "filter=none|filter",
                "limit=many|limit",
                "limit=99999999999|limit",
                "limit=0|limit",
                "limit=101|limit",
                "pageToken=nonsense|pageToken"
            })
    void refusesAParameterThatItDoesNotKnow(String row) {
        var refused = ann.api()
                .get("/feeds/home?" + row.substring(0, row.indexOf('|')))
                .expect(400);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.at("/field")).isEqualTo(row.substring(row.indexOf('|') + 1));
    }

    @Test
    void refusesATokenOfAnotherFeedOrderOrFilter() {
        var acme = fixtures.account("Acme");
        for (int i = 0; i < 3; i++) {
            post(ann, acme, "Number " + i);
        }
        var page =
                ann.api().get("/records/" + acme + "/feed?limit=2&order=newest").expect(200);
        String token = page.at("/nextPageToken");
        assertThat(token).isNotEmpty();
        assertThat(ids(ann.api().get("/records/" + acme + "/feed?limit=2&order=newest&pageToken=" + token)))
                .hasSize(1);
        ann.api()
                .get("/records/" + acme + "/feed?order=activity&pageToken=" + token)
                .expect(400);
        ann.api()
                .get("/records/" + acme + "/feed?order=newest&filter=people&pageToken=" + token)
                .expect(400);
        ann.api().get("/feeds/home?order=newest&pageToken=" + token).expect(400);
        ann.api().get("/feeds/home/updates?token=" + page.at("/updatesToken")).expect(400);
        assertThat(ann.api().get("/feeds/home/updates").expect(400).at("/field"))
                .isEqualTo("token");
        fixtures.anonymous().get("/feeds/home").expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"activity", "newest"})
    void givesEveryPostOnceWhileOthersWrite(String order) throws Exception {
        var acme = fixtures.account("Acme");
        var globex = fixtures.account("Globex");
        follow(ann, acme, "everything");
        follow(ann, globex, "everything");
        var existing = new ArrayList<String>();
        IntStream.range(0, 50).forEach(i -> existing.add(post(bob, i % 3 == 0 ? acme : globex, "Post " + i)));
        for (int i = 0; i < 50; i += 7) {
            comment(bob, existing.get(i), "Answer");
        }
        var running = new AtomicBoolean(true);
        var written = new HashSet<String>();
        var writer = new Thread(() -> {
            for (int i = 0; running.get(); i++) {
                if (i % 3 == 0) {
                    written.add(post(bob, i % 2 == 0 ? acme : globex, "Meanwhile " + i));
                } else {
                    comment(bob, existing.get((i * 17) % 50), "Meanwhile " + i);
                }
            }
        });
        var read = new ArrayList<String>();
        String next = null;
        for (int page = 1; page <= 15 && (page == 1 || next != null); page++) {
            var answer = ann.api()
                    .get("/feeds/home?limit=5&order=" + order + (next == null ? "" : "&pageToken=" + next))
                    .expect(200);
            read.addAll(ids(answer));
            next = answer.at("/nextPageToken").isEmpty() ? null : answer.at("/nextPageToken");
            if (page == 1) {
                writer.start();
            }
        }
        running.set(false);
        writer.join();
        assertThat(written).isNotEmpty();
        assertThat(read).doesNotHaveDuplicates();
        assertThat(read).containsExactlyInAnyOrderElementsOf(existing);
    }

    @Test
    void countsTheStoryOfAChangeThatOneMadeInTheCrm() {
        var acme = fixtures.account("Acme");
        var newest = ann.api().get("/records/" + acme + "/feed?order=newest").expect(200);
        var activity = ann.api().get("/records/" + acme + "/feed").expect(200);
        posts.addChangeStory(
                acme,
                ann.id(),
                List.of(new StoryChange("type", new StoryValue.Text("Prospect"), new StoryValue.Text("Customer"))),
                Instant.now());
        assertThat(updates(ann, "/records/" + acme + "/feed", newest)).isEqualTo(1);
        assertThat(updates(ann, "/records/" + acme + "/feed", activity)).isEqualTo(1);
    }

    @Test
    void countsWhatIsNewerWithoutOwnPostsAndEdits() {
        var acme = fixtures.account("Acme");
        follow(ann, acme, "everything");
        String old = post(bob, acme, "Old");
        var newest = ann.api().get("/feeds/home?order=newest").expect(200);
        var activity = ann.api().get("/feeds/home").expect(200);
        assertThat(updates(ann, "/feeds/home", newest)).isZero();
        assertThat(updates(ann, "/feeds/home", activity)).isZero();

        post(ann, acme, "My own");
        comment(ann, old, "My own answer");
        bob.api().patch("/posts/" + old, Map.of("body", "Old, corrected")).expect(200);
        assertThat(updates(ann, "/feeds/home", newest)).isZero();
        assertThat(updates(ann, "/feeds/home", activity)).isZero();

        comment(bob, old, "One");
        comment(bob, old, "Two");
        post(bob, acme, "New");
        assertThat(updates(ann, "/feeds/home", newest)).isEqualTo(1);
        assertThat(updates(ann, "/feeds/home", activity)).isEqualTo(2);
        assertThat(updates(ann, "/feeds/home", ann.api().get("/feeds/home"))).isZero();

        var record = ann.api().get("/records/" + acme + "/feed").expect(200);
        post(bob, acme, "Newer");
        assertThat(updates(ann, "/records/" + acme + "/feed", record)).isEqualTo(1);
        var company = ann.api().get("/feeds/company").expect(200);
        var profile = ann.api().get("/members/" + bob.id() + "/feed").expect(200);
        post(bob, acme, "Newest");
        assertThat(updates(ann, "/feeds/company", company)).isEqualTo(1);
        assertThat(updates(ann, "/members/" + bob.id() + "/feed", profile)).isEqualTo(1);
    }

    private static int updates(Fixtures.Person member, String feed, Api.Answer page) {
        var answer = member.api()
                .get(feed + "/updates?token=" + page.expect(200).at("/updatesToken"))
                .expect(200);
        assertThat(answer.json().at("/capped").asBoolean()).isFalse();
        return answer.json().at("/count").asInt();
    }

    @Test
    void remembersHowFarOneReadWhatOneFollowsAndWhatNot() {
        var acme = fixtures.account("Acme");
        var globex = fixtures.account("Globex");
        follow(ann, acme, "everything");
        String first = post(bob, acme, "First");
        assertThat(ann.api().get("/feeds/home").at("/lastReadPost")).isEmpty();
        assertThat(ann.api().get("/feeds/home").json().at("/items/0/isRead").asBoolean())
                .isFalse();
        ann.api().post("/posts/" + first + "/read?feed=home", null).expect(204);
        assertThat(ann.api().get("/feeds/home").at("/lastReadPost")).isEqualTo(first);
        assertThat(ann.api().get("/feeds/home").json().at("/items/0/isRead").asBoolean())
                .isTrue();

        String second = post(bob, acme, "Second");
        assertThat(ann.api().get("/records/" + acme + "/feed").at("/lastReadPost"))
                .isEqualTo(first);
        ann.api().post("/posts/" + second + "/read", null).expect(204);
        ann.api().post("/posts/" + first + "/read", null).expect(204);
        assertThat(ann.api().get("/records/" + acme + "/feed").at("/lastReadPost"))
                .isEqualTo(second);
        assertThat(ann.api().get("/feeds/home").at("/lastReadPost")).isEqualTo(first);

        String elsewhere = post(bob, globex, "Elsewhere");
        ann.api().post("/posts/" + elsewhere + "/read", null).expect(204);
        ann.api().post("/posts/" + elsewhere + "/read", null).expect(204);
        assertThat(ann.api().get("/records/" + globex + "/feed").at("/lastReadPost"))
                .isEqualTo(elsewhere);
        // the position moves into the follow and out of it again
        follow(ann, globex, "everything");
        assertThat(ann.api().get("/records/" + globex + "/feed").at("/lastReadPost"))
                .isEqualTo(elsewhere);
        ann.api().delete("/records/" + globex + "/follow").expect(204);
        assertThat(ann.api().get("/records/" + globex + "/feed").at("/lastReadPost"))
                .isEqualTo(elsewhere);
        ann.api().post("/posts/" + first + "/read?feed=inbox", null).expect(400);
        ann.api().post("/posts/999999999999/read", null).expect(404);
    }

    @Test
    void needsAtMostTenStatementsForAPage() {
        var acme = fixtures.account("Acme");
        follow(ann, acme, "everything");
        for (int i = 0; i < 25; i++) {
            String post = post(bob, acme, "Post " + i + " for [@Ann](member:" + ann.id() + ")");
            comment(bob, post, "Answer " + i);
            bob.api()
                    .put("/posts/" + post + "/reaction", Map.of("kind", "agree"))
                    .expect(200);
        }
        for (String path : List.of("/feeds/home", "/feeds/company", "/members/" + bob.id() + "/feed")) {
            var answer = counted(path, 10);
            counted(path + "?pageToken=" + answer.at("/nextPageToken"), 10);
            counted(path + "/updates?token=" + answer.at("/updatesToken"), 3);
        }
        // the record itself, its owner and its account come on top, on the first page
        var record = counted("/records/" + acme + "/feed", 10 + 3);
        counted("/records/" + acme + "/feed?pageToken=" + record.at("/nextPageToken"), 10);
    }

    private Api.Answer counted(String path, int most) {
        counter.start();
        var answer = ann.api().get(path).expect(200);
        var statements = counter.statementsOfRequests();
        assertThat(statements).as(path).hasSizeLessThanOrEqualTo(most + 1); // and the session
        return answer;
    }

    @Test
    void hearsOfAFollowedPlaceAsMuchAsItsLevelSays() {
        var acme = fixtures.account("Acme");
        String post = post(bob, acme, "Said by a person");
        for (String level : List.of("everything", "people", "mentions")) {
            follow(ann, acme, level);
            assertThat(ids(ann.api().get("/feeds/home"))).as(level).containsExactly(post);
        }
        follow(ann, acme, "muted");
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
        ann.api().delete("/records/" + acme + "/follow").expect(204);
        assertThat(ids(ann.api().get("/feeds/home"))).isEmpty();
    }
}
