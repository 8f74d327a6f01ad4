package rapport.social.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.record.RecordAudience;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class FollowResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Follows follows;

    private Fixtures.Person ann;
    private Fixtures.Person bob;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
    }

    @Test
    void followsARecordAtALevelAndStopsAgain() {
        var acme = fixtures.account("Acme");
        String path = "/records/" + acme + "/follow";
        assertThat(ann.api()
                        .put(path, Map.of("level", "everything"))
                        .expect(200)
                        .at("/level"))
                .isEqualTo("everything");
        assertThat(ann.api().get("/records/" + acme).at("/follow/level")).isEqualTo("everything");
        for (String level : List.of("people", "mentions", "muted", "muted")) {
            ann.api().put(path, Map.of("level", level)).expect(200);
            assertThat(ann.api().get("/records/" + acme).at("/follow/level")).isEqualTo(level);
        }
        ann.api().delete(path).expect(204);
        ann.api().delete(path).expect(204);
        assertThat(ann.api().get("/records/" + acme).json().at("/follow").isMissingNode())
                .isTrue();
    }

    @Test
    void refusesALevelThatThereIsNotAndARecordThatOneMayNotSee() {
        var acme = fixtures.account("Acme");
        var secret = fixtures.restrictedAccount("Secret", bob);
        String path = "/records/" + acme + "/follow";
        var unknown = ann.api().put(path, Map.of("level", "sometimes")).expect(400);
        assertThat(unknown.at("/field")).isEqualTo("level");
        assertThat(unknown.at("/value")).isEqualTo("sometimes");
        assertThat(ann.api().put(path, Map.of()).expect(400).at("/field")).isEqualTo("level");
        ann.api().put(path, "null").expect(400);
        ann.api().put(path, Map.of("level", "muted", "pinned", true)).expect(400);
        ann.api()
                .put("/records/" + secret + "/follow", Map.of("level", "muted"))
                .expect(404);
        ann.api().get("/records/" + secret + "/followers").expect(404);
        ann.api().put("/records/acme/follow", Map.of("level", "muted")).expect(404);
        ann.api()
                .put("/records/" + bob.id() + "/follow", Map.of("level", "muted"))
                .expect(404);
        ann.api().delete("/records/999999999999/follow").expect(204);
        fixtures.anonymous().put(path, Map.of("level", "muted")).expect(401);
    }

    @Test
    void remembersHowFarAPlaceWasReadWhenTheFollowEnds() {
        var acme = fixtures.account("Acme");
        String path = "/records/" + acme + "/follow";
        String feed = "/records/" + acme + "/feed?unread=true";
        String first = bob.api()
                .post("/posts", Map.of("subjectId", acme.toString(), "body", "First"))
                .expect(201)
                .at("/id");
        ann.api().post("/posts/" + first + "/read", null).expect(204);
        ann.api().put(path, Map.of("level", "everything")).expect(200);
        String second = bob.api()
                .post("/posts", Map.of("subjectId", acme.toString(), "body", "Second"))
                .expect(201)
                .at("/id");
        assertThat(ann.api().get(feed).json().at("/items").size()).isEqualTo(1);
        ann.api().post("/posts/" + second + "/read", null).expect(204);

        ann.api().delete(path).expect(204);
        assertThat(ann.api().get(feed).json().at("/items").size()).isZero();
        ann.api().put(path, Map.of("level", "everything")).expect(200);
        assertThat(ann.api().get(feed).json().at("/items").size()).isZero();
    }

    @Test
    void followsAMemberButNotOneselfNorWhoLeft() {
        String path = "/members/" + bob.id() + "/follow";
        ann.api().put(path, Map.of("level", "everything")).expect(200);
        assertThat(ann.api().get("/members/" + bob.id()).at("/follow/level")).isEqualTo("everything");
        ann.api().delete(path).expect(204);
        assertThat(ann.api().get("/members/" + bob.id()).json().at("/follow").isMissingNode())
                .isTrue();

        var own = ann.api()
                .with("Accept-Language", "fr")
                .put("/members/" + ann.id() + "/follow", Map.of("level", "everything"))
                .expect(409);
        assertThat(own.at("/type")).isEqualTo("/problems/own-profile");
        assertThat(own.at("/title")).isEqualTo("C’est vous");
        fixtures.deactivate(bob);
        ann.api().put(path, Map.of("level", "everything")).expect(404);
    }

    @Test
    void listsOnlyFollowersWhoMaySeeTheRecordPageByPage() {
        String externalId = fixtures.newExternalId();
        var acme = fixtures.record("account", externalId, "Acme", null, ann, RecordAudience.everyone(), Map.of());
        var eve = fixtures.person("Eve Holm");
        var max = fixtures.person("Max Muted");
        var gone = fixtures.person("Gus Gone");
        for (var member : List.of(ann, bob, eve, gone)) {
            follows.followRecord(member.id(), acme, FollowLevel.EVERYTHING);
        }
        follows.followRecord(max.id(), acme, FollowLevel.MUTED);
        fixtures.deactivate(gone);
        var all = ann.api().get("/records/" + acme + "/followers").expect(200);
        assertThat(all.json().at("/items").findValuesAsString("name"))
                .containsExactly("Eve Holm", "Bob Lund", "Ann Berg");
        assertThat(all.json().at("/count").asInt()).isEqualTo(3);
        var first = ann.api().get("/records/" + acme + "/followers?limit=2").expect(200);
        assertThat(first.json().at("/items").size()).isEqualTo(2);
        assertThat(first.json().at("/count").asInt()).isEqualTo(3);
        var second = ann.api()
                .get("/records/" + acme + "/followers?limit=2&pageToken=" + first.at("/nextPageToken"))
                .expect(200);
        assertThat(second.json().at("/items").findValuesAsString("name")).containsExactly("Ann Berg");
        assertThat(second.json().at("/nextPageToken").isMissingNode()).isTrue();

        fixtures.record(
                "account", externalId, "Acme", null, ann, RecordAudience.of(ann.externalId(), Set.of()), Map.of());
        var closed = ann.api().get("/records/" + acme + "/followers").expect(200);
        assertThat(closed.json().at("/items").findValuesAsString("name")).containsExactly("Ann Berg");
        assertThat(closed.json().at("/count").asInt()).isEqualTo(1);
        bob.api().get("/records/" + acme + "/followers").expect(404);
        // who lost sight of it may still stop following
        bob.api().delete("/records/" + acme + "/follow").expect(204);
    }

    @Test
    void letsWhatAPersonDecidedWinOverARule() {
        var acme = fixtures.account("Acme");
        var secret = fixtures.restrictedAccount("Secret", ann);
        var both = Set.of(ann.id(), bob.id());
        assertThat(follows.byRule(Map.of(acme, both)).started()).hasSize(2);
        assertThat(follows.byRule(Map.of(acme, both)).started()).isEmpty();
        assertThat(follows.byRule(Map.of(secret, both)).started()).hasSize(1);
        assertThat(follows.byRule(Map.of()).ended()).isEmpty();

        ann.api().delete("/records/" + acme + "/follow").expect(204);
        assertThat(follows.byRule(Map.of(acme, both)).started()).isEmpty();
        assertThat(ann.api().get("/records/" + acme).json().at("/follow").isMissingNode())
                .isTrue();

        bob.api()
                .put("/records/" + acme + "/follow", Map.of("level", "mentions"))
                .expect(200);
        assertThat(follows.byRule(Map.of(acme, Set.of())).ended()).isEmpty();
        assertThat(bob.api().get("/records/" + acme).at("/follow/level")).isEqualTo("mentions");
        assertThat(follows.byRule(Map.of(secret, Set.of())).ended()).hasSize(1);

        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        ann.api().put("/records/" + acme + "/follow", Map.of("level", "people")).expect(200);
        assertThat(follows.byRule(Map.of(acme, Set.of(ann.id()))).started()).isEmpty();
        assertThat(ann.api().get("/records/" + acme).at("/follow/level")).isEqualTo("people");
    }
}
