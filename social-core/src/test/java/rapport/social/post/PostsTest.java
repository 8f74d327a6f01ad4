package rapport.social.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.comment.CommentAdded;
import rapport.social.comment.CommentChange;
import rapport.social.comment.CommentDeleted;
import rapport.social.comment.CommentEdited;
import rapport.social.comment.CommentRestored;
import rapport.social.comment.Comments;
import rapport.social.comment.NewComment;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.member.SessionKind;
import rapport.social.member.Viewer;
import rapport.social.post.StoryValue.Day;
import rapport.social.post.StoryValue.Flag;
import rapport.social.post.StoryValue.Person;
import rapport.social.post.StoryValue.Quantity;
import rapport.social.post.StoryValue.Sum;
import rapport.social.post.StoryValue.Text;
import rapport.social.reaction.ReactionChanged;
import rapport.social.reaction.Reactions;
import rapport.social.record.Money;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
@RecordApplicationEvents
class PostsTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Posts posts;

    @Autowired
    Comments comments;

    @Autowired
    Reactions reactions;

    @Autowired
    Members members;

    @Autowired
    MovableClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEvents events;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private Fixtures.Person carla;
    private SubjectId acme;

    @BeforeEach
    void annBenAndCarlaKnowAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        carla = fixtures.person("Carla Klein");
        acme = fixtures.account("Acme");
    }

    @AfterEach
    void nowIsNow() {
        clock.reset();
    }

    private Viewer viewer(Fixtures.Person person) {
        return new Viewer(members.get(person.id()), SessionKind.API, "none");
    }

    private static String mention(Fixtures.Person person) {
        return "[@x](member:" + person.id() + ") ";
    }

    private PostId add(Fixtures.Person author, SubjectId subject, String body) {
        return posts.add(viewer(author), NewPost.update(subject, body), null).id();
    }

    private List<Object> news() {
        return events.stream()
                .filter(event -> event instanceof org.springframework.context.PayloadApplicationEvent<?>)
                .map(event -> ((org.springframework.context.PayloadApplicationEvent<?>) event).getPayload())
                .filter(event -> event.getClass().getPackageName().matches("rapport.social.(post|comment|reaction)"))
                .map(Object.class::cast)
                .toList();
    }

    // ---- news

    @Test
    void tellsOfAPostAndWhomItNames() {
        Fixtures.Person gone = fixtures.person("Dora Gone");
        fixtures.deactivate(gone);
        PostId post = add(ann, acme, mention(ben) + mention(ann) + mention(gone) + mention(ben));
        assertThat(news()).containsExactly(new PostAdded(post, acme, ann.id(), Set.of(ben.id()), false));
        assertThat(mentioned(post.value())).containsExactlyInAnyOrder(ann.id(), ben.id(), gone.id());
    }

    private List<MemberId> mentioned(long item) {
        return jdbc.sql("select n.member_id from mention n where n.item_id = :item")
                .param("item", item)
                .query((row, number) -> new MemberId(row.getLong(1)))
                .list();
    }

    @Test
    void tellsNobodyWhoMayNotSeeThePlace() {
        SubjectId secret = fixtures.restrictedAccount("Secret", ann);
        PostId post = add(ann, secret, mention(ben));
        assertThat(news()).containsExactly(new PostAdded(post, secret, ann.id(), Set.of(), false));
    }

    @Test
    void tellsAnEditToThoseWhoAreNamedAnew() {
        PostId post = add(ann, acme, mention(ben) + mention(carla));
        Fixtures.Person dan = fixtures.person("Dan Weber");
        posts.edit(viewer(ann), post, PostChange.of(null, mention(ben) + mention(dan)), null);
        assertThat(news().get(1)).isEqualTo(new PostEdited(post, acme, ann.id(), Set.of(dan.id()), Set.of(carla.id())));
        assertThat(mentioned(post.value())).containsExactlyInAnyOrder(ben.id(), dan.id());
        posts.edit(viewer(ann), post, PostChange.of(null, mention(ben) + mention(dan)), null);
        assertThat(news()).hasSize(2);
    }

    @Test
    void tellsOfDeletionAndItsUndoOnce() {
        PostId post = add(ann, acme, "x");
        posts.delete(viewer(ann), post, null);
        posts.delete(viewer(ann), post, null);
        posts.restore(viewer(ann), post);
        posts.restore(viewer(ann), post);
        assertThat(news().subList(1, news().size()))
                .containsExactly(new PostDeleted(post, acme, ann.id()), new PostRestored(post, acme, ann.id()));
    }

    @Test
    void tellsOfComments() {
        PostId post = add(ann, acme, "x");
        var comment = comments.add(viewer(ben), post, NewComment.of("a " + mention(ann)), null)
                .id();
        comments.edit(viewer(ben), comment, new CommentChange("a " + mention(carla), null), null);
        comments.delete(viewer(ben), comment, null);
        assertThat(mentioned(comment.value())).isEmpty();
        comments.restore(viewer(ben), comment);
        assertThat(mentioned(comment.value())).containsExactly(carla.id());
        assertThat(news().subList(1, news().size()))
                .containsExactly(
                        new CommentAdded(post, acme, ben.id(), comment, Set.of(ann.id()), false),
                        new CommentEdited(post, acme, ben.id(), comment, Set.of(carla.id()), Set.of(ann.id())),
                        new CommentDeleted(post, acme, ben.id(), comment),
                        new CommentRestored(post, acme, ben.id(), comment));
    }

    @Test
    void tellsOfReactionsThatChangeSomething() {
        PostId post = add(ann, acme, "x");
        reactions.give(ben.id(), post, "agree", false);
        reactions.give(ben.id(), post, "agree", false);
        reactions.takeBack(ben.id(), post);
        reactions.takeBack(ben.id(), post);
        assertThat(news().subList(1, news().size()))
                .containsExactly(
                        new ReactionChanged(post, acme, ben.id(), null, ann.id(), "agree", false),
                        new ReactionChanged(post, acme, ben.id(), null, ann.id(), null, false));
    }

    @Test
    void marksWhatAnImportBringsIn() {
        var admin = new Viewer(members.get(fixtures.admin("Iris Import").id()), SessionKind.API, "none");
        var input = new NewPost(
                acme,
                null,
                null,
                null,
                mention(ben),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.parse("2025-01-01T10:00:00Z"),
                ann.id(),
                null);
        PostId post = posts.add(admin, input, null).id();
        assertThat(news()).containsExactly(new PostAdded(post, acme, ann.id(), Set.of(ben.id()), true));
    }

    @Test
    void tellsAndKeepsNothingOfWhatWasRolledBack() {
        PostId[] post = new PostId[1];
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    post[0] = posts.add(viewer(ann), NewPost.update(acme, mention(ben)), "rolled back")
                            .id();
                    throw new IllegalStateException("the machine stops");
                }))
                .hasMessage("the machine stops");
        assertThatThrownBy(() -> posts.visibleTo(ann.id(), post[0])).isInstanceOf(Problem.class);
        assertThat(mentioned(post[0].value())).isEmpty();
        posts.add(viewer(ann), NewPost.update(acme, "again"), "rolled back");
    }

    // ---- change stories

    private static StoryChange stage(String before, String after) {
        return new StoryChange("stage", new Text(before), new Text(after));
    }

    private Optional<PostId> story(Fixtures.Person actor, StoryChange... changes) {
        return posts.addChangeStory(acme, actor == null ? null : actor.id(), List.of(changes), now());
    }

    private Instant now() {
        return ((Clock) clock).instant();
    }

    @Test
    void tellsTypedChangesInOneStory() {
        PostId post = story(
                        ann,
                        stage("Lead", "Offer"),
                        new StoryChange("amount", null, new Sum(new Money(new BigDecimal("45000.00"), "EUR"))),
                        new StoryChange(
                                "closeOn", new Day(LocalDate.of(2026, 12, 1)), new Day(LocalDate.of(2027, 1, 15))),
                        new StoryChange("owner", new Person(ann.id()), new Person(ben.id())),
                        new StoryChange(
                                "probability",
                                new Quantity(new BigDecimal("40")),
                                new Quantity(new BigDecimal("62.5"))),
                        new StoryChange("strategic", new Flag(false), new Flag(true)))
                .orElseThrow();
        var read = carla.api().get("/posts/" + post).expect(200);
        assertThat(read.at("/kind")).isEqualTo("change-story");
        assertThat(read.at("/author/name")).isEqualTo("Ann Berg");
        assertThat(read.at("/body")).isEmpty();
        assertThat(read.json().at("/story/changes/0").toString())
                .isEqualTo("{\"field\":\"stage\",\"type\":\"text\",\"before\":\"Lead\",\"after\":\"Offer\"}");
        assertThat(read.json().at("/story/changes/1").toString())
                .isEqualTo(
                        "{\"field\":\"amount\",\"type\":\"money\",\"after\":{\"amount\":45000,\"currency\":\"EUR\"}}");
        assertThat(read.json().at("/story/changes/2").toString())
                .isEqualTo(
                        "{\"field\":\"closeOn\",\"type\":\"date\",\"before\":\"2026-12-01\",\"after\":\"2027-01-15\"}");
        assertThat(read.at("/story/changes/3/after/name")).isEqualTo("Ben Roux");
        assertThat(read.json().at("/story/changes/4").toString())
                .isEqualTo("{\"field\":\"probability\",\"type\":\"number\",\"before\":40,\"after\":62.5}");
        assertThat(read.json().at("/story/changes/5/after").asBoolean()).isTrue();
        assertThat(read.json().at("/capabilities").toString())
                .startsWith("{\"comment\":true,\"react\":true,\"edit\":false,\"delete\":false,\"history\":false");
        ann.api().patch("/posts/" + post, java.util.Map.of("body", "x")).expect(403);
        ann.api().delete("/posts/" + post).expect(403);
        ann.api()
                .post("/posts/" + post + "/comments", java.util.Map.of("body", "Well done"))
                .expect(201);
    }

    @Test
    void joinsASaveThatFollowsClosely() {
        PostId first = story(ann, stage("Lead", "Offer")).orElseThrow();
        add(ben, acme, "What is said between is no reason to tell it twice");
        clock.forward(Duration.ofMinutes(10).minusSeconds(20));
        assertThat(story(ann, stage("Offer", "Won"))).contains(first);
        Post told = posts.visibleTo(ben.id(), first);
        assertThat(told.story()).isEqualTo(new ChangeStory(List.of(stage("Lead", "Won"))));
        assertThat(told.editedAt()).isNull();
        assertThat(news())
                .contains(
                        new ChangeStoryAdded(first, acme, ann.id(), false),
                        new ChangeStoryAdded(first, acme, ann.id(), true));
    }

    @Test
    void beginsAnewAfterTenMinutesByAnotherPersonOrOnceCommented() {
        PostId first = story(ann, stage("Lead", "Offer")).orElseThrow();
        PostId bens = story(ben, stage("Offer", "Lead")).orElseThrow();
        PostId nobodys = story(null, stage("Lead", "Offer")).orElseThrow();
        assertThat(Set.of(first, bens, nobodys)).hasSize(3);
        assertThat(story(null, stage("Offer", "Won"))).contains(nobodys);
        comments.add(viewer(carla), first, NewComment.of("Why?"), null);
        assertThat(story(ann, stage("Won", "Lost"))).isPresent().isNotEqualTo(Optional.of(first));
        clock.forward(Duration.ofMinutes(10).plusMillis(1));
        assertThat(story(ben, stage("Lost", "Won"))).isPresent().isNotEqualTo(Optional.of(bens));
    }

    @Test
    void takesAStoryBackWhoseChangesAllReturnedToTheirStart() {
        PostId first = story(ann, stage("Lead", "Offer")).orElseThrow();
        assertThat(story(ann, stage("Offer", "Lead"))).isEmpty();
        ben.api().get("/posts/" + first).expect(404);
        assertThat(news()).endsWith(new PostDeleted(first, acme, ann.id()));
        assertThat(story(ann, stage("Lead", "Lead"))).isEmpty();
    }

    @Test
    void showsAStoryWithoutAnActor() {
        PostId post = story(null, stage("Lead", "Offer")).orElseThrow();
        var read = ann.api().get("/posts/" + post).expect(200);
        assertThat(read.json().has("author")).isFalse();
        assertThat(ann.api()
                        .get("/posts/" + post + "/revisions")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
    }
}
