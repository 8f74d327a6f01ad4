package rapport.crm.adapter.odoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck.Outcome;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmAdapterContract;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;
import rapport.social.testing.MovableClock;

class OdooAdapterTest implements CrmAdapterContract {
    private final ReplayedOdoo crm = new ReplayedOdoo(SECRET);

    @AfterEach
    void stop() {
        crm.shutDown();
    }

    @Override
    public CrmAdapter adapter() {
        return new OdooAdapter();
    }

    @Override
    public ReplayedOdoo crm() {
        return crm;
    }

    @Override
    public String whereCredentialsAre() {
        return "Account Security";
    }

    @Override
    public String rightToReadAccounts() {
        return "contacts";
    }

    @Override
    public CrmAccess access() {
        return access(Map.of("protocol", "json-2"));
    }

    private CrmAccess access(Map<String, String> options) {
        return new CrmAccess(
                "nordwind",
                crm.address(),
                Map.of("api-key", SECRET, "database", "nordwind"),
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMinutes(5));
    }

    private CrmFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(CrmFailure.class, call), "no failure");
    }

    private static CrmRef ref(CrmType type, long id) {
        return new CrmRef(type, Long.toString(id));
    }

    @Test
    void signsInByAHeaderAndNamesTheDatabase() {
        link().users(null);
        assertThat(crm.requests.get(0).getHeader("Authorization")).isEqualTo("bearer " + SECRET);
        assertThat(crm.requests.get(0).getHeader("X-Odoo-Database")).isEqualTo("nordwind");
        assertThat(crm.requests.get(0).getUrl()).doesNotContain(SECRET);
    }

    @Test
    void readsACompanyInOurWordsWhereEverythingEmptyIsFalse() {
        crm.row(
                "res.partner",
                2014,
                100,
                Map.of(
                        "name",
                        "Nordlicht Foods",
                        "is_company",
                        true,
                        "email",
                        "hallo@nordlicht.example",
                        "country_id",
                        List.of(57, "Germany"),
                        "user_id",
                        List.of(6, "Chloe Conti"),
                        "write_uid",
                        2));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .containsExactly(new CrmRecord(
                        ref(CrmType.ACCOUNT, 2014),
                        "Nordlicht Foods",
                        null,
                        "6",
                        List.of(),
                        Map.of("email", "hallo@nordlicht.example", "country", "Germany"),
                        crm.address() + "/web#id=2014&model=res.partner&view_type=form",
                        Instant.parse("2026-03-02T08:01:40Z"),
                        "2"));
    }

    @Test
    void standsAContactUnderItsCompanyOverThePersonBetween() {
        crm.row(
                "res.partner",
                30,
                10,
                Map.of(
                        "name",
                        "Zoé Lefèvre",
                        "function",
                        "Buyer",
                        "parent_id",
                        List.of(29, "Her manager"),
                        "commercial_partner_id",
                        List.of(14, "Acme")));
        crm.row(
                "res.partner",
                31,
                10,
                Map.of("name", "Free Lancer", "commercial_partner_id", List.of(31, "Free Lancer")));
        assertThat(walk(CrmType.CONTACT, null).changes())
                .extracting(change -> ((CrmRecord) change).account())
                .containsExactly(ref(CrmType.ACCOUNT, 14), null);
    }

    @Test
    void takesNoAddressAndNoColleagueForAContact() {
        crm.row("res.partner", 1, 10, Map.of("name", "Contact"));
        crm.row("res.partner", 2, 10, Map.of("name", "Invoice address", "type", "invoice"));
        crm.row("res.partner", 3, 10, Map.of("name", "Colleague", "partner_share", false, "user_ids", List.of(6)));
        crm.row("res.partner", 4, 10, Map.of("name", "Customer who signs in", "user_ids", List.of(9)));
        assertThat(walk(CrmType.CONTACT, null).ids()).containsExactly("1");
        assertThat(link().ids(CrmType.CONTACT, null).externalIds()).containsExactly("1");
        var withPortal = adapter().open(access(Map.of("protocol", "json-2", "portal-contacts", "yes")));
        assertThat(withPortal.ids(CrmType.CONTACT, null).externalIds()).containsExactly("1", "4");
        assertThat(withPortal.read(CrmType.CONTACT, null).changes()).hasSize(2);
    }

    @Test
    void readsAnOpportunityWithMoneyDayAndTheCompanyOfItsPerson() {
        crm.row("res.partner", 14, 10, Map.of("name", "Acme", "is_company", true));
        crm.row(
                "res.partner",
                30,
                10,
                Map.of("name", "Zoé", "parent_id", List.of(14, "Acme"), "commercial_partner_id", List.of(14, "Acme")));
        Map<String, Object> values = new HashMap<>(Map.of(
                "name",
                "Kühlhaus",
                "type",
                "opportunity",
                "partner_id",
                List.of(30, "Acme, Zoé"),
                "stage_id",
                List.of(3, "Proposition"),
                "expected_revenue",
                48000.50,
                "probability",
                62.5,
                "company_currency",
                List.of(125, "EUR"),
                "date_deadline",
                "2026-12-31",
                "user_id",
                6));
        crm.row("crm.lead", 5, 10, values);
        CrmRecord read = (CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0);
        assertThat(read.account()).isEqualTo(ref(CrmType.ACCOUNT, 14));
        assertThat(read.ownerExternalId()).isEqualTo("6");
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("stage", "Proposition"),
                        Map.entry("amount", new CrmMoney(new BigDecimal("48000.5"), "EUR")),
                        Map.entry("probability", new BigDecimal("62.5")),
                        Map.entry("closed", false),
                        Map.entry("closeOn", LocalDate.of(2026, 12, 31)));
    }

    @Test
    void tellsTheParentOfACompany() {
        crm.row(
                "res.partner",
                2,
                10,
                Map.of("name", "Acme France", "is_company", true, "parent_id", List.of(1, "Acme")));
        assertThat(((CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0)).account())
                .isEqualTo(ref(CrmType.ACCOUNT, 1));
    }

    @Test
    void tellsWhoIsOnTheSalesTeamAndWhichStagesWin() {
        crm.row("crm.stage", 4, 0, Map.of("is_won", true));
        crm.row("crm.stage", 3, 0, Map.of("is_won", false));
        crm.row("crm.team", 9, 0, Map.of("user_id", List.of(6, "Chloe"), "member_ids", List.of(7, 8)));
        crm.row(
                "crm.lead",
                5,
                10,
                Map.of(
                        "name",
                        "Kühlhaus",
                        "type",
                        "opportunity",
                        "stage_id",
                        List.of(4, "Won"),
                        "team_id",
                        List.of(9, "Europe")));
        crm.row("crm.lead", 6, 10, Map.of("name", "Silo", "type", "opportunity", "stage_id", List.of(3, "Won soon")));
        List<CrmChange> read = walk(CrmType.OPPORTUNITY, null).changes();
        CrmRecord won = (CrmRecord) read.get(0);
        assertThat(won.followers()).containsExactlyInAnyOrder("6", "7", "8");
        assertThat(won.teamExternalIds()).as("a sales team gives no sight").isEmpty();
        assertThat(won.fields()).containsEntry("closed", true).containsEntry("team", "Europe");
        assertThat(((CrmRecord) read.get(1)).followers()).isEmpty();
        assertThat(((CrmRecord) read.get(1)).fields()).containsEntry("closed", false);
    }

    @Test
    void doesWithoutTeamsThatItMayNotRead() {
        crm.models.remove("crm.team");
        crm.opportunity(5, 10, "31", "New");
        assertThat(walk(CrmType.OPPORTUNITY, null).ids()).containsExactly("5");
    }

    @Test
    void keepsTheTeamsThatItKnewWhileOdooRefusesToTellThem() {
        crm.row("crm.team", 9, 0, Map.of("user_id", List.of(6, "Chloe"), "member_ids", List.of(7)));
        crm.row("crm.lead", 5, 10, Map.of("name", "Silo", "type", "opportunity", "team_id", List.of(9, "Europe")));
        crm.row("crm.stage", 4, 0, Map.of("is_won", true));
        var clock = new MovableClock();
        Map<String, String> options = Map.of("protocol", "json-2");
        var link = new OdooLink(access(options), Mapping.of(adapter().descriptor(), options), clock);
        assertThat(followers(link)).containsExactlyInAnyOrder("6", "7");

        var teams = crm.models.remove("crm.team");
        clock.forward(Duration.ofMinutes(11));
        assertThat(followers(link)).containsExactlyInAnyOrder("6", "7");

        crm.models.put("crm.team", teams);
        crm.row("crm.team", 9, 0, Map.of("member_ids", List.of(8)));
        clock.forward(Duration.ofMinutes(11));
        assertThat(followers(link)).as("told again").containsExactly("8");
    }

    private static Set<String> followers(OdooLink link) {
        return ((CrmRecord) link.read(CrmType.OPPORTUNITY, null).changes().get(0)).followers();
    }

    private static final CrmType PROJECT = new CrmType("project");

    private OdooLink own() {
        return (OdooLink) adapter()
                .open(access(Map.of(
                        "protocol", "json-2",
                        "fields.account",
                                "segment=x_segment, grade=x_grade:number, vip=x_vip:boolean, since=x_since:date",
                        "object.project", "project.project, account=partner_id",
                        "fields.project", "budget=x_budget:money, sponsor=x_sponsor:member")));
    }

    @Test
    void readsTheFieldsThatTheConnectionDeclares() {
        crm.row(
                "res.partner",
                1,
                10,
                Map.of(
                        "name",
                        "Acme",
                        "is_company",
                        true,
                        "x_segment",
                        List.of(3, "Retail"),
                        "x_grade",
                        2,
                        "x_vip",
                        false,
                        "x_since",
                        "2026-11-22 22:00:02"));
        crm.row(
                "res.partner",
                2,
                10,
                Map.of(
                        "name", "Nord",
                        "is_company", true,
                        "x_segment", false,
                        "x_grade", false,
                        "x_vip", true,
                        "x_since", false));
        List<CrmChange> read = own().read(CrmType.ACCOUNT, null).changes();
        assertThat(((CrmRecord) read.get(0)).fields())
                .containsOnly(
                        Map.entry("segment", "Retail"),
                        Map.entry("grade", new BigDecimal("2")),
                        Map.entry("vip", false),
                        Map.entry("since", LocalDate.of(2026, 11, 22)));
        assertThat(((CrmRecord) read.get(1)).fields()).containsOnly(Map.entry("vip", true));
    }

    @Test
    void namesTheDeclaredFieldThatOdooDoesNotHave() {
        crm.account(1, 10);
        CrmFailure failure = failure(() -> own().read(CrmType.ACCOUNT, null));
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure).hasMessageContaining("there is no field x_segment");
        assertThat(failure.advice()).contains("fields.*");
    }

    @Test
    void readsAModelThatTheConnectionDeclaresWithArchivedRows() {
        crm.row("res.partner", 14, 10, Map.of("name", "Acme", "is_company", true));
        crm.row("res.partner", 30, 10, Map.of("name", "Zoé", "commercial_partner_id", List.of(14, "Acme")));
        crm.row(
                "project.project",
                77,
                20,
                Map.of(
                        "display_name",
                        "New silo",
                        "user_id",
                        List.of(6, "Chloe"),
                        "partner_id",
                        List.of(30, "Acme, Zoé"),
                        "x_budget",
                        900.0,
                        "x_sponsor",
                        List.of(7, "Ben"),
                        "active",
                        false));
        CrmRecord project = new CrmRecord(
                new CrmRef(PROJECT, "77"),
                "New silo",
                ref(CrmType.ACCOUNT, 14),
                "6",
                List.of(),
                Map.of("budget", new CrmMoney(new BigDecimal("900"), "EUR"), "sponsor", "7"),
                crm.address() + "/web#id=77&model=project.project&view_type=form",
                Instant.parse("2026-03-02T08:00:20Z"),
                null);
        ChangePage first = own().read(PROJECT, null);
        assertThat(first.changes()).containsExactly(project);
        assertThat(own().find(PROJECT, List.of("77")).records()).containsExactly(project);
        assertThat(own().ids(PROJECT, null).externalIds()).containsExactly("77");
        crm.model("project.project").remove(77L);
        assertThat(own().find(PROJECT, List.of("77")).gone()).hasSize(1);
        List<WebhookSubscription> addresses =
                own().subscribe(event -> java.net.URI.create("https://rapport.example/" + event), List.of());
        assertThat(addresses).extracting(WebhookSubscription::event).containsExactly("events", "project");
        assertThat(adapter()
                        .receive(
                                new WebhookCall(
                                        "project",
                                        Map.of(),
                                        "{\"_model\":\"project.project\",\"_id\":77}".getBytes(StandardCharsets.UTF_8)),
                                addresses))
                .extracting(hint -> hint.ref())
                .containsExactly(new CrmRef(PROJECT, "77"));
    }

    @Test
    void standsNoOpportunityUnderAPersonWithoutCompany() {
        crm.row(
                "res.partner",
                31,
                10,
                Map.of("name", "Free Lancer", "commercial_partner_id", List.of(31, "Free Lancer")));
        crm.opportunity(5, 10, "31", "New");
        assertThat(((CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0)).account())
                .isNull();
    }

    @Test
    void tellsALostOpportunityAsLostAndNotAsGone() {
        crm.row(
                "crm.lead",
                5,
                10,
                Map.of(
                        "name",
                        "Kühlhaus",
                        "type",
                        "opportunity",
                        "active",
                        false,
                        "probability",
                        0,
                        "stage_id",
                        List.of(3, "Proposition")));
        assertThat(walk(CrmType.OPPORTUNITY, null).changes())
                .singleElement()
                .satisfies(change -> assertThat(((CrmRecord) change).fields())
                        .containsEntry("stage", "Lost")
                        .containsEntry("archived", true));
        assertThat(link().ids(CrmType.OPPORTUNITY, null).externalIds()).containsExactly("5");
        assertThat(link().find(CrmType.OPPORTUNITY, List.of("5")).records()).hasSize(1);
    }

    @Test
    void keepsAnArchivedCompanyAndSaysThatItIs() {
        crm.row("res.partner", 1, 10, Map.of("name", "Acme", "is_company", true, "active", false));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .singleElement()
                .satisfies(change -> assertThat(((CrmRecord) change).fields()).containsEntry("archived", true));
    }

    @Test
    void movesAPersonThatBecameACompany() {
        crm.row("res.partner", 30, 10, Map.of("name", "Zoé Lefèvre"));
        crm.clock(3_000);
        Checkpoint accounts = walk(CrmType.ACCOUNT, null).end();
        Checkpoint contacts = walk(CrmType.CONTACT, null).end();
        crm.row("res.partner", 30, 3_010, Map.of("name", "Lefèvre SARL", "is_company", true));
        assertThat(walk(CrmType.CONTACT, contacts).changes())
                .containsExactly(new Tombstone(ref(CrmType.CONTACT, 30), ref(CrmType.ACCOUNT, 30), null));
        assertThat(walk(CrmType.ACCOUNT, accounts).changes())
                .singleElement()
                .satisfies(change -> assertThat(((CrmRecord) change).name()).isEqualTo("Lefèvre SARL"));
        assertThat(link().find(CrmType.CONTACT, List.of("30")).gone())
                .containsExactly(new Tombstone(ref(CrmType.CONTACT, 30), ref(CrmType.ACCOUNT, 30), null));
    }

    @Test
    void movesALeadThatBecameAnOpportunity() {
        crm.row("crm.lead", 5, 10, Map.of("name", "Kühlhaus", "type", "lead"));
        crm.clock(3_000);
        Checkpoint leads = walk(CrmType.LEAD, null).end();
        crm.row("crm.lead", 5, 3_010, Map.of("name", "Kühlhaus", "type", "opportunity"));
        assertThat(walk(CrmType.LEAD, leads).changes())
                .containsExactly(new Tombstone(ref(CrmType.LEAD, 5), ref(CrmType.OPPORTUNITY, 5), null));
    }

    @Test
    void readsWhatALongImportCommitsMinutesAfterItsStamp() {
        crm.clock(3_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.account(1, 3_000 - 9 * 60); // further back than the connection's own overlap
        crm.clock(3_030);
        assertThat(walk(CrmType.ACCOUNT, loaded).ids()).containsExactly("1");
    }

    @Test
    void asksWithTimesThatHaveNoZone() {
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.requests.clear();
        walk(CrmType.ACCOUNT, loaded);
        assertThat(crm.requests.get(0).getBodyAsString())
                .containsPattern("\"write_date\",\">=\",\"\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\"");
    }

    @Test
    void tellsTheTotalOnTheFirstPageOnly() {
        crm.accounts(1, 501, 10);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        assertThat(first.total()).isEqualTo(501);
        assertThat(link().read(CrmType.ACCOUNT, first.next()).total()).isNull();
    }

    @Test
    void tellsTheWinnerOfAMergeByTheNoteOnIt() {
        crm.row("res.partner", 14, 10, Map.of("name", "Acme", "is_company", true));
        crm.row(
                "mail.message",
                900,
                10,
                Map.of(
                        "model", "res.partner",
                        "message_type", "notification",
                        "res_id", 14,
                        "body",
                                "<p>Fusionné avec les partenaires suivants : Acme &lt;a@acme.example&gt; (ID 1815)</p>"));
        assertThat(link().find(CrmType.ACCOUNT, List.of("1815", "1816")).gone())
                .containsExactly(
                        new Tombstone(ref(CrmType.ACCOUNT, 1815), ref(CrmType.ACCOUNT, 14), null),
                        new Tombstone(ref(CrmType.ACCOUNT, 1816), null, null));
    }

    @Test
    void namesNoWinnerThatIsGoneItselfAndNeedsNoRightToReadNotes() {
        crm.row(
                "mail.message",
                900,
                10,
                Map.of("model", "res.partner", "message_type", "notification", "res_id", 14, "body", "x (ID 1815)"));
        Tombstone gone = new Tombstone(ref(CrmType.ACCOUNT, 1815), null, null);
        assertThat(link().find(CrmType.ACCOUNT, List.of("1815")).gone()).containsExactly(gone);
        crm.models.remove("mail.message");
        assertThat(link().find(CrmType.ACCOUNT, List.of("1815")).gone()).containsExactly(gone);
    }

    @Test
    void believesNoSearchThatARecordIsGoneWhenARuleOnlyHidesIt() {
        crm.account(1, 10);
        crm.hidden.add(1L);
        Found found = link().find(CrmType.ACCOUNT, List.of("1"));
        assertThat(found.records()).isEmpty();
        assertThat(found.gone()).isEmpty();
    }

    @Test
    void asksForNoIdThatIsNone() {
        assertThat(link().find(CrmType.ACCOUNT, List.of("1 or 1=1", "-1", "0")).gone())
                .hasSize(3);
        assertThat(crm.requests).isEmpty();
    }

    @Test
    void readsColleaguesAndLeavesOutOdoosOwn() {
        crm.row("res.users", 1, 10, Map.of("name", "OdooBot", "login", "__system__", "active", false));
        crm.row(
                "res.users",
                6,
                10,
                Map.of("name", "Chloe Conti", "login", "chloe", "email", "chloe@nordwind.example", "lang", "fr_FR"));
        crm.row("res.users", 7, 10, Map.of("name", "Left", "login", "left", "active", false));
        crm.row("res.users", 8, 10, Map.of("name", "Customer", "login", "customer", "share", true));
        UserPage page = link().users(null);
        assertThat(page.users())
                .containsExactly(
                        new CrmUser("6", "Chloe Conti", "chloe@nordwind.example", null, null, "fr", true, List.of()),
                        new CrmUser("7", "Left", null, null, null, null, false, List.of()));
        assertThat(page.next()).isNull();
        assertThat(link().teams()).isEmpty();
    }

    @Test
    void readsAllUsersOfALargeCompany() {
        for (int id = 1; id <= 501; id++) {
            crm.row("res.users", id, 10, Map.of("name", "User " + id, "login", "u" + id));
        }
        UserPage first = link().users(null);
        assertThat(link().users(first.next()).users()).hasSize(1);
    }

    @Test
    void sweepsInPages() {
        crm.accounts(1, 501, 10);
        IdPage first = link().ids(CrmType.ACCOUNT, null);
        assertThat(first.externalIds()).hasSize(500);
        assertThat(link().ids(CrmType.ACCOUNT, first.next()).externalIds()).containsExactly("501");
    }

    @Test
    void sendsTheCompaniesAndTheLanguageThatTheSettingsName() {
        var options = Map.of("protocol", "json-2", "companies", "1, 3", "language", "fr_FR");
        adapter().open(access(options)).read(CrmType.ACCOUNT, null);
        assertThat(crm.requests.get(0).getBodyAsString())
                .contains("\"allowed_company_ids\":[1,3]")
                .contains("\"lang\":\"fr_FR\"");
        for (Map<String, String> wrong :
                List.of(Map.of("protocol", "json-2", "companies", "Nordwind"), Map.of("protocol", "soap"))) {
            assertThat(failure(() -> adapter().open(access(wrong)).read(CrmType.ACCOUNT, null))
                            .remedy())
                    .isEqualTo(Remedy.STOP);
        }
    }

    @Test
    void stopsAtWhatOdooWillNeverUnderstandAndRetriesLocks() {
        for (ReplayedOdoo.Refusal refusal : List.of(
                new ReplayedOdoo.Refusal(500, "builtins.ValueError", "Invalid field 'x' on 'res.partner'"),
                new ReplayedOdoo.Refusal(422, "werkzeug.exceptions.UnprocessableEntity", "cannot call with ids"),
                new ReplayedOdoo.Refusal(400, "werkzeug.exceptions.BadRequest", "not json"))) {
            crm.refusal = refusal;
            assertThat(failure(() -> link().read(CrmType.ACCOUNT, null)).remedy())
                    .isEqualTo(Remedy.STOP);
        }
        crm.refusal = new ReplayedOdoo.Refusal(409, "odoo.exceptions.LockError", "could not obtain lock");
        assertThat(failure(() -> link().read(CrmType.ACCOUNT, null)).remedy()).isEqualTo(Remedy.RETRY);
    }

    @Test
    void quotesNeitherMessagesNorTracebacksOfOdoo() {
        for (ReplayedOdoo.Refusal refusal : List.of(
                new ReplayedOdoo.Refusal(403, "odoo.exceptions.AccessError", "You may not read 'Acme' (id=5)"),
                new ReplayedOdoo.Refusal(500, "builtins.RuntimeError", "failed on 'Acme'"))) {
            crm.refusal = refusal;
            assertThat(failure(() -> link().read(CrmType.ACCOUNT, null)).explanation())
                    .doesNotContain("Acme")
                    .doesNotContain("Traceback");
        }
    }

    @Test
    void asksForTheAppThatIsNotInstalledAndForTheProtocolOfOlderVersions() {
        crm.models.remove("crm.lead");
        assertThat(failure(() -> link().read(CrmType.OPPORTUNITY, null)).advice())
                .contains("Install the app");
        crm.version = "16.0";
        assertThat(failure(() -> link().read(CrmType.ACCOUNT, null)).advice()).contains("json-rpc");
    }

    @Test
    void warnsBeforeTheKeyExpires() {
        LocalDate today = LocalDate.of(2026, 11, 23);
        assertThat(OdooLink.expiry("2027-01-31", today).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(OdooLink.expiry("2026-12-01", today).outcome()).isEqualTo(Outcome.WARNED);
        assertThat(OdooLink.expiry("2026-11-22", today).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(OdooLink.expiry("soon", today).outcome()).isEqualTo(Outcome.FAILED);
    }

    // ---- webhooks

    private List<WebhookSubscription> subscribed() {
        return link().subscribe(event -> URI.create("https://rapport.example/api/hooks/nordwind/" + event), List.of());
    }

    private List<CrmHint> receive(String event, String body) {
        return adapter().receive(new WebhookCall(event, Map.of(), body.getBytes(StandardCharsets.UTF_8)), subscribed());
    }

    @Test
    void looksAtBothTypesThatARowMayBeOf() {
        String body =
                "{\"_action\":\"sl-res.partner-on_create_or_write(#235)\",\"_id\":1814,\"_model\":\"res.partner\","
                        + "\"id\":1814,\"is_company\":true,\"write_date\":\"2026-11-22 22:08:45.701728\"}";
        assertThat(receive("events", body))
                .containsExactly(new CrmHint(ref(CrmType.ACCOUNT, 1814)), new CrmHint(ref(CrmType.CONTACT, 1814)));
        assertThat(receive("events", "{\"_id\":5,\"_model\":\"crm.lead\"}"))
                .containsExactly(new CrmHint(ref(CrmType.OPPORTUNITY, 5)), new CrmHint(ref(CrmType.LEAD, 5)));
        assertThat(receive("events", "{\"_id\":5,\"_model\":\"sale.order\"}")).isEmpty();
    }

    @Test
    void refusesACallToAnyOtherAddressAndOneThatIsNotJson() {
        for (String event : List.of("", "all", "Events")) {
            WebhookRefused refused = Objects.requireNonNull(
                    catchThrowableOfType(
                            WebhookRefused.class, () -> receive(event, "{\"_id\":5,\"_model\":\"crm.lead\"}")),
                    event);
            assertThat(refused.reason()).isEqualTo(WebhookRefused.Reason.NOT_SIGNED);
        }
        assertThatThrownBy(() -> receive("events", "{")).isInstanceOf(WebhookRefused.class);
    }
}
