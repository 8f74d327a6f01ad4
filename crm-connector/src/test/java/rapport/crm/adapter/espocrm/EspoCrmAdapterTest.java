package rapport.crm.adapter.espocrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmAdapterContract;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;

class EspoCrmAdapterTest implements CrmAdapterContract {
    private final ReplayedEspoCrm crm = new ReplayedEspoCrm();

    @AfterEach
    void stop() {
        crm.shutDown();
    }

    @Override
    public CrmAdapter adapter() {
        return new EspoCrmAdapter();
    }

    @Override
    public ReplayedEspoCrm crm() {
        return crm;
    }

    @Override
    public CrmAccess access() {
        return access(crm.address(), Map.of("api-key", SECRET), Map.of());
    }

    @Override
    public String whereCredentialsAre() {
        return "API Users";
    }

    @Override
    public String rightToReadAccounts() {
        return "Account";
    }

    private static CrmAccess access(URI address, Map<String, String> credentials, Map<String, String> options) {
        return new CrmAccess(
                "nordwind",
                address,
                credentials,
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMinutes(5));
    }

    @Test
    void signsInWithTheKey() {
        link().teams();
        assertThat(crm.requests.get(0).getHeader("X-Api-Key")).isEqualTo(SECRET);
    }

    @Test
    void signsWithTheSecretWhenThereIsOneAndLeavesTheQueryOut() {
        adapter()
                .open(access(crm.address(), Map.of("api-key", "key", "secret-key", "pepper"), Map.of()))
                .teams();
        String header = crm.requests.get(0).getHeader("X-Hmac-Authorization");
        String expected = "key:"
                + HexFormat.of()
                        .formatHex(EspoCrmSignature.hmac("pepper", "GET /Team".getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8))
                .isEqualTo(expected);
        assertThat(crm.requests.get(0).containsHeader("X-Api-Key")).isFalse();
    }

    @Test
    void takesAnAddressWithAndWithoutTheApiPath() {
        assertThat(EspoCrmClient.apiBase(URI.create("https://crm.example/")))
                .isEqualTo(EspoCrmClient.apiBase(URI.create("https://crm.example/api/v1/")))
                .isEqualTo("https://crm.example/api/v1");
    }

    @Test
    void countsOnTheFirstPageOnly() {
        crm.accounts(1, 250, 10);
        var first = link().read(CrmType.ACCOUNT, null);
        var second = link().read(CrmType.ACCOUNT, first.next());
        assertThat(first.total()).isEqualTo(250);
        assertThat(second.total()).isNull();
    }

    @Test
    void endsAlsoWhereAnOldServerCountsAlthoughAskedNotTo() {
        crm.countsAlthoughAskedNotTo = true;
        assertThat(crm.accounts(1, 400, 10))
                .hasSameElementsAs(walk(CrmType.ACCOUNT, null).ids());
    }

    @Test
    void readsAnAccountInOurWords() {
        crm.row(
                "Account",
                "65f0c1d2e3a4b5c6d",
                Map.ofEntries(
                        Map.entry("name", " Nordlicht Foods "),
                        Map.entry("website", "https://nordlicht.example"),
                        Map.entry("emailAddress", "hallo@nordlicht.example"),
                        Map.entry("phoneNumber", ""),
                        Map.entry("type", "Customer"),
                        Map.entry("industry", "Food"),
                        Map.entry("billingAddressCity", "Hamburg"),
                        Map.entry("billingAddressCountry", "Germany"),
                        Map.entry("assignedUserId", "65f0c1d2e3a4b0001"),
                        Map.entry("teamsIds", List.of("t2", "t1")),
                        Map.entry("modifiedAt", "2026-11-22 10:04:31"),
                        Map.entry("modifiedById", "65f0c1d2e3a4b0002"),
                        Map.entry("isLocked", false)));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .containsExactly(new CrmRecord(
                        new CrmRef(CrmType.ACCOUNT, "65f0c1d2e3a4b5c6d"),
                        "Nordlicht Foods",
                        null,
                        "65f0c1d2e3a4b0001",
                        List.of("t1", "t2"),
                        Map.of(
                                "website",
                                "https://nordlicht.example",
                                "email",
                                "hallo@nordlicht.example",
                                "type",
                                "Customer",
                                "industry",
                                "Food",
                                "city",
                                "Hamburg",
                                "country",
                                "Germany"),
                        crm.address() + "/#Account/view/65f0c1d2e3a4b5c6d",
                        Instant.parse("2026-11-22T10:04:31Z"),
                        "65f0c1d2e3a4b0002"));
    }

    @Test
    void readsAnOpportunityWithMoneyAndDay() {
        Map<String, Object> row = new HashMap<>(
                Map.of("name", "Kühlhaus", "accountId", "a1", "stage", "Negotiation", "closeDate", "2026-12-31"));
        row.put("amount", 48000.50);
        row.put("amountCurrency", null);
        row.put("probability", 80);
        crm.row("Opportunity", "o1", row);
        CrmRecord read = (CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0);
        assertThat(read.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "a1"));
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("stage", "Negotiation"),
                        Map.entry("amount", new CrmMoney(new BigDecimal("48000.5"), "EUR")),
                        Map.entry("probability", new BigDecimal("80")),
                        Map.entry("closed", false),
                        Map.entry("closeOn", LocalDate.of(2026, 12, 31)));
    }

    private boolean closed(CrmType type, String id) {
        return walk(type, null).changes().stream()
                .filter(change -> change.ref().externalId().equals(id))
                .map(change -> (Boolean) ((CrmRecord) change).fields().get("closed"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void knowsAsInstalledWhichStagesEndAnOpportunity() {
        for (String stage : List.of("Closed Won", "Closed Lost")) {
            assertThat(closed(CrmType.OPPORTUNITY, crm.opportunity(1, 10, "a1", stage)))
                    .as(stage)
                    .isTrue();
        }
        assertThat(closed(CrmType.OPPORTUNITY, crm.opportunity(2, 10, "a1", "Negotiation")))
                .isFalse();
        crm.row("Opportunity", "o3", Map.of("name", "Own stage", "stage", "Signed", "probability", 100));
        assertThat(closed(CrmType.OPPORTUNITY, "o3")).isTrue();
    }

    @Test
    void asksTheDataModelWhichStagesEndAnOpportunityAndALead() {
        crm.metadata = Map.of(
                "scopes",
                Map.of("Lead", Map.of("canceledStatusList", List.of("Lost sight of"))),
                "entityDefs",
                Map.of(
                        "Opportunity",
                        Map.of(
                                "fields",
                                Map.of(
                                        "stage",
                                        Map.of("probabilityMap", Map.of("Signed", 100, "Parked", 0, "Open", 40))))));
        assertThat(closed(CrmType.OPPORTUNITY, crm.opportunity(1, 10, "a1", "Signed")))
                .isTrue();
        assertThat(closed(CrmType.OPPORTUNITY, crm.opportunity(1, 10, "a1", "Parked")))
                .isTrue();
        assertThat(closed(CrmType.OPPORTUNITY, crm.opportunity(1, 10, "a1", "Open")))
                .isFalse();
        crm.row("Lead", "l1", Map.of("lastName", "Mora", "status", "Lost sight of"));
        assertThat(closed(CrmType.LEAD, "l1")).isTrue();
    }

    @Test
    void readsALeadAndGoesOnWithWhatItWasConvertedInto() {
        crm.row(
                "Lead",
                "l1",
                Map.of(
                        "firstName", "Iria",
                        "lastName", "Mora",
                        "accountName", "Mora Textil",
                        "status", "In Process",
                        "opportunityAmount", 900,
                        "opportunityAmountCurrency", "USD",
                        "assignedUserId", "u1",
                        "modifiedAt", "2026-03-02 08:00:10"));
        CrmRecord lead = (CrmRecord) walk(CrmType.LEAD, null).changes().get(0);
        assertThat(lead.name()).isEqualTo("Iria Mora");
        assertThat(lead.ownerExternalId()).isEqualTo("u1");
        assertThat(lead.fields())
                .containsOnly(
                        Map.entry("company", "Mora Textil"),
                        Map.entry("stage", "In Process"),
                        Map.entry("amount", new CrmMoney(new BigDecimal("900"), "USD")),
                        Map.entry("closed", false));

        crm.row("Lead", "l1", Map.of("status", "Converted", "createdContactId", "c7", "createdAccountId", "a7"));
        Tombstone converted = new Tombstone(new CrmRef(CrmType.LEAD, "l1"), new CrmRef(CrmType.CONTACT, "c7"), null);
        assertThat(walk(CrmType.LEAD, null).changes()).containsExactly(converted);
        assertThat(link().find(CrmType.LEAD, List.of("l1")).gone()).containsExactly(converted);
        assertThat(link().ids(CrmType.LEAD, null).externalIds()).isEmpty();

        crm.row("Lead", "l1", Map.of("status", "Converted", "createdOpportunityId", "o7"));
        assertThat(((Tombstone) walk(CrmType.LEAD, null).changes().get(0)).mergedInto())
                .isEqualTo(new CrmRef(CrmType.OPPORTUNITY, "o7"));
        crm.row("Lead", "l1", Map.of("lastName", "Mora", "status", "Converted"));
        assertThat(closed(CrmType.LEAD, "l1")).isTrue(); // by hand, into nothing
    }

    private EspoCrmLink own() {
        return (EspoCrmLink) adapter().open(access(crm.address(), Map.of("api-key", SECRET), OWN));
    }

    private static final CrmType PROJECT = new CrmType("project");

    private static final Map<String, String> OWN = Map.of(
            "fields.account",
                    "region=cRegion, tags=cTags, headcount=cHeadcount:number, bond=cBond:money, vip=cVip:boolean",
            "parent-account-field", "cParentId",
            "object.project", "CProject, name=title, account=accountId, owner=cLeaderId",
            "fields.project", "startsOn=dateStart:date, sponsor=cSponsorId:member");

    @Test
    void readsTheFieldsThatTheConnectionDeclaresAndTheParent() {
        crm.row(
                "Account",
                "a1",
                Map.of(
                        "name",
                        "Nordlicht",
                        "cRegion",
                        "North",
                        "cTags",
                        List.of("key", "export"),
                        "cHeadcount",
                        120,
                        "cBond",
                        5000.0,
                        "cBondCurrency",
                        "USD",
                        "cVip",
                        true,
                        "cParentId",
                        "a0"));
        crm.row("Account", "a2", Map.of("name", "Own parent", "cParentId", "a2", "cHeadcount", "some"));
        ChangePage page = own().read(CrmType.ACCOUNT, null);
        CrmRecord read = (CrmRecord) page.changes().get(0);
        assertThat(read.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "a0"));
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("region", "North"),
                        Map.entry("tags", "key, export"),
                        Map.entry("headcount", new BigDecimal("120")),
                        Map.entry("bond", new CrmMoney(new BigDecimal("5000"), "USD")),
                        Map.entry("vip", true));
        assertThat(page.unreadable())
                .singleElement()
                .satisfies(row ->
                        assertThat(row.reason()).isEqualTo("cHeadcount: of an unexpected form (expected: a number)"));
        assertThat(((CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0)).fields())
                .isEmpty();
    }

    @Test
    void readsAnEntityThatTheConnectionDeclares() {
        crm.row(
                "CProject",
                "p1",
                Map.of(
                        "title", "New silo",
                        "accountId", "a1",
                        "cLeaderId", "u1",
                        "teamsIds", List.of("t1"),
                        "dateStart", "2026-05-01",
                        "cSponsorId", "u2",
                        "modifiedAt", "2026-11-22 10:04:31"));
        CrmRecord project = new CrmRecord(
                new CrmRef(PROJECT, "p1"),
                "New silo",
                new CrmRef(CrmType.ACCOUNT, "a1"),
                "u1",
                List.of("t1"),
                Map.of("startsOn", LocalDate.of(2026, 5, 1), "sponsor", "u2"),
                crm.address() + "/#CProject/view/p1",
                Instant.parse("2026-11-22T10:04:31Z"),
                null);
        assertThat(own().read(PROJECT, null).changes()).containsExactly(project);
        assertThat(own().find(PROJECT, List.of("p1")).records()).containsExactly(project);
        assertThat(own().ids(PROJECT, null).externalIds()).containsExactly("p1");
        assertThat(own().test())
                .anySatisfy(check -> assertThat(check.name()).isEqualTo("read CProject"))
                .allSatisfy(check -> assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.PASSED));
        crm.streams.put(
                "p1",
                List.of(note(
                        "Update",
                        "u1",
                        200,
                        Map.of(
                                "attributes",
                                Map.of(
                                        "was", Map.of("dateStart", "2026-04-01"),
                                        "became", Map.of("dateStart", "2026-05-01"))))));
        assertThat(own().edits(new CrmRef(PROJECT, "p1"), ReplayedEspoCrm.START))
                .containsExactly(new CrmEdit(
                        "u1",
                        Instant.parse("2026-03-02T08:03:20Z"),
                        Map.of("startsOn", new FieldEdit(LocalDate.of(2026, 4, 1), true, LocalDate.of(2026, 5, 1)))));
    }

    @Test
    void isCalledForAnEntityThatTheConnectionDeclares() {
        List<WebhookSubscription> subscribed = own().subscribe(EspoCrmAdapterTest::hook, List.of());
        assertThat(own().subscribe(EspoCrmAdapterTest::hook, subscribed)).isEqualTo(subscribed);
        WebhookSubscription update = subscribed.stream()
                .filter(one -> one.event().equals("project.CProject.update"))
                .findFirst()
                .orElseThrow();
        assertThat(crm.entities.get("Webhook").get(update.externalId())).containsEntry("event", "CProject.update");
        byte[] body = "[{\"id\":\"p1\"}]".getBytes(StandardCharsets.UTF_8);
        assertThat(adapter()
                        .receive(
                                new WebhookCall(
                                        update.event(),
                                        Map.of("Signature", signature(update.externalId(), update.secret(), body)),
                                        body),
                                subscribed))
                .extracting(CrmHint::ref)
                .containsExactly(new CrmRef(PROJECT, "p1"));
    }

    @Test
    void registersNoWebhooksForLeadsThatItMayNotRead() {
        crm.unreadable.add("Lead");
        assertThat(link().subscribe(EspoCrmAdapterTest::hook, List.of()))
                .hasSize(9)
                .noneMatch(one -> one.event().startsWith("Lead"));
        assertThat(link().test()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("read Lead");
            assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.WARNED);
            assertThat(check.advice()).contains("mirror no leads");
        });
    }

    @Test
    void callsAContactByBothNamesWhenTheFullOneIsMissing() {
        crm.row("Contact", "c1", Map.of("firstName", "Zoé", "lastName", "Lefèvre"));
        assertThat(((CrmRecord) walk(CrmType.CONTACT, null).changes().get(0)).name())
                .isEqualTo("Zoé Lefèvre");
    }

    @Test
    void readsColleaguesAndLeavesOutTechnicalUsers() {
        crm.row(
                "User",
                "u1",
                Map.of(
                        "userName",
                        "zlef",
                        "name",
                        "Zoé Lefèvre",
                        "type",
                        "regular",
                        "isActive",
                        true,
                        "teamsIds",
                        List.of("t1"),
                        "cSite",
                        "Lyon",
                        "cLanguage",
                        "fr_FR"));
        crm.row("User", "u2", Map.of("userName", "rapport", "type", "api"));
        crm.row("User", "u3", Map.of("userName", "gone", "type", "admin", "isActive", false));
        crm.row("User", "u4", Map.of("userName", "customer", "type", "portal"));
        UserPage page = adapter()
                .open(access(
                        crm.address(),
                        Map.of("api-key", SECRET),
                        Map.of("user-site-field", "cSite", "user-language-field", "cLanguage")))
                .users(null);
        assertThat(page.users())
                .containsExactly(
                        new CrmUser("u1", "Zoé Lefèvre", null, null, "Lyon", "fr", true, List.of("t1")),
                        new CrmUser("u3", "gone", null, null, null, null, false, List.of()));
        assertThat(page.next()).isNull();
    }

    @Test
    void readsAllTeamsAndUsersOfALargeCompany() {
        for (int i = 0; i < 450; i++) {
            crm.row("Team", ReplayedEspoCrm.id(i), Map.of("name", "Team " + i));
            crm.row("User", ReplayedEspoCrm.id(i), Map.of("userName", "u" + i, "type", "regular"));
        }
        assertThat(link().teams())
                .hasSize(450)
                .doesNotHaveDuplicates()
                .contains(new CrmTeam(ReplayedEspoCrm.id(0), "Team 0"));
        UserPage first = link().users(null);
        UserPage second = link().users(first.next());
        UserPage third = link().users(Objects.requireNonNull(second.next()));
        assertThat(third.users()).hasSize(50);
        assertThat(third.next()).isNull();
    }

    @Test
    void believesNoListThatARecordIsGoneWhenTheCrmOnlyHidesIt() {
        String secret = crm.account(1, 10);
        crm.hidden.add(secret);
        Found found = link().find(CrmType.ACCOUNT, List.of(secret));
        assertThat(found.records()).isEmpty();
        assertThat(found.gone()).isEmpty();
    }

    @Test
    void knowsADeletedRecordThatAnAdministratorIsStillShown() {
        String gone = crm.account(1, 10);
        crm.delete(gone);
        crm.administrator = true;
        assertThat(link().find(CrmType.ACCOUNT, List.of(gone)).gone()).hasSize(1);
    }

    @Test
    void asksForAnIdAsOneSegmentWhateverStandsInIt() {
        Found found = link().find(CrmType.ACCOUNT, List.of("../App/user?x=1#y"));
        assertThat(found.gone()).hasSize(1);
        assertThat(crm.requests.get(crm.requests.size() - 1).getUrl())
                .isEqualTo("/api/v1/Account/%2E%2E%2FApp%2Fuser%3Fx%3D1%23y");
    }

    @Test
    void tellsWhoChangedWhatAndWhatWasThereBefore() {
        String id = crm.opportunity(1, 10, "a1", "Negotiation");
        crm.streams.put(
                id,
                List.of(
                        note("Status", "u2", 300, Map.of("field", "stage", "value", "Negotiation", "style", "x")),
                        note(
                                "Update",
                                "u1",
                                200,
                                Map.of(
                                        "fields",
                                        List.of("amount", "closeDate"),
                                        "attributes",
                                        Map.of(
                                                "was",
                                                Map.of(
                                                        "amount",
                                                        1000,
                                                        "amountCurrency",
                                                        "EUR",
                                                        "closeDate",
                                                        "2026-11-30"),
                                                "became",
                                                Map.of(
                                                        "amount",
                                                        1500,
                                                        "amountCurrency",
                                                        "EUR",
                                                        "closeDate",
                                                        "2026-12-31")))),
                        note("Assign", "u1", 150, Map.of("assignedUserId", "u2", "assignedUserName", "Ben")),
                        note("Post", "u1", 140, Map.of()),
                        note("Status", "u9", 10, Map.of("field", "stage", "value", "Prospecting"))));
        List<CrmEdit> edits = link().edits(new CrmRef(CrmType.OPPORTUNITY, id), Instant.parse("2026-03-02T08:01:00Z"));
        assertThat(edits)
                .containsExactly(
                        new CrmEdit(
                                "u1",
                                Instant.parse("2026-03-02T08:02:30Z"),
                                Map.of("owner", new FieldEdit(null, false, "u2"))),
                        new CrmEdit(
                                "u1",
                                Instant.parse("2026-03-02T08:03:20Z"),
                                Map.of(
                                        "amount",
                                        new FieldEdit(
                                                new CrmMoney(BigDecimal.valueOf(1000), "EUR"),
                                                true,
                                                new CrmMoney(BigDecimal.valueOf(1500), "EUR")),
                                        "closeOn",
                                        new FieldEdit(LocalDate.of(2026, 11, 30), true, LocalDate.of(2026, 12, 31)))),
                        new CrmEdit(
                                "u2",
                                Instant.parse("2026-03-02T08:05:00Z"),
                                Map.of("stage", new FieldEdit(null, false, "Negotiation"))));
    }

    private static Map<String, Object> note(String type, String author, int second, Map<String, Object> data) {
        return Map.of(
                "id",
                "n" + second,
                "type",
                type,
                "createdById",
                author,
                "createdAt",
                ReplayedEspoCrm.time(second),
                "data",
                data);
    }

    @Test
    void registersOneWebhookForEachEventOnce() {
        List<WebhookSubscription> first = link().subscribe(EspoCrmAdapterTest::hook, List.of());
        assertThat(first)
                .hasSize(12)
                .extracting(WebhookSubscription::event)
                .contains("Account.create", "Contact.update", "Opportunity.delete");
        assertThat(crm.entities.get("Webhook").values())
                .allSatisfy(
                        row -> assertThat(row).containsEntry("skipOwn", "true").containsEntry("isActive", "true"));
        assertThat(link().subscribe(EspoCrmAdapterTest::hook, first)).isEqualTo(first);
        assertThat(crm.entities.get("Webhook")).hasSize(12);
    }

    @Test
    void registersAnewWhatItsOwnMemoryOrTheCrmHasLost() {
        List<WebhookSubscription> first = link().subscribe(EspoCrmAdapterTest::hook, List.of());
        crm.entities.get("Webhook").remove(first.get(0).externalId());
        crm.row("Webhook", "foreign", Map.of("event", "Account.create", "url", "https://other.example/x"));
        List<WebhookSubscription> second = link().subscribe(EspoCrmAdapterTest::hook, first.subList(0, 4));
        assertThat(second).hasSize(12).containsAll(first.subList(1, 4)).doesNotContain(first.get(0));
        assertThat(crm.entities.get("Webhook")).hasSize(13).containsKey("foreign");
    }

    @Test
    void movesItsWebhooksWhenOurAddressChanges() {
        List<WebhookSubscription> first = link().subscribe(EspoCrmAdapterTest::hook, List.of());
        List<WebhookSubscription> moved = link().subscribe(event -> URI.create("https://new.example/" + event), first);
        assertThat(crm.entities.get("Webhook")).hasSize(12);
        assertThat(moved)
                .allSatisfy(subscription -> assertThat(subscription.address()).startsWith("https://new.example/"));
    }

    private static URI hook(String event) {
        return URI.create("https://rapport.example/api/hooks/espo/nordwind/s3cret/" + event);
    }

    private static final List<WebhookSubscription> SUBSCRIBED = List.of(
            new WebhookSubscription("Account.update", "wh1", "pepper", "https://rapport.example/1"),
            new WebhookSubscription("Account.delete", "wh2", "salt", "https://rapport.example/2"));
    private static final byte[] BODY =
            "[{\"id\":\"65f0c1d2e3a4b5c6d\",\"name\":\"Forged?\"},{\"id\":\"65f0c1d2e3a4b5c6e\"},{\"id\":\"65f0c1d2e3a4b5c6d\"}]"
                    .getBytes(StandardCharsets.UTF_8);

    private static String signature(String webhookId, String secret, byte[] body) {
        return base64((webhookId + ":" + HexFormat.of().formatHex(EspoCrmSignature.hmac(secret, body)))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private List<CrmHint> receive(String event, Map<String, String> headers, byte[] body) {
        return adapter().receive(new WebhookCall(event, headers, body), SUBSCRIBED);
    }

    @Test
    void takesASignedCallAsHintsWithoutDoubles() {
        assertThat(receive("Account.update", Map.of("signature", signature("wh1", "pepper", BODY)), BODY))
                .containsExactly(
                        new CrmHint(new CrmRef(CrmType.ACCOUNT, "65f0c1d2e3a4b5c6d")),
                        new CrmHint(new CrmRef(CrmType.ACCOUNT, "65f0c1d2e3a4b5c6e")));
    }

    @Test
    void takesTheOlderSignatureOfRawBytesEvenWithColonsInIt() {
        byte[] mac = null;
        byte[] body = BODY;
        for (int i = 0; mac == null; i++) { // a body whose HMAC holds a colon
            byte[] candidate = ("[{\"id\":\"" + i + "\"}]").getBytes(StandardCharsets.UTF_8);
            byte[] digest = EspoCrmSignature.hmac("pepper", candidate);
            for (byte b : digest) {
                if (b == ':') {
                    mac = digest;
                    body = candidate;
                }
            }
        }
        byte[] header = new byte[4 + mac.length];
        System.arraycopy("wh1:".getBytes(StandardCharsets.UTF_8), 0, header, 0, 4);
        System.arraycopy(mac, 0, header, 4, mac.length);
        assertThat(receive("Account.update", Map.of("X-Signature", base64(header)), body))
                .hasSize(1);
    }

    @Test
    void refusesWhatIsNotSignedForThisEvent() {
        byte[] other = "[{\"id\":\"65f0c1d2e3a4b5c6f\"}]".getBytes(StandardCharsets.UTF_8);
        List<Map<String, String>> forged = List.of(
                Map.of(),
                Map.of("Signature", ""),
                Map.of("Signature", "%%%"),
                Map.of("Signature", base64("wh1".getBytes(StandardCharsets.UTF_8))),
                Map.of("Signature", base64("wh1:zz".getBytes(StandardCharsets.UTF_8))),
                Map.of("Signature", signature("wh1", "wrong", BODY)),
                Map.of("Signature", signature("wh1", "pepper", other)),
                Map.of("Signature", signature("wh2", "salt", BODY)),
                Map.of("Signature", signature("wh9", "pepper", BODY)),
                Map.of("X-Signature", signature("wh1", "pepper", BODY)));
        for (Map<String, String> headers : forged) {
            WebhookRefused refused = Objects.requireNonNull(
                    catchThrowableOfType(WebhookRefused.class, () -> receive("Account.update", headers, BODY)),
                    headers.toString());
            assertThat(refused.reason()).isEqualTo(WebhookRefused.Reason.NOT_SIGNED);
        }
    }

    @Test
    void refusesASignedBodyThatIsNoList() {
        for (String text : List.of("", "{", "{\"id\":\"1\"}", "nonsense")) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() ->
                            receive("Account.update", Map.of("Signature", signature("wh1", "pepper", body)), body))
                    .isInstanceOf(WebhookRefused.class);
        }
    }

    @Test
    void tellsWhatTheRoleLacks() {
        crm.entities.remove("Opportunity"); // as if switched off: its list answers 404
        CrmFailure failure = Objects.requireNonNull(
                catchThrowableOfType(CrmFailure.class, () -> link().read(CrmType.OPPORTUNITY, null)));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.explanation()).startsWith("nordwind: Opportunity answered 404");
    }

    @Test
    void saysWhichHostDoesNotAnswer() {
        URI address = crm.address();
        CrmAccess access = access();
        crm.shutDown();
        CrmFailure failure = Objects.requireNonNull(catchThrowableOfType(
                CrmFailure.class, () -> adapter().open(access).teams()));
        assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
        String told = String.valueOf(failure.getMessage());
        assertThat(Phrases.english(told)).isEqualTo("nordwind: nothing answers at " + address + "/api/v1.");
        assertThat(Phrases.tell(told, java.util.Locale.FRENCH))
                .isEqualTo("nordwind: rien ne répond à l’adresse " + address + "/api/v1.");
    }
}
