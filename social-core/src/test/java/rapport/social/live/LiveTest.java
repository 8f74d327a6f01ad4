package rapport.social.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.member.Sessions;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.TestDatabase;

@DatabaseTest
class LiveTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    LiveConnections connections;

    @Autowired
    Live live;

    @Autowired
    Sessions sessions;

    @Autowired
    JdbcClient jdbc;

    private Fixtures.Person ann;
    private Fixtures.Person bob;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        bob = fixtures.person("Bob Lund");
    }

    private static String post(Fixtures.Person author, SubjectId subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private static String comment(Fixtures.Person author, String post) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", "Answer"))
                .expect(201)
                .at("/id");
    }

    private static EventStream open(Fixtures.Person person) throws Exception {
        var page = EventStream.open(person.api());
        page.next("ready");
        page.next("inbox");
        return page;
    }

    private static boolean isOf(EventStream.Event event, String type, String post) {
        return event.at("/type").equals(type) && event.at("/post").equals(post);
    }

    @Test
    void tellsAnOpenPageWhatHappensInKeysOnly() throws Exception {
        String external = fixtures.newExternalId();
        var acme = fixtures.record("account", external, "Acme", null, null, RecordAudience.everyone(), Map.of());
        var deal = fixtures.record(
                "opportunity", fixtures.newExternalId(), "Deal", external, null, RecordAudience.everyone(), Map.of());
        try (var page = open(ann)) {
            assertThat(page.response().statusCode()).isEqualTo(200);
            assertThat(page.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            String post = post(bob, deal, "Words that stay here");
            var added = page.next(event -> isOf(event, "post-added", post));
            assertThat(added.name()).isEqualTo("change");
            assertThat(added.at("/subject")).isEqualTo(deal.toString());
            assertThat(added.at("/root")).isEqualTo(acme.toString());
            assertThat(added.at("/actor")).isEqualTo(bob.id().toString());
            assertThat(added.data().toString()).doesNotContain("Words");

            String comment = comment(bob, post);
            assertThat(page.next(event -> isOf(event, "comment-added", post)).at("/comment"))
                    .isEqualTo(comment);
            bob.api()
                    .put("/comments/" + comment + "/reaction", Map.of("kind", "agree"))
                    .expect(200);
            page.next(event -> isOf(event, "reaction-changed", post));
            bob.api()
                    .patch("/comments/" + comment, Map.of("body", "Other words"))
                    .expect(200);
            page.next(event -> isOf(event, "comment-edited", post));
            bob.api().delete("/comments/" + comment).expect(204);
            page.next(event -> isOf(event, "comment-deleted", post));
            bob.api().post("/comments/" + comment + "/restore", null).expect(200);
            page.next(event -> isOf(event, "comment-restored", post));
            bob.api().patch("/posts/" + post, Map.of("body", "Other words")).expect(200);
            page.next(event -> isOf(event, "post-edited", post));
            bob.api().delete("/posts/" + post).expect(204);
            page.next(event -> isOf(event, "post-deleted", post));
            bob.api().post("/posts/" + post + "/restore", null).expect(200);
            page.next(event -> isOf(event, "post-restored", post));

            fixtures.record("account", external, "Acme & Sons", null, null, RecordAudience.everyone(), Map.of());
            page.next(event ->
                    event.name().equals("record") && event.at("/subject").equals(acme.toString()));
            live.syncMoved(Fixtures.CONNECTION);
            assertThat(page.next("sync").at("/connection")).isEqualTo(Fixtures.CONNECTION);
        }
    }

    @Test
    void tellsThatAPollAQuestionOrAThreadStandsOtherwiseAndNotWhoVotedInSecret() throws Exception {
        var acme = fixtures.account("Acme");
        String poll = bob.api()
                .post(
                        "/posts",
                        Map.of(
                                "subjectId",
                                acme,
                                "body",
                                "Where?",
                                "poll",
                                Map.of("options", List.of("Lyon", "Hamburg"), "anonymous", true)))
                .expect(201)
                .at("/id");
        String question = ann.api()
                .post("/posts", Map.of("subjectId", acme, "kind", "question", "title", "Who knows the buyer?"))
                .expect(201)
                .at("/id");
        String answer = comment(bob, question);
        try (var page = open(ann)) {
            bob.api()
                    .put("/posts/" + poll + "/vote", Map.of("optionIds", List.of("1")))
                    .expect(200);
            var voted = page.next(event -> isOf(event, "post-edited", poll));
            assertThat(voted.data().has("actor")).isFalse();
            assertThat(voted.data().toString()).doesNotContain("\"" + bob.id() + "\"");
            ann.api()
                    .put("/posts/" + question + "/answer", Map.of("commentId", answer))
                    .expect(200);
            assertThat(page.next(event -> isOf(event, "post-edited", question)).at("/actor"))
                    .isEqualTo(ann.id().toString());
            ann.api().put("/comments/" + answer + "/up-vote", null).expect(200);
            assertThat(page.next(event -> isOf(event, "reaction-changed", question))
                            .at("/comment"))
                    .isEqualTo(answer);
            ann.api()
                    .put("/posts/" + question + "/closed", Map.of("reason", "Solved"))
                    .expect(200);
            page.next(event -> isOf(event, "post-edited", question));
        }
    }

    @Test
    void tellsNobodyOfWhatTheyMayNotSeeFromTheNextEventOn() throws Exception {
        String external = fixtures.newExternalId();
        var acme = fixtures.record("account", external, "Acme", null, ann, RecordAudience.everyone(), Map.of());
        var open = fixtures.account("Open");
        try (var anns = open(ann);
                var bobs = open(bob)) {
            String before = post(ann, acme, "Still open");
            anns.next(event -> isOf(event, "post-added", before));
            bobs.next(event -> isOf(event, "post-added", before));

            fixtures.record(
                    "account", external, "Acme", null, ann, RecordAudience.of(ann.externalId(), Set.of()), Map.of());
            String closed = post(ann, acme, "Closed");
            comment(ann, before);
            String after = post(ann, open, "Open again");
            anns.next(event -> isOf(event, "post-added", closed));
            // the order is kept: what bob gets next of posts is the later one
            var next = bobs.next(event -> event.name().equals("change"));
            assertThat(next.at("/post")).isEqualTo(after);
            assertThat(bobs.rest()).noneMatch(event -> event.at("/subject").equals(acme.toString()));
        }
    }

    @Test
    void countsTheInboxOnEveryOpenPage() throws Exception {
        var acme = fixtures.account("Acme");
        try (var one = open(ann);
                var two = open(ann);
                var bobs = open(bob)) {
            post(bob, acme, "For [@Ann](member:" + ann.id() + ")");
            assertThat(one.next("inbox").data().at("/unread").asInt()).isEqualTo(1);
            assertThat(two.next("inbox").data().at("/unread").asInt()).isEqualTo(1);
            ann.api().post("/notifications/read-all", null).expect(204);
            assertThat(one.next("inbox").data().at("/unread").asInt()).isZero();
            assertThat(two.next("inbox").data().at("/unread").asInt()).isZero();
            assertThat(bobs.rest()).noneMatch(event -> event.name().equals("inbox"));
        }
        // and at the start
        post(bob, acme, "For [@Ann](member:" + ann.id() + ") again");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ann.api()
                                .get("/notifications")
                                .json()
                                .at("/unread")
                                .asInt())
                        .isEqualTo(1));
        try (var page = EventStream.open(ann.api())) {
            assertThat(page.next("inbox").data().at("/unread").asInt()).isEqualTo(1);
        }
    }

    @Test
    void catchesUpByItsTokenAfterABreakWithoutGapsOrDoubles() throws Exception {
        var acme = fixtures.account("Acme");
        ann.api()
                .put("/records/" + acme + "/follow", Map.of("level", "everything"))
                .expect(200);
        var written = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            written.add(post(bob, acme, "Before " + i));
        }
        Api.Answer feed;
        try (var page = open(ann)) {
            feed = ann.api().get("/feeds/home?order=newest").expect(200);
            String heard = post(bob, acme, "Heard");
            written.add(heard);
            page.next(event -> isOf(event, "post-added", heard));
        }
        written.add(post(bob, acme, "Missed"));
        written.add(post(bob, acme, "Missed too"));
        try (var page = open(ann)) {
            var newer = ann.api()
                    .get("/feeds/home/updates?token=" + feed.at("/updatesToken"))
                    .expect(200);
            assertThat(newer.json().at("/count").asInt()).isEqualTo(3);
            var again = ann.api().get("/feeds/home?order=newest").expect(200);
            var shown = again.json().at("/items").findValuesAsString("id").stream()
                    .filter(written::contains)
                    .toList();
            var expected = new ArrayList<>(written);
            java.util.Collections.reverse(expected);
            assertThat(shown).isEqualTo(expected);
            assertThat(ann.api()
                            .get("/feeds/home/updates?token=" + again.at("/updatesToken"))
                            .json()
                            .at("/count")
                            .asInt())
                    .isZero();
            String last = post(bob, acme, "Heard again");
            page.next(event -> isOf(event, "post-added", last));
        }
    }

    @Test
    void asksForASession() throws Exception {
        try (var page = EventStream.open(fixtures.anonymous())) {
            assertThat(page.response().statusCode()).isEqualTo(401);
            assertThat(page.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
        }
        String login = ann.localAccount("correct horse");
        var signedIn = fixtures.anonymous()
                .post("/session", Map.of("login", login, "password", "correct horse"))
                .expect(200);
        String cookie = String.valueOf(signedIn.header("Set-Cookie"));
        var client = java.net.http.HttpClient.newHttpClient();
        var answer = client.send(
                java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create(ann.api().base() + "/live"))
                        .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body().readNBytes(11))).isEqualTo("event:ready");
        answer.body().close();
    }

    @Test
    void beatsAndEndsWithTheSessionOrTheMember() throws Exception {
        var eve = fixtures.person("Eve Holm");
        try (var anns = open(ann);
                var bobs = open(bob);
                var eves = open(eve)) {
            connections.beat();
            anns.next("comment");
            bobs.next("comment");
            eves.next("comment");
            bob.api().delete("/session").expect(204);
            fixtures.deactivate(eve);
            connections.beat();
            anns.next("comment");
            await().atMost(Duration.ofSeconds(20)).until(() -> bobs.hasEnded() && eves.hasEnded());
            assertThat(anns.hasEnded()).isFalse();
        }
        try (var again = EventStream.open(bob.api())) {
            assertThat(again.response().statusCode()).isEqualTo(401);
        }
    }

    @Test
    void forgetsAPageThatWentAway() throws Exception {
        int before = connections.count();
        var page = open(ann);
        assertThat(connections.count()).isEqualTo(before + 1);
        page.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            connections.beat();
            return connections.count() <= before;
        });
    }

    @Test
    void refusesMorePagesThanOneMemberNeeds() throws Exception {
        var pages = new ArrayList<EventStream>();
        try {
            for (int i = 0; i < 50; i++) {
                pages.add(EventStream.open(ann.api()));
                assertThat(pages.get(i).response().statusCode()).isEqualTo(200);
            }
            try (var refused = EventStream.open(ann.api())) {
                assertThat(refused.response().statusCode()).isEqualTo(429);
                assertThat(refused.response().headers().firstValue("Retry-After"))
                        .isPresent();
            }
            try (var other = EventStream.open(bob.api())) {
                assertThat(other.response().statusCode()).isEqualTo(200);
            }
        } finally {
            for (var page : pages) {
                page.close();
            }
        }
    }

    @Test
    void carriesOnWhenTheListeningConnectionBreaks() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(TestDatabase.isPostgresql(), "H2 has one node");
        var acme = fixtures.account("Acme");
        try (var page = open(ann)) {
            page.rest();
            var ended = jdbc.sql("""
                            select pg_terminate_backend(pid) from pg_stat_activity
                             where datname = current_database() and application_name = 'rapport_live'
                            """).query(Boolean.class).list();
            assertThat(ended).contains(true);
            // the page is told to catch up, as it may have missed something
            page.next("ready");
            String post = post(bob, acme, "After the break");
            page.next(event -> isOf(event, "post-added", post));
        }
    }

    @Test
    void hearsOfOtherNodes() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(TestDatabase.isPostgresql(), "H2 has one node");
        try (var page = open(ann)) {
            jdbc.sql("select pg_notify('rapport_live', '{\"of\":\"sync\",\"connection\":\"elsewhere\"}')")
                    .query((row, number) -> "")
                    .list();
            assertThat(page.next("sync").at("/connection")).isEqualTo("elsewhere");
            // what a newer version says is no reason to miss anything
            jdbc.sql("select pg_notify('rapport_live', '{\"of\":\"tomorrow\"}')")
                    .query((row, number) -> "")
                    .list();
            page.next("ready");
        }
    }

    @Test
    void tellsThatAPreviewCameAfterThePost() throws Exception {
        var acme = fixtures.account("Acme");
        var pages = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        pages.createContext("/", exchange -> {
            byte[] page = "<title>Cold room plan</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
        try (var page = open(ann)) {
            String post = bob.api()
                    .post(
                            "/posts",
                            Map.of(
                                    "subjectId",
                                    acme,
                                    "body",
                                    "See http://localhost:" + pages.getAddress().getPort() + "/plan"))
                    .expect(201)
                    .at("/id");
            page.next(event -> isOf(event, "post-added", post));
            var arrived = page.next(event -> isOf(event, "post-edited", post));
            assertThat(arrived.data().has("actor")).isFalse();
            assertThat(ann.api().get("/posts/" + post).at("/links/0/title")).isEqualTo("Cold room plan");
        } finally {
            pages.stop(0);
        }
    }
}
