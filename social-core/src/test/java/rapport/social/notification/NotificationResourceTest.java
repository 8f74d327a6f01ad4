package rapport.social.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.comment.CommentAdded;
import rapport.social.comment.CommentId;
import rapport.social.follow.FollowLevel;
import rapport.social.follow.Follows;
import rapport.social.member.MemberId;
import rapport.social.post.PostAdded;
import rapport.social.post.PostId;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;
import tools.jackson.databind.json.JsonMapper;

@DatabaseTest
class NotificationResourceTest {
    @Autowired
    Fanout fanout;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Fixtures fixtures;

    @Autowired
    Follows follows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    StatementCounter counter;

    @Autowired
    IncompleteEventPublications publications;

    @Autowired
    JsonMapper json;

    private Fixtures.Person ann;
    private Fixtures.Person bob;
    private Fixtures.Person eve;
    private SubjectId acme;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
        eve = fixtures.person("Eve Holm");
        acme = fixtures.account("Acme");
    }

    private static String mention(Fixtures.Person person) {
        return "[@" + person.name() + "](member:" + person.id() + ")";
    }

    private String post(Fixtures.Person author, String body) {
        return post(author, acme, body);
    }

    private static String post(Fixtures.Person author, SubjectId subject, String body) {
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
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("select count(*) from event_publication where completion_date is null")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private Api.Answer inbox(Fixtures.Person person) {
        settle();
        return person.api().get("/notifications").expect(200);
    }

    /** The rows of an inbox as {@code kind reason actor}. */
    private List<String> told(Fixtures.Person person) {
        var rows = new ArrayList<String>();
        inbox(person)
                .json()
                .at("/items")
                .forEach(item -> rows.add(item.at("/kind").asString() + " "
                        + item.at("/reason/kind").asString() + " "
                        + item.at("/actor/name").asString()));
        return rows;
    }

    private int unread(Fixtures.Person person) {
        return inbox(person).json().at("/unread").asInt();
    }

    @Test
    void tellsWhoIsMentionedOnceWithTheReasonAndAnExcerpt() {
        follows.followRecord(ann.id(), acme, FollowLevel.EVERYTHING);
        String post = post(bob, "Could " + mention(ann) + " look at **this**?");
        var inbox = inbox(ann);
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
        assertThat(inbox.at("/items/0/excerpt")).isEqualTo("Could Ann Berg look at this?");
        assertThat(inbox.at("/items/0/postId")).isEqualTo(post);
        assertThat(inbox.at("/items/0/subject/name")).isEqualTo("Acme");
        assertThat(inbox.at("/items/0/subject/kind")).isEqualTo("account");
        assertThat(inbox.json().at("/items/0/read").asBoolean()).isFalse();
        assertThat(inbox.json().at("/unread").asInt()).isEqualTo(1);
        assertThat(told(bob)).isEmpty();
        assertThat(told(eve)).isEmpty();
    }

    @Test
    void tellsAuthorsOfCommentsAndAnswersAndWhoTookPart() {
        String post = post(ann, "What do they want?");
        String first = comment(bob, post, "Three machines");
        assertThat(told(ann)).containsExactly("comment own-post Bob Lund");
        reply(eve, post, first, "Four by now");
        assertThat(told(bob)).containsExactly("reply participated Eve Holm");
        assertThat(told(ann)).containsExactly("comment own-post Eve Holm");
        comment(ann, post, "Thank you both");
        assertThat(told(bob)).containsExactly("comment participated Ann Berg");
        assertThat(told(eve)).containsExactly("comment participated Ann Berg");
        assertThat(told(ann)).containsExactly("comment own-post Eve Holm");
    }

    @Test
    void keepsAnUnreadMentionWhenLessFollows() {
        String post = post(ann, "Who goes?");
        comment(bob, post, mention(ann) + ", I do");
        comment(eve, post, "Me too");
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
        String id = inbox(ann).at("/items/0/id");
        ann.api().post("/notifications/" + id + "/read", null).expect(204);
        comment(eve, post, "On Monday");
        assertThat(told(ann)).containsExactly("comment own-post Eve Holm");
        comment(bob, post, mention(ann) + " as well?");
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
    }

    @Test
    void raisesTheThreadThatHasNews() {
        String older = post(ann, "Older");
        String newer = post(ann, "Newer");
        comment(bob, older, "One");
        settle(); // what two threads tell at once comes in any order
        comment(bob, newer, "Two");
        assertThat(inbox(ann).at("/items/0/postId")).isEqualTo(newer);
        comment(bob, older, "Three");
        assertThat(inbox(ann).at("/items/0/postId")).isEqualTo(older);
        assertThat(told(ann)).hasSize(2);
    }

    @Test
    void tellsFollowersAsMuchAsTheirLevelsSay() {
        var members = new ArrayList<Fixtures.Person>();
        for (FollowLevel level : FollowLevel.values()) {
            var member = fixtures.person("Follower " + level);
            follows.followRecord(member.id(), acme, level);
            members.add(member);
        }
        post(bob, "A post");
        assertThat(told(members.get(0))).containsExactly("post follows-record Bob Lund");
        assertThat(inbox(members.get(0)).at("/items/0/reason/name")).isEqualTo("Acme");
        assertThat(told(members.get(1))).containsExactly("post follows-record Bob Lund");
        assertThat(told(members.get(2))).isEmpty();
        assertThat(told(members.get(3))).isEmpty();

        post(bob, "For " + mention(members.get(2)) + " and " + mention(members.get(3)));
        assertThat(told(members.get(2))).containsExactly("mention mentioned Bob Lund");
        assertThat(told(members.get(3))).isEmpty();

        String own = post(members.get(2), "My question");
        String muted = post(members.get(3), "Said into the silence");
        comment(bob, own, "My answer");
        comment(bob, muted, "My answer");
        assertThat(told(members.get(2))).hasSize(2).contains("comment own-post Bob Lund");
        assertThat(told(members.get(3))).isEmpty();
    }

    @Test
    void tellsWhoFollowsTheAuthor() {
        ann.api()
                .put("/members/" + bob.id() + "/follow", Map.of("level", "people"))
                .expect(200);
        post(bob, "Anywhere");
        assertThat(told(ann)).containsExactly("post follows-member Bob Lund");
        assertThat(inbox(ann).at("/items/0/reason/name")).isEqualTo("Bob Lund");
        var secret = fixtures.restrictedAccount("Secret", bob);
        post(bob, secret, "Behind closed doors");
        assertThat(told(ann)).hasSize(1);
    }

    @Test
    void tellsNobodyWhatTheyMayNotSeeAndForgetsItWhenTheyNoLongerMay() {
        String externalId = fixtures.newExternalId();
        var secret = fixtures.record(
                "account", externalId, "Secret", null, bob, RecordAudience.of(bob.externalId(), Set.of()), Map.of());
        post(bob, secret, "For " + mention(ann));
        assertThat(told(ann)).isEmpty();

        fixtures.record("account", externalId, "Secret", null, bob, RecordAudience.everyone(), Map.of());
        post(bob, secret, "Open now, " + mention(ann));
        assertThat(unread(ann)).isEqualTo(1);
        fixtures.record(
                "account", externalId, "Secret", null, bob, RecordAudience.of(bob.externalId(), Set.of()), Map.of());
        assertThat(told(ann)).isEmpty();
        assertThat(unread(ann)).isZero();
    }

    @Test
    void tellsOfAnEditOnlyThoseItMentionsAnewAndTakesBackAMentionThatIsGone() {
        String post = post(bob, "For " + mention(ann));
        String comment = comment(bob, post, "And for " + mention(eve));
        assertThat(told(eve)).containsExactly("mention mentioned Bob Lund");
        bob.api()
                .patch("/posts/" + post, Map.of("body", "For " + mention(ann) + ", corrected"))
                .expect(200);
        assertThat(inbox(ann).json().at("/items").size()).isEqualTo(1);
        bob.api().patch("/posts/" + post, Map.of("body", "For " + mention(eve))).expect(200);
        assertThat(told(ann)).isEmpty();
        assertThat(unread(ann)).isZero();
        assertThat(told(eve)).containsExactly("mention mentioned Bob Lund");
        bob.api()
                .patch("/comments/" + comment, Map.of("body", "For " + mention(ann) + " after all"))
                .expect(200);
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
        assertThat(inbox(ann).at("/items/0/commentId")).isEqualTo(comment);
        // what was read stays when the mention goes
        ann.api().post("/notifications/read-all", null).expect(204);
        bob.api().patch("/comments/" + comment, Map.of("body", "For nobody")).expect(200);
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
    }

    @Test
    void takesBackWhatADeletedPostOrCommentToldAndRestoresNothing() {
        String post = post(bob, "For " + mention(ann));
        String comment = comment(bob, post, "For " + mention(eve));
        assertThat(told(eve)).hasSize(1);
        bob.api().delete("/comments/" + comment).expect(204);
        assertThat(told(eve)).isEmpty();
        bob.api().delete("/posts/" + post).expect(204);
        assertThat(told(ann)).isEmpty();
        assertThat(unread(ann)).isZero();
        bob.api().post("/posts/" + post + "/restore", null).expect(200);
        assertThat(told(ann)).isEmpty();
        assertThat(told(eve)).isEmpty();
    }

    @Test
    void tellsOfReactionsQuietlyOneAThread() {
        String post = post(ann, "Won!");
        bob.api()
                .put("/posts/" + post + "/reaction", Map.of("kind", "celebrate"))
                .expect(200);
        eve.api().put("/posts/" + post + "/reaction", Map.of("kind", "agree")).expect(200);
        ann.api().put("/posts/" + post + "/reaction", Map.of("kind", "thanks")).expect(200);
        assertThat(told(ann)).containsExactly("reaction own-post Eve Holm");
        assertThat(unread(ann)).isZero();
        comment(bob, post, "Well done");
        eve.api()
                .put("/posts/" + post + "/reaction", Map.of("kind", "celebrate"))
                .expect(200);
        assertThat(told(ann)).containsExactly("comment own-post Bob Lund");

        String other = post(ann, "Lost.");
        bob.api().put("/posts/" + other + "/reaction", Map.of("kind", "sad")).expect(200);
        assertThat(told(ann)).hasSize(2);
        bob.api().delete("/posts/" + other + "/reaction").expect(200);
        assertThat(told(ann)).hasSize(1);
    }

    @Test
    void tellsNobodyOfReactionsThatWereBroughtIn() {
        String post = post(ann, "Won!");
        var admin = fixtures.admin("Ada Admin");
        var reaction = Map.of("kind", "celebrate", "authorId", bob.id().toString());
        admin.api().put("/posts/" + post + "/reaction", reaction).expect(200);
        assertThat(admin.api().get("/posts/" + post + "/reactions").at("/items/0/member/name"))
                .isEqualTo(bob.name());
        assertThat(told(ann)).isEmpty();
        var refused = eve.api().put("/posts/" + post + "/reaction", reaction).expect(403);
        assertThat(refused.at("/field")).isEqualTo("authorId");
    }

    @Test
    void countsAndMarksWithoutTheListMarkingAnything() {
        String one = post(ann, "One");
        String two = post(ann, "Two");
        comment(bob, one, "Answer");
        settle(); // told one after the other, as they are to be listed
        comment(bob, two, "Answer");
        var inbox = inbox(ann);
        assertThat(inbox.json().at("/unread").asInt()).isEqualTo(2);
        assertThat(inbox.json().at("/unseen").asInt()).isEqualTo(2);
        ann.api().post("/notifications/seen", null).expect(204);
        ann.api().post("/notifications/seen", null).expect(204);
        inbox = inbox(ann);
        assertThat(inbox.json().at("/unread").asInt()).isEqualTo(2);
        assertThat(inbox.json().at("/unseen").asInt()).isZero();

        ann.api()
                .post("/notifications/" + inbox.at("/items/0/id") + "/read", null)
                .expect(204);
        ann.api()
                .post("/notifications/" + inbox.at("/items/0/id") + "/read", null)
                .expect(204);
        assertThat(unread(ann)).isEqualTo(1);
        assertThat(ann.api()
                        .get("/notifications?filter=unread")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(ann.api()
                        .get("/notifications?filter=mentions")
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        // reading the thread itself reads what the inbox says of it
        ann.api().post("/posts/" + one + "/read", null).expect(204);
        assertThat(unread(ann)).isZero();
        comment(bob, one, "More");
        assertThat(unread(ann)).isEqualTo(1);
        assertThat(inbox(ann).json().at("/unseen").asInt()).isEqualTo(1);
        ann.api().post("/notifications/read-all", null).expect(204);
        assertThat(unread(ann)).isZero();
    }

    @Test
    void refusesWhatIsNotInOnesOwnInbox() {
        String post = post(ann, "One");
        comment(bob, post, "Answer");
        String id = inbox(ann).at("/items/0/id");
        bob.api().post("/notifications/" + id + "/read", null).expect(404);
        bob.api().post("/notifications/seven/read", null).expect(404);
        assertThat(ann.api().get("/notifications?filter=some").expect(400).at("/field"))
                .isEqualTo("filter");
        assertThat(ann.api().get("/notifications?pageToken=x").expect(400).at("/field"))
                .isEqualTo("pageToken");
        fixtures.anonymous().get("/notifications").expect(401);
        fixtures.anonymous().post("/notifications/read-all", null).expect(401);
        assertThat(unread(ann)).isEqualTo(1);
    }

    @Test
    void givesTheInboxPageByPage() {
        for (int i = 0; i < 5; i++) {
            comment(bob, post(ann, "Post " + i), "Answer " + i);
            settle(); // told one after the other, as they are to be listed
        }
        var first = ann.api().get("/notifications?limit=3").expect(200);
        assertThat(first.json().at("/items").findValuesAsString("excerpt"))
                .containsExactly("Answer 4", "Answer 3", "Answer 2");
        var second = ann.api()
                .get("/notifications?limit=3&pageToken=" + first.at("/nextPageToken"))
                .expect(200);
        assertThat(second.json().at("/items").findValuesAsString("excerpt")).containsExactly("Answer 1", "Answer 0");
        assertThat(second.json().at("/nextPageToken").isMissingNode()).isTrue();
    }

    @Test
    void tellsAgainWhatANodeLeftUntoldAndNothingTwice() {
        String post = post(bob, "For " + mention(ann));
        assertThat(told(ann)).hasSize(1);
        String id = inbox(ann).at("/items/0/id");
        leaveUntold(post);
        publications.resubmitIncompletePublicationsOlderThan(UntoldEventsJob.AGE);
        assertThat(inbox(ann).at("/items/0/id")).isEqualTo(id);

        jdbc.sql("delete from notification where post_id = :post")
                .param("post", Long.parseLong(post))
                .update();
        assertThat(told(ann)).isEmpty();
        leaveUntold(post);
        publications.resubmitIncompletePublicationsOlderThan(UntoldEventsJob.AGE);
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
    }

    /** What the registry holds when a node dies between the commit and the telling. */
    private void leaveUntold(String post) {
        var event = new PostAdded(PostId.fromString(post), acme, bob.id(), Set.of(ann.id()), false);
        jdbc.sql("""
                 insert into event_publication (id, listener_id, event_type, serialized_event, publication_date, status, completion_attempts)
                 values (:id, 'notification.post-added', :type, :event, :at, 'PUBLISHED', 0)
                 """)
                .param("id", UUID.randomUUID())
                .param("type", PostAdded.class.getName())
                .param("event", json.writeValueAsString(event))
                .param("at", OffsetDateTime.now(ZoneOffset.UTC).minusHours(1))
                .update();
    }

    @Test
    void tellsAHundredFollowersInAFewStatements() {
        var followers = new ArrayList<Fixtures.Person>();
        for (int i = 0; i < 100; i++) {
            var follower = fixtures.person("Follower " + i);
            follows.followRecord(follower.id(), acme, FollowLevel.EVERYTHING);
            followers.add(follower);
        }
        settle();
        counter.start();
        String post = bob.api()
                .with("Idempotency-Key", "for-all")
                .post("/posts", Map.of("subjectId", acme, "body", "For all of you"))
                .expect(201)
                .at("/id");
        settle();
        var ofRequest = counter.statementsOfRequests();
        var statements = counter.statements();
        assertThat(statements.stream().filter(sql -> sql.contains("insert into notification")))
                .hasSize(1);
        var told = jdbc.sql("select member_id from notification where post_id = :post")
                .param("post", new PostId(Long.parseLong(post)).value())
                .query(Long.class)
                .list();
        assertThat(told).hasSize(100);
        var fanout = statements.stream()
                .filter(sql -> sql.contains("notification") || sql.contains("for update") || sql.contains("followers"))
                .toList();
        assertThat(fanout).hasSizeLessThanOrEqualTo(5);
        // the session, then the key, the post with its order, its topics, its wait for an answer, and what the answer
        // shows
        assertThat(ofRequest).hasSizeLessThanOrEqualTo(1 + 8);
    }

    @Test
    void putsAMentionInThePlaceOfLessThatWasToldBeforeIt() {
        String post = post(ann, "Who goes?");
        String asked = comment(bob, post, mention(ann) + ", you?");
        String said = comment(eve, post, "Me too");
        settle();
        jdbc.sql("delete from notification where member_id = :ann")
                .param("ann", ann.id().value())
                .update();
        told(said, post, eve, Set.of());
        assertThat(told(ann)).containsExactly("comment own-post Eve Holm");
        told(asked, post, bob, Set.of(ann.id()));
        assertThat(told(ann)).containsExactly("mention mentioned Bob Lund");
        told(said, post, eve, Set.of());
        assertThat(told(ann)).as("told again").containsExactly("mention mentioned Bob Lund");
    }

    /** As the registry tells it, in whichever order. */
    private void told(String comment, String post, Fixtures.Person author, Set<MemberId> mentioned) {
        // past the proxy, which would only hand it to another thread
        Fanout direct = AopTestUtils.getUltimateTargetObject(fanout);
        transaction.executeWithoutResult(status -> direct.on(new CommentAdded(
                PostId.fromString(post), acme, author.id(), CommentId.fromString(comment), mentioned, false)));
    }
}
