package rapport.crm.adapter.dolibarr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
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
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;

class DolibarrAdapterTest implements CrmAdapterContract {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final ReplayedDolibarr crm = new ReplayedDolibarr();

    @AfterEach
    void stop() {
        crm.shutDown();
    }

    @Override
    public CrmAdapter adapter() {
        return new DolibarrAdapter();
    }

    @Override
    public ReplayedDolibarr crm() {
        return crm;
    }

    @Override
    public String whereCredentialsAre() {
        return "card of the integration user";
    }

    @Override
    public String rightToReadAccounts() {
        return "extend access to all third parties";
    }

    @Override
    public CrmAccess access() {
        return access(Map.of());
    }

    private CrmAccess access(Map<String, String> options) {
        return new CrmAccess(
                "nordwind",
                crm.address(),
                Map.of("api-key", SECRET),
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMinutes(5));
    }

    private List<String> changedSince(Checkpoint from, Map<String, String> options) {
        ChangePage page = adapter().open(access(options)).read(CrmType.ACCOUNT, from);
        return page.changes().stream().map(change -> change.ref().externalId()).toList();
    }

    private CrmFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(CrmFailure.class, call), "no failure");
    }

    private static CrmRef account(String id) {
        return new CrmRef(CrmType.ACCOUNT, id);
    }

    @Test
    void signsInByAHeaderAndNeverInTheAddress() {
        adapter().open(access(Map.of("entity", "2"))).users(null);
        assertThat(crm.requests.get(0).getHeader("DOLAPIKEY")).isEqualTo(SECRET);
        assertThat(crm.requests.get(0).getHeader("DOLAPIENTITY")).isEqualTo("2");
        assertThat(crm.requests.get(0).getUrl()).doesNotContain(SECRET);
    }

    @Test
    void takesAnAddressWithAndWithoutTheApiPath() {
        assertThat(DolibarrClient.apiBase(URI.create("https://crm.example/dolibarr/")))
                .isEqualTo(DolibarrClient.apiBase(URI.create("https://crm.example/dolibarr/api/index.php/")))
                .isEqualTo("https://crm.example/dolibarr/api/index.php");
    }

    @Test
    void tellsTheTotalOnTheFirstPageAndLivesWithoutIt() {
        crm.accounts(1, 201, 10);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        assertThat(first.total()).isEqualTo(201);
        assertThat(link().read(CrmType.ACCOUNT, first.next()).total()).isNull();
        crm.tellsTotals = false; // older versions ignore the wish and answer a plain array
        assertThat(link().read(CrmType.ACCOUNT, null).total()).isNull();
        assertThat(link().read(CrmType.ACCOUNT, null).changes()).hasSize(200);
    }

    @Test
    void readsIdsInTheOrderOfNumbersNotOfText() {
        crm.accounts(8, 12, 10);
        assertThat(walk(CrmType.ACCOUNT, null).ids()).containsExactly("8", "9", "10", "11", "12");
    }

    @Test
    void readsAThirdPartyInOurWordsWhateverFormAbsentValuesTake() {
        Map<String, Object> values = new HashMap<>();
        values.put("name", " Zażółć & Söhne ");
        values.put("client", 3);
        values.put("fournisseur", "1");
        values.put("phone", "");
        values.put("email", List.of());
        values.put("url", "zazolc.example");
        values.put("town", null);
        values.put("country_code", "PL");
        values.put("user_modification_id", 4);
        ReplayedDolibarr.Row row = crm.row("thirdparties", 7, 100, values);
        row.extraSavedAt = crm.start.plusSeconds(90);
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .containsExactly(new CrmRecord(
                        account("7"),
                        "Zażółć & Söhne",
                        null,
                        null,
                        List.of(),
                        Map.of(
                                "website", "zazolc.example",
                                "type", "Customer, Prospect, Supplier",
                                "country", "PL"),
                        crm.address() + "/societe/card.php?socid=7",
                        Instant.parse("2026-03-02T08:01:40Z"),
                        "4"));
    }

    @Test
    void doesNotKnowWhenARecordWithoutExtraFieldsWasChanged() {
        crm.account(1, 100);
        assertThat(((CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0)).modifiedAt())
                .isNull();
    }

    @Test
    void readsAnOpportunityWithItsStageMoneyAndDay() {
        crm.php = PARIS;
        Map<String, Object> values = new HashMap<>(Map.of(
                "ref", "OPP00003", "title", "Kühlhaus", "socid", "284", "usage_opportunity", "1", "opp_status", "5"));
        values.put("opp_amount", "67571.50000000");
        values.put("opp_percent", "35.00");
        values.put("date_end", 1_796_079_600); // midnight of 1 December in Paris, still November in UTC
        values.put("user_author_id", "3");
        crm.row("projects", 3, 10, values);
        CrmRecord read = (CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0);
        assertThat(read.name()).isEqualTo("Kühlhaus");
        assertThat(read.account()).isEqualTo(account("284"));
        assertThat(read.ownerExternalId()).isEqualTo("3");
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("stage", "Pending"),
                        Map.entry("amount", new CrmMoney(new BigDecimal("67571.5"), "EUR")),
                        Map.entry("probability", new BigDecimal("35")),
                        Map.entry("closed", false),
                        Map.entry("closeOn", LocalDate.of(2026, 12, 1)));
    }

    @Test
    void callsStagesAndMoneyAsTheSettingsSay() {
        crm.row(
                "projects",
                1,
                10,
                Map.of("title", "A", "usage_opportunity", "1", "opp_status", "5", "opp_amount", "10"));
        crm.row("projects", 2, 10, Map.of("title", "B", "usage_opportunity", "1", "opp_status", "8"));
        crm.row("projects", 3, 10, Map.of("title", "C", "usage_opportunity", "1", "opp_status", "9"));
        var link = adapter()
                .open(access(
                        Map.of("stages", "5 = On hold, 8 = Tender", "currency", "CHF", "opportunity-owner", "none")));
        assertThat(link.read(CrmType.OPPORTUNITY, null).changes())
                .extracting(change -> ((CrmRecord) change).fields())
                .containsExactly(
                        Map.of("stage", "On hold", "amount", new CrmMoney(BigDecimal.TEN, "CHF"), "closed", false),
                        Map.of("stage", "Tender", "closed", false),
                        Map.of("stage", "Stage 9", "closed", false));
    }

    @Test
    void refusesSettingsThatItDoesNotUnderstand() {
        crm.account(1, 10);
        for (Map<String, String> options : List.of(
                Map.of("stages", "Tender"),
                Map.of("account-owner", "somebody"),
                Map.of("opportunity-owner", "somebody"),
                Map.of("table-prefix", "llx_; drop"),
                Map.of("database-time-zone", "Paris"))) {
            CrmFailure refused = failure(() -> adapter().open(access(options)).read(CrmType.ACCOUNT, null));
            assertThat(refused.remedy()).isEqualTo(Remedy.STOP);
            assertThat(refused.explanation())
                    .contains(options.keySet().iterator().next())
                    .contains("expected");
        }
    }

    @Test
    void keepsPrivateContactsAndPlainProjectsInTheCrm() {
        crm.row("contacts", 1, 10, Map.of("lastname", "Lefèvre", "firstname", "Zoé", "socid", "7", "priv", "0"));
        crm.row("contacts", 2, 10, Map.of("lastname", "Secret", "priv", "1"));
        crm.row("projects", 1, 10, Map.of("title", "Move", "usage_opportunity", "0"));
        assertThat(walk(CrmType.CONTACT, null).changes()).singleElement().satisfies(change -> {
            assertThat(((CrmRecord) change).name()).isEqualTo("Zoé Lefèvre");
            assertThat(((CrmRecord) change).account()).isEqualTo(account("7"));
        });
        assertThat(walk(CrmType.OPPORTUNITY, null).changes()).isEmpty();
        assertThat(link().ids(CrmType.CONTACT, null).externalIds()).containsExactly("1");
        assertThat(link().ids(CrmType.OPPORTUNITY, null).externalIds()).isEmpty();
        assertThat(link().find(CrmType.CONTACT, List.of("1", "2")).gone())
                .containsExactly(new Tombstone(new CrmRef(CrmType.CONTACT, "2"), null, null));
    }

    @Test
    void tellsThatARecordLeftUsWhenItBecamePrivateOrAPlainProject() {
        crm.row("contacts", 1, 10, Map.of("lastname", "Lefèvre", "priv", "0"));
        crm.row("projects", 1, 10, Map.of("title", "Kühlhaus", "usage_opportunity", "1"));
        crm.clock(3_000);
        Checkpoint contacts = walk(CrmType.CONTACT, null).end();
        Checkpoint projects = walk(CrmType.OPPORTUNITY, null).end();
        crm.row("contacts", 1, 3_010, Map.of("lastname", "Lefèvre", "priv", "1"));
        crm.row("projects", 1, 3_010, Map.of("title", "Kühlhaus", "usage_opportunity", "0"));
        assertThat(walk(CrmType.CONTACT, contacts).changes())
                .containsExactly(new Tombstone(new CrmRef(CrmType.CONTACT, "1"), null, null));
        assertThat(walk(CrmType.OPPORTUNITY, projects).changes())
                .containsExactly(new Tombstone(new CrmRef(CrmType.OPPORTUNITY, "1"), null, null));
    }

    @Test
    void readsChangesOfExtraFieldsWhichDoNotTouchTheRecord() {
        crm.account(1, 10);
        crm.clock(3_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        Objects.requireNonNull(crm.table("thirdparties").get(1L)).extraSavedAt = crm.start.plusSeconds(3_005);
        assertThat(walk(CrmType.ACCOUNT, loaded).ids()).containsExactly("1");
    }

    @Test
    void losesNothingWhereTheDatabaseLagsBehindPhp() {
        crm.php = PARIS; // measured so: PHP in Paris, the database in UTC
        crm.account(1, 10);
        crm.clock(20_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.save("1", 20_010, "Changed");
        assertThat(changedSince(loaded, Map.of())).containsExactly("1");
        assertThat(changedSince(loaded, Map.of("database-time-zone", "UTC"))).containsExactly("1");
    }

    @Test
    void losesNothingWhereTheDatabaseIsAheadOfPhp() {
        crm.database = ZoneId.of("Asia/Tokyo");
        crm.account(1, 10);
        crm.clock(50_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.save("1", 50_010, "Changed");
        assertThat(changedSince(loaded, Map.of())).containsExactly("1");
    }

    @Test
    void readsFewTwiceOnceItKnowsTheZoneOfTheDatabase() {
        crm.database = ZoneId.of("Asia/Tokyo");
        crm.account(1, 10);
        crm.clock(3_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        assertThat(changedSince(loaded, Map.of())).containsExactly("1");
        assertThat(changedSince(loaded, Map.of("database-time-zone", "Asia/Tokyo")))
                .isEmpty();
    }

    @Test
    void losesNothingInTheHourThatComesTwice() {
        crm.start = Instant.parse("2026-10-25T00:40:00Z"); // 02:40 in Paris, twenty minutes before the clock goes back
        crm.php = PARIS;
        crm.database = PARIS;
        crm.account(1, -100_000);
        crm.clock(0);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.save("1", 1_800, "Changed at ten past two, the second time");
        crm.clock(2_000);
        assertThat(changedSince(loaded, Map.of("database-time-zone", "Europe/Paris")))
                .containsExactly("1");
    }

    @Test
    void putsTimesRightThatPhpTookForItsOwn() {
        crm.php = PARIS;
        Objects.requireNonNull(crm.row("thirdparties", 1, 0, Map.of("name", "A"))).extraSavedAt = crm.start;
        CrmRecord told = (CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0);
        assertThat(told.modifiedAt()).isEqualTo(crm.start.minusSeconds(3_600));
        CrmRecord real = (CrmRecord) adapter()
                .open(access(Map.of("database-time-zone", "UTC")))
                .read(CrmType.ACCOUNT, null)
                .changes()
                .get(0);
        assertThat(real.modifiedAt()).isEqualTo(crm.start);
    }

    @Test
    void findsOutInTheTestThatTheDatabaseClockLags() {
        crm.php = ZoneId.of("UTC");
        crm.database = ZoneId.of("America/New_York");
        crm.row("projects", 1, 0, Map.of("title", "A", "usage_opportunity", "1", "date_c", crm.start.getEpochSecond()));
        assertThat(check(Map.of(), "database clock").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(check(Map.of(), "database clock").found()).contains("300 minutes behind");
        assertThat(check(Map.of("database-time-zone", "America/New_York"), "database clock")
                        .outcome())
                .isEqualTo(Outcome.PASSED);
    }

    private ConnectionCheck check(Map<String, String> options, String name) {
        return adapter().open(access(options)).test().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void warnsInTheTestOfWhatWouldBeMissing() {
        crm.account(1, 10);
        crm.seesAllThirdParties = false;
        assertThat(check(Map.of(), "all third parties").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(check(Map.of("account-owner", "representatives"), "account owners")
                        .outcome())
                .isEqualTo(Outcome.WARNED);
        assertThat(check(Map.of(), "account owners").outcome()).isEqualTo(Outcome.PASSED);
        crm.row("users", 5, 10, Map.of("login", "ann"));
        crm.subSelectsForbidden = true;
        assertThat(check(Map.of(), "account owners").outcome()).isEqualTo(Outcome.WARNED);
        assertThat(check(Map.of(), "account owners").advice()).contains("sub-selects", "table-prefix");
        assertThat(check(Map.of("account-owner", "none"), "account owners").outcome())
                .isEqualTo(Outcome.PASSED);
        crm.disguise = call -> {
            if (call.path.equals("users")) {
                call.response = crm.error(403, "Forbidden: You are not allowed to read list of users");
            }
        };
        assertThat(check(Map.of(), "read users").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(check(Map.of(), "read users").advice()).contains("other users");
    }

    @Test
    void tellsTheFirstSalesRepresentativeAsTheOwnerWhereTheVersionCan() {
        crm.accounts(1, 2, 10);
        crm.representativesBroken = false;
        crm.representatives.put(1L, Set.of(12L, 5L));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .extracting(change -> ((CrmRecord) change).ownerExternalId())
                .containsExactly("5", null);
        assertThat(((CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0)).followers())
                .containsExactlyInAnyOrder("5", "12");
    }

    @Test
    void findsOwnersByItselfTheWayThatThisVersionCan() {
        crm.accounts(1, 2, 10);
        crm.row("users", 5, 10, Map.of("login", "ann"));
        crm.row("users", 12, 10, Map.of("login", "ben"));
        crm.representatives.put(1L, Set.of(12L, 5L));
        CrmRecord first = (CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0);
        assertThat(first.ownerExternalId()).isEqualTo("5");
        assertThat(first.followers()).containsExactlyInAnyOrder("5", "12");
        crm.subSelectsForbidden = true; // then nobody is, and the accounts are read all the same
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .extracting(change -> ((CrmRecord) change).ownerExternalId())
                .containsExactly(null, null);
    }

    @Test
    void tellsTheParentOfAThirdPartyAndWhichProjectsAreDecided() {
        crm.row("thirdparties", 2, 10, Map.of("name", "Acme France", "parent", "1"));
        crm.row("thirdparties", 3, 10, Map.of("name", "Alone", "parent", ""));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .extracting(change -> ((CrmRecord) change).account())
                .containsExactly(new CrmRef(CrmType.ACCOUNT, "1"), null);
        Map<String, Boolean> closed = Map.of("6", true, "7", true, "4", false);
        closed.forEach((stage, expected) -> {
            crm.opportunity(1, 10, "2", stage);
            assertThat(((CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0)).fields())
                    .as(stage)
                    .containsEntry("closed", expected);
        });
        crm.row("projects", 1, 10, Map.of("title", "Done", "usage_opportunity", "1", "status", "2"));
        assertThat(((CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0)).fields())
                .containsEntry("closed", true);
    }

    private static final CrmType PROPOSAL = new CrmType("proposal");

    private DolibarrLink own() {
        return (DolibarrLink) adapter()
                .open(access(Map.of(
                        "fields.account", "grade=grade, staff=staff:number, since=since:date, vip=vip:boolean",
                        "object.proposal", "proposals, name=ref, account=socid, owner=user_author_id",
                        "fields.proposal", "amount=total_ht:money, due=fin_validite:date, campaign=campaign")));
    }

    @Test
    void readsTheExtraFieldsThatTheConnectionDeclares() {
        crm.row(
                "thirdparties",
                1,
                10,
                Map.of(
                        "name",
                        "Acme",
                        "array_options",
                        Map.of(
                                "options_grade", "gold",
                                "options_staff", "12.00000000",
                                "options_since", 1795384800,
                                "options_vip", "1")));
        crm.row("thirdparties", 2, 10, Map.of("name", "Nord"));
        List<CrmChange> read = own().read(CrmType.ACCOUNT, null).changes();
        assertThat(((CrmRecord) read.get(0)).fields())
                .containsOnly(
                        Map.entry("grade", "gold"),
                        Map.entry("staff", new BigDecimal("12")),
                        Map.entry("since", LocalDate.of(2026, 11, 22)),
                        Map.entry("vip", true));
        assertThat(((CrmRecord) read.get(1)).fields()).isEmpty();
    }

    @Test
    void readsAListThatTheConnectionDeclares() {
        crm.row(
                "proposals",
                4,
                10,
                Map.of(
                        "ref", "PR2611-0004",
                        "socid", "1",
                        "user_author_id", "5",
                        "total_ht", "900.00000000",
                        "fin_validite", 1795384800,
                        "array_options", Map.of("options_campaign", "spring")));
        CrmRecord proposal = (CrmRecord) own().read(PROPOSAL, null).changes().get(0);
        assertThat(proposal.name()).isEqualTo("PR2611-0004");
        assertThat(proposal.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "1"));
        assertThat(proposal.ownerExternalId()).isEqualTo("5");
        assertThat(proposal.fields())
                .containsOnly(
                        Map.entry("amount", new CrmMoney(new BigDecimal("900"), "EUR")),
                        Map.entry("due", LocalDate.of(2026, 11, 22)),
                        Map.entry("campaign", "spring"));
        assertThat(own().find(PROPOSAL, List.of("4", "5")).gone()).hasSize(1);
        assertThat(own().ids(PROPOSAL, null).externalIds()).containsExactly("4");
        ChangePage loaded = own().read(PROPOSAL, null);
        assertThat(own().read(PROPOSAL, loaded.next()).unreadable()).isEmpty();
        List<WebhookSubscription> addresses =
                own().subscribe(event -> URI.create("https://rapport.example/" + event), List.of());
        assertThat(adapter()
                        .receive(
                                new WebhookCall(
                                        "proposal",
                                        Map.of(),
                                        "{\"triggercode\":\"PROPAL_CREATE\",\"object\":{\"id\":4}}"
                                                .getBytes(StandardCharsets.UTF_8)),
                                addresses))
                .extracting(hint -> hint.ref())
                .containsExactly(new CrmRef(PROPOSAL, "4"));
    }

    @Test
    void triesABrokenListOfRepresentativesOnlyOnce() {
        crm.subSelectsForbidden = true;
        crm.accounts(1, 50, 10);
        crm.representatives.put(1L, Set.of(5L));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .extracting(change -> ((CrmRecord) change).ownerExternalId())
                .containsOnlyNulls();
        assertThat(crm.requests)
                .filteredOn(request -> request.getUrl().contains("representatives"))
                .hasSize(1);
    }

    @Test
    void findsOwnersByASubSelectForEachUser() {
        crm.accounts(1, 3, 10);
        crm.row("users", 5, 10, Map.of("login", "ann"));
        crm.row("users", 12, 10, Map.of("login", "ben"));
        crm.representatives.put(1L, Set.of(12L, 5L));
        crm.representatives.put(3L, Set.of(12L));
        var options = Map.of("account-owner", "sub-select");
        assertThat(adapter().open(access(options)).read(CrmType.ACCOUNT, null).changes())
                .extracting(change -> ((CrmRecord) change).ownerExternalId())
                .containsExactly("5", null, "12");
        crm.subSelectsForbidden = true;
        CrmFailure refused = failure(() -> adapter().open(access(options)).read(CrmType.ACCOUNT, null));
        assertThat(refused.remedy()).isEqualTo(Remedy.STOP);
        assertThat(refused.advice()).contains("security setting");
    }

    @Test
    void readsColleaguesAndLeavesOutPeopleOfCustomers() {
        crm.row(
                "users",
                1,
                10,
                Map.of(
                        "login",
                        "zlef",
                        "firstname",
                        "Zoé",
                        "lastname",
                        "Lefèvre",
                        "lang",
                        "fr_FR",
                        "status",
                        "1",
                        "job",
                        "Sales",
                        "socid",
                        ""));
        crm.row("users", 2, 10, Map.of("login", "left", "status", "0", "lang", "auto"));
        crm.row("users", 3, 10, Map.of("login", "customer", "status", "1", "socid", "7"));
        UserPage page = link().users(null);
        assertThat(page.users())
                .containsExactly(
                        new CrmUser("1", "Zoé Lefèvre", null, "Sales", null, "fr", true, List.of()),
                        new CrmUser("2", "left", null, null, null, null, false, List.of()));
        assertThat(page.next()).isNull();
        assertThat(link().teams()).isEmpty();
    }

    @Test
    void readsAllUsersOfALargeCompany() {
        for (int id = 1; id <= 401; id++) {
            crm.row("users", id, 10, Map.of("login", "user" + id, "status", "1"));
        }
        UserPage first = link().users(null);
        UserPage second = link().users(first.next());
        UserPage third = link().users(Objects.requireNonNull(second.next()));
        assertThat(third.users()).hasSize(1);
        assertThat(third.next()).isNull();
    }

    @Test
    void believesNoListThatARecordIsGoneWhenTheCrmOnlyHidesIt() {
        crm.account(1, 10);
        crm.hidden.add(1L);
        Found found = link().find(CrmType.ACCOUNT, List.of("1"));
        assertThat(found.records()).isEmpty();
        assertThat(found.gone()).isEmpty();
    }

    @Test
    void putsNoForeignIdIntoAnAddressOrAFilter() {
        Found found = link().find(CrmType.ACCOUNT, List.of("1) or (t.rowid:>:0", "../users/1", "0"));
        assertThat(found.gone()).hasSize(3);
        assertThat(crm.requests).isEmpty();
    }

    @Test
    void asksForTheModuleWhenATextComesInsteadOfData() {
        crm.disguise = call -> call.response = aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/html; charset=UTF-8")
                .withBody("Le module Api doit être activé pour utiliser cette fonctionnalité.");
        CrmFailure failure = failure(() -> link().read(CrmType.ACCOUNT, null));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.advice()).contains("API/Web services").contains("allowed addresses");
    }

    @Test
    void asksForTheModuleThatIsSwitchedOff() {
        crm.tables.remove("projects");
        CrmFailure failure = failure(() -> link().read(CrmType.OPPORTUNITY, null));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.advice()).contains("module for projects");
    }

    @Test
    void stopsAtAColumnThatThisVersionDoesNotKnowAndTriesOtherDatabaseErrorsAgain() {
        crm.disguise = call -> call.response = crm.error(
                503, "Service Unavailable: Error when retrieve thirdparties : Unknown column 't.nosuch' in 'WHERE'");
        assertThat(failure(() -> link().read(CrmType.ACCOUNT, null)).remedy()).isEqualTo(Remedy.STOP);
        crm.disguise = call -> call.response =
                crm.error(503, "Service Unavailable: Error when retrieve thirdparties : Deadlock found");
        assertThat(failure(() -> link().read(CrmType.ACCOUNT, null)).remedy()).isEqualTo(Remedy.RETRY);
    }

    @Test
    void tellsAMissingInterfaceFromAnEmptyList() {
        crm.disguise = call -> call.response = aResponse().withStatus(404).withBody("<html>Not Found</html>");
        CrmFailure failure = failure(() -> link().read(CrmType.ACCOUNT, null));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.advice()).contains("address");
        assertThat(failure(() -> link().find(CrmType.ACCOUNT, List.of("1"))).remedy())
                .isEqualTo(Remedy.RECONNECT);
    }

    @Test
    void setsAsideARowWithAValueOfAnotherForm() {
        crm.row("contacts", 1, 10, Map.of("lastname", Map.of("x", "customer's data")));
        crm.row("contacts", 2, 10, Map.of("lastname", "Berg"));
        Walk walk = walk(CrmType.CONTACT, null);
        assertThat(walk.ids()).containsExactly("2");
        assertThat(walk.unreadable())
                .singleElement()
                .satisfies(
                        row -> assertThat(row.reason()).startsWith("lastname").doesNotContain("customer"));
    }

    // ---- webhooks

    private List<WebhookSubscription> subscribed() {
        return link().subscribe(event -> URI.create("https://rapport.example/api/hooks/nordwind/" + event), List.of());
    }

    private List<CrmHint> receive(String event, String body) {
        return adapter().receive(new WebhookCall(event, Map.of(), body.getBytes(StandardCharsets.UTF_8)), subscribed());
    }

    private List<CrmHint> receive(String body) {
        return receive("events", body);
    }

    @Test
    void makesTheAddressThatTheAdminEntersAndCallsNothing() {
        assertThat(subscribed())
                .singleElement()
                .satisfies(subscription -> assertThat(subscription.address())
                        .isEqualTo("https://rapport.example/api/hooks/nordwind/events"));
        assertThat(crm.requests).isEmpty();
    }

    @Test
    void looksWhereACallPointsOnceItIsCommitted() {
        String body = "{\"triggercode\":\"PROJECT_MODIFY\",\"object\":{\"id\":\"3\",\"title\":\"Forged?\"}}";
        assertThat(receive(body))
                .containsExactly(new CrmHint(new CrmRef(CrmType.OPPORTUNITY, "3"), null, Duration.ofSeconds(10)));
        assertThat(receive("{\"triggercode\":\"COMPANY_LINK_SALE_REPRESENTATIVE\",\"object\":{\"id\":7}}"))
                .extracting(CrmHint::ref)
                .containsExactly(account("7"));
        assertThat(receive("{\"triggercode\":\"CONTACT_ENABLEDISABLE\",\"object\":{\"id\":\"9\"}}"))
                .extracting(CrmHint::ref)
                .containsExactly(new CrmRef(CrmType.CONTACT, "9"));
    }

    @Test
    void learnsTheWinnerOfAMergeFromTheCall() {
        String body = "{\"triggercode\":\"COMPANY_MODIFY\",\"object\":{\"id\":\"12\","
                + "\"context\":{\"merge\":1,\"mergefromid\":\"2991\",\"mergefromname\":\"Kestrel Media\"}}}";
        assertThat(receive(body))
                .containsExactly(
                        new CrmHint(account("12"), null, Duration.ofSeconds(10)),
                        new CrmHint(account("2991"), account("12"), Duration.ofSeconds(10)));
        assertThat(receive("{\"triggercode\":\"COMPANY_DELETE\",\"object\":{\"id\":\"2991\",\"context\":[]}}"))
                .extracting(CrmHint::ref)
                .containsExactly(account("2991"));
    }

    @Test
    void takesEventsOfOtherThingsWithoutAHint() {
        assertThat(receive("{\"triggercode\":\"USER_MODIFY\",\"object\":{\"id\":\"3\"}}"))
                .isEmpty();
        assertThat(receive("{\"triggercode\":\"BILL_PAYED\",\"object\":{\"id\":\"3\"}}"))
                .isEmpty();
        assertThat(receive("{\"triggercode\":\"COMPANY_MODIFY\",\"object\":{\"id\":\"3 or 1=1\"}}"))
                .isEmpty();
        assertThat(receive("[]")).isEmpty();
    }

    @Test
    void refusesACallToAnyOtherAddressAndOneThatIsNotJson() {
        String body = "{\"triggercode\":\"PROJECT_MODIFY\",\"object\":{\"id\":\"3\"}}";
        for (String event : List.of("", "all", "Events")) {
            WebhookRefused refused = Objects.requireNonNull(
                    catchThrowableOfType(WebhookRefused.class, () -> receive(event, body)), event);
            assertThat(refused.reason()).isEqualTo(WebhookRefused.Reason.NOT_SIGNED);
        }
        assertThatThrownBy(() -> receive("nonsense")).isInstanceOf(WebhookRefused.class);
    }
}
