package rapport.social.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;
import rapport.social.testing.StatementCounter;
import rapport.social.testing.TestDatabase;

/** What members choose to be told, by what they follow, mute and set; and the inbox by customer. */
@DatabaseTest
class InboxTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    StatementCounter counter;

    @Autowired
    EndedPolls polls;

    @Autowired
    MovableClock clock;

    private Fixtures.Person ann;
    private Fixtures.Person bob;
    private Fixtures.Person eve;
    private SubjectId acme;
    private String acmeId;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
        eve = fixtures.person("Eve Holm");
        acmeId = fixtures.newExternalId();
        acme = fixtures.record("account", acmeId, "Acme", null, bob, RecordAudience.everyone(), Map.of());
    }

    private static String mention(Fixtures.Person person) {
        return "[@" + person.name() + "](member:" + person.id() + ")";
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

    private static String reply(Fixtures.Person author, String post, String parent, String body) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", body, "parentId", parent))
                .expect(201)
                .at("/id");
    }

    /** Everything that happened so far has been told: no event waits in the registry. */
    private void settle() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("select count(*) from event_publication where completion_date is null")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private Api.Answer inbox(Fixtures.Person person, String query) {
        settle();
        return person.api().get("/notifications" + query).expect(200);
    }

    /** The rows of an inbox as {@code kind reason}. */
    private List<String> told(Fixtures.Person person) {
        return told(person, "");
    }

    private List<String> told(Fixtures.Person person, String query) {
        var rows = new ArrayList<String>();
        inbox(person, query)
                .json()
                .at("/items")
                .forEach(item -> rows.add(item.at("/kind").asString() + " "
                        + item.at("/reason/kind").asString()));
        return rows;
    }

    private void forget(Fixtures.Person... people) {
        settle();
        for (var person : people) {
            jdbc.sql("delete from notification where member_id = :member")
                    .param("member", person.id().value())
                    .update();
        }
    }

    private void closeToAnn() {
        fixtures.record("account", acmeId, "Acme", null, bob, RecordAudience.of(bob.externalId(), Set.of()), Map.of());
    }

    @Test
    void tellsWhoFollowsAPostOfItsEditsAndNewComments() {
        String post = post(bob, acme, "The first draft");
        ann.api().put("/posts/" + post + "/follow", null).expect(204);
        bob.api().patch("/posts/" + post, Map.of("body", "The second draft")).expect(200);
        assertThat(told(ann)).containsExactly("edit follows-post");
        assertThat(inbox(ann, "").at("/items/0/excerpt")).isEqualTo("The second draft");
        comment(eve, post, "Better");
        assertThat(told(ann)).containsExactly("comment follows-post");
        assertThat(told(eve)).isEmpty();
        ann.api().delete("/posts/" + post + "/follow").expect(204);
        forget(ann);
        comment(eve, post, "Much better");
        bob.api().patch("/posts/" + post, Map.of("body", "The third draft")).expect(200);
        assertThat(told(ann)).isEmpty();
    }

    @Test
    void tellsWhoFollowsACommentOfItsEditsAndRepliesAndOfNothingElse() {
        String post = post(bob, acme, "A long thread");
        String comment = comment(bob, post, "The interesting part");
        ann.api().put("/comments/" + comment + "/follow", null).expect(204);
        comment(eve, post, "Beside the point");
        bob.api().patch("/posts/" + post, Map.of("body", "A longer thread")).expect(200);
        assertThat(told(ann)).isEmpty();
        bob.api()
                .patch("/comments/" + comment, Map.of("body", "The most interesting part"))
                .expect(200);
        assertThat(told(ann)).containsExactly("edit follows-comment");
        reply(eve, post, comment, "To the point");
        assertThat(told(ann)).containsExactly("reply follows-comment");
    }

    @Test
    void tellsNothingFromAMutedThreadButBeingNamedIfOneWants() {
        String post = post(ann, acme, "Too much of this");
        ann.api().put("/posts/" + post + "/mute", null).expect(204);
        comment(bob, post, "One");
        comment(eve, post, "Two");
        assertThat(told(ann)).isEmpty();
        comment(bob, post, "What do you say, " + mention(ann) + "?");
        assertThat(told(ann)).containsExactly("mention mentioned");
        assertThat(ann.api()
                        .put("/me/notification-settings", Map.of("mutedByMention", false))
                        .expect(200)
                        .json()
                        .at("/mutedByMention")
                        .asBoolean())
                .isFalse();
        forget(ann);
        comment(bob, post, "Still there, " + mention(ann) + "?");
        assertThat(told(ann)).isEmpty();
        ann.api().delete("/posts/" + post + "/mute").expect(204);
        comment(eve, post, "Three");
        assertThat(told(ann)).containsExactly("comment own-post");
    }

    @Test
    void letsAnUnfollowByHandWinOverHavingTakenPart() {
        String post = post(ann, acme, "Mine");
        comment(eve, post, "Taking part");
        for (var person : List.of(ann, eve)) {
            person.api().delete("/posts/" + post + "/follow").expect(204);
        }
        forget(ann, eve);
        String comment = comment(bob, post, "On it goes");
        assertThat(told(ann)).isEmpty();
        assertThat(told(eve)).isEmpty();
        reply(ann, post, comment, "An answer in person");
        assertThat(told(bob)).contains("reply participated");
        eve.api().put("/posts/" + post + "/follow", null).expect(204);
        comment(bob, post, "And on");
        assertThat(told(eve)).hasSize(1);
    }

    @Test
    void tellsWhoFollowsATopicOrASpaceByItsName() {
        String word = "t" + fixtures.newExternalId();
        post(bob, acme, "First #" + word);
        settle();
        String topic = ann.api().get("/topics/" + word).expect(200).at("/id");
        ann.api()
                .put("/topics/" + topic + "/follow", Map.of("level", "everything"))
                .expect(200);
        post(bob, acme, "Second #" + word);
        assertThat(told(ann)).containsExactly("post follows-topic");
        assertThat(inbox(ann, "").at("/items/0/reason/name")).isEqualTo(word);
        ann.api()
                .put("/topics/" + topic + "/follow", Map.of("level", "mentions"))
                .expect(200);
        forget(ann);
        post(bob, acme, "Third #" + word);
        assertThat(told(ann)).isEmpty();

        String space = bob.api()
                .post("/spaces", Map.of("name", "Cold chain", "visibility", "public"))
                .expect(201)
                .at("/id");
        eve.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        post(bob, space, "Among us");
        assertThat(told(eve)).containsExactly("post follows-space");
        assertThat(inbox(eve, "").at("/items/0/reason/name")).isEqualTo("Cold chain");
    }

    @Test
    void tellsMembershipsToManagersAndToThePersonEvenOfASpaceThatShesNotIn() {
        String space = bob.api()
                .post("/spaces", Map.of("name", "Board", "visibility", "private"))
                .expect(201)
                .at("/id");
        ann.api()
                .put("/spaces/" + space + "/membership", Map.of("message", "May I join?"))
                .expect(200);
        assertThat(told(bob)).containsExactly("membership requested");
        var asked = inbox(bob, "?filter=system");
        assertThat(asked.at("/items/0/actor/name")).isEqualTo("Ann Berg");
        assertThat(asked.at("/items/0/subject/name")).isEqualTo("Board");
        assertThat(asked.at("/items/0/excerpt")).isEqualTo("May I join?");
        assertThat(asked.json().at("/items/0").has("postId")).isFalse();
        assertThat(told(ann)).isEmpty();
        jdbc.sql("update membership set role = 2 where space_id = :space and member_id = :bob")
                .param("space", Long.parseLong(space))
                .param("bob", bob.id().value())
                .update();
        assertThat(inbox(bob, "").text()).as("manages it no more").doesNotContain("May I join?");
        assertThat(inbox(bob, "").json().at("/unread").asInt()).isZero();
        jdbc.sql("update membership set role = 4 where space_id = :space and member_id = :bob")
                .param("space", Long.parseLong(space))
                .param("bob", bob.id().value())
                .update();

        bob.api().delete("/spaces/" + space + "/members/" + ann.id()).expect(204);
        assertThat(told(bob)).as("decided").isEmpty();
        assertThat(told(ann)).containsExactly("membership declined");
        assertThat(inbox(ann, "").json().at("/unread").asInt()).isEqualTo(1);
        assertThat(inbox(ann, "?view=customers").at("/bundles/0/customer/name")).isEqualTo("Board");

        ann.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        ann.api().delete("/spaces/" + space + "/membership").expect(204);
        assertThat(told(bob)).as("taken back").isEmpty();

        forget(ann);
        bob.api()
                .put("/spaces/" + space + "/members/" + ann.id(), Map.of("role", "member"))
                .expect(200);
        assertThat(told(ann)).containsExactly("membership invited");
        ann.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        eve.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        bob.api()
                .put("/spaces/" + space + "/members/" + eve.id(), Map.of("role", "member"))
                .expect(200);
        assertThat(told(eve)).containsExactly("membership accepted");
        bob.api()
                .put("/spaces/" + space + "/members/" + eve.id(), Map.of("role", "manager"))
                .expect(200);
        assertThat(told(eve)).containsExactly("membership role-changed", "membership accepted");
        assertThat(told(bob)).as("nobody is told of her own acts").isEmpty();
    }

    @Test
    void tellsAMemberOnceWhoFollowsHer() {
        for (String level : List.of("everything", "people")) {
            ann.api()
                    .put("/members/" + bob.id() + "/follow", Map.of("level", level))
                    .expect(200);
        }
        assertThat(told(bob)).containsExactly("follow followed");
        assertThat(inbox(bob, "").at("/items/0/subject/name")).isEqualTo("Ann Berg");
        bob.api()
                .put("/me/notification-settings", Map.of("kinds", Map.of("follow", Map.of("inApp", false))))
                .expect(200);
        eve.api()
                .put("/members/" + bob.id() + "/follow", Map.of("level", "everything"))
                .expect(200);
        assertThat(told(bob)).hasSize(1);
    }

    @Test
    void tellsNoKindThatIsTurnedOffAndTheNextBestReasonInstead() {
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        var settings = ann.api().get("/me/notification-settings").expect(200).json();
        assertThat(settings.at("/kinds/mention/inApp").asBoolean()).isTrue();
        assertThat(settings.at("/kinds").size()).isEqualTo(NotificationKind.values().length);
        assertThat(settings.at("/places").size()).isZero();

        var changed = ann.api()
                .put(
                        "/me/notification-settings",
                        Map.of("kinds", Map.of("mention", Map.of("inApp", false), "comment", Map.of("inApp", false))))
                .expect(200)
                .json();
        assertThat(changed.at("/kinds/mention/inApp").asBoolean()).isFalse();
        ann.api()
                .put("/me/notification-settings", Map.of("kinds", Map.of("mention", Map.of("pigeon", true))))
                .expect(400);
        assertThat(changed.at("/kinds/reply/inApp").asBoolean()).isTrue();
        post(bob, acme, "For " + mention(ann));
        assertThat(told(ann)).containsExactly("post follows-record");
        forget(ann);
        String own = post(ann, acme, "Mine");
        String comment = comment(ann, own, "And this");
        comment(bob, own, "Not told");
        assertThat(told(ann)).isEmpty();
        reply(bob, own, comment, "Told");
        assertThat(told(ann)).containsExactly("reply participated");
    }

    @Test
    void setsLevelsOfWhatOneFollowsAndRefusesTheRestWhole() {
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        var place = Map.of("subjectId", acme.toString(), "level", "mentions");
        var answer = ann.api()
                .put("/me/notification-settings", Map.of("places", List.of(place)))
                .expect(200);
        assertThat(answer.at("/places/0/name")).isEqualTo("Acme");
        assertThat(answer.at("/places/0/level")).isEqualTo("mentions");
        post(bob, acme, "To all");
        assertThat(told(ann)).isEmpty();
        var other = Map.of("subjectId", fixtures.account("Other").toString(), "level", "muted");
        var muted = Map.of("subjectId", acme.toString(), "level", "muted");
        for (Map<String, ?> wrong : List.of(
                Map.of("places", List.of(muted, other)),
                Map.of("places", List.of(muted), "kinds", Map.of("gossip", Map.of("inApp", true))),
                Map.of("places", List.of(muted), "kinds", Map.of("mention", Map.of("pigeon", true))),
                Map.of("places", List.of(Map.of("subjectId", acme.toString(), "level", "loud"))))) {
            ann.api().put("/me/notification-settings", wrong).expect(400);
        }
        assertThat(ann.api().get("/me/notification-settings").at("/places/0/level"))
                .isEqualTo("mentions");
        closeToAnn();
        assertThat(ann.api()
                        .get("/me/notification-settings")
                        .json()
                        .at("/places")
                        .size())
                .isZero();
    }

    @Test
    void bundlesByCustomerTheNewestFirst() {
        String account = fixtures.newExternalId();
        var globex = fixtures.record("account", account, "Globex", null, null, RecordAudience.everyone(), Map.of());
        var deal = fixtures.record(
                "opportunity",
                fixtures.newExternalId(),
                "Cold store",
                account,
                null,
                RecordAudience.everyone(),
                Map.of());
        String first = post(bob, acme, "At Acme, " + mention(ann));
        for (int i = 0; i < 6; i++) {
            post(bob, i % 2 == 0 ? globex : deal, "At Globex, " + mention(ann) + " " + i);
            settle(); // those who are told by two events at once are told in any order
        }
        var bundles = inbox(ann, "?view=customers").json();
        assertThat(bundles.has("items")).isFalse();
        assertThat(bundles.at("/bundles").size()).isEqualTo(2);
        assertThat(bundles.at("/bundles/0/customer/name").asString()).isEqualTo("Globex");
        assertThat(bundles.at("/bundles/0/unread").asInt()).isEqualTo(6);
        assertThat(bundles.at("/bundles/0/total").asInt()).isEqualTo(6);
        assertThat(bundles.at("/bundles/0/items").size()).isEqualTo(5);
        assertThat(bundles.at("/bundles/0/items/0/subject/name").asString()).isEqualTo("Cold store");
        assertThat(bundles.at("/bundles/1/customer/id").asString()).isEqualTo(acme.toString());
        assertThat(bundles.at("/bundles/1/items/0/postId").asString()).isEqualTo(first);

        var page = inbox(ann, "?view=customers&limit=1");
        var next = inbox(ann, "?view=customers&limit=1&pageToken=" + page.at("/nextPageToken"));
        assertThat(next.at("/bundles/0/customer/name")).isEqualTo("Acme");
        assertThat(next.at("/nextPageToken")).isEmpty();

        var one = inbox(ann, "?customer=" + globex + "&limit=4");
        assertThat(one.json().at("/items").size()).isEqualTo(4);
        var older = inbox(ann, "?customer=" + globex + "&limit=4&pageToken=" + one.at("/nextPageToken"));
        assertThat(older.json().at("/items").size()).isEqualTo(2);
        assertThat(older.at("/nextPageToken")).isEmpty();
        assertThat(inbox(ann, "?customer=" + acme).at("/items/0/postId")).isEqualTo(first);
        assertThat(inbox(ann, "?filter=follows&customer=" + acme)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        assertThat(inbox(ann, "?customer=999999999").json().at("/items").size()).isZero();
        ann.api().get("/notifications?customer=acme").expect(400);
        ann.api().get("/notifications?view=customers&customer=" + acme).expect(400);

        ann.api().post("/notifications/read-all?customer=" + globex, null).expect(204);
        assertThat(inbox(ann, "?view=customers&filter=unread")
                        .json()
                        .at("/bundles")
                        .size())
                .isEqualTo(1);
        assertThat(inbox(ann, "").json().at("/unread").asInt()).isEqualTo(1);
        closeToAnn();
        assertThat(inbox(ann, "?view=customers").json().at("/bundles").size()).isEqualTo(1);
        ann.api().get("/notifications?view=teams").expect(400);
        ann.api().get("/notifications?filter=loud").expect(400);
        ann.api().get("/notifications?view=customers&pageToken=nonsense").expect(400);
        ann.api().post("/notifications/read-all?customer=acme", null).expect(400);
    }

    @Test
    void showsAContactByItselfToWhoMayNotSeeItsAccount() {
        String account = fixtures.newExternalId();
        var hidden = fixtures.record(
                "account", account, "Hidden", null, bob, RecordAudience.of(bob.externalId(), Set.of()), Map.of());
        var contact = fixtures.record(
                "contact", fixtures.newExternalId(), "Zoe Iversen", account, null, RecordAudience.everyone(), Map.of());
        post(bob, contact, "Met her, " + mention(ann));
        var bundles = inbox(ann, "?view=customers");
        assertThat(bundles.at("/bundles/0/customer/name")).isEqualTo("Zoe Iversen");
        assertThat(bundles.text()).doesNotContain("Hidden");
        assertThat(inbox(ann, "?customer=" + contact).json().at("/items").size())
                .isEqualTo(1);
        assertThat(inbox(ann, "?customer=" + hidden).json().at("/items").size()).isZero();
    }

    @Test
    void sortsIntoFiltersAndMarksOneUnreadAgain() {
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        post(bob, acme, "News");
        post(bob, acme, "For " + mention(ann));
        comment(eve, post(ann, acme, "Mine"), "Indeed");
        eve.api()
                .put("/members/" + ann.id() + "/follow", Map.of("level", "everything"))
                .expect(200);
        assertThat(told(ann, "?filter=mentions")).containsExactly("mention mentioned");
        assertThat(told(ann, "?filter=answers")).containsExactly("comment own-post");
        assertThat(told(ann, "?filter=follows")).containsExactly("post follows-record");
        assertThat(told(ann, "?filter=system")).containsExactly("follow followed");
        ann.api().post("/notifications/read-all", null).expect(204);
        assertThat(told(ann, "?filter=unread")).isEmpty();
        String id = inbox(ann, "?filter=follows").at("/items/0/id");
        bob.api().post("/notifications/" + id + "/unread", null).expect(404);
        ann.api().post("/notifications/" + id + "/unread", null).expect(204);
        assertThat(told(ann, "?filter=unread")).containsExactly("post follows-record");
        assertThat(inbox(ann, "").json().at("/unread").asInt()).isEqualTo(1);
    }

    @Test
    void findsAThreadUnreadAgainThatIsToBeReadOnFrom() {
        String post = post(bob, acme, "For " + mention(ann));
        settle();
        ann.api().post("/posts/" + post + "/read", null).expect(204);
        assertThat(told(ann, "?filter=unread")).isEmpty();
        ann.api().post("/posts/" + post + "/unread", null).expect(204);
        assertThat(told(ann, "?filter=unread")).containsExactly("mention mentioned");
    }

    @Test
    void tellsOfAnAcceptedAnswerWhoWroteItWhoAskedAndWhoFollowsTheQuestion() {
        var fay = fixtures.person("Fay Roux");
        String question = ann.api()
                .post("/posts", Map.of("subjectId", acme, "kind", "question", "title", "Who knows their plant?"))
                .expect(201)
                .at("/id");
        fay.api().put("/posts/" + question + "/follow", null).expect(204);
        String answer = comment(eve, question, "I do");
        forget(ann, eve, fay);
        ann.api()
                .put("/posts/" + question + "/answer", Map.of("commentId", answer))
                .expect(200);
        assertThat(told(eve)).containsExactly("answer-accepted own-comment");
        assertThat(inbox(eve, "?filter=answers").at("/items/0/commentId")).isEqualTo(answer);
        assertThat(told(fay)).containsExactly("answer-accepted follows-post");
        assertThat(told(ann)).as("her own act").isEmpty();
    }

    @Test
    void tellsWhoIsThankedAboveAllElse() {
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        bob.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                acme,
                                "kind",
                                "kudos",
                                "body",
                                "Thank you " + mention(ann),
                                "kudos",
                                Map.of("memberIds", List.of(ann.id()))))
                .expect(201);
        assertThat(told(ann)).containsExactly("kudos thanked");
    }

    @Test
    void tellsAnnouncementsToAllFollowersThatHaveNotMutedThePlace() {
        String space = bob.api()
                .post("/spaces", Map.of("name", "Cold chain", "visibility", "public"))
                .expect(201)
                .at("/id");
        for (var person : List.of(ann, eve)) {
            person.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        }
        ann.api()
                .put("/spaces/" + space + "/follow", Map.of("level", "mentions"))
                .expect(200);
        eve.api().put("/spaces/" + space + "/follow", Map.of("level", "muted")).expect(200);
        post(bob, space, "By the way");
        bob.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                space,
                                "kind",
                                "announcement",
                                "title",
                                "We move",
                                "body",
                                "On Monday",
                                "announcement",
                                Map.of(
                                        "expiresAt",
                                        Instant.now().plusSeconds(3_600).toString())))
                .expect(201);
        assertThat(told(ann)).containsExactly("announcement follows-space");
        assertThat(told(eve)).isEmpty();
    }

    @Test
    void tellsOnceThatAPollHasEnded() {
        String poll = bob.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                acme,
                                "kind",
                                "poll",
                                "body",
                                "Lyon or Lille?",
                                "poll",
                                Map.of(
                                        "options",
                                        List.of("Lyon", "Lille"),
                                        "endsAt",
                                        Instant.now().plusSeconds(3_600).toString())))
                .expect(201)
                .at("/id");
        ann.api()
                .put("/posts/" + poll + "/vote", Map.of("optionIds", List.of("1")))
                .expect(200);
        forget(ann, bob);
        polls.tell();
        assertThat(told(ann)).isEmpty();
        try {
            clock.forward(Duration.ofHours(2));
            polls.tell();
            polls.tell();
        } finally {
            clock.reset();
        }
        assertThat(told(ann)).containsExactly("poll-ended voted");
        assertThat(told(bob)).containsExactly("poll-ended own-post");
        assertThat(told(eve)).isEmpty();
        assertThat(told(ann, "?filter=system")).hasSize(1);
    }

    @Test
    void tellsFiveThousandFollowersInChunksOfAFewStatements() {
        settle();
        jdbc.sql("""
                        insert into member (id, name, created_at)
                        select nextval('activity_seq'), 'Follower of many', current_timestamp from %s
                        """.formatted(TestDatabase.isPostgresql() ? "generate_series(1, 5000)" : "system_range(1, 5000)"))
                .update();
        jdbc.sql("""
                        insert into follow (member_id, subject_id, level, created_at)
                        select id, :acme, 0, current_timestamp from member where name = 'Follower of many'
                        """).param("acme", acme.value()).update();
        counter.start();
        String post = post(bob, acme, "For all of you");
        settle();
        var ofRequest = counter.statementsOfRequests();
        var statements = counter.statements();
        assertThat(jdbc.sql("select count(*) from notification where post_id = :post")
                        .param("post", Long.parseLong(post))
                        .query(Integer.class)
                        .single())
                .isEqualTo(5_000);
        assertThat(statements.stream().filter(sql -> sql.contains("insert into notification")))
                .as("a thousand a statement, and one that finds the end")
                .hasSizeBetween(5, 6);
        assertThat(ofRequest.stream().filter(sql -> sql.contains("insert into notification")))
                .as("nobody waits for it")
                .isEmpty();
        jdbc.sql("delete from follow where subject_id = :acme")
                .param("acme", acme.value())
                .update();
        jdbc.sql("delete from notification where post_id = :post")
                .param("post", Long.parseLong(post))
                .update();
        jdbc.sql("delete from member where name = 'Follower of many'").update();
    }
}
