package rapport.social.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.follow.FollowLevel;
import rapport.social.follow.Follows;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceRole;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.Fixtures.Person;

/** Mentions of many at once: of a space, of a record's owner, of an account's team. */
@DatabaseTest
class GroupMentionTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Spaces spaces;

    @Autowired
    Follows follows;

    @Autowired
    Mentions mentions;

    @Autowired
    JdbcClient jdbc;

    /** A word of this test's own, so that it finds only its own. */
    private final String own =
            "W" + UUID.randomUUID().toString().substring(0, 8).replace("-", "");

    private Person ann;
    private Person ben;
    private Person carla;
    private SubjectId acme;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        carla = fixtures.person("Carla Klein");
        acme = fixtures.account("Acme");
    }

    private SubjectId space(SpaceVisibility visibility, Person owner, Person... members) {
        SubjectId space = spaces.create(owner.id(), "Cold chain " + own, null, visibility, false)
                .id();
        for (Person member : members) {
            if (visibility != SpaceVisibility.PUBLIC) {
                spaces.setRole(owner.id(), space, member.id(), SpaceRole.MEMBER);
            }
            spaces.join(member.id(), space, null);
        }
        return space;
    }

    private static String of(SubjectId space) {
        return "[@Cold chain](space:" + space + ")";
    }

    private static Answer post(Person author, SubjectId place, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", place, "body", body))
                .expect(201);
    }

    private static String comment(Person author, String post, String body) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", body))
                .expect(201)
                .at("/id");
    }

    private void settle() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("select count(*) from event_publication where completion_date is null")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private int mentionsToldTo(Person person) {
        settle();
        return person.api()
                .get("/notifications?filter=mentions")
                .expect(200)
                .json()
                .at("/items")
                .size();
    }

    private static int notified(Person writer, SubjectId place, String body) {
        return writer.api()
                .post("/mention-preview", Map.of("subjectId", place, "body", body))
                .expect(200)
                .json()
                .at("/notified")
                .asInt();
    }

    // ---- spaces

    @Test
    void tellEverybodyInASpaceAsManyAsWereCountedBefore() {
        List<Person> thirty = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            thirty.add(fixtures.person("Member" + i + " Lund"));
        }
        var space = space(SpaceVisibility.PUBLIC, ann, thirty.toArray(Person[]::new));
        assertThat(notified(ann, acme, "Hello " + of(space))).isEqualTo(30);
        post(ann, acme, "Hello " + of(space));
        settle();
        assertThat(thirty.stream().mapToInt(this::mentionsToldTo).sum()).isEqualTo(30);
        assertThat(mentionsToldTo(ann)).isZero();
        assertThat(mentionsToldTo(carla)).isZero();
    }

    @Test
    void tellEachOnceWhoeverIsMeantInSeveralWays() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben, carla);
        String text = of(space) + " and [@Ben](member:" + ben.id() + ")";
        assertThat(notified(ann, acme, text)).isEqualTo(2);
        post(ann, acme, text);
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        assertThat(mentionsToldTo(carla)).isEqualTo(1);
    }

    @Test
    void reachOnlyWhoMaySeeThePlaceAndHasNotMutedIt() {
        var zoe = fixtures.person("Zoe Falk", own);
        var max = fixtures.person("Max Ohm", own);
        var secret = fixtures.restrictedAccount("Secret Foods", zoe, own);
        var space = space(SpaceVisibility.PUBLIC, zoe, max, ben);
        follows.followRecord(max.id(), secret, FollowLevel.MUTED);
        assertThat(notified(zoe, secret, of(space))).isEqualTo(1);
        post(zoe, secret, of(space));
        assertThat(mentionsToldTo(max)).isZero();
        assertThat(mentionsToldTo(ben)).isZero();
        follows.followRecord(max.id(), secret, FollowLevel.MENTIONS);
        post(zoe, secret, of(space) + " again");
        assertThat(mentionsToldTo(max)).isEqualTo(1);
        assertThat(mentionsToldTo(ben)).isZero();
    }

    @Test
    void leaveOutWhoOnlyAskedToJoinOrLeftOrWasDeactivated() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben, carla);
        spaces.leave(ben.id(), space);
        fixtures.deactivate(carla);
        assertThat(notified(ann, acme, of(space))).isZero();
        post(ann, acme, of(space));
        assertThat(mentionsToldTo(ben)).isZero();
    }

    @Test
    void cannotNameASpaceThatTheWriterMayNotRead() {
        for (var visibility : List.of(SpaceVisibility.PRIVATE, SpaceVisibility.UNLISTED)) {
            var space = space(visibility, ann, ben);
            assertThat(notified(carla, acme, of(space))).isZero();
            var written = post(carla, acme, "Hello " + of(space));
            assertThat(mentionsToldTo(ben)).isZero();
            assertThat(written.text()).doesNotContain(own);
            assertThat(written.at("/segments/0/children/1/type")).isEqualTo("space");
            assertThat(written.json().at("/segments/0/children/1").has("name")).isFalse();
            assertThat(carla.api()
                            .get("/mention-candidates?query=" + own)
                            .expect(200)
                            .json()
                            .at("/items")
                            .size())
                    .isZero();
        }
    }

    @Test
    void cannotWakeAnArchivedSpace() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben);
        spaces.archive(ann.id(), space, true);
        assertThat(notified(ann, acme, of(space))).isZero();
        post(ann, acme, of(space));
        assertThat(mentionsToldTo(ben)).isZero();
    }

    @Test
    void giveTheNameOfASpaceToThoseAloneWhoMayReadIt() {
        var space = space(SpaceVisibility.PRIVATE, ann, ben);
        String post = post(ann, acme, "For [@my words](space:" + space + ")").at("/id");
        var bens = ben.api().get("/posts/" + post).expect(200);
        assertThat(bens.at("/segments/0/children/1/name")).isEqualTo("Cold chain " + own);
        assertThat(bens.at("/body")).isEqualTo("For [@Cold chain " + own + "](space:" + space + ")");
        var carlas = carla.api().get("/posts/" + post).expect(200);
        assertThat(carlas.text()).doesNotContain(own).doesNotContain("my words");
        assertThat(jdbc.sql("select body from post where id = :id")
                        .param("id", Long.parseLong(post))
                        .query(String.class)
                        .single())
                .doesNotContain("my words");
    }

    @Test
    void areOfferedWithTheirNumberToWhoMayReadThem() {
        var space = space(SpaceVisibility.PRIVATE, ann, ben, carla);
        var found = ann.api()
                .get("/mention-candidates?query=" + own.toLowerCase() + "&subjectId=" + acme)
                .expect(200);
        assertThat(found.at("/items/0/type")).isEqualTo("space");
        assertThat(found.at("/items/0/space/id")).isEqualTo(space.toString());
        assertThat(found.at("/items/0/notifyCount")).isEqualTo("2");
        assertThat(found.at("/items/0/canSee")).isEqualTo("true");
    }

    @Test
    void followTheMembersOfManySpacesInChunks() {
        var space = space(SpaceVisibility.PUBLIC, ann);
        long first =
                jdbc.sql("select nextval('activity_seq')").query(Long.class).single();
        jdbc.sql("""
                        insert into member (id, name, created_at)
                        select :first + a.n * 500 + b.n * 50 + c.n * 5 + d.n, 'Crowd', current_timestamp
                          from (values (1), (2), (3), (4), (5)) d(n), (values %1$s) a(n), (values %1$s) b(n), (values %1$s) c(n)
                        """.formatted("(0), (1), (2), (3), (4), (5), (6), (7), (8), (9)"))
                .param("first", 900_000_000L + first * 10_000)
                .update();
        int crowd = jdbc.sql("""
                        insert into membership (space_id, member_id, role, since)
                        select :space, m.id, 2, current_timestamp from member m where m.id > :first and m.name = 'Crowd'
                        """)
                .param("space", space.value())
                .param("first", 900_000_000L + first * 10_000)
                .update();
        assertThat(crowd).isGreaterThan(2_000);
        String post = post(ann, acme, of(space)).at("/id");
        settle();
        assertThat(jdbc.sql("select count(*) from notification where post_id = :post")
                        .param("post", Long.parseLong(post))
                        .query(Integer.class)
                        .single())
                .isEqualTo(crowd);
        jdbc.sql("delete from member where name = 'Crowd'").update();
    }

    // ---- edits

    @Test
    void tellOfAnEditOnlyWhoIsNewlyMeant() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben, carla);
        String post = post(ann, acme, "[@Ben](member:" + ben.id() + ")").at("/id");
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        ben.api().post("/notifications/read-all", null);
        ann.api()
                .patch("/posts/" + post, Map.of("body", "[@Ben](member:" + ben.id() + ") " + of(space)))
                .expect(200);
        assertThat(mentionsToldTo(carla)).isEqualTo(1);
        assertThat(ben.api().get("/notifications").at("/unread")).isEqualTo("0");
        ann.api()
                .patch("/posts/" + post, Map.of("body", "[@Ben](member:" + ben.id() + ") " + of(space) + "!"))
                .expect(200);
        settle();
        assertThat(carla.api().get("/notifications").at("/unread")).isEqualTo("1");
    }

    @Test
    void takeBackUnreadNewsOfASpaceThatIsNoLongerMeant() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben, carla);
        String post = post(ann, acme, "Start").at("/id");
        String comment = comment(ann, post, "See this " + of(space));
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        assertThat(mentionsToldTo(carla)).isEqualTo(1);
        ann.api()
                .patch("/comments/" + comment, Map.of("body", "See this [@Ben](member:" + ben.id() + ")"))
                .expect(200);
        assertThat(mentionsToldTo(carla)).isZero();
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
    }

    @Test
    void keepNewsOfWhoIsStillMeantThroughASpace() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben);
        String both = of(space) + " [@Ben](member:" + ben.id() + ")";
        String post = post(ann, acme, both).at("/id");
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        ann.api().patch("/posts/" + post, Map.of("body", of(space) + " all")).expect(200);
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        ann.api().patch("/posts/" + post, Map.of("body", "nobody")).expect(200);
        assertThat(mentionsToldTo(ben)).isZero();
    }

    @Test
    void areNotToldAgainWhenADeletedCommentIsBack() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben);
        String post = post(ann, acme, "Start").at("/id");
        String comment = comment(ann, post, of(space));
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        ann.api().delete("/comments/" + comment).expect(204);
        assertThat(mentionsToldTo(ben)).isZero();
        ann.api().post("/comments/" + comment + "/restore", null).expect(200);
        ann.api()
                .patch("/comments/" + comment, Map.of("body", of(space) + " changed"))
                .expect(200);
        assertThat(mentionsToldTo(ben)).isZero();
    }

    // ---- roles

    private SubjectId deal(Person owner) {
        return deal("opp-" + own, owner);
    }

    private SubjectId deal(String key, Person owner) {
        return fixtures.record("opportunity", key, "Deal " + own, null, owner, RecordAudience.everyone(), Map.of());
    }

    @Test
    void meanTheOwnerThatTheCrmNamesAtPosting() {
        var deal = deal(ben);
        assertThat(notified(ann, deal, "@owner please")).isEqualTo(1);
        String post = post(ann, deal, "@Owner please").at("/id");
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        deal(carla);
        post(ann, deal, "Now @owner");
        assertThat(mentionsToldTo(carla)).isEqualTo(1);
        assertThat(mentionsToldTo(ben)).isEqualTo(1);
        // an edit of the earlier text keeps to whom it was said
        ann.api().patch("/posts/" + post, Map.of("body", "@owner, please call")).expect(200);
        assertThat(mentionsToldTo(carla)).isEqualTo(1);
        assertThat(jdbc.sql("select x.member_id from mention x where x.item_id = :post")
                        .param("post", Long.parseLong(post))
                        .query(Long.class)
                        .list())
                .containsExactly(ben.id().value());
    }

    @Test
    void meanTheOwnersAndTeamsOfAnAccount() {
        String team = "team-" + own;
        var dora = fixtures.person("Dora Lind", team);
        var emil = fixtures.person("Emil Post", team);
        String key = fixtures.newExternalId();
        fixtures.record(
                "account", key, "Acme " + own, null, ben, RecordAudience.of(ben.externalId(), Set.of(team)), Map.of());
        var deal = fixtures.record(
                "opportunity",
                "opp-" + own,
                "Deal " + own,
                key,
                dora,
                RecordAudience.of(dora.externalId(), Set.of(team)),
                Map.of());
        assertThat(notified(dora, deal, "@account-team")).isEqualTo(1); // Ben owns the account and may not see the deal
        post(dora, deal, "@account-team, they signed");
        assertThat(mentionsToldTo(emil)).isEqualTo(1);
        assertThat(mentionsToldTo(ben)).isZero();
        assertThat(mentionsToldTo(dora)).isZero();
        var found = dora.api()
                .get("/mention-candidates?query=acc&subjectId=" + deal)
                .expect(200);
        assertThat(found.at("/items/0/role")).isEqualTo("account-team");
        assertThat(found.at("/items/0/notifyCount")).isEqualTo("1");
    }

    @Test
    void areJustWordsWhereThereIsNoRecord() {
        var written = post(ann, ann.id().profile(), "Ask the @owner");
        settle();
        assertThat(written.at("/segments/0/children/1/type")).isEqualTo("role");
        assertThat(notified(ann, ann.id().profile(), "@owner @account-team")).isZero();
        assertThat(ann.api().get("/mention-candidates?query=owner").expect(200).at("/items/0/type"))
                .isNotEqualTo("role");
    }

    // ---- limits and people who can't see

    @Test
    void countTowardTheLimitOfATextOneEach() {
        var space = space(SpaceVisibility.PUBLIC, ann, ben);
        StringBuilder text = new StringBuilder("@owner " + of(space));
        for (int i = 1; i <= 23; i++) {
            text.append(" [@x](member:").append(i).append(')');
        }
        post(ann, acme, text.toString());
        var refused = ann.api()
                .post("/posts", Map.of("subjectId", acme, "body", text + " @account-team"))
                .expect(400);
        assertThat(refused.at("/limit")).isEqualTo("25");
        assertThat(refused.at("/value")).isEqualTo("26");
        ann.api()
                .post("/mention-preview", Map.of("subjectId", acme, "body", text + " @account-team"))
                .expect(400);
    }

    @Test
    void nameToTheWriterWhoCannotSeeAndIsNotNotified() {
        var zoe = fixtures.person("Zoe Falk", own);
        var secret = fixtures.restrictedAccount("Secret Foods", zoe, own);
        String text = "[@Ben](member:" + ben.id() + ") [@Zoe](member:" + zoe.id() + ")";
        var preview = zoe.api()
                .post("/mention-preview", Map.of("subjectId", secret, "body", text))
                .expect(200);
        assertThat(preview.at("/notified")).isEqualTo("0");
        assertThat(preview.at("/cannotSee/0/name")).isEqualTo("Ben Roux");
        var written = post(zoe, secret, text);
        assertThat(written.at("/cannotSee/0/id")).isEqualTo(ben.id().toString());
        assertThat(written.json().at("/cannotSee").size()).isEqualTo(1);
        assertThat(mentionsToldTo(ben)).isZero();
        String post = written.at("/id");
        var comment = zoe.api()
                .post("/posts/" + post + "/comments", Map.of("body", text))
                .expect(201);
        assertThat(comment.at("/cannotSee/0/id")).isEqualTo(ben.id().toString());
        var edited = zoe.api()
                .patch("/posts/" + post, Map.of("body", "[@Carla](member:" + carla.id() + ")"))
                .expect(200);
        assertThat(edited.at("/cannotSee/0/name")).isEqualTo("Carla Klein");
        assertThat(zoe.api().get("/posts/" + post).json().has("cannotSee")).isFalse();
        assertThat(post(zoe, acme, text).json().has("cannotSee")).isFalse();
    }

    @Test
    void arePreviewedOnlyForWhatTheWriterMaySee() {
        var secret = fixtures.restrictedAccount("Secret Foods", ben);
        ann.api()
                .post("/mention-preview", Map.of("subjectId", secret, "body", "@owner"))
                .expect(404);
        ann.api().post("/mention-preview", Map.of("body", "x".repeat(10_001))).expect(400);
        assertThat(ann.api()
                        .post("/mention-preview", Map.of("body", ""))
                        .expect(200)
                        .at("/notified"))
                .isEqualTo("0");
        fixtures.anonymous().post("/mention-preview", Map.of("body", "x")).expect(401);
    }
}
