package rapport.crm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.TrackedField;
import rapport.crm.connection.Visibility;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmType;
import rapport.crm.story.Stories;
import rapport.crm.story.StoryPreview;
import rapport.social.member.Members;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class StoriesInSyncTest {
    @Autowired
    SyncEngine engine;

    @Autowired
    Stories stories;

    @Autowired
    Members members;

    @Autowired
    Fixtures fixtures;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MovableClock clock;

    private final FakeCrm crm = new FakeCrm();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private void deal(String id, String stage, String amount, String by) {
        crm.save(
                CrmType.OPPORTUNITY,
                id,
                "Deal " + id,
                null,
                null,
                List.of(),
                Map.of("stage", stage, "amount", new CrmMoney(new BigDecimal(amount), "EUR")),
                by,
                clock.instant());
    }

    private List<String> told() {
        return jdbc.sql("""
                        select r.external_id || ' ' || p.story from post p join crm_record r on r.id = p.subject_id
                         where r.connection = :key and p.kind = 10 order by p.id
                        """).param("key", crm.key).query(String.class).list();
    }

    private List<String> linesOf(String user) {
        return jdbc.sql("select story from post where subject_id = :member and kind = 10 order by id")
                .param(
                        "member",
                        members.byIdentity(crm.key, user).orElseThrow().id().value())
                .query(String.class)
                .list();
    }

    @Test
    void tellsTwoSavesInTenMinutesAsOneWithoutTheSmallChange() {
        crm.tracked = List.of(
                new TrackedField("opportunity", "stage", null, null),
                new TrackedField("opportunity", "amount", new BigDecimal("500"), new BigDecimal("10")));
        crm.user("u1", "Ann", true);
        deal("o1", "Proposal", "1000", "u1");
        engine.run(crm.connection());
        deal("o1", "Negotiation", "1000", "u1");
        engine.run(crm.connection());
        clock.forward(Duration.ofMinutes(5));
        deal("o1", "Negotiation", "1400", "u1"); // 40 %, but only 400
        engine.run(crm.connection());
        assertThat(told()).singleElement().asString().contains("Negotiation").doesNotContain("1400");
        clock.forward(Duration.ofMinutes(1));
        deal("o1", "Negotiation", "5000", "u1");
        engine.run(crm.connection());
        assertThat(told()).singleElement().asString().contains("1400").contains("5000");
        clock.forward(Duration.ofMinutes(20));
        deal("o1", "Proposal", "5000", "u1");
        engine.run(crm.connection());
        assertThat(told()).hasSize(2);
    }

    @Test
    void tellsAnImportInOneLineAndTakesBackWhatWasToldOfIt() {
        crm.storyLimit = 20;
        crm.user("u1", "Ann", true);
        for (int i = 0; i < 120; i++) {
            deal(String.format("o%03d", i), "A", "1", "u1");
        }
        engine.run(crm.connection());
        for (int i = 0; i < 10; i++) {
            deal(String.format("o%03d", i), "B", "1", "u1");
        }
        engine.run(crm.connection());
        assertThat(told()).as("ten by hand are ten").hasSize(10);
        for (int i = 10; i < 120; i++) {
            deal(String.format("o%03d", i), "B", "1", "u1");
        }
        engine.run(crm.connection());
        assertThat(told()).isEmpty();
        assertThat(linesOf("u1"))
                .singleElement()
                .asString()
                .contains("recordsChanged")
                .contains("120");
        clock.forward(Duration.ofMinutes(8));
        for (int i = 0; i < 30; i++) {
            deal(String.format("o%03d", i), "C", "1", "u1");
        }
        engine.run(crm.connection());
        assertThat(linesOf("u1"))
                .as("it goes on: the same line")
                .singleElement()
                .asString()
                .contains("150");
        assertThat(told()).isEmpty();
    }

    @Test
    void previewsTheNumberThatTellingMakes() {
        crm.user("u1", "Ann", true);
        crm.user("u2", "Ben", true);
        crm.tracked = List.of();
        deal("o1", "A", "1000", "u1");
        deal("o2", "A", "1000", "u1");
        engine.run(crm.connection());
        for (int day = 0; day < 6; day++) {
            clock.forward(Duration.ofDays(1));
            deal("o1", "B" + day, "1000", "u1");
            engine.run(crm.connection());
            clock.forward(Duration.ofMinutes(3));
            deal("o1", "B" + day, String.valueOf(1000 + day * 100), "u1");
            deal("o2", day % 2 == 0 ? "X" : "Y", "1000", "u2");
            engine.run(crm.connection());
        }
        assertThat(told()).isEmpty();
        List<TrackedField> wanted = List.of(
                new TrackedField("opportunity", "stage", null, null),
                new TrackedField("opportunity", "amount", null, new BigDecimal("9")));
        StoryPreview preview = stories.preview(crm.connection(), wanted, 30);

        // the same week with the rule
        FakeCrm again = new FakeCrm();
        again.user("u1", "Ann", true);
        again.user("u2", "Ben", true);
        again.tracked = wanted;
        clock.reset();
        replayed(again);
        int made = jdbc.sql("""
                        select count(*) from post p join crm_record r on r.id = p.subject_id
                         where r.connection = :key and p.kind = 10
                        """).param("key", again.key).query(Integer.class).single();
        assertThat(preview.stories()).isEqualTo(made).isGreaterThan(10);
        assertThat(preview.perDay().stream().mapToInt(StoryPreview.Day::stories).sum())
                .isEqualTo(made);
        assertThat(stories.preview(again.connection(), wanted, 30).stories()).isEqualTo(made);
        assertThat(stories.preview(crm.connection(), List.of(), 30).stories()).isZero();
    }

    private void replayed(FakeCrm again) {
        save(again, "o1", "A", "1000", "u1");
        save(again, "o2", "A", "1000", "u1");
        engine.run(again.connection());
        for (int day = 0; day < 6; day++) {
            clock.forward(Duration.ofDays(1));
            save(again, "o1", "B" + day, "1000", "u1");
            engine.run(again.connection());
            clock.forward(Duration.ofMinutes(3));
            save(again, "o1", "B" + day, String.valueOf(1000 + day * 100), "u1");
            save(again, "o2", day % 2 == 0 ? "X" : "Y", "1000", "u2");
            engine.run(again.connection());
        }
    }

    private void save(FakeCrm of, String id, String stage, String amount, String by) {
        of.save(
                CrmType.OPPORTUNITY,
                id,
                "Deal " + id,
                null,
                null,
                List.of(),
                Map.of("stage", stage, "amount", new CrmMoney(new BigDecimal(amount), "EUR")),
                by,
                clock.instant());
    }

    private void contact(String id, String account, List<String> teams) {
        crm.save(CrmType.CONTACT, id, "Kim", account, null, teams, Map.of(), "u1", clock.instant());
    }

    private void account(String id, String name, List<String> teams) {
        crm.save(CrmType.ACCOUNT, id, name, null, null, teams, Map.of(), null, clock.instant());
    }

    @Test
    void namesTheAccountsOfAMovedContactToThoseWhoMaySeeThemAll() {
        crm.visibility = Visibility.TEAMS;
        crm.tracked = List.of(new TrackedField("contact", "account", null, null));
        crm.user("u1", "Ann", true, "t1");
        account("a1", "Open Foods", List.of());
        account("a2", "Sales Foods", List.of("t1"));
        account("a3", "Service Foods", List.of("t2"));
        contact("c1", "a1", List.of("t1"));
        contact("c2", "a1", List.of("t1"));
        contact("c3", "a1", List.of());
        engine.run(crm.connection());
        clock.forward(Duration.ofMinutes(1));
        contact("c1", "a2", List.of("t1"));
        contact("c2", "a3", List.of("t1"));
        contact("c3", "a2", List.of());
        engine.run(crm.connection());
        assertThat(told())
                .as("everybody's account, and one seen by the same people as the contact")
                .anySatisfy(story -> assertThat(story)
                        .startsWith("c1 ")
                        .contains("Open Foods")
                        .contains("Sales Foods"))
                .as("seen by other people")
                .anySatisfy(story -> assertThat(story)
                        .startsWith("c2 ")
                        .contains("Open Foods")
                        .doesNotContain("Service Foods"))
                .as("a contact that everybody sees, now at an account that few see")
                .anySatisfy(story -> assertThat(story)
                        .startsWith("c3 ")
                        .contains("Open Foods")
                        .doesNotContain("Sales Foods"))
                .hasSize(3);
    }

    @Test
    void forgetsOldChangesAlsoWhereNothingIsTracked() {
        crm.tracked = List.of();
        crm.user("u1", "Ann", true);
        deal("o1", "A", "1000", "u1");
        engine.run(crm.connection());
        clock.forward(Duration.ofHours(1));
        deal("o1", "B", "1000", "u1");
        engine.run(crm.connection());
        assertThat(kept()).isEqualTo(1);
        clock.forward(Duration.ofDays(32));
        engine.run(crm.connection());
        assertThat(kept()).isZero();
    }

    private int kept() {
        return jdbc.sql("select count(*) from crm_story where connection = :key")
                .param("key", crm.key)
                .query(Integer.class)
                .single();
    }

    @Test
    void previewsForAdminsOnlyAndNamesWhatIsWrong() {
        var ask = Map.of("trackedFields", List.of(Map.of("type", "opportunity", "field", "stage")), "days", 7);
        fixtures.person("Ann")
                .api()
                .post("/connections/acme/story-preview", ask)
                .expect(403);
        var admin = fixtures.admin("Root").api();
        assertThat(admin.post("/connections/acme/story-preview", ask)
                        .expect(200)
                        .json()
                        .at("/perDay")
                        .size())
                .isEqualTo(8);
        assertThat(admin.post(
                                "/connections/acme/story-preview",
                                Map.of("trackedFields", List.of(Map.of("type", "opportunity", "field", "colour"))))
                        .expect(400)
                        .at("/field"))
                .isEqualTo("trackedFields[0].field");
        assertThat(admin.post("/connections/acme/story-preview", Map.of("trackedFields", List.of(), "days", 1000))
                        .status())
                .isEqualTo(400);
    }
}
