package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.social.thread.Talk.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import rapport.social.poll.Polls;
import rapport.social.post.PostId;
import rapport.social.post.PostStateChanged;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
@RecordApplicationEvents
class PollResourceTest {
    private static final List<String> TOWNS = List.of("Lyon", "Hamburg", "London");

    @Autowired
    Fixtures fixtures;

    @Autowired
    MovableClock clock;

    @Autowired
    Polls polls;

    @Autowired
    ApplicationEvents events;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;

    @BeforeEach
    void annAndBenKnowAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
    }

    @AfterEach
    void nowIsNow() {
        clock.reset();
    }

    private Answer ask(Map<String, Object> poll) {
        return Talk.post(ann, Map.of("subjectId", acme, "title", "Where do we meet?", "poll", poll));
    }

    private String asked(Map<String, Object> how) {
        Map<String, Object> poll = new HashMap<>(how);
        poll.put("options", TOWNS);
        return ask(poll).expect(201).at("/id");
    }

    private static Answer vote(Fixtures.Person person, String post, String... options) {
        return person.api().put("/posts/" + post + "/vote", Map.of("optionIds", List.of(options)));
    }

    private static List<String> votes(Answer post) {
        List<String> votes = new ArrayList<>();
        post.json()
                .at("/poll/options")
                .forEach(option -> votes.add(option.at("/text").asString() + " "
                        + option.at("/votes").asString("-") + " "
                        + option.at("/share").asString("-")
                        + (option.at("/mine").asBoolean() ? " mine" : "")));
        return votes;
    }

    @Test
    void countsOneVoteAPersonThatCanBeChangedAndTakenBack() {
        String post = asked(Map.of());
        var read = ben.api().get("/posts/" + post).expect(200);
        assertThat(read.at("/kind")).isEqualTo("poll");
        assertThat(votes(read)).containsExactly("Lyon 0 0", "Hamburg 0 0", "London 0 0");
        assertThat(Talk.may(read)).contains("vote");
        vote(ann, post, "2").expect(200);
        assertThat(votes(vote(ben, post, "1").expect(200)))
                .containsExactly("Lyon 1 50 mine", "Hamburg 1 50", "London 0 0");
        assertThat(votes(vote(ben, post, "2").expect(200)))
                .containsExactly("Lyon 0 0", "Hamburg 2 100 mine", "London 0 0");
        assertThat(ann.api().get("/posts/" + post).at("/poll/voters")).isEqualTo("2");
        assertThat(votes(ben.api().delete("/posts/" + post + "/vote").expect(200)))
                .containsExactly("Lyon 0 0", "Hamburg 1 100", "London 0 0");
        ben.api().delete("/posts/" + post + "/vote").expect(200);
    }

    @Test
    void takesSeveralOptionsWhereThePollAllowsThem() {
        String post = asked(Map.of("multiple", true));
        assertThat(votes(vote(ben, post, "1", "3", "1").expect(200)))
                .containsExactly("Lyon 1 100 mine", "Hamburg 0 0", "London 1 100 mine");
        assertRefused(vote(ben, asked(Map.of()), "1", "2"), 400, "too-many", "optionIds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "-1", "one", "", "99999999999"})
    void refusesAnOptionThatIsNotThere(String option) {
        assertRefused(vote(ben, asked(Map.of()), option), 400, "invalid-value", "optionIds");
    }

    @Test
    void refusesAVoteWithoutAChoiceAndOneOnAnythingElse() {
        String post = asked(Map.of());
        assertRefused(vote(ben, post), 400, "required", "optionIds");
        assertRefused(
                ben.api().put("/posts/" + post + "/vote", "{\"optionIds\":[null]}"), 400, "invalid-value", "optionIds");
        assertRefused(ben.api().put("/posts/" + post + "/vote", "{}"), 400, "required", "optionIds");
        vote(ben, Talk.post(ann, acme, "No poll"), "1").expect(404);
    }

    @Test
    void refusesALateVote() {
        Instant end = clock.instant().plus(Duration.ofMinutes(10));
        String post = asked(Map.of("endsAt", end));
        vote(ben, post, "1").expect(200);
        clock.forward(Duration.ofMinutes(10));
        var late = vote(ben, post, "2");
        assertRefused(late, 409, "poll-ended", "");
        assertThat(late.at("/value")).isEqualTo(end.toString());
        assertRefused(ben.api().delete("/posts/" + post + "/vote"), 409, "poll-ended", "");
        var read = ben.api().get("/posts/" + post).expect(200);
        assertThat(read.at("/poll/ended")).isEqualTo("true");
        assertThat(Talk.may(read)).doesNotContain("vote");
        assertThat(votes(read)).containsExactly("Lyon 1 100 mine", "Hamburg 0 0", "London 0 0");
    }

    @Test
    void answersARepeatWithThePollThatStandsThoughItsEndHasPassed() {
        Instant end = clock.instant().plus(Duration.ofMinutes(10));
        var phone = ann.api().with("Idempotency-Key", "poll-" + acme);
        var poll = Map.of(
                "subjectId",
                acme.toString(),
                "kind",
                "poll",
                "body",
                "Which town?",
                "poll",
                Map.of("options", TOWNS, "endsAt", end));
        String post = phone.post("/posts", poll).expect(201).at("/id");
        clock.forward(Duration.ofMinutes(11));
        assertThat(phone.post("/posts", poll).expect(201).at("/id")).isEqualTo(post);
    }

    @Test
    void hidesTheResultUntilOneHasVotedOrThePollHasEnded() {
        String post =
                asked(Map.of("hideUntilVoted", true, "endsAt", clock.instant().plus(Duration.ofMinutes(10))));
        vote(ann, post, "2").expect(200);
        var before = ben.api().get("/posts/" + post).expect(200);
        assertThat(before.at("/poll/resultsHidden")).isEqualTo("true");
        assertThat(votes(before)).containsExactly("Lyon - -", "Hamburg - -", "London - -");
        ben.api().get("/posts/" + post + "/voters").expect(403);
        assertThat(votes(vote(ben, post, "1").expect(200)))
                .containsExactly("Lyon 1 50 mine", "Hamburg 1 50", "London 0 0");
        ben.api().get("/posts/" + post + "/voters").expect(200);
        ben.api().delete("/posts/" + post + "/vote").expect(200);
        assertThat(votes(ben.api().get("/posts/" + post))).contains("Hamburg - -");
        clock.forward(Duration.ofMinutes(20));
        assertThat(votes(ben.api().get("/posts/" + post))).contains("Hamburg 1 100");
        ben.api().get("/posts/" + post + "/voters?optionId=2").expect(200);
    }

    @Test
    void tellsWhoVotedForWhat() {
        String post = asked(Map.of());
        vote(ann, post, "2").expect(200);
        vote(ben, post, "1").expect(200);
        var all = ann.api().get("/posts/" + post + "/voters").expect(200);
        assertThat(all.json().at("/items").findValuesAsString("name")).containsExactly("Ann Berg", "Ben Roux");
        assertThat(all.at("/total")).isEqualTo("2");
        var lyon = ann.api().get("/posts/" + post + "/voters?optionId=1").expect(200);
        assertThat(lyon.json().at("/items").findValuesAsString("name")).containsExactly("Ben Roux");
        assertRefused(ann.api().get("/posts/" + post + "/voters?optionId=9"), 400, "invalid-value", "optionId");
        ann.api().get("/posts/" + Talk.post(ann, acme, "No poll") + "/voters").expect(404);
    }

    @Test
    void namesNobodyInAnAnonymousPoll() {
        String post = asked(Map.of("anonymous", true));
        polls.vote(ben.id(), PostId.fromString(post), List.of("1"));
        ann.api().get("/posts/" + post + "/voters").expect(403);
        ben.api().get("/posts/" + post + "/voters?optionId=1").expect(403);
        assertThat(ann.api().get("/posts/" + post).text()).doesNotContain("Ben Roux");
        assertThat(events.stream(PostStateChanged.class))
                .filteredOn(event -> event.post().toString().equals(post))
                .isNotEmpty()
                .allMatch(event -> event.actor() == null);
    }

    @Test
    void countsOnceWhoVotesManyTimesAtOnce() throws Exception {
        String post = asked(Map.of());
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String option = Integer.toString(i % 3 + 1);
            requests.add(() -> vote(ben, post, option));
        }
        assertThat(Talk.atOnce(requests)).allMatch(answer -> answer.status() == 200);
        var read = ann.api().get("/posts/" + post);
        assertThat(read.at("/poll/voters")).isEqualTo("1");
        assertThat(read.json().at("/poll/options").findValuesAsString("votes"))
                .containsExactlyInAnyOrder("0", "0", "1");
    }

    @Test
    void refusesAPollThatIsNone() {
        assertRefused(ask(Map.of("options", List.of("Only one"))), 400, "invalid-value", "poll.options");
        assertRefused(ask(Map.of("options", Collections.nCopies(11, "x"))), 400, "invalid-value", "poll.options");
        assertRefused(ask(Map.of()), 400, "invalid-value", "poll.options");
        assertRefused(ask(Map.of("options", List.of("Lyon", " Lyon "))), 400, "invalid-value", "poll.options[1]");
        assertRefused(ask(Map.of("options", List.of("Lyon", "  "))), 400, "required", "poll.options[1]");
        assertRefused(ask(Map.of("options", List.of("x".repeat(101), "y"))), 400, "too-long", "poll.options[0]");
        for (Object end : List.of(clock.instant().minusSeconds(1), "+400000-01-01T00:00:00Z")) {
            assertRefused(ask(Map.of("options", TOWNS, "endsAt", end)), 400, "invalid-value", "poll.endsAt");
        }
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "kind", "poll", "body", "Where?")), 400, "required", "poll");
        assertRefused(
                Talk.post(ann, Map.of("kind", "note", "title", "t", "body", "b", "poll", Map.of("options", TOWNS))),
                400,
                "invalid-value",
                "poll");
        assertRefused(
                Talk.post(ann, Map.of("subjectId", acme, "poll", Map.of("options", TOWNS))), 400, "required", "body");
        var both = Map.<String, Object>of(
                "poll", Map.of("options", TOWNS), "kudos", Map.of("memberIds", List.of(ben.id())), "body", "b");
        assertThat(Talk.post(ann, both).expect(400).at("/type")).isEqualTo("/problems/invalid-value");
    }

    @Test
    void isThereAgainWithItsVotesWhenItsPostIsRestored() {
        String post = asked(Map.of());
        vote(ben, post, "1").expect(200);
        ann.api().delete("/posts/" + post).expect(204);
        vote(ben, post, "2").expect(404);
        var restored = ann.api().post("/posts/" + post + "/restore", null).expect(200);
        assertThat(votes(restored)).containsExactly("Lyon 1 100", "Hamburg 0 0", "London 0 0");
    }

    @Test
    void endsTheVotesOfWhoMayNotSeeThePlaceAnyMore() {
        var team = fixtures.newExternalId();
        var carla = fixtures.person("Carla Klein", team);
        var dan = fixtures.person("Dan Moss", team);
        SubjectId secret = fixtures.restrictedAccount("Secret", null, team);
        String post = Talk.post(dan, Map.of("subjectId", secret, "body", "Now?", "poll", Map.of("options", TOWNS)))
                .expect(201)
                .at("/id");
        vote(carla, post, "1").expect(200);
        fixtures.moveToTeams(carla);
        vote(carla, post, "2").expect(404);
        carla.api().get("/posts/" + post + "/voters").expect(404);
        vote(ben, post, "1").expect(404);
    }
}
