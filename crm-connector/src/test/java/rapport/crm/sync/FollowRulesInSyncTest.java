package rapport.crm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.FollowRule;
import rapport.crm.connection.FollowRule.Criterion;
import rapport.crm.connection.FollowRule.Operator;
import rapport.crm.connection.FollowRule.Reason;
import rapport.crm.connection.Visibility;
import rapport.crm.follow.FollowRules;
import rapport.crm.follow.FollowSimulation;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmType;
import rapport.social.follow.Follows;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class FollowRulesInSyncTest {
    @Autowired
    SyncEngine engine;

    @Autowired
    FollowRules rules;

    @Autowired
    Follows follows;

    @Autowired
    Records records;

    @Autowired
    Members members;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MovableClock clock;

    private final FakeCrm crm = new FakeCrm();

    @BeforeEach
    void annAndBenSell() {
        crm.user("u1", "Ann", true, "t1");
        crm.user("u2", "Ben", true, "t2");
        crm.user("u3", "Zoé", true, "t1");
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private void deal(String id, String owner, String stage, String amount) {
        crm.save(
                CrmType.OPPORTUNITY,
                id,
                "Deal " + id,
                null,
                owner,
                Map.of("stage", stage, "amount", new CrmMoney(new BigDecimal(amount), "EUR")),
                "u1");
    }

    private static FollowRule rule(Reason reason, String type, Criterion... criteria) {
        return new FollowRule(
                "r-" + reason.name().toLowerCase(java.util.Locale.ROOT), type, reason, List.of(criteria), null, null);
    }

    private SubjectId record(String type, String id) {
        return records.find(new RecordRef(crm.key, type, id)).orElseThrow().id();
    }

    private MemberId member(String id) {
        return members.byIdentity(crm.key, id).orElseThrow().id();
    }

    private TreeSet<String> followed() {
        return new TreeSet<>(
                jdbc.sql("""
                        select i.external_id || ' ' || r.external_id from follow f
                          join crm_record r on r.id = f.subject_id join member_identity i on i.member_id = f.member_id
                         where r.connection = :key and i.connection = :key
                        """).param("key", crm.key).query(String.class).list());
    }

    @Test
    void letsTheTeamThatTheCrmNamesFollowWithoutLettingItSeeMore() {
        crm.visibility = Visibility.TEAMS;
        crm.followRules = List.of(rule(Reason.TEAM, "opportunity"));
        crm.save(CrmType.OPPORTUNITY, "o1", "Deal o1", null, "u2", List.of("t2"), Map.of(), "u1", clock.instant());
        crm.team(CrmType.OPPORTUNITY, "o1", "u1", "u2", "u9");
        engine.run(crm.connection());
        assertThat(followed()).as("who may not see it does not follow it").containsExactly("u2 o1");
        assertThat(mayNotSee("u1", "o1")).isTrue();

        crm.save(CrmType.OPPORTUNITY, "o2", "Deal o2", null, "u2", Map.of(), "u1");
        crm.team(CrmType.OPPORTUNITY, "o2", "u1", "u9");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o2", "u2 o1");
        crm.user("u9", "Late", true); // arrives after the record that names her
        clock.forward(Duration.ofMinutes(11));
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o2", "u2 o1", "u9 o2");
        crm.team(CrmType.OPPORTUNITY, "o2", "u9");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u2 o1", "u9 o2");
        crm.team(CrmType.OPPORTUNITY, "o2");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u2 o1");
    }

    private boolean mayNotSee(String user, String deal) {
        try {
            records.visibleTo(member(user), record("opportunity", deal));
            return false;
        } catch (Problem e) {
            return true;
        }
    }

    @Test
    void endsFollowsWhenTheCrmSaysClosedWhateverItsStagesAreCalled() {
        crm.followRules = List.of(new FollowRule("r1", "opportunity", Reason.OWNER, List.of(), 0, null));
        Map<String, Map<String, Object>> deals = Map.of(
                "o1", Map.of("stage", "Terminé", "closed", true),
                "o2", Map.of("stage", "Not lost yet", "closed", false),
                "o3", Map.of("stage", "Closed Won"),
                "o4", Map.of("stage", "Proposal"));
        deals.forEach((id, fields) -> crm.save(CrmType.OPPORTUNITY, id, "Deal " + id, null, "u1", fields, "u1"));
        engine.run(crm.connection());
        clock.forward(Duration.ofMinutes(1));
        rules.reviewAll(crm.connection(), () -> {});
        assertThat(followed()).containsExactly("u1 o2", "u1 o4");
    }

    @Test
    void makesFollowsByAmountAndDoesAsItWasSimulated() {
        for (int i = 0; i < 5; i++) {
            deal("o" + i, i % 2 == 0 ? "u1" : "u2", "Proposal", String.valueOf(i * 20_000));
        }
        engine.run(crm.connection());
        assertThat(followed()).isEmpty();

        FollowRule big = rule(Reason.OWNER, "opportunity", new Criterion("amount", Operator.GT, "50000"));
        FollowSimulation simulation = rules.simulate(crm.connection(), List.of(big));
        assertThat(followed()).as("a simulation writes nothing").isEmpty();
        assertThat(simulation.records()).isEqualTo(2);
        assertThat(simulation.followsNew()).isEqualTo(2);
        assertThat(simulation.members())
                .extracting(one -> one.member().name() + " " + one.follows())
                .containsExactly("Ann 1", "Ben 1");

        crm.followRules = List.of(big);
        int told = jdbc.sql("select count(*) from notification")
                .query(Integer.class)
                .single();
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o4", "u2 o3");
        assertThat(jdbc.sql("select count(*) from notification")
                        .query(Integer.class)
                        .single())
                .as("following is no news")
                .isEqualTo(told);

        deal("o4", "u1", "Proposal", "100"); // no longer above
        deal("o0", "u3", "Proposal", "50000.01");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u2 o3", "u3 o0");

        crm.followRules = List.of();
        engine.run(crm.connection());
        assertThat(followed()).as("without the rule nothing of it stays").isEmpty();
    }

    @Test
    void respectsWhatPeopleDecideByHand() {
        crm.followRules = List.of(rule(Reason.OWNER, "opportunity"));
        deal("o1", "u1", "Proposal", "1");
        deal("o2", "u1", "Proposal", "1");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o1", "u1 o2");
        follows.unfollow(member("u1"), record("opportunity", "o1"));
        follows.followRecord(member("u1"), record("opportunity", "o2"), rapport.social.follow.FollowLevel.PEOPLE);
        deal("o1", "u1", "Negotiation", "2");
        deal("o2", "u2", "Negotiation", "2");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o2", "u2 o2");
    }

    @Test
    void followsByTeamAndByTheAccountsOwner() {
        crm.followRules = List.of(rule(Reason.TEAM, "account"), rule(Reason.ACCOUNT_OWNER, "contact"));
        crm.save(CrmType.ACCOUNT, "a1", "Acme", null, "u2", List.of("t1"), Map.of(), null, clock.instant());
        crm.save(CrmType.CONTACT, "c1", "Kim", "a1", null, Map.of(), null);
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 a1", "u2 c1", "u3 a1");

        crm.save(CrmType.ACCOUNT, "a1", "Acme", null, "u3", List.of("t1"), Map.of(), null, clock.instant());
        engine.run(crm.connection());
        assertThat(followed()).as("the contact follows its account").containsExactly("u1 a1", "u3 a1", "u3 c1");

        crm.user("u1", "Ann", true, "t2"); // leaves the team
        clock.forward(Duration.ofMinutes(11));
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u3 a1", "u3 c1");
        crm.user("u3", "Zoé", false, "t1"); // leaves the company
        clock.forward(Duration.ofMinutes(11));
        engine.run(crm.connection());
        assertThat(simulationNow().members()).isEmpty();
    }

    private FollowSimulation simulationNow() {
        return rules.simulate(crm.connection(), crm.followRules);
    }

    @Test
    void endsSomeDaysAfterTheDealWasClosed() {
        crm.followRules = List.of(new FollowRule("mine", "opportunity", Reason.OWNER, List.of(), 30, null));
        deal("o1", "u1", "Proposal", "1");
        deal("o2", "u1", "Proposal", "1");
        engine.run(crm.connection());
        deal("o1", "u1", "Closed Won", "1");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o1", "u1 o2");
        clock.forward(Duration.ofDays(31));
        rules.reviewAll(crm.connection(), () -> {});
        assertThat(followed()).containsExactly("u1 o2");
        deal("o1", "u1", "Negotiation", "1"); // open again
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o1", "u1 o2");
    }

    @Test
    void endsAfterSilenceAndBeginsAgainWhenSomebodySpeaks() {
        crm.followRules = List.of(new FollowRule("mine", "opportunity", Reason.OWNER, List.of(), null, 90));
        deal("o1", "u1", "Proposal", "1");
        engine.run(crm.connection());
        assertThat(followed()).containsExactly("u1 o1");
        clock.forward(Duration.ofDays(91));
        rules.reviewAll(crm.connection(), () -> {});
        assertThat(followed()).isEmpty();
        fixtures.person("Kim Lee")
                .api()
                .post("/posts", Map.of("subjectId", record("opportunity", "o1").toString(), "body", "Any news?"))
                .expect(201);
        rules.reviewAll(crm.connection(), () -> {});
        assertThat(followed()).containsExactly("u1 o1");
    }

    @Test
    void simulatesForAdminsOnlyAndNamesWhatIsWrong() {
        var rule = Map.of("id", "mine", "type", "opportunity", "reason", "OWNER", "criteria", List.of());
        var ask = Map.of("rules", List.of(rule));
        fixtures.person("Ann")
                .api()
                .post("/connections/acme/follow-rules/simulation", ask)
                .expect(403);
        var admin = fixtures.admin("Root").api();
        admin.post("/connections/nowhere/follow-rules/simulation", ask).expect(404);
        assertThat(admin.post("/connections/acme/follow-rules/simulation", ask)
                        .expect(200)
                        .json()
                        .has("followsNew"))
                .isTrue();
        assertThat(admin.post(
                                "/connections/acme/follow-rules/simulation",
                                Map.of("rules", List.of(Map.of("id", "x", "type", "invoice", "reason", "OWNER"))))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("rules[0].type");
        assertThat(admin.post(
                                "/connections/acme/follow-rules/simulation",
                                Map.of(
                                        "rules",
                                        List.of(Map.of("id", "x", "type", "opportunity", "reason", "CRITERIA"))))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("rules[0].criteria");
    }
}
