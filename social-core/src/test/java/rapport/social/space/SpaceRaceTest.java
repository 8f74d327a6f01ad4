package rapport.social.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.shared.SubjectId;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.Fixtures.Person;

/** What happens in a space at the same time: every order must leave an owner, and each person one place. */
@DatabaseTest
class SpaceRaceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Spaces spaces;

    @Autowired
    JdbcClient jdbc;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private Person ann;
    private Person ben;

    @BeforeEach
    void people() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private SubjectId space(SpaceVisibility visibility) {
        return spaces.create(ann.id(), "Cold chain " + ann.id(), null, visibility, false)
                .id();
    }

    private static int join(Person person, SubjectId space) {
        return person.api().put("/spaces/" + space + "/membership", Map.of()).status();
    }

    private static int leave(Person person, SubjectId space) {
        return person.api().delete("/spaces/" + space + "/membership").status();
    }

    private static int role(Person manager, SubjectId space, Person member, String role) {
        return manager.api()
                .put("/spaces/" + space + "/members/" + member.id(), Map.of("role", role))
                .status();
    }

    /** Starts all at once; the answers in their order. */
    private List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        var start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        for (Callable<Integer> call : calls) {
            answers.add(threads.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        start.countDown();
        List<Integer> found = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            found.add(answer.get());
        }
        return found;
    }

    private int owners(SubjectId space) {
        return jdbc.sql("select count(*) from membership where space_id = :space and role = 4")
                .param("space", space.value())
                .query(Integer.class)
                .single();
    }

    private String roleOf(Person person, SubjectId space) {
        return person.api().get("/spaces/" + space).expect(200).at("/membership");
    }

    @Test
    void countsEachOfManyWhoJoinAtOnce() throws Exception {
        var space = space(SpaceVisibility.PUBLIC);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            var person = fixtures.person("Person" + i + " Lund");
            calls.add(() -> join(person, space));
            calls.add(() -> join(person, space)); // pressed twice
        }
        assertThat(atOnce(calls)).containsOnly(200);
        assertThat(ann.api().get("/spaces/" + space).at("/memberCount")).isEqualTo("9");
        assertThat(jdbc.sql("select count(*) from member_principal where principal_id = :space")
                        .param("space", space.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(9);
    }

    @RepeatedTest(5)
    void keepsAnOwnerWhenTheLastTwoLeaveAtOnce() throws Exception {
        var space = space(SpaceVisibility.PUBLIC);
        join(ben, space);
        assertThat(role(ann, space, ben, "owner")).isEqualTo(200);
        assertThat(atOnce(List.of(() -> leave(ann, space), () -> leave(ben, space))))
                .containsExactlyInAnyOrder(204, 409);
        assertThat(owners(space)).isEqualTo(1);
    }

    @RepeatedTest(5)
    void keepsAnOwnerWhenOneStepsDownAndTheOtherLeaves() throws Exception {
        var space = space(SpaceVisibility.PUBLIC);
        join(ben, space);
        role(ann, space, ben, "owner");
        assertThat(atOnce(List.of(() -> role(ann, space, ann, "member"), () -> leave(ben, space))))
                .containsAnyOf(409);
        assertThat(owners(space)).isEqualTo(1);
    }

    @RepeatedTest(5)
    void handsOverToNobodyWhoLeavesMeanwhile() throws Exception {
        var space = space(SpaceVisibility.PUBLIC);
        join(ben, space);
        atOnce(List.of(
                () -> {
                    int given = role(ann, space, ben, "owner");
                    return given == 200 ? leave(ann, space) : given;
                },
                () -> leave(ben, space)));
        assertThat(owners(space)).isEqualTo(1);
    }

    @RepeatedTest(5)
    void letsInOrForgetsARequestThatIsTakenBackMeanwhile() throws Exception {
        var space = space(SpaceVisibility.PRIVATE);
        join(ben, space);
        atOnce(List.of(() -> role(ann, space, ben, "member"), () -> leave(ben, space)));
        // either was first: out, or invited anew after the request was gone
        String role = roleOf(ben, space);
        assertThat(role).isIn("", "invited");
        boolean reads =
                jdbc.sql("select count(*) from member_principal where principal_id = :space and member_id = :ben")
                                .param("space", space.value())
                                .param("ben", ben.id().value())
                                .query(Integer.class)
                                .single()
                        > 0;
        assertThat(reads).isFalse();
    }

    @RepeatedTest(3)
    void takesNobodyInWhileItIsArchived() throws Exception {
        var space = space(SpaceVisibility.PUBLIC);
        List<Integer> answers = atOnce(List.of(
                () -> ann.api().put("/spaces/" + space + "/archived", null).status(), () -> join(ben, space)));
        assertThat(answers.get(0)).isEqualTo(200);
        assertThat(roleOf(ben, space)).isEqualTo(answers.get(1) == 200 ? "member" : "");
        assertThat(join(fixtures.person("Carla Klein"), space)).isGreaterThanOrEqualTo(400);
    }
}
