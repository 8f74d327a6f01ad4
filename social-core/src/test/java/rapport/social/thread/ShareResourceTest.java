package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class ShareResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Posts posts;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private Fixtures.Person outsider;
    private SubjectId acme;
    private SubjectId secret;
    private String origin;

    @BeforeEach
    void annWritesWhereBenReadsToo() {
        String team = fixtures.newExternalId();
        ann = fixtures.person("Ann Berg", team);
        ben = fixtures.person("Ben Roux", team);
        outsider = fixtures.person("Otto Outside");
        acme = fixtures.account("Acme");
        secret = fixtures.restrictedAccount("Secret", null, team);
        origin = Talk.post(ann, secret, "The price is **forty-two**");
    }

    private Answer share(Fixtures.Person person, String post) {
        return Talk.post(person, Map.of("subjectId", acme, "body", "Worth reading", "sharedPostId", post));
    }

    @Test
    void keepsTheAuthorAndTheLinkToTheOriginal() {
        String share = share(ben, origin).expect(201).at("/id");
        var read = ann.api().get("/posts/" + share).expect(200);
        assertThat(read.at("/kind")).isEqualTo("share");
        assertThat(read.at("/author/name")).isEqualTo("Ben Roux");
        assertThat(read.at("/shared/available")).isEqualTo("true");
        assertThat(read.at("/shared/post/id")).isEqualTo(origin);
        assertThat(read.at("/shared/post/author/name")).isEqualTo("Ann Berg");
        assertThat(read.at("/shared/post/subject/name")).isEqualTo("Secret");
        assertThat(read.json().at("/shared/post/segments").toString()).contains("forty-two");
        ann.api()
                .patch("/posts/" + origin, Map.of("body", "The price is forty-three"))
                .expect(200);
        assertThat(ben.api()
                        .get("/posts/" + share)
                        .json()
                        .at("/shared/post/segments")
                        .toString())
                .contains("forty-three");
    }

    @Test
    void showsNoTraceOfTheOriginalToWhoMayNotSeeIt() {
        String share = share(ben, origin).expect(201).at("/id");
        var read = outsider.api().get("/posts/" + share).expect(200);
        assertThat(read.json().at("/shared").toString()).isEqualTo("{\"available\":false}");
        assertThat(read.text()).doesNotContain("forty-two", "Secret", "Ann Berg", "\"" + origin + "\"");
        var feed = outsider.api().get("/records/" + acme + "/feed").expect(200);
        assertThat(feed.text()).contains("Worth reading").doesNotContain("forty-two", "Secret", "\"" + origin + "\"");
        fixtures.moveToTeams(ben);
        assertThat(ben.api().get("/posts/" + share).json().at("/shared").toString())
                .isEqualTo("{\"available\":false}");
    }

    @Test
    void showsNothingOfAnOriginalThatIsGone() {
        String share = share(ben, origin).expect(201).at("/id");
        ann.api().delete("/posts/" + origin).expect(204);
        assertThat(ben.api().get("/posts/" + share).json().at("/shared").toString())
                .isEqualTo("{\"available\":false}");
        ann.api().post("/posts/" + origin + "/restore", null).expect(200);
        assertThat(ben.api().get("/posts/" + share).at("/shared/available")).isEqualTo("true");
    }

    @Test
    void creditsTheFirstAuthorWhenAShareIsShared() {
        String first = share(ben, origin).expect(201).at("/id");
        String second = share(ann, first).expect(201).at("/id");
        assertThat(ben.api().get("/posts/" + second).at("/shared/post/id")).isEqualTo(origin);
        share(outsider, first).expect(404);
    }

    @Test
    void isRefusedToWhoMayNotSeeTheOriginal() {
        share(outsider, origin).expect(404);
        share(ben, "999999999999").expect(404);
        assertRefused(
                Talk.post(ben, Map.of("subjectId", acme, "kind", "share", "body", "b")),
                400,
                "required",
                "sharedPostId");
        PostId story = posts.addChangeStory(
                        acme, null, List.of(new StoryChange("stage", null, new StoryValue.Text("Won"))), Instant.now())
                .orElseThrow();
        assertThat(Talk.may(ben.api().get("/posts/" + story))).doesNotContain("share");
        assertRefused(share(ben, story.toString()), 400, "invalid-value", "sharedPostId");
    }

    @Test
    void standsBesideItsOriginalOnOnePage() {
        String open = Talk.post(ann, acme, "For all");
        String share = share(ben, open).expect(201).at("/id");
        var feed = outsider.api().get("/records/" + acme + "/feed?order=newest").expect(200);
        assertThat(feed.json().at("/items").findValuesAsString("kind")).contains("share", "update");
        assertThat(feed.at("/items/0/id")).isEqualTo(share);
        assertThat(feed.at("/items/1/id")).isEqualTo(open);
        assertThat(feed.json().at("/items").size()).isEqualTo(2);
    }
}
