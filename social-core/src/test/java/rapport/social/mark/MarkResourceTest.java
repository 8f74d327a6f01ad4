package rapport.social.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class MarkResourceTest {
    @Autowired
    Fixtures fixtures;

    private Fixtures.Person ann;
    private Fixtures.Person bob;
    private SubjectId acme;
    private String acmeId;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
        acmeId = fixtures.newExternalId();
        acme = fixtures.record("account", acmeId, "Acme", null, ann, RecordAudience.everyone(), Map.of());
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

    private static List<String> posts(Api.Answer list, String pointer) {
        var ids = new ArrayList<String>();
        list.expect(200)
                .json()
                .at("/items")
                .forEach(item -> ids.add(item.at(pointer).asString()));
        return ids;
    }

    private void closeToBob() {
        fixtures.record("account", acmeId, "Acme", null, ann, RecordAudience.of(ann.externalId(), Set.of()), Map.of());
    }

    @Test
    void listsBookmarksLatestFirstForTheirOwnerAloneAsLongAsTheyAreSeen() {
        String first = post(ann, acme, "First");
        String second = post(ann, acme, "Second");
        String comment = comment(ann, second, "A detail worth keeping");
        for (String path : List.of("/posts/" + first, "/comments/" + comment, "/posts/" + second, "/posts/" + first)) {
            bob.api().put(path + "/bookmark", null).expect(204);
        }
        var list = bob.api().get("/me/bookmarks");
        assertThat(posts(list, "/post/id")).containsExactly(second, second, first);
        assertThat(list.at("/items/1/comment/id")).isEqualTo(comment);
        assertThat(list.json().at("/items/1/comment/bookmarked").asBoolean()).isTrue();
        assertThat(list.json().at("/items/0/post/bookmarked").asBoolean()).isTrue();
        assertThat(list.json().at("/items/0").has("comment")).isFalse();
        assertThat(list.at("/items/0/at")).isNotEmpty();
        assertThat(posts(ann.api().get("/me/bookmarks"), "/post/id")).isEmpty();
        assertThat(ann.api().get("/posts/" + first).json().at("/bookmarked").asBoolean())
                .isFalse();

        var page = bob.api().get("/me/bookmarks?limit=2").expect(200);
        assertThat(posts(bob.api().get("/me/bookmarks?limit=2&pageToken=" + page.at("/nextPageToken")), "/post/id"))
                .containsExactly(first);
        bob.api().get("/me/bookmarks?pageToken=nonsense").expect(400);

        bob.api().delete("/posts/" + second + "/bookmark").expect(204);
        bob.api().delete("/posts/" + second + "/bookmark").expect(204);
        ann.api().delete("/comments/" + comment).expect(204);
        assertThat(posts(bob.api().get("/me/bookmarks"), "/post/id")).containsExactly(first);
        closeToBob();
        assertThat(posts(bob.api().get("/me/bookmarks"), "/post/id")).isEmpty();
        // out of sight, and still his to take back
        bob.api().delete("/posts/" + first + "/bookmark").expect(204);
    }

    @Test
    void marksNothingThatOneMayNotSee() {
        String post = post(ann, acme, "Between us");
        String comment = comment(ann, post, "And so is this");
        closeToBob();
        for (String mark : List.of("bookmark", "follow", "mute", "pin")) {
            bob.api().put("/posts/" + post + "/" + mark, null).expect(404);
        }
        for (String mark : List.of("bookmark", "follow")) {
            bob.api().put("/comments/" + comment + "/" + mark, null).expect(404);
        }
        bob.api().put("/posts/999999999999/bookmark", null).expect(404);
        ann.api().put("/posts/" + post + "/star", null).expect(404);
        ann.api().delete("/comments/" + comment).expect(204);
        ann.api().put("/comments/" + comment + "/bookmark", null).expect(404);
        fixtures.anonymous().put("/posts/" + post + "/bookmark", null).expect(401);
    }

    @Test
    void showsTheReadersOwnMarksOnPostsAndComments() {
        String post = post(ann, acme, "Marked");
        String comment = comment(ann, post, "Marked too");
        bob.api().put("/posts/" + post + "/mute", null).expect(204);
        bob.api().put("/posts/" + post + "/follow", null).expect(204);
        bob.api().put("/comments/" + comment + "/follow", null).expect(204);
        var seen = bob.api().get("/posts/" + post).expect(200).json();
        assertThat(seen.at("/muted").asBoolean()).isTrue();
        assertThat(seen.at("/followed").asBoolean()).isTrue();
        assertThat(seen.at("/bookmarked").asBoolean()).isFalse();
        assertThat(seen.at("/pinned").asBoolean()).isFalse();
        assertThat(seen.at("/comments/0/followed").asBoolean()).isTrue();
        assertThat(bob.api()
                        .get("/posts/" + post + "/comments")
                        .json()
                        .at("/items/0/followed")
                        .asBoolean())
                .isTrue();
        assertThat(seen.at("/capabilities/bookmark").asBoolean()).isTrue();
        assertThat(seen.at("/capabilities/pin").asBoolean()).isFalse();
        assertThat(ann.api().get("/posts/" + post).json().at("/muted").asBoolean())
                .isFalse();
        bob.api().delete("/posts/" + post + "/mute").expect(204);
        bob.api().delete("/posts/" + post + "/follow").expect(204);
        bob.api().delete("/comments/" + comment + "/follow").expect(204);
        seen = bob.api().get("/posts/" + post).expect(200).json();
        assertThat(seen.at("/muted").asBoolean()).isFalse();
        assertThat(seen.at("/followed").asBoolean()).isFalse();
        assertThat(seen.at("/comments/0/followed").asBoolean()).isFalse();
    }

    @Test
    void pinsForWhoManagesThePlaceFirstAndOnNoOtherPage() {
        var posts = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            posts.add(post(bob, acme, "Number " + i));
        }
        String pinned = posts.get(1);
        bob.api().put("/posts/" + pinned + "/pin", null).expect(403);
        assertThat(ann.api()
                        .get("/posts/" + pinned)
                        .json()
                        .at("/capabilities/pin")
                        .asBoolean())
                .isTrue();
        ann.api().put("/posts/" + pinned + "/pin", null).expect(204);
        ann.api().put("/posts/" + pinned + "/pin", null).expect(204);

        for (String order : List.of("newest", "activity")) {
            String feed = "/records/" + acme + "/feed?limit=3&order=" + order;
            var page = bob.api().get(feed).expect(200);
            assertThat(posts(page, "/id")).containsExactly(pinned, posts.get(6), posts.get(5), posts.get(4));
            assertThat(page.json().at("/items/0/pinned").asBoolean()).isTrue();
            var next = bob.api().get(feed + "&pageToken=" + page.at("/nextPageToken"));
            assertThat(posts(next, "/id")).containsExactly(posts.get(3), posts.get(2), posts.get(0));
            assertThat(next.at("/nextPageToken")).isEmpty();
            // nothing of what was shown counts as newer
            assertThat(ann.api()
                            .get("/records/" + acme + "/feed/updates?token="
                                    + ann.api()
                                            .get("/records/" + acme + "/feed?order=" + order)
                                            .at("/updatesToken"))
                            .expect(200)
                            .json()
                            .at("/count")
                            .asInt())
                    .isZero();
        }
        // one that is pinned while somebody reads is shown where it stood
        var page = bob.api().get("/records/" + acme + "/feed?limit=3").expect(200);
        ann.api().put("/posts/" + posts.get(3) + "/pin", null).expect(204);
        assertThat(posts(
                        bob.api().get("/records/" + acme + "/feed?limit=3&pageToken=" + page.at("/nextPageToken")),
                        "/id"))
                .containsExactly(posts.get(3), posts.get(2), posts.get(0));
        // a filter shows what it finds in its order
        assertThat(posts(bob.api().get("/records/" + acme + "/feed?filter=people&order=newest&limit=2"), "/id"))
                .containsExactly(posts.get(6), posts.get(5));

        ann.api().put("/posts/" + posts.get(4) + "/pin", null).expect(204);
        var refused = ann.api().put("/posts/" + posts.get(5) + "/pin", null).expect(409);
        assertThat(refused.at("/type")).isEqualTo("/problems/too-many-pins");
        assertThat(refused.json().at("/limit").asInt()).isEqualTo(3);
        bob.api().delete("/posts/" + pinned + "/pin").expect(403);
        ann.api().delete("/posts/" + pinned + "/pin").expect(204);
        ann.api().put("/posts/" + posts.get(5) + "/pin", null).expect(204);
        assertThat(posts(bob.api().get("/records/" + acme + "/feed?limit=3"), "/id"))
                .startsWith(posts.get(5), posts.get(4), posts.get(3));
    }

    @Test
    void letsSpaceManagersPinInTheirSpaceAndModeratorsOnRecords() {
        String space = ann.api()
                .post("/spaces", Map.of("name", "Cold chain", "visibility", "public"))
                .expect(201)
                .at("/id");
        bob.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        String inSpace = post(bob, space, "In the space");
        String onAcme = post(bob, acme, "On the record");
        var admin = fixtures.admin("Ada Lind");
        bob.api().put("/posts/" + inSpace + "/pin", null).expect(403);
        ann.api().put("/posts/" + inSpace + "/pin", null).expect(204);
        admin.api().put("/posts/" + onAcme + "/pin", null).expect(204);
        assertThat(posts(bob.api().get("/spaces/" + space + "/feed"), "/id")).containsExactly(inSpace);
    }

    @Test
    void neverPinsMoreThanThreeHoweverManyPressAtOnce() throws Exception {
        var posts = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            posts.add(post(ann, acme, "Number " + i));
        }
        var go = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(6);
        var answers = new ArrayList<Future<Integer>>();
        for (String post : posts) {
            answers.add(pool.submit(() -> {
                go.await();
                return ann.api().put("/posts/" + post + "/pin", null).status();
            }));
        }
        go.countDown();
        var statuses = new ArrayList<Integer>();
        for (var answer : answers) {
            statuses.add(answer.get());
        }
        pool.shutdown();
        assertThat(statuses).containsExactlyInAnyOrder(204, 204, 204, 409, 409, 409);
    }
}
