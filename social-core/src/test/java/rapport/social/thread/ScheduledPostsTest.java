package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.file.UploadedFiles;
import rapport.social.schedule.ScheduledPosts;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class ScheduledPostsTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    Fixtures fixtures;

    @Autowired
    ScheduledPosts scheduled;

    @Autowired
    UploadedFiles files;

    @Autowired
    MovableClock clock;

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

    private Answer schedule(Fixtures.Person person, String body, Duration ahead, Map<String, Object> more) {
        Map<String, Object> post = new HashMap<>(Map.of(
                "subjectId", acme, "body", body, "publishAt", clock.instant().plus(ahead)));
        post.putAll(more);
        return Talk.post(person, post);
    }

    private String scheduled(String body) {
        return schedule(ann, body, Duration.ofMinutes(10), Map.of()).expect(202).at("/id");
    }

    private List<String> bodies(SubjectId place) {
        return ben.api()
                .get("/records/" + place + "/feed?order=newest")
                .expect(200)
                .json()
                .at("/items")
                .findValuesAsString("body");
    }

    @Test
    void standInNoFeedBeforeTheirTimeAndThenAtItsTop() {
        String waiting = scheduled("Tomorrow's news");
        ann.api().get("/posts/" + waiting).expect(404);
        var mine = ann.api().get("/me/scheduled").expect(200);
        assertThat(mine.at("/items/0/id")).isEqualTo(waiting);
        assertThat(mine.at("/items/0/subject/name")).isEqualTo("Acme");
        assertThat(mine.at("/items/0/post/body")).isEqualTo("Tomorrow's news");
        assertThat(ben.api().get("/me/scheduled").json().at("/items").size()).isZero();
        scheduled.publishDue();
        assertThat(bodies(acme)).isEmpty();
        clock.forward(Duration.ofMinutes(5));
        Talk.post(ben, acme, "Today's news");
        clock.forward(Duration.ofMinutes(10));
        scheduled.publishDue();
        assertThat(bodies(acme)).containsExactly("Tomorrow's news", "Today's news");
        assertThat(ann.api().get("/me/scheduled").json().at("/items").size()).isZero();
    }

    @Test
    void arePublishedOnceThoughSeveralNodesTry() throws Exception {
        for (int i = 0; i < 5; i++) {
            scheduled("News " + i);
        }
        clock.forward(Duration.ofMinutes(20));
        var nodes = Executors.newFixedThreadPool(4);
        try {
            for (var run : nodes.invokeAll(Collections.nCopies(4, scheduled::publishDue))) {
                run.get();
            }
        } finally {
            nodes.shutdown();
        }
        assertThat(bodies(acme)).containsExactlyInAnyOrder("News 0", "News 1", "News 2", "News 3", "News 4");
    }

    @Test
    void canBeChangedAndTakenBackByTheirAuthorAlone() {
        String waiting = scheduled("Drfat");
        String dropped = scheduled("Never mind");
        ben.api().patch("/posts/" + waiting, Map.of("body", "Mine")).expect(404);
        ben.api().delete("/posts/" + dropped).expect(404);
        Instant later = clock.instant().plus(Duration.ofMinutes(30));
        var changed = ann.api()
                .patch("/posts/" + waiting, Map.of("body", "Draft", "publishAt", later))
                .expect(200);
        assertThat(changed.at("/post/body")).isEqualTo("Draft");
        assertThat(changed.at("/publishAt")).isEqualTo(later.toString());
        assertThat(changed.header("ETag")).isEqualTo("\"v2\"");
        assertRefused(
                ann.api().with("If-Match", "\"v1\"").patch("/posts/" + waiting, Map.of("body", "x")),
                412,
                "version-mismatch",
                "If-Match");
        assertRefused(ann.api().patch("/posts/" + waiting, Map.of("body", "")), 400, "required", "body");
        assertRefused(
                ann.api()
                        .patch(
                                "/posts/" + waiting,
                                Map.of(
                                        "announcement",
                                        Map.of("expiresAt", clock.instant().plus(Duration.ofDays(2))))),
                400,
                "invalid-value",
                "announcement");
        ann.api().delete("/posts/" + dropped).expect(204);
        clock.forward(Duration.ofMinutes(20));
        scheduled.publishDue();
        assertThat(bodies(acme)).isEmpty();
        clock.forward(Duration.ofMinutes(20));
        scheduled.publishDue();
        assertThat(bodies(acme)).containsExactly("Draft");
        ann.api().patch("/posts/" + waiting, Map.of("body", "Too late")).expect(404);
    }

    @Test
    void keepTheirFilesPollsAndThanks() {
        String file = Talk.upload(ann, "plan.txt", "Plan");
        schedule(
                        ann,
                        "Where?",
                        Duration.ofDays(5),
                        Map.of("fileIds", List.of(file), "poll", Map.of("options", List.of("Lyon", "Hamburg"))))
                .expect(202);
        assertThat(ann.api().get("/me/scheduled").at("/items/0/files/0/name")).isEqualTo("plan.txt");
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "fileIds", List.of(file))), 400, "invalid-value", "fileIds");
        clock.forward(Duration.ofDays(6));
        files.deleteUnattached();
        scheduled.publishDue();
        clock.reset(); // the sessions have not lasted so long
        var feed = ben.api().get("/records/" + acme + "/feed").expect(200);
        assertThat(feed.at("/items/0/kind")).isEqualTo("poll");
        assertThat(feed.at("/items/0/files/0/name")).isEqualTo("plan.txt");
        assertThat(feed.at("/items/0/poll/options/1/text")).isEqualTo("Hamburg");
        ben.api().get("/files/" + file + "/content").expect(200);
    }

    @Test
    void giveTheirFilesBackWhenTheyAreTakenBack() {
        String file = Talk.upload(ann, "plan.txt", "Plan");
        String waiting = schedule(ann, "Plan", Duration.ofMinutes(10), Map.of("fileIds", List.of(file)))
                .expect(202)
                .at("/id");
        ann.api().delete("/posts/" + waiting).expect(204);
        Talk.post(ann, Map.of("subjectId", acme, "fileIds", List.of(file))).expect(201);
    }

    @Test
    void areNotPublishedWithoutTheRightToAndSaySo() {
        String team = fixtures.newExternalId();
        var carla = fixtures.person("Carla Klein", team);
        acme = fixtures.restrictedAccount("Secret", null, team);
        String waiting = schedule(carla, "Insider news", Duration.ofMinutes(10), Map.of())
                .expect(202)
                .at("/id");
        fixtures.moveToTeams(carla);
        clock.forward(Duration.ofMinutes(20));
        scheduled.publishDue();
        scheduled.publishDue();
        var mine = carla.api().get("/me/scheduled").expect(200);
        assertThat(mine.at("/items/0/refused")).isEqualTo("not-found");
        assertThat(mine.json().at("/items/0").has("subject")).isFalse();
        assertThat(mine.text()).doesNotContain("\"Secret\"");
        fixtures.moveToTeams(carla, team);
        assertRefused(
                carla.api().patch("/posts/" + waiting, Map.of("body", "Again")), 400, "invalid-value", "publishAt");
        carla.api()
                .patch("/posts/" + waiting, Map.of("publishAt", clock.instant().plusSeconds(60)))
                .expect(200);
        clock.forward(Duration.ofMinutes(2));
        scheduled.publishDue();
        assertThat(carla.api().get("/records/" + acme + "/feed").at("/items/0/body"))
                .isEqualTo("Insider news");
    }

    @Test
    void areNotPublishedForWhoHasLeft() {
        scheduled("Farewell");
        fixtures.deactivate(ann);
        clock.forward(Duration.ofMinutes(20));
        scheduled.publishDue();
        assertThat(bodies(acme)).isEmpty();
    }

    @Test
    void answerARepeatedRequestWithTheSamePostBeforeAndAfter() {
        var phone = ann.api().with("Idempotency-Key", "later-1");
        var sent = Map.of(
                "subjectId", acme, "body", "Once", "publishAt", clock.instant().plus(Duration.ofMinutes(10)));
        String waiting = phone.post("/posts", sent).expect(202).at("/id");
        assertThat(phone.post("/posts", sent).expect(202).at("/id")).isEqualTo(waiting);
        clock.forward(Duration.ofMinutes(20));
        scheduled.publishDue();
        assertThat(bodies(acme)).containsExactly("Once");
        String published = phone.post("/posts", sent).expect(201).at("/id");
        assertThat(ben.api().get("/posts/" + published).at("/body")).isEqualTo("Once");
    }

    @Test
    void areRefusedAtOnceWhenTheyCouldNotBePublished() {
        assertRefused(schedule(ann, "b", Duration.ofSeconds(-1), Map.of()), 400, "invalid-value", "publishAt");
        assertRefused(schedule(ann, "b", Duration.ofDays(367), Map.of()), 400, "invalid-value", "publishAt");
        assertRefused(schedule(ann, "x".repeat(10_001), Duration.ofMinutes(10), Map.of()), 400, "too-long", "body");
        assertRefused(
                schedule(
                        ann,
                        "b",
                        Duration.ofMinutes(20),
                        Map.of(
                                "poll",
                                Map.of(
                                        "options",
                                        List.of("a", "b"),
                                        "endsAt",
                                        clock.instant().plus(Duration.ofMinutes(10))))),
                400,
                "invalid-value",
                "poll.endsAt");
        assertRefused(
                schedule(fixtures.admin("Iris Import"), "b", Duration.ofMinutes(10), Map.of("authorId", ann.id())),
                400,
                "invalid-value",
                "publishAt");
        acme = fixtures.restrictedAccount("Secret", ann);
        schedule(ben, "b", Duration.ofMinutes(10), Map.of()).expect(404);
        assertRefused(
                ann.api().patch("/posts/" + Talk.post(ann, acme, "Out"), Map.of("publishAt", "2030-01-01T00:00:00Z")),
                400,
                "invalid-value",
                "publishAt");
    }

    @Test
    void takeOtherFilesAsLongAsTheyWait() {
        String plan = Talk.upload(ann, "plan.txt", "Plan");
        String offer = Talk.upload(ann, "offer.txt", "Offer");
        String bens = Talk.upload(ben, "bens.txt", "Bens");
        String waiting = schedule(ann, "See", Duration.ofMinutes(10), Map.of("fileIds", List.of(plan)))
                .expect(202)
                .at("/id");
        assertThat(ann.api()
                        .patch("/posts/" + waiting, Map.of("fileIds", List.of(offer, plan)))
                        .expect(200)
                        .json()
                        .at("/files")
                        .findValuesAsString("name"))
                .containsExactlyInAnyOrder("offer.txt", "plan.txt");
        assertRefused(
                ann.api().patch("/posts/" + waiting, Map.of("fileIds", List.of(bens))),
                400,
                "invalid-value",
                "fileIds");
        ann.api().patch("/posts/" + waiting, Map.of("fileIds", List.of(offer))).expect(200);
        Talk.post(ann, Map.of("subjectId", acme, "fileIds", List.of(plan))).expect(201);
        clock.forward(Duration.ofMinutes(20));
        scheduled.publishDue();
        assertThat(ben.api().get("/records/" + acme + "/feed?order=newest").at("/items/0/files/0/name"))
                .isEqualTo("offer.txt");
    }

    @Test
    void areNotHeldUpByManyThatFailAgainAndAgain() {
        Instant due = clock.instant().plus(Duration.ofMinutes(1));
        for (int i = 1; i <= 101; i++) {
            jdbc.sql("""
                            insert into scheduled_post (id, author_id, subject_id, publish_at, created_at, version, content)
                            values (:id, :author, :place, :at, :at, 1, 'no JSON')
                            """)
                    .param("id", -i)
                    .param("author", ben.id().value())
                    .param("place", acme.value())
                    .param("at", due.atOffset(ZoneOffset.UTC))
                    .update();
        }
        try {
            scheduled("After them");
            clock.forward(Duration.ofMinutes(20));
            assertThat(scheduled.publishDue()).isEqualTo(1);
            assertThat(bodies(acme)).containsExactly("After them");
        } finally {
            jdbc.sql("delete from scheduled_post where id < 0").update();
        }
    }

    @Test
    void areCountedTrulyWhenSeveralAreWrittenAtOnce() throws Exception {
        Instant later = clock.instant().plus(Duration.ofDays(1));
        for (int i = 1; i <= 98; i++) {
            jdbc.sql("""
                            insert into scheduled_post (id, author_id, subject_id, publish_at, created_at, version, content)
                            values (:id, :author, :place, :at, :at, 1, '{}')
                            """)
                    .param("id", -1000 - i)
                    .param("author", ann.id().value())
                    .param("place", acme.value())
                    .param("at", later.atOffset(ZoneOffset.UTC))
                    .update();
        }
        var answers = Talk.atOnce(Collections.nCopies(6, () -> schedule(ann, "News", Duration.ofHours(1), Map.of())));
        assertThat(answers.stream().map(Answer::status)).containsOnly(202, 400).contains(202, 202);
        assertThat(answers.stream().filter(answer -> answer.status() == 202)).hasSize(2);
        assertThat(jdbc.sql("select count(*) from scheduled_post where author_id = :ann")
                        .param("ann", ann.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(100);
    }
}
