package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;

/** Talk in spaces: there, to read is not enough to write. */
@DatabaseTest
class SpaceTalkTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Spaces spaces;

    @Autowired
    StatementCounter statements;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private Fixtures.Person carla;

    @BeforeEach
    void annBenAndCarlaWorkHere() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        carla = fixtures.person("Carla Klein");
    }

    private SubjectId space(boolean broadcast) {
        SubjectId space = spaces.create(ann.id(), "Cold chain " + ann.id(), null, SpaceVisibility.PUBLIC, broadcast)
                .id();
        spaces.join(ben.id(), space, null);
        return space;
    }

    private static Answer post(Fixtures.Person author, SubjectId space) {
        return author.api().post("/posts", Map.of("subjectId", space, "body", "Hello"));
    }

    private static boolean mayComment(Fixtures.Person person, String post) {
        return person.api()
                .get("/posts/" + post)
                .expect(200)
                .json()
                .at("/capabilities/comment")
                .asBoolean();
    }

    @Test
    void isForThoseWhoAreInTheSpace() {
        SubjectId space = space(false);
        String post = post(ben, space).expect(201).at("/id");
        assertThat(ann.api().get("/posts/" + post).at("/subject/kind")).isEqualTo("space");
        String comment = Talk.comment(ann, post, "Welcome");
        assertThat(mayComment(ben, post)).isTrue();
        assertThat(mayComment(carla, post)).isFalse();
        post(carla, space).expect(403);
        carla.api()
                .post("/posts/" + post + "/comments", Map.of("body", "May I?"))
                .expect(403);
        var thread = carla.api().get("/posts/" + post + "/comments").expect(200);
        assertThat(thread.at("/items/0/id")).isEqualTo(comment);
        assertThat(thread.json().at("/items/0/capabilities/reply").asBoolean()).isFalse();
        assertThat(carla.api()
                        .get("/comments/" + comment)
                        .json()
                        .at("/capabilities/reply")
                        .asBoolean())
                .isFalse();
        assertThat(ben.api()
                        .get("/comments/" + comment)
                        .json()
                        .at("/capabilities/reply")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void isPostedByManagersAloneWhereTheSpaceBroadcasts() {
        SubjectId space = space(true);
        post(ben, space).expect(403);
        String post = post(ann, space).expect(201).at("/id");
        Talk.comment(ben, post, "Thanks for telling");
    }

    @Test
    void endsWithTheSpace() {
        SubjectId space = space(false);
        String post = post(ann, space).expect(201).at("/id");
        String comment = Talk.comment(ben, post, "Early");
        String poll = Talk.post(
                        ann,
                        Map.of("subjectId", space, "body", "When?", "poll", Map.of("options", List.of("Now", "Later"))))
                .expect(201)
                .at("/id");
        spaces.archive(ann.id(), space, true);
        ben.api()
                .put("/posts/" + poll + "/vote", Map.of("optionIds", List.of("1")))
                .expect(403);
        post(ann, space).expect(403);
        ben.api().post("/posts/" + post + "/comments", Map.of("body", "Late")).expect(403);
        ann.api().patch("/posts/" + post, Map.of("body", "Late")).expect(403);
        ben.api().patch("/comments/" + comment, Map.of("body", "Late")).expect(403);
        ben.api().put("/posts/" + post + "/reaction", Map.of("kind", "agree")).expect(403);
        ann.api()
                .put("/comments/" + comment + "/reaction", Map.of("kind", "agree"))
                .expect(403);
        ben.api().post("/posts/" + post + "/topics", Map.of("name", "late")).expect(403);
        ann.api()
                .post("/posts/" + post + "/question", Map.of("title", "Is it too late?"))
                .expect(403);
        assertThat(Talk.may(ann.api().get("/posts/" + post))).containsExactlyInAnyOrder("delete", "share");
        assertThat(Talk.may(ben.api().get("/comments/" + comment))).containsExactly("delete");
        spaces.archive(ann.id(), space, false);
        ann.api().patch("/posts/" + post, Map.of("body", "Open again")).expect(200);
    }

    @Test
    void isReadInFiveStatementsAPage() {
        String post = post(ann, space(false)).expect(201).at("/id");
        Talk.reply(ben, post, Talk.comment(ben, post, "To " + Talk.mention(ann)), "And " + Talk.mention(ben));
        statements.start();
        ben.api().get("/posts/" + post + "/comments").expect(200);
        assertThat(statements.statementsOfRequests().stream().filter(sql -> !sql.contains("from session")))
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void isReadByOutsidersWithoutTakingPart() {
        SubjectId space = space(false);
        String post = post(ann, space).expect(201).at("/id");
        carla.api().put("/posts/" + post + "/reaction", Map.of("kind", "agree")).expect(403);
        carla.api()
                .post("/posts/" + post + "/topics", Map.of("name", "outside"))
                .expect(403);
        assertThat(Talk.may(carla.api().get("/posts/" + post))).containsExactly("share");
    }
}
