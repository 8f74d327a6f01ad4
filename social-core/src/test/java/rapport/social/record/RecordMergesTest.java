package rapport.social.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.follow.FollowLevel;
import rapport.social.follow.Follows;
import rapport.social.schedule.ScheduledPosts;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class RecordMergesTest {
    @Autowired
    RecordMerges merges;

    @Autowired
    Records records;

    @Autowired
    Follows follows;

    @Autowired
    ScheduledPosts scheduled;

    @Autowired
    MovableClock clock;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    private SubjectId account(String externalId, String name) {
        return fixtures.record("account", externalId, name, null, null, RecordAudience.everyone(), Map.of());
    }

    private boolean merge(String loser, String winner) {
        return Boolean.TRUE.equals(
                transaction.execute(status -> merges.merge(ref("account", loser), ref("account", winner))));
    }

    private static RecordRef ref(String type, String externalId) {
        return new RecordRef(Fixtures.CONNECTION, type, externalId);
    }

    private static String post(Api api, SubjectId subject, String body) {
        return api.post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private static List<String> feed(Api api, SubjectId record) {
        return api.get("/records/" + record + "/feed")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/body").asString())
                .toList();
    }

    @Test
    void bringsTalkAndFollowersOnceToTheWinnerAndTellsNobody() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        var zoe = fixtures.person("Zoé Lefèvre");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Brackwater Foods");
        SubjectId winner = account(b, "Brackwater Group");
        SubjectId contact = fixtures.record(
                "contact", fixtures.newExternalId(), "Kim Lee", a, null, RecordAudience.everyone(), Map.of());
        follows.followRecord(ann.id(), loser, FollowLevel.EVERYTHING);
        follows.followRecord(ben.id(), loser, FollowLevel.MENTIONS);
        follows.followRecord(ben.id(), winner, FollowLevel.PEOPLE);
        follows.followRecord(zoe.id(), loser, FollowLevel.EVERYTHING);
        follows.unfollow(zoe.id(), loser);
        String first = post(ben.api(), loser, "They moved to quay 4");
        post(ann.api(), winner, "Said on the winner, see [it](record:" + loser + ")");
        ann.api()
                .post("/posts/" + first + "/comments", Map.of("body", "Thanks"))
                .expect(201);
        ann.api().put("/me/drafts/subject:" + loser, Map.of("body", "half a thought"));
        Awaitility.await()
                .until(() -> count("select count(*) from event_publication where completion_date is null") == 0);
        int told = count("select count(*) from notification");

        assertThat(merge(a, b)).isTrue();
        assertThat(merge(a, b)).as("twice is as once").isFalse();

        assertThat(feed(ann.api(), winner)).hasSize(2).contains("They moved to quay 4");
        assertThat(feed(ann.api(), loser)).as("the old id opens the winner").hasSize(2);
        assertThat(ann.api().get("/records/" + loser).expect(200).at("/id")).isEqualTo(winner.toString());
        assertThat(ann.api()
                        .get("/records/" + Fixtures.CONNECTION + "/account/" + a)
                        .expect(200)
                        .at("/id"))
                .isEqualTo(winner.toString());
        assertThat(ann.api().get("/posts/" + first).expect(200).at("/subject/id"))
                .isEqualTo(winner.toString());
        assertThat(ann.api()
                        .get("/posts/" + first + "/comments")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(jdbc.sql("select member_id, level from follow where subject_id = :id order by member_id")
                        .param("id", winner.value())
                        .query((row, number) -> row.getLong(1) + ":" + row.getInt(2))
                        .list())
                .containsExactlyInAnyOrder(ann.id() + ":0", ben.id() + ":1");
        assertThat(count("select count(*) from follow where subject_id = " + loser))
                .isZero();
        assertThat(follows.byRule(Map.of(winner, Set.of(zoe.id()))).started())
                .as("who left by hand stays away")
                .isEmpty();
        assertThat(ann.api().get("/records/" + contact).expect(200).at("/account/id"))
                .isEqualTo(winner.toString());
        assertThat(ann.api()
                        .get("/records?query=brackwater")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(ann.api().get("/records/" + winner + "/feed").at("/items/0/segments")
                        + ann.api().get("/records/" + winner + "/feed").text())
                .contains("Brackwater Group");
        // what is written to the old id arrives
        post(ann.api(), loser, "written by an old link");
        assertThat(feed(ann.api(), winner)).contains("written by an old link");
        ann.api().put("/records/" + loser + "/follow", Map.of("level", "muted")).expect(200);
        assertThat(ann.api().get("/records/" + winner).at("/follow/level")).isEqualTo("muted");

        Awaitility.await()
                .until(() -> count("select count(*) from event_publication where completion_date is null") == 0);
        assertThat(count("select count(*) from notification where subject_id = " + loser))
                .isZero();
        assertThat(count("select count(*) from notification where is_read = false") - told)
                .as("a merge is no news: only the post by the old link is")
                .isLessThanOrEqualTo(1);
        assertThat(ann.api()
                        .get("/search?q=quay&subjectId=" + winner)
                        .expect(200)
                        .text())
                .contains("quay");
    }

    @Test
    void followsAChainAndTakesItBack() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        String c = fixtures.newExternalId();
        SubjectId first = account(a, "One Foods");
        SubjectId second = account(b, "Two Foods");
        SubjectId third = account(c, "Three Foods");
        follows.followRecord(ann.id(), first, FollowLevel.EVERYTHING);
        post(ann.api(), first, "on one");
        post(ann.api(), second, "on two");
        post(ann.api(), third, "on three");
        merge(a, b);
        merge(b, c);
        assertThat(feed(ann.api(), first)).containsExactlyInAnyOrder("on one", "on two", "on three");
        assertThat(ann.api().get("/records/" + first).at("/id")).isEqualTo(third.toString());

        account(b, "Two Foods"); // the CRM has it again
        assertThat(feed(ann.api(), third)).containsExactly("on three");
        assertThat(feed(ann.api(), second)).containsExactlyInAnyOrder("on one", "on two");
        assertThat(ann.api().get("/records/" + first).at("/id")).isEqualTo(second.toString());
        account(a, "One Foods");
        assertThat(feed(ann.api(), first)).containsExactly("on one");
        assertThat(feed(ann.api(), second)).containsExactly("on two");
        assertThat(ann.api().get("/records/" + first).at("/follow/level")).isEqualTo("everything");
        assertThat(ann.api().get("/records/" + second).json().has("follow")).isFalse();
    }

    @Test
    void waitsForAWinnerThatHasNotArrived() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        String fresh = fixtures.newExternalId();
        SubjectId first = account(a, "Old One");
        SubjectId second = account(b, "Old Two");
        post(ann.api(), first, "said before");
        merge(a, fresh);
        merge(b, fresh); // some CRMs give the result of a merge a new id
        assertThat(ann.api().get("/records/" + first).at("/id")).isEqualTo(first.toString());
        assertThat(ann.api().get("/records/" + first).json().has("goneAt")).isTrue();
        SubjectId winner = account(fresh, "New Both");
        assertThat(feed(ann.api(), winner)).containsExactly("said before");
        assertThat(ann.api().get("/records/" + second).at("/id")).isEqualTo(winner.toString());
    }

    @Test
    void turnsAroundWhenTheCrmMergesTheOtherWay() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId first = account(a, "North");
        SubjectId second = account(b, "South");
        post(ann.api(), first, "from north");
        merge(a, b);
        merge(b, a);
        assertThat(feed(ann.api(), second)).containsExactly("from north");
        assertThat(ann.api().get("/records/" + second).at("/id")).isEqualTo(first.toString());
    }

    @Test
    void showsMovedPostsToWhoMaySeeTheWinnerAlone() {
        var ann = fixtures.person("Ann Berg", "team-north");
        var ben = fixtures.person("Ben Okafor", "team-south");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId open = account(a, "Open Foods");
        fixtures.record(
                "account", b, "Closed Foods", null, null, RecordAudience.of(null, Set.of("team-north")), Map.of());
        String post = post(ann.api(), open, "said in the open");
        merge(a, b);
        ann.api().get("/posts/" + post).expect(200);
        ben.api().get("/posts/" + post).expect(404);
        ben.api().get("/records/" + open).expect(404);
    }

    @Test
    void showsALeadsTalkOnWhatItBecame() {
        var ann = fixtures.person("Ann Berg");
        String lead = fixtures.newExternalId();
        String deal = fixtures.newExternalId();
        SubjectId before = fixtures.record("lead", lead, "Maybe", null, null, RecordAudience.everyone(), Map.of());
        post(ann.api(), before, "met at the fair");
        transaction.executeWithoutResult(status -> merges.merge(ref("lead", lead), ref("opportunity", deal)));
        SubjectId after =
                fixtures.record("opportunity", deal, "Surely", null, null, RecordAudience.everyone(), Map.of());
        assertThat(feed(ann.api(), after)).containsExactly("met at the fair");
        assertThat(ann.api().get("/records/" + before).at("/id")).isEqualTo(after.toString());
    }

    @Test
    void keepsPinsAndAnnouncementsOnTopOfWhereverTheirPostsStand() {
        var admin = fixtures.admin("Root");
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Pinned Foods");
        SubjectId winner = account(b, "Plain Foods");
        String pinned = post(ann.api(), loser, "pinned");
        String undone = post(ann.api(), loser, "pinned, deleted and restored");
        for (String post : List.of(pinned, undone)) {
            admin.api().put("/posts/" + post + "/pin", null).expect(204);
        }
        admin.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                loser,
                                "title",
                                "Stocktaking",
                                "body",
                                "announced",
                                "announcement",
                                Map.of("expiresAt", clock.instant().plus(Duration.ofDays(1)))))
                .expect(201);
        post(ann.api(), winner, "newest of all");
        ann.api().delete("/posts/" + undone).expect(204);

        merge(a, b);
        ann.api().post("/posts/" + undone + "/restore", null).expect(200);
        assertThat(feed(ann.api(), winner).subList(0, 3))
                .containsExactlyInAnyOrder("pinned", "announced", "pinned, deleted and restored");
        assertThat(feed(ann.api(), winner)).hasSize(4).endsWith("newest of all");
        assertThat(ann.api().get("/posts/" + pinned).at("/pinned")).isEqualTo("true");

        account(a, "Pinned Foods"); // the CRM has it again
        post(ann.api(), loser, "newer on it");
        assertThat(feed(ann.api(), winner)).containsExactly("newest of all");
        assertThat(feed(ann.api(), loser)).hasSize(4).endsWith("newer on it");
    }

    @Test
    void linksTheWinnerToTheSpacesOfBothOnce() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Linked Foods");
        SubjectId winner = account(b, "Linked Group");
        String ofLoser = space(ann.api());
        String ofBoth = space(ann.api());
        ann.api().put("/spaces/" + ofLoser + "/records/" + loser, null).expect(204);
        ann.api().put("/spaces/" + ofBoth + "/records/" + loser, null).expect(204);
        ann.api().put("/spaces/" + ofBoth + "/records/" + winner, null).expect(204);
        merge(a, b);
        for (String space : List.of(ofLoser, ofBoth)) {
            assertThat(ids(ann.api(), "/spaces/" + space + "/records")).containsExactly(winner.toString());
        }
        assertThat(ids(ann.api(), "/records/" + winner + "/spaces")).containsExactlyInAnyOrder(ofLoser, ofBoth);
        ann.api().delete("/spaces/" + ofBoth + "/records/" + loser).expect(204);
        assertThat(ids(ann.api(), "/spaces/" + ofBoth + "/records"))
                .as("unlinked by its old id")
                .isEmpty();
    }

    @Test
    void publishesOnTheWinnerWhatWasWrittenAhead() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Early Foods");
        SubjectId winner = account(b, "Late Foods");
        ann.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                loser,
                                "body",
                                "tomorrow",
                                "publishAt",
                                clock.instant().plus(Duration.ofMinutes(10))))
                .expect(202);
        merge(a, b);
        assertThat(ann.api().get("/me/scheduled").at("/items/0/subject/id")).isEqualTo(winner.toString());
        clock.forward(Duration.ofMinutes(20));
        try {
            scheduled.publishDue();
        } finally {
            clock.reset();
        }
        assertThat(feed(ann.api(), winner)).containsExactly("tomorrow");
        assertThat(ann.api().get("/me/scheduled").json().at("/items").size()).isZero();
    }

    @Test
    void mixesTheWinnerOnceIntoStreamsThatHadTheLoser() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Stream Foods");
        SubjectId winner = account(b, "Stream Group");
        post(ann.api(), loser, "on the loser");
        post(ann.api(), winner, "on the winner");
        String ofLoser = stream(ann.api(), loser);
        String ofBoth = stream(ann.api(), winner, loser);
        merge(a, b);
        for (String stream : List.of(ofLoser, ofBoth)) {
            assertThat(sources(ann.api(), stream)).containsExactly(winner.toString());
            assertThat(ann.api()
                            .get("/feeds/streams/" + stream)
                            .json()
                            .at("/items")
                            .findValuesAsString("body"))
                    .containsExactlyInAnyOrder("on the loser", "on the winner");
        }
        assertThat(sources(ann.api(), stream(ann.api(), loser, winner)))
                .as("named by its old id and its new one")
                .containsExactly(winner.toString());
    }

    @Test
    void findsDraftsOnTheWinnerAndKeepsBothOfTwo() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Draft Foods");
        SubjectId winner = account(b, "Draft Group");
        String old = "/me/drafts/subject:" + loser;
        String now = "/me/drafts/subject:" + winner;
        ann.api().put(old, Map.of("body", "half a thought")).expect(200);
        ben.api().put(old, Map.of("body", "the other half")).expect(200);
        ben.api().put(now, Map.of("body", "begun on the winner")).expect(200);
        merge(a, b);
        assertThat(ann.api().get(now).expect(200).at("/body")).isEqualTo("half a thought");
        assertThat(ann.api().get(now).at("/where/subject/id")).isEqualTo(winner.toString());
        assertThat(ben.api().get(now).at("/body")).isEqualTo("begun on the winner");
        assertThat(ben.api().get(now + "/versions").at("/items/0/body")).isEqualTo("the other half");
        assertThat(ben.api().get("/me/drafts").json().at("/items").size()).isEqualTo(1);

        String version = ann.api().get(old).expect(200).at("/version");
        ann.api()
                .put(old, Map.of("body", "a whole thought", "basedOn", version))
                .expect(200);
        assertThat(ann.api().get(now).at("/body"))
                .as("from a page that was open")
                .isEqualTo("a whole thought");
        ann.api().delete(old).expect(204);
        ann.api().get(now).expect(404);
    }

    @Test
    void givesBackExactlyWhatItMovedWhenItIsTakenBack() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        var zoe = fixtures.person("Zoé Lefèvre");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Back Foods");
        SubjectId winner = account(b, "Back Group");
        String ofLoser = space(ann.api());
        String ofBoth = space(ann.api());
        String unlinked = space(ann.api());
        for (String space : List.of(ofLoser, ofBoth, unlinked)) {
            ann.api().put("/spaces/" + space + "/records/" + loser, null).expect(204);
        }
        ann.api().put("/spaces/" + ofBoth + "/records/" + winner, null).expect(204);
        String streamOfLoser = stream(ann.api(), loser);
        String streamOfBoth = stream(ann.api(), winner, loser);
        String old = "/me/drafts/subject:" + loser;
        String now = "/me/drafts/subject:" + winner;
        ann.api().put(old, Map.of("body", "left as it was")).expect(200);
        ben.api().put(old, Map.of("body", "the other half")).expect(200);
        ben.api().put(now, Map.of("body", "begun on the winner")).expect(200);
        zoe.api().put(old, Map.of("body", "a thought")).expect(200);
        ann.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                loser,
                                "body",
                                "tomorrow",
                                "publishAt",
                                clock.instant().plus(Duration.ofHours(10))))
                .expect(202);
        merge(a, b);
        String later = space(ann.api());
        ann.api().put("/spaces/" + later + "/records/" + winner, null).expect(204);
        ann.api().delete("/spaces/" + unlinked + "/records/" + winner).expect(204);
        zoe.api()
                .put(
                        now,
                        Map.of(
                                "body",
                                "a thought about the winner",
                                "basedOn",
                                zoe.api().get(now).at("/version")))
                .expect(200);

        account(a, "Back Foods"); // the CRM has it again
        assertThat(ids(ann.api(), "/spaces/" + ofLoser + "/records")).containsExactly(loser.toString());
        assertThat(ids(ann.api(), "/spaces/" + ofBoth + "/records"))
                .containsExactlyInAnyOrder(loser.toString(), winner.toString());
        assertThat(ids(ann.api(), "/spaces/" + unlinked + "/records")).isEmpty();
        assertThat(ids(ann.api(), "/spaces/" + later + "/records")).containsExactly(winner.toString());
        assertThat(sources(ann.api(), streamOfLoser)).containsExactly(loser.toString());
        assertThat(sources(ann.api(), streamOfBoth)).containsExactlyInAnyOrder(winner.toString(), loser.toString());
        assertThat(ann.api().get(old).expect(200).at("/body")).isEqualTo("left as it was");
        ann.api().get(now).expect(404);
        assertThat(ben.api().get(old).expect(200).at("/body")).isEqualTo("the other half");
        assertThat(ben.api().get(now).expect(200).at("/body")).isEqualTo("begun on the winner");
        assertThat(zoe.api().get(now).expect(200).at("/body"))
                .as("typed at since then")
                .isEqualTo("a thought about the winner");
        assertThat(ann.api().get("/me/scheduled").at("/items/0/subject/id")).isEqualTo(loser.toString());
    }

    @Test
    void takesAMergeBackByHandAndLeavesTheRecordGone() {
        var ann = fixtures.person("Ann Berg");
        String a = fixtures.newExternalId();
        String b = fixtures.newExternalId();
        SubjectId loser = account(a, "Wrong Foods");
        account(b, "Wrong Group");
        post(ann.api(), loser, "on the loser");
        merge(a, b);
        assertThat(transaction.<Boolean>execute(status -> merges.takeBack(ref("account", a))))
                .isTrue();
        assertThat(feed(ann.api(), loser)).containsExactly("on the loser");
        assertThat(ann.api().get("/records/" + loser).json().has("goneAt")).isTrue();
        assertThat(transaction.<Boolean>execute(status -> merges.takeBack(ref("account", a))))
                .isFalse();
    }

    private static String space(Api api) {
        return api.post("/spaces", Map.of("name", "Space " + UUID.randomUUID(), "visibility", "public"))
                .expect(201)
                .at("/id");
    }

    private static String stream(Api api, SubjectId... sources) {
        return api.post(
                        "/me/streams",
                        Map.of(
                                "name",
                                "Mix",
                                "sources",
                                Arrays.stream(sources)
                                        .map(source -> Map.of("kind", "record", "id", source.toString()))
                                        .toList()))
                .expect(201)
                .at("/id");
    }

    private static List<String> sources(Api api, String stream) {
        return api.get("/me/streams/" + stream)
                .expect(200)
                .json()
                .at("/sources")
                .findValuesAsString("id");
    }

    private static List<String> ids(Api api, String list) {
        return api.get(list)
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/id").asString())
                .toList();
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}
