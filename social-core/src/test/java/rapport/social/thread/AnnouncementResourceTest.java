package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceRole;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class AnnouncementResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Spaces spaces;

    @Autowired
    MovableClock clock;

    @Autowired
    JdbcClient jdbc;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private Fixtures.Person carla;
    private SubjectId space;

    @BeforeEach
    void annManagesASpaceWithBenAndCarla() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        carla = fixtures.person("Carla Klein");
        space = spaces.create(ann.id(), "Cold chain " + ann.id(), null, SpaceVisibility.PUBLIC, false)
                .id();
        spaces.join(ben.id(), space, null);
        spaces.join(carla.id(), space, null);
    }

    private Answer announce(Fixtures.Person author, @Nullable SubjectId place, Map<String, Object> announcement) {
        Map<String, Object> post = new HashMap<>(Map.of("title", "Stocktaking", "announcement", announcement));
        if (place != null) {
            post.put("subjectId", place);
        }
        return Talk.post(author, post);
    }

    private Instant tomorrow() {
        return clock.instant().plus(Duration.ofDays(1));
    }

    private Map<String, Object> asking() {
        return Map.of("expiresAt", tomorrow(), "acknowledge", true);
    }

    @Test
    void tellsItsAuthorWhoIsMissing() {
        String post = announce(ann, space, asking()).expect(201).at("/id");
        var seen = ben.api().get("/posts/" + post).expect(200);
        assertThat(seen.at("/kind")).isEqualTo("announcement");
        assertThat(seen.at("/announcement/acknowledge")).isEqualTo("true");
        assertThat(seen.at("/announcement/acknowledged")).isEqualTo("false");
        assertThat(seen.json().at("/announcement").has("missing")).isFalse();
        assertThat(Talk.may(seen)).contains("acknowledge");
        assertThat(ann.api().get("/posts/" + post).at("/announcement/missing")).isEqualTo("2");
        var said = ben.api().put("/posts/" + post + "/acknowledgement", null).expect(200);
        assertThat(said.at("/announcement/acknowledged")).isEqualTo("true");
        assertThat(Talk.may(said)).doesNotContain("acknowledge");
        ben.api().put("/posts/" + post + "/acknowledgement", null).expect(200);
        var missing = ann.api().get("/posts/" + post + "/acknowledgements").expect(200);
        assertThat(missing.json().at("/missing").findValuesAsString("name")).containsExactly("Carla Klein");
        assertThat(missing.at("/total")).isEqualTo("1");
        assertThat(missing.at("/done")).isEqualTo("1");
        assertThat(ann.api().get("/posts/" + post).at("/announcement/missing")).isEqualTo("1");
        fixtures.deactivate(carla);
        assertThat(ann.api().get("/posts/" + post).at("/announcement/missing")).isEqualTo("0");
    }

    @Test
    void asksEverybodyWhereEverybodyReads() {
        var admin = fixtures.admin("Mara Order");
        String post =
                announce(admin, fixtures.account("Acme"), asking()).expect(201).at("/id");
        int all = Integer.parseInt(admin.api().get("/posts/" + post).at("/announcement/missing"));
        assertThat(all).isGreaterThanOrEqualTo(3);
        ben.api().put("/posts/" + post + "/acknowledgement", null).expect(200);
        assertThat(admin.api().get("/posts/" + post).at("/announcement/missing"))
                .isEqualTo(Integer.toString(all - 1));
        assertThat(admin.api().get("/posts/" + post + "/acknowledgements").at("/total"))
                .isEqualTo(Integer.toString(all - 1));
    }

    @Test
    void asksTheReadersOfARestrictedRecordAlone() {
        String team = fixtures.newExternalId();
        var dan = fixtures.person("Dan Moss", team);
        fixtures.person("Eva Lind", team);
        var mara = fixtures.person("Mara Order", team);
        jdbc.sql("update member set role = 1 where id = :id")
                .param("id", mara.id().value())
                .update();
        String post = announce(mara, fixtures.restrictedAccount("Secret", dan, team), asking())
                .expect(201)
                .at("/id");
        var missing = mara.api().get("/posts/" + post + "/acknowledgements").expect(200);
        assertThat(missing.json().at("/missing").findValuesAsString("name")).containsExactly("Dan Moss", "Eva Lind");
        assertThat(mara.api().get("/posts/" + post).at("/announcement/missing")).isEqualTo("2");
        ben.api().put("/posts/" + post + "/acknowledgement", null).expect(404);
        announce(fixtures.admin("Olga Order"), fixtures.restrictedAccount("Secret", dan), asking())
                .expect(404);
    }

    @Test
    void isMadeByWhoKeepsThePlaceInOrderAlone() {
        announce(ben, space, asking()).expect(403);
        announce(ben, fixtures.account("Acme"), asking()).expect(403);
        announce(ben, null, asking()).expect(403);
        SubjectId own = fixtures.record(
                "account", fixtures.newExternalId(), "Globex", null, ben, RecordAudience.everyone(), Map.of());
        announce(ben, own, asking()).expect(403);
        var admin = fixtures.admin("Mara Order");
        announce(admin, fixtures.account("Acme"), asking()).expect(201);
        assertThat(announce(admin, null, asking()).expect(201).at("/subject/id"))
                .isEqualTo(admin.id().toString());
    }

    @Test
    void needsAnEndThatIsNotTooFar() {
        assertRefused(announce(ann, space, Map.of()), 400, "required", "announcement.expiresAt");
        for (Instant end :
                List.of(clock.instant().minusSeconds(1), clock.instant().plus(Duration.ofDays(367)))) {
            assertRefused(
                    announce(ann, space, Map.of("expiresAt", end)), 400, "invalid-value", "announcement.expiresAt");
        }
        assertRefused(
                Talk.post(ann, Map.of("subjectId", space, "kind", "announcement", "body", "b")),
                400,
                "required",
                "announcement");
        assertRefused(
                Talk.post(ann, Map.of("subjectId", space, "announcement", Map.of("expiresAt", tomorrow()))),
                400,
                "required",
                "body");
        assertRefused(
                Talk.post(
                        ann,
                        Map.of(
                                "subjectId",
                                space,
                                "title",
                                "x".repeat(141),
                                "announcement",
                                Map.of("expiresAt", tomorrow()))),
                400,
                "too-long",
                "title");
    }

    @Test
    void isAcknowledgedOnlyWhereItAsksForThat() {
        String quiet = announce(ann, space, Map.of("expiresAt", tomorrow()))
                .expect(201)
                .at("/id");
        ben.api().put("/posts/" + quiet + "/acknowledgement", null).expect(404);
        ann.api().get("/posts/" + quiet + "/acknowledgements").expect(404);
        String post = announce(ann, space, asking()).expect(201).at("/id");
        ben.api().get("/posts/" + post + "/acknowledgements").expect(403);
        assertThat(Talk.may(ann.api().get("/posts/" + post))).doesNotContain("acknowledge");
    }

    @Test
    void endsAtAnotherTimeOnceItsAuthorSaysSo() {
        var announced = announce(ann, space, asking()).expect(201);
        String post = announced.at("/id");
        Instant later = tomorrow().plus(Duration.ofDays(2));
        var edited = ann.api()
                .patch("/posts/" + post, Map.of("announcement", Map.of("expiresAt", later)))
                .expect(200);
        assertThat(edited.at("/announcement/expiresAt")).isEqualTo(later.toString());
        assertThat(edited.at("/announcement/acknowledge")).isEqualTo("true");
        assertThat(edited.at("/title")).isEqualTo("Stocktaking");
        assertThat(edited.at("/version")).isEqualTo("2");
        var history = ben.api().get("/posts/" + post + "/revisions").expect(200);
        assertThat(history.at("/items/0/expiresAt")).isEqualTo(later.toString());
        assertThat(history.at("/items/1/expiresAt")).isEqualTo(announced.at("/announcement/expiresAt"));
        assertThat(ann.api()
                        .patch("/posts/" + post, Map.of("announcement", Map.of("expiresAt", later)))
                        .expect(200)
                        .at("/version"))
                .isEqualTo("2");
    }

    @Test
    void keepsItsEndWhereAnotherIsRefused() {
        var announced = announce(ann, space, asking()).expect(201);
        String post = announced.at("/id");
        Map<String, Object> later =
                Map.of("announcement", Map.of("expiresAt", tomorrow().plus(Duration.ofDays(2))));
        ben.api().patch("/posts/" + post, later).expect(403);
        assertRefused(
                ann.api().patch("/posts/" + post, Map.of("announcement", Map.of("expiresAt", "2020-01-01T00:00:00Z"))),
                400,
                "invalid-value",
                "announcement.expiresAt");
        assertRefused(
                ann.api().patch("/posts/" + post, Map.of("announcement", Map.of())),
                400,
                "required",
                "announcement.expiresAt");
        assertRefused(
                ann.api().patch("/posts/" + Talk.post(ann, space, "Words"), later),
                400,
                "invalid-value",
                "announcement");
        spaces.setRole(ann.id(), space, ben.id(), SpaceRole.OWNER);
        spaces.setRole(ben.id(), space, ann.id(), SpaceRole.MEMBER);
        ann.api().patch("/posts/" + post, later).expect(403);
        assertThat(ann.api().get("/posts/" + post).at("/announcement/expiresAt"))
                .isEqualTo(announced.at("/announcement/expiresAt"));
        assertThat(ann.api().get("/posts/" + post).at("/version")).isEqualTo("1");
    }
}
