package rapport.social.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.file.FileId;
import rapport.social.file.UploadedFiles;
import rapport.social.member.MemberRole;
import rapport.social.member.Members;
import rapport.social.post.Posts;
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.Fixtures.Person;
import rapport.social.testing.MovableClock;

/** Words that a moderator takes out, and words that their authors deleted long ago: both are nowhere any more. */
@DatabaseTest
class RemovalTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Members members;

    @Autowired
    UploadedFiles files;

    @Autowired
    Posts posts;

    @Autowired
    Purge purge;

    @Autowired
    MovableClock clock;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    /** A word that stands nowhere else. */
    private final String secret =
            "zq" + UUID.randomUUID().toString().replace("-", "").substring(0, 10);

    private Person ann;
    private Person ben;
    private Person mod;
    private SubjectId acme;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        mod = fixtures.person("Mo Derator");
        members.setRole(mod.id(), MemberRole.MODERATOR);
        acme = fixtures.account("Acme");
    }

    private String post(Person author, String title, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", acme, "kind", "note", "title", title, "body", body))
                .expect(201)
                .at("/id");
    }

    private static String comment(Person author, String post, String body) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", body))
                .expect(201)
                .at("/id");
    }

    private static Answer remove(Person moderator, String what, String reason) {
        return moderator.api().put("/" + what + "/removal", Map.of("reason", reason));
    }

    private FileId attached(Person owner, String post, String item) {
        var file = files.upload(
                owner.id(),
                secret + ".txt",
                null,
                new ByteArrayInputStream(("bytes of " + secret).getBytes(StandardCharsets.UTF_8)));
        files.attach(owner.id(), List.of(file.id()), Long.parseLong(post), Long.parseLong(item));
        assertThat(bytesOf(file.id())).exists();
        return file.id();
    }

    private static Path bytesOf(FileId file) {
        return Path.of("target/test-data/files", Long.toString(file.value() / 1_000), file + ".original");
    }

    /** In how many rows of whatever table the secret stands. */
    private int traces() {
        return jdbc
                .sql("""
                        select table_name, column_name from information_schema.columns
                         where lower(table_schema) = 'public' and lower(data_type) in ('character varying', 'text', 'tsvector')
                           and lower(table_name) not in ('databasechangelog', 'databasechangeloglock')
                        """)
                .query((row, number) -> "select count(*) from " + row.getString(1) + " where cast(" + row.getString(2)
                        + " as varchar) like '%" + secret + "%'")
                .list()
                .stream()
                .mapToInt(sql -> jdbc.sql(sql).query(Integer.class).single())
                .sum();
    }

    /** Whether search finds words or files of a post or a comment. */
    private boolean isFound(Person reader) {
        return reader.api()
                .get("/search?q=" + secret)
                .expect(200)
                .text()
                .matches("(?s).*\"type\":\"(posts|comments|files)\".*");
    }

    private void awaitFound(Person reader) {
        await().atMost(Duration.ofSeconds(30)).until(() -> isFound(reader));
    }

    // ---- posts

    @Test
    void leavesNothingOfAPostButItsMark() {
        String post = post(ann, "Title " + secret, "First [@Ben](member:" + ben.id() + ") " + secret + " #" + secret);
        ann.api().patch("/posts/" + post, Map.of("body", "Second " + secret)).expect(200);
        ann.api()
                .put("/me/drafts/edit:" + post, Map.of("body", "Third " + secret))
                .expect(200);
        comment(ben, post, "I had no idea");
        FileId file = attached(ann, post, post);
        awaitFound(ben);
        assertThat(traces()).isPositive();

        remove(mod, "posts/" + post, "Names a patient").expect(204);

        var read = ben.api().get("/posts/" + post).expect(200);
        assertThat(read.at("/body")).isEmpty();
        assertThat(read.json().has("title")).isFalse();
        assertThat(read.at("/author/name")).isEqualTo("Ann Berg");
        assertThat(read.at("/commentCount")).isEqualTo("1");
        assertThat(read.at("/removed/reason")).isEqualTo("Names a patient");
        assertThat(read.at("/removed/at")).endsWith("Z");
        var authors = ann.api().get("/posts/" + post).json().at("/capabilities");
        for (String gone : List.of("edit", "delete", "history", "share", "turnIntoQuestion", "remove")) {
            assertThat(authors.at("/" + gone).asBoolean()).as(gone).isFalse();
        }
        assertThat(isFound(ben)).isFalse();
        ben.api().get("/files/" + file + "/content").expect(404);
        assertThat(bytesOf(file)).doesNotExist();
        assertThat(ann.api().get("/me/drafts/edit:" + post).expect(404).status())
                .isEqualTo(404);
        assertThat(ben.api().get("/posts/" + post + "/revisions").text()).doesNotContain(secret);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.sql("select count(*) from event_publication where completion_date is null")
                                .query(Integer.class)
                                .single()
                        == 0);
        jdbc.sql("delete from topic where topic_key like :key")
                .param("key", "%" + secret + "%")
                .update();
        jdbc.sql("delete from subject where kind = 7 and name like :name")
                .param("name", "%" + secret + "%")
                .update();
        jdbc.sql("delete from subject_word where word like :word")
                .param("word", "%" + secret + "%")
                .update();
        assertThat(traces()).isZero();
    }

    @Test
    void leavesNothingOfAShareToShareOn() {
        String origin = post(ann, "Title", "Words");
        String share = ben.api()
                .post("/posts", Map.of("subjectId", acme, "body", secret, "sharedPostId", origin))
                .expect(201)
                .at("/id");
        remove(mod, "posts/" + share, "Names a patient").expect(204);
        ann.api()
                .post("/posts", Map.of("subjectId", acme, "body", "Look", "sharedPostId", share))
                .expect(404);
    }

    @Test
    void takesBackWhatTheInboxSaidOfIt() {
        String post = post(ann, "Title", "Hello [@Ben](member:" + ben.id() + ") " + secret);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ben.api().get("/notifications").text().contains("\"Title\""));
        remove(mod, "posts/" + post, "Names a patient").expect(204);
        assertThat(ben.api().get("/notifications").text()).doesNotContain(secret);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ben.api().get("/notifications").json().at("/items").size() == 0);
    }

    @Test
    void cannotBeUndoneByTheAuthor() {
        String post = post(ann, "Title", secret);
        remove(mod, "posts/" + post, "Names a patient").expect(204);
        var refused = ann.api()
                .patch("/posts/" + post, Map.of("body", "again " + secret))
                .expect(409);
        assertThat(refused.at("/type")).isEqualTo("/problems/removed");
        assertThat(refused.at("/detail")).contains("Names a patient");
        ann.api().delete("/posts/" + post).expect(409);
        assertThat(ann.api()
                        .with("Accept-Language", "fr")
                        .delete("/posts/" + post)
                        .at("/title"))
                .isEqualTo("Retiré");
    }

    @Test
    void isTwiceAsOnceAndWrittenDown() {
        String post = post(ann, "Title", secret);
        remove(mod, "posts/" + post, "First reason").expect(204);
        remove(mod, "posts/" + post, "Second reason").expect(204);
        var log = fixtures.admin("Root").api().get("/audit?item=post:" + post).expect(200);
        assertThat(log.json().at("/items").size()).isEqualTo(1);
        assertThat(log.at("/items/0/actor/name")).isEqualTo("Mo Derator");
        assertThat(log.at("/items/0/action")).isEqualTo("post-removed");
        assertThat(log.at("/items/0/reason")).isEqualTo("First reason");
        assertThat(log.text()).doesNotContain(secret);
    }

    @Test
    void isForModeratorsWhoMayReadIt() {
        String post = post(ann, "Title", secret);
        remove(ben, "posts/" + post, "I don't like it").expect(403);
        remove(ann, "posts/" + post, "My own").expect(403);
        remove(ben, "posts/999999999", "x").expect(403);
        remove(mod, "posts/999999999", "x").expect(404);
        var hidden = fixtures.restrictedAccount("Hidden", ann);
        String closed = ann.api()
                .post("/posts", Map.of("subjectId", hidden, "body", secret))
                .expect(201)
                .at("/id");
        remove(mod, "posts/" + closed, "x").expect(404);
        fixtures.anonymous()
                .put("/posts/" + post + "/removal", Map.of("reason", "x"))
                .expect(401);
        assertThat(ben.api().get("/posts/" + post).at("/body")).isEqualTo(secret);
    }

    @Test
    void isOfferedToModeratorsAlone() {
        String post = post(ann, "Title", secret);
        String comment = comment(ben, post, secret);
        assertThat(mod.api().get("/posts/" + post).at("/capabilities/remove")).isEqualTo("true");
        assertThat(mod.api().get("/comments/" + comment).at("/capabilities/remove"))
                .isEqualTo("true");
        assertThat(ann.api().get("/posts/" + post).at("/capabilities/remove")).isEqualTo("false");
        assertThat(ben.api().get("/comments/" + comment).at("/capabilities/remove"))
                .isEqualTo("false");
    }

    @Test
    void takesAPollsOptionsAndASharesOriginalAway() {
        String poll = ann.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                acme,
                                "kind",
                                "poll",
                                "title",
                                "Where is " + secret,
                                "poll",
                                Map.of("options", List.of("in " + secret, "elsewhere"))))
                .expect(201)
                .at("/id");
        String share = ben.api()
                .post("/posts", Map.of("subjectId", ben.id(), "sharedPostId", poll))
                .expect(201)
                .at("/id");
        assertThat(ben.api().get("/posts/" + share).text()).contains(secret);
        remove(mod, "posts/" + poll, "Names a patient").expect(204);
        assertThat(ann.api().get("/posts/" + poll).expect(200).text()).doesNotContain(secret);
        var shared = ann.api().get("/posts/" + share).expect(200);
        assertThat(shared.text()).doesNotContain(secret);
        assertThat(shared.at("/shared/available")).isEqualTo("false");
        await().atMost(Duration.ofSeconds(20)).until(() -> traces() == 0);
    }

    @Test
    void needsAReason() {
        String post = post(ann, "Title", secret);
        assertThat(remove(mod, "posts/" + post, " ").expect(400).at("/field")).isEqualTo("reason");
        mod.api().put("/posts/" + post + "/removal", Map.of()).expect(400);
        var tooLong = remove(mod, "posts/" + post, "x".repeat(501)).expect(400);
        assertThat(tooLong.at("/limit")).isEqualTo("500");
        assertThat(ben.api().get("/posts/" + post).at("/body")).isEqualTo(secret);
    }

    @Test
    void leavesToTheCrmWhatTheCrmTold() {
        var story = posts.addChangeStory(
                        acme,
                        ann.id(),
                        List.of(new StoryChange("stage", null, new StoryValue.Text(secret))),
                        clock.instant())
                .orElseThrow();
        remove(mod, "posts/" + story, "x").expect(403);
        assertThat(ben.api().get("/posts/" + story).text()).contains(secret);
    }

    // ---- comments

    @Test
    void leavesNothingOfACommentButItsMark() {
        String post = post(ann, "Title", "Body");
        String comment = comment(ben, post, "First " + secret);
        ben.api()
                .patch("/comments/" + comment, Map.of("body", "Second " + secret))
                .expect(200);
        comment(ann, post, "An answer");
        FileId file = attached(ben, post, comment);
        awaitFound(ann);
        remove(mod, "comments/" + comment, "Names a patient").expect(204);
        var thread = ann.api().get("/posts/" + post + "/comments").expect(200);
        assertThat(thread.json().at("/items").size()).isEqualTo(2);
        assertThat(thread.text()).doesNotContain(secret);
        assertThat(thread.at("/items/0/author/name")).isEqualTo("Ben Roux");
        assertThat(thread.at("/items/0/removed/reason")).isEqualTo("Names a patient");
        assertThat(thread.at("/items/0/deleted")).isEqualTo("false");
        assertThat(thread.json().at("/items/0").has("body")).isFalse();
        assertThat(ben.api()
                        .get("/posts/" + post)
                        .json()
                        .at("/comments/0/capabilities/edit")
                        .asBoolean())
                .isFalse();
        assertThat(isFound(ann)).isFalse();
        assertThat(bytesOf(file)).doesNotExist();
        ben.api().patch("/comments/" + comment, Map.of("body", secret)).expect(409);
        ben.api().delete("/comments/" + comment).expect(409);
        assertThat(ann.api().get("/comments/" + comment + "/revisions").text()).doesNotContain(secret);
        await().atMost(Duration.ofSeconds(20)).until(() -> traces() == 0);
        assertThat(fixtures.admin("Root")
                        .api()
                        .get("/audit?item=comment:" + comment)
                        .at("/items/0/details"))
                .isEqualTo("post:" + post);
    }

    @Test
    void reachesACommentThatItsAuthorDeleted() {
        String post = post(ann, "Title", "Body");
        String comment = comment(ben, post, secret);
        ben.api().delete("/comments/" + comment).expect(204);
        assertThat(traces()).isPositive();
        remove(mod, "comments/" + comment, "Names a patient").expect(204);
        ben.api().post("/comments/" + comment + "/restore", null).expect(409);
        await().atMost(Duration.ofSeconds(20)).until(() -> traces() == 0);
    }

    @Test
    void keepsAWordForTheTextsThatStillHaveIt() {
        String removed = post(ann, "Title", "Both say " + secret);
        String kept = post(ben, "Title", "Both say " + secret);
        // a typing error: what is near is found by the list of words
        String misspelt = secret.substring(0, 5) + "x" + secret.substring(6);
        await().atMost(Duration.ofSeconds(30)).until(() -> isFoundBy(misspelt, removed) && isFoundBy(misspelt, kept));
        remove(mod, "posts/" + removed, "Names a patient").expect(204);
        await().atMost(Duration.ofSeconds(20)).until(() -> !isFoundBy(misspelt, removed));
        assertThat(isFoundBy(misspelt, kept)).isTrue();
        ben.api().patch("/posts/" + kept, Map.of("body", "Says nothing")).expect(200);
        remove(mod, "posts/" + kept, "Names a patient").expect(204);
        await().atMost(Duration.ofSeconds(20)).until(() -> traces() == 0);
    }

    private boolean isFoundBy(String query, String post) {
        return ann.api().get("/search?q=" + query).expect(200).text().contains("\"id\":\"" + post + "\"");
    }

    // ---- purge

    private void purgedAfter(Duration time) {
        clock.forward(time);
        try {
            purge.run();
        } finally {
            clock.reset();
        }
    }

    @Test
    void purgesDeletedPostsWithAllThatStoodOnThem() {
        String post = post(ann, "Title " + secret, "First " + secret);
        ann.api().patch("/posts/" + post, Map.of("body", "Second " + secret)).expect(200);
        String comment = comment(ben, post, "Comment " + secret);
        FileId file = attached(ben, post, comment);
        ben.api().put("/posts/" + post + "/reaction", Map.of("kind", "agree")).expect(200);
        ann.api().delete("/posts/" + post).expect(204);
        purgedAfter(Duration.ofDays(29));
        assertThat(traces()).isPositive();
        assertThat(bytesOf(file)).exists();
        purgedAfter(Duration.ofDays(31));
        await().atMost(Duration.ofSeconds(20)).until(() -> traces() == 0);
        assertThat(bytesOf(file)).doesNotExist();
        for (List<Traces.Trace> some : List.of(Traces.OF_ITEMS, Traces.OF_POSTS)) {
            for (Traces.Trace trace : some) {
                assertThat(jdbc.sql("select count(*) from " + trace.table() + " where " + trace.column() + " in (:ids)")
                                .param("ids", List.of(Long.parseLong(post), Long.parseLong(comment)))
                                .query(Integer.class)
                                .single())
                        .as(trace.table())
                        .isZero();
            }
        }
        ann.api().post("/posts/" + post + "/restore", null).expect(404);
    }

    @Test
    void purgesTheWordsOfDeletedCommentsAndKeepsTheirPlace() {
        String post = post(ann, "Title", "Body");
        String comment = comment(ben, post, secret);
        comment(ann, post, "stays");
        ben.api().delete("/comments/" + comment).expect(204);
        purgedAfter(Duration.ofDays(31));
        await().atMost(Duration.ofSeconds(20)).until(() -> traces() == 0);
        var thread = ann.api().get("/posts/" + post + "/comments").expect(200);
        assertThat(thread.at("/items/0/deleted")).isEqualTo("true");
        assertThat(thread.at("/items/1/body")).isEqualTo("stays");
    }

    @Test
    void purgesNothingThatStands() {
        String post = post(ann, "Title", secret);
        ann.api().patch("/posts/" + post, Map.of("body", "Second " + secret)).expect(200);
        purgedAfter(Duration.ofDays(1000));
        assertThat(ann.api().get("/posts/" + post).at("/body")).isEqualTo("Second " + secret);
        assertThat(ann.api()
                        .get("/posts/" + post + "/revisions")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void knowsEveryTableThatNamesPostsOrComments() {
        List<String> named =
                jdbc.sql("""
                        select lower(table_name) from information_schema.columns
                         where lower(table_schema) = 'public' and lower(column_name) in ('item_id', 'post_id', 'comment_id')
                        """).query(String.class).list().stream().distinct().toList();
        List<String> known = new ArrayList<>(List.of(
                "post_activity", // goes with the post's deletion
                "moved_scheduled_post", // of posts that are not published yet
                "search_text", // the index, which forgets what is deleted or changed
                "file")); // through its own door, for the bytes
        Traces.OF_ITEMS.forEach(trace -> known.add(trace.table()));
        Traces.OF_POSTS.forEach(trace -> known.add(trace.table()));
        assertThat(known).containsAll(named);
    }
}
