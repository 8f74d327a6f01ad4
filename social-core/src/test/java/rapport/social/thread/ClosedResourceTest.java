package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class ClosedResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Spaces spaces;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private Fixtures.Person owner;
    private String post;
    private String comment;

    @BeforeEach
    void annWritesOnTheOwnersAccount() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        owner = fixtures.person("Olga Owner");
        SubjectId acme = fixtures.record(
                "account", fixtures.newExternalId(), "Acme", null, owner, RecordAudience.everyone(), Map.of());
        post = Talk.post(
                        ann,
                        Map.of(
                                "subjectId",
                                acme,
                                "body",
                                "Where?",
                                "poll",
                                Map.of("options", List.of("Lyon", "Hamburg"))))
                .expect(201)
                .at("/id");
        comment = Talk.comment(ben, post, "Lyon");
    }

    private Answer close(Fixtures.Person person, String reason) {
        return person.api().put("/posts/" + post + "/closed", Map.of("reason", reason));
    }

    @Test
    void refusesCommentsEditsAndVotesWithTheReason() {
        var closed = close(ann, " Solved  by phone ").expect(200);
        assertThat(closed.at("/closed/reason")).isEqualTo("Solved by phone");
        assertThat(closed.at("/closed/by/name")).isEqualTo("Ann Berg");
        assertThat(Talk.may(closed)).contains("reopen", "delete").doesNotContain("close", "comment", "edit", "vote");
        var late = List.of(
                ben.api().post("/posts/" + post + "/comments", Map.of("body", "Late")),
                ben.api().patch("/comments/" + comment, Map.of("body", "Hamburg")),
                ann.api().patch("/posts/" + post, Map.of("body", "When?")),
                ben.api().put("/posts/" + post + "/vote", Map.of("optionIds", List.of("1"))));
        for (Answer answer : late) {
            assertRefused(answer, 409, "post-closed", "");
            assertThat(answer.at("/value")).isEqualTo("Solved by phone");
            assertThat(answer.at("/detail")).contains("Solved by phone");
        }
        assertThat(Talk.may(ben.api().get("/comments/" + comment)))
                .contains("react", "delete")
                .doesNotContain("reply", "edit");
        ben.api().put("/posts/" + post + "/reaction", Map.of("kind", "thanks")).expect(200);
    }

    @Test
    void goesOnWhenItIsOpenedAgain() {
        close(ann, "Solved").expect(200);
        var open = ann.api().delete("/posts/" + post + "/closed").expect(200);
        assertThat(open.json().has("closed")).isFalse();
        assertThat(Talk.may(open)).contains("close", "comment", "edit", "vote").doesNotContain("reopen");
        Talk.comment(ben, post, "Late");
        ann.api().delete("/posts/" + post + "/closed").expect(200);
    }

    @Test
    void takesTheLastReasonAndNeedsNone() {
        close(ann, "Solved").expect(200);
        assertThat(close(owner, "Moved").expect(200).at("/closed/reason")).isEqualTo("Moved");
        var bare = ann.api().put("/posts/" + post + "/closed", "{}").expect(200);
        assertThat(bare.json().at("/closed").has("reason")).isFalse();
        assertRefused(ben.api().post("/posts/" + post + "/comments", Map.of("body", "Late")), 409, "post-closed", "");
        assertRefused(close(ann, "x".repeat(201)), 400, "too-long", "reason");
    }

    @Test
    void isForItsAuthorTheRecordsOwnerAndWhoKeepsOrder() {
        close(ben, "Mine now").expect(403);
        ben.api().delete("/posts/" + post + "/closed").expect(403);
        assertThat(Talk.may(ben.api().get("/posts/" + post))).doesNotContain("close");
        assertThat(Talk.may(owner.api().get("/posts/" + post))).contains("close");
        close(owner, "Enough").expect(200);
        close(fixtures.admin("Mara Order"), "Enough").expect(200);
        SubjectId space = spaces.create(owner.id(), "Cold chain " + owner.id(), null, SpaceVisibility.PUBLIC, false)
                .id();
        spaces.join(ann.id(), space, null);
        spaces.join(ben.id(), space, null);
        post = Talk.post(ann, space, "In the space");
        close(ben, "Mine now").expect(403);
        close(owner, "Enough").expect(200);
        post = Talk.post(ann, fixtures.restrictedAccount("Secret", ann), "Between us");
        close(ben, "Mine now").expect(404);
    }
}
