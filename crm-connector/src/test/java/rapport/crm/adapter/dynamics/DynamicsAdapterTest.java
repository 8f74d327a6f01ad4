package rapport.crm.adapter.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck.Outcome;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmAdapterContract;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;

class DynamicsAdapterTest implements CrmAdapterContract {
    private static final String FORMATTED = "@OData.Community.Display.V1.FormattedValue";
    private static final String TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final String LABEL = "@OData.Community.Display.V1.FormattedValue";

    private final ReplayedDynamics crm = new ReplayedDynamics(SECRET);
    private final Map<String, String> options = new HashMap<>();
    private Instant now = Instant.parse("2026-11-23T21:00:00Z");

    @AfterEach
    void stop() {
        crm.shutDown();
    }

    @Override
    public CrmAdapter adapter() {
        return new DynamicsAdapter(new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
    }

    @Override
    public ReplayedDynamics crm() {
        return crm;
    }

    @Override
    public CrmAccess access() {
        return access(Map.of("tenant-id", "tenant-1", "client-id", "6f0c", "client-secret", SECRET));
    }

    private CrmAccess access(Map<String, String> credentials) {
        Map<String, String> all = new HashMap<>(options);
        all.put("login-address", crm.address().toString());
        return new CrmAccess(
                "acme",
                crm.address(),
                credentials,
                all,
                Duration.ofMillis(500),
                Duration.ofMillis(1_000),
                Duration.ofMinutes(5));
    }

    private CrmLink link(Map<String, String> credentials) {
        CrmAccess access = access(credentials);
        return adapter()
                .open(new CrmAccess(
                        access.connection(),
                        access.address(),
                        credentials,
                        access.options(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        access.overlap()));
    }

    @Override
    public String whereCredentialsAre() {
        return "Entra ID";
    }

    @Override
    public String rightToReadAccounts() {
        return "prvReadAccount";
    }

    private CrmRecord only(CrmType type) {
        return (CrmRecord) walk(type, null).changes().get(0);
    }

    @Test
    void signsInForTheEnvironmentAndAsksAnewBeforeTheEnd() {
        crm.account(1, 0);
        CrmLink link = link();
        link.read(CrmType.ACCOUNT, null);
        Map<String, String> form = ReplayedDynamics.form(crm.requests.get(0).getBodyAsString());
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "6f0c")
                .containsEntry("scope", crm.address() + "/.default");
        now = now.plus(Duration.ofMinutes(54));
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(2));
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).isEqualTo(2);
    }

    @Test
    void signsInWithACertificate() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";
        // What stands in the certificate matters to Entra ID alone; here its hash is asked for.
        String certificate = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString("of Acme".getBytes(StandardCharsets.UTF_8))
                + "\n-----END CERTIFICATE-----";
        Map<String, String> credentials =
                Map.of("tenant-id", "tenant-1", "client-id", "6f0c", "private-key", key, "certificate", certificate);
        link(credentials).read(CrmType.ACCOUNT, null);
        Map<String, String> form = ReplayedDynamics.form(crm.requests.get(0).getBodyAsString());
        String[] parts = Objects.requireNonNull(form.get("client_assertion")).split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        assertThat(header)
                .contains(
                        "\"alg\":\"RS256\"",
                        "\"x5t\":\""
                                + Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(java.security.MessageDigest.getInstance("SHA-1")
                                                .digest("of Acme".getBytes(StandardCharsets.UTF_8))));
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains("/tenant-1/oauth2/v2.0/token", "\"sub\":\"6f0c\"");
        var signature = java.security.Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void renewsATokenOnceThatIsRefused() {
        CrmLink link = link();
        link.read(CrmType.ACCOUNT, null);
        crm.expiredTokens.add("token-1");
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).isEqualTo(2);
        crm.refusesEveryToken = true;
        CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> link.read(CrmType.ACCOUNT, null));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.advice()).contains("Application users");
        assertThat(crm.tokens).isEqualTo(3);
    }

    @Test
    void tellsAnAdminWhatEntraIdRefused() {
        Map.of(
                        "AADSTS7000222: expired", "expired",
                        "AADSTS700016: no app", "no such app",
                        "AADSTS500011: no resource", "address")
                .forEach((error, advice) -> {
                    crm.tokenError = error;
                    CrmFailure failure =
                            catchThrowableOfType(CrmFailure.class, () -> link().read(CrmType.ACCOUNT, null));
                    assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
                    assertThat(failure.advice()).contains(advice);
                    assertThat(failure.explanation()).doesNotContain("Trace ID").doesNotContain(SECRET);
                });
    }

    @Test
    void readsAnAccountInOurWords() {
        Map<String, Object> columns = new LinkedHashMap<>(Map.of(
                "name",
                "Acme Europe",
                "_ownerid_value",
                ReplayedDynamics.ME,
                "_ownerid_value" + TABLE,
                "systemuser",
                "industrycode",
                7,
                "industrycode" + FORMATTED,
                "Food",
                "websiteurl",
                "https://acme.example",
                "telephone1",
                "+34 91 000",
                "emailaddress1",
                "info@acme.example",
                "address1_city",
                "Madrid",
                "_modifiedby_value",
                "{" + ReplayedDynamics.ME.toUpperCase(java.util.Locale.ROOT) + "}"));
        columns.put("address1_country", null);
        crm.row("accounts", 1, 10, columns);
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .containsExactly(new CrmRecord(
                        new CrmRef(CrmType.ACCOUNT, ReplayedDynamics.guid(1)),
                        "Acme Europe",
                        null,
                        ReplayedDynamics.ME,
                        List.of(),
                        Map.of(
                                "industry", "Food",
                                "website", "https://acme.example",
                                "phone", "+34 91 000",
                                "email", "info@acme.example",
                                "city", "Madrid"),
                        crm.address() + "/main.aspx?pagetype=entityrecord&etn=account&id=" + ReplayedDynamics.guid(1),
                        ReplayedDynamics.START.plusSeconds(10),
                        ReplayedDynamics.ME));
    }

    @Test
    void readsOpportunitiesOpenWonAndOfAPerson() {
        String euro = ReplayedDynamics.guid(900);
        crm.currencies.add(Map.of("transactioncurrencyid", euro, "isocurrencycode", "EUR"));
        String account = crm.account(1, 0);
        Map<String, Object> columns = new HashMap<>(Map.of(
                "name",
                "Acme - 40 seats",
                "_customerid_value",
                account,
                "_customerid_value" + TABLE,
                "account",
                "estimatedvalue",
                new BigDecimal("48000.00"),
                "_transactioncurrencyid_value",
                euro,
                "stepname",
                "2-Develop",
                "estimatedclosedate",
                "2026-12-31",
                "closeprobability",
                60));
        crm.row("opportunities", 2, 10, columns);
        CrmRecord open = only(CrmType.OPPORTUNITY);
        assertThat(open.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, account));
        assertThat(open.fields())
                .containsEntry("stage", "2-Develop")
                .containsEntry("amount", new CrmMoney(new BigDecimal("48000"), "EUR"))
                .containsEntry("closeOn", LocalDate.parse("2026-12-31"))
                .containsEntry("probability", new BigDecimal("60"));

        columns.putAll(Map.of(
                "statecode",
                1,
                "statuscode",
                3,
                "statuscode" + FORMATTED,
                "Won",
                "actualvalue",
                new BigDecimal("45000.00"),
                "actualclosedate",
                "2026-11-20",
                "_customerid_value",
                ReplayedDynamics.guid(77),
                "_customerid_value" + TABLE,
                "contact"));
        crm.row("opportunities", 2, 20, columns);
        CrmRecord won = only(CrmType.OPPORTUNITY);
        assertThat(won.account()).isNull(); // the customer is a person
        assertThat(won.fields())
                .containsEntry("stage", "Won")
                .containsEntry("amount", new CrmMoney(new BigDecimal("45000"), "EUR"))
                .containsEntry("closeOn", LocalDate.parse("2026-11-20"));
    }

    @Test
    void takesTheStageFromTheColumnThatTheAdminChose() {
        crm.row(
                "opportunities",
                2,
                10,
                Map.of("name", "A", "stepname", "x", "salesstage", 1, "salesstage" + FORMATTED, "Develop"));
        options.put("stage-column", "salesstage");
        assertThat(only(CrmType.OPPORTUNITY).fields()).containsEntry("stage", "Develop");
    }

    @Test
    void takesACloseDateThatIsStoredAsATimeInTheZoneOfTheCompany() {
        crm.row("opportunities", 2, 10, Map.of("name", "A", "estimatedclosedate", "2026-12-30T23:00:00Z"));
        options.put("time-zone", "Europe/Madrid");
        assertThat(only(CrmType.OPPORTUNITY).fields()).containsEntry("closeOn", LocalDate.parse("2026-12-31"));
    }

    @Test
    void readsContactsOfAccountsAndOfPersons() {
        String account = crm.account(1, 0);
        crm.row(
                "contacts",
                3,
                10,
                Map.of(
                        "fullname",
                        "Zoé Lefèvre",
                        "mobilephone",
                        "06",
                        "jobtitle",
                        "Buyer",
                        "_parentcustomerid_value",
                        account,
                        "_parentcustomerid_value" + TABLE,
                        "account"));
        crm.row(
                "contacts",
                4,
                10,
                Map.of(
                        "lastname",
                        "Martin",
                        "statecode",
                        1,
                        "_parentcustomerid_value",
                        ReplayedDynamics.guid(3),
                        "_parentcustomerid_value" + TABLE,
                        "contact"));
        List<CrmRecord> contacts = walk(CrmType.CONTACT, null).changes().stream()
                .map(CrmRecord.class::cast)
                .toList();
        assertThat(contacts.get(0).name()).isEqualTo("Zoé Lefèvre");
        assertThat(contacts.get(0).account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, account));
        assertThat(contacts.get(0).fields()).containsEntry("phone", "06").doesNotContainKey("archived");
        assertThat(contacts.get(1).name()).isEqualTo("Martin");
        assertThat(contacts.get(1).account()).isNull();
        assertThat(contacts.get(1).fields()).containsEntry("archived", true); // deactivated, and still there
    }

    @Test
    void letsATeamOwnARecord() {
        String team = ReplayedDynamics.guid(500);
        crm.teams.add(Map.of("teamid", team, "name", "Sales North", "isdefault", false));
        crm.row("accounts", 1, 0, Map.of("name", "A", "_ownerid_value", team, "_ownerid_value" + TABLE, "team"));
        CrmRecord account = only(CrmType.ACCOUNT);
        assertThat(account.ownerExternalId()).isNull();
        assertThat(account.teamExternalIds()).containsExactly(team);
        assertThat(link().teams()).containsExactly(new CrmTeam(team, "Sales North"));
    }

    @Test
    void readsPeopleAndLeavesOutPrograms() {
        Map<String, Object> ann = new HashMap<>(Map.of(
                "systemuserid",
                ReplayedDynamics.ME,
                "fullname",
                "Ann Berg",
                "internalemailaddress",
                "ann@acme.example",
                "title",
                "Sales",
                "isdisabled",
                true,
                "accessmode",
                0,
                "teammembership_association",
                List.of(Map.of("teamid", ReplayedDynamics.guid(500)))));
        ann.put("applicationid", null);
        ann.put("azureactivedirectoryobjectid", ReplayedDynamics.guid(700));
        crm.users.add(ann);
        crm.users.add(Map.of("systemuserid", ReplayedDynamics.guid(2), "fullname", "Robot", "accessmode", 4));
        crm.users.add(Map.of(
                "systemuserid",
                ReplayedDynamics.guid(3),
                "fullname",
                "# Rapport",
                "applicationid",
                ReplayedDynamics.guid(4)));
        assertThat(link().users(null).users())
                .containsExactly(new CrmUser(
                        ReplayedDynamics.ME,
                        "Ann Berg",
                        "ann@acme.example",
                        "Sales",
                        null,
                        null,
                        false,
                        List.of(ReplayedDynamics.guid(500)),
                        ReplayedDynamics.guid(700)));
    }

    @Test
    void followsLinksAsTheyCameWithTheSamePreferences() {
        crm.accounts(1, 1_100, 0);
        walk(CrmType.ACCOUNT, null);
        List<String> prefers = crm.requests.stream()
                .filter(request -> request.getUrl().contains("/accounts"))
                .map(request -> request.getHeader("Prefer"))
                .distinct()
                .toList();
        assertThat(prefers)
                .singleElement()
                .satisfies(prefer -> assertThat(prefer)
                        .contains(
                                "odata.track-changes", "odata.maxpagesize=500", "FormattedValue", "lookuplogicalname"));
    }

    @Test
    void tellsOfDeletesInTheDeltaAlsoOfRowsNeverSeen() {
        String known = crm.account(1, 0);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        String passing = crm.account(2, 10);
        crm.delete(known);
        crm.delete(passing);
        assertThat(walk(CrmType.ACCOUNT, loaded).changes())
                .containsExactly(
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, known), null, null),
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, passing), null, null));
        assertThat(walk(CrmType.ACCOUNT, loaded).changes()).hasSize(2); // replayed: the same again
    }

    @Test
    void readsEverythingAgainWhenTheDeltaLinkHasExpired() {
        List<String> ids = crm.accounts(1, 3, 0);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.delete(ids.get(0));
        crm.expired = true;
        assertThat(link().read(CrmType.ACCOUNT, loaded).restarted()).isTrue();
        Walk again = walk(CrmType.ACCOUNT, loaded);
        assertThat(again.ids()).containsExactlyElementsOf(ids.subList(1, 3));
        crm.expired = false;
        crm.save(ids.get(1), 20, "Changed");
        assertThat(walk(CrmType.ACCOUNT, again.end()).ids()).containsExactly(ids.get(1));
    }

    @Test
    void goesOnWithALeadAsWhatItWasQualifiedInto() {
        String lead = crm.row(
                "leads",
                1,
                10,
                Map.of(
                        "fullname",
                        "Iria Mora",
                        "companyname",
                        "Mora Textil",
                        "statuscode",
                        1,
                        "statuscode" + LABEL,
                        "New"));
        CrmRecord read = (CrmRecord) walk(CrmType.LEAD, null).changes().get(0);
        assertThat(read.name()).isEqualTo("Iria Mora");
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("company", "Mora Textil"), Map.entry("stage", "New"), Map.entry("closed", false));
        Checkpoint loaded = walk(CrmType.LEAD, null).end();
        String contact = ReplayedDynamics.guid(7);
        crm.change("leads", lead, 20, Map.of("statecode", 1, "_parentcontactid_value", contact));
        assertThat(walk(CrmType.LEAD, loaded).changes())
                .singleElement()
                .extracting(change -> ((Tombstone) change).mergedInto())
                .isEqualTo(new CrmRef(CrmType.CONTACT, contact));
        crm.change("leads", lead, 30, Map.of("statecode", 2, "_parentcontactid_value", contact));
        assertThat(((CrmRecord) walk(CrmType.LEAD, null).changes().get(0)).fields())
                .containsEntry("closed", true);
    }

    @Test
    void tellsTheParentAndTheTerritoryOfAnAccountAndWhatIsClosed() {
        String parent = crm.account(1, 0);
        crm.row(
                "accounts",
                2,
                0,
                Map.of(
                        "name",
                        "Acme France",
                        "_parentaccountid_value",
                        parent,
                        "_territoryid_value",
                        ReplayedDynamics.guid(50),
                        "_territoryid_value" + LABEL,
                        "South"));
        CrmRecord child = (CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(1);
        assertThat(child.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, parent));
        assertThat(child.fields()).containsEntry("territory", "South");
        for (int state = 0; state < 3; state++) {
            crm.row("opportunities", 1, 0, Map.of("name", "A", "statecode", state));
            assertThat(((CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0)).fields())
                    .containsEntry("closed", state != 0);
        }
    }

    private static final CrmType PROJECT = new CrmType("project");

    private DynamicsLink with(Map<String, String> options) {
        CrmAccess access = access();
        Map<String, String> all = new HashMap<>(access.options());
        all.putAll(options);
        return (DynamicsLink) adapter()
                .open(new CrmAccess(
                        access.connection(),
                        access.address(),
                        access.credentials(),
                        all,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        access.overlap()));
    }

    private DynamicsLink own() {
        return with(Map.of(
                "fields.account", "grade=new_grade, seats=new_seats:number, coach=_new_coachid_value:member",
                "object.project", "new_project, account=_new_accountid_value",
                "fields.project", "budget=new_budget:money, startsOn=new_start:date"));
    }

    @Test
    void readsTheColumnsThatTheConnectionDeclares() {
        crm.row(
                "accounts",
                1,
                10,
                Map.of(
                        "name",
                        "Acme",
                        "new_grade",
                        100000001,
                        "new_grade" + LABEL,
                        "Gold",
                        "new_seats",
                        40,
                        "_new_coachid_value",
                        "{" + ReplayedDynamics.ME.toUpperCase(java.util.Locale.ROOT) + "}"));
        assertThat(((CrmRecord) own().read(CrmType.ACCOUNT, null).changes().get(0)).fields())
                .containsOnly(
                        Map.entry("grade", "Gold"),
                        Map.entry("seats", new BigDecimal("40")),
                        Map.entry("coach", ReplayedDynamics.ME));
    }

    @Test
    void readsEverythingAgainWhenOtherColumnsAreAskedFor() {
        String id = crm.account(1, 10);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.change("accounts", id, 10, Map.of("new_seats", 12));
        Checkpoint seen = walk(CrmType.ACCOUNT, loaded).end();
        ChangePage again = own().read(CrmType.ACCOUNT, seen);
        assertThat(((CrmRecord) again.changes().get(0)).fields()).containsEntry("seats", new BigDecimal("12"));
        assertThat(again.restarted())
                .as("what was deleted meanwhile, this walk does not tell")
                .isTrue();
        assertThat(link().read(CrmType.ACCOUNT, null).restarted())
                .as("the first load")
                .isFalse();
        assertThat(own().read(CrmType.ACCOUNT, again.next()).changes()).isEmpty();
    }

    @Test
    void readsEverythingAgainWhenNobodyKnowsWhichColumnsWereAskedFor() {
        String id = crm.account(1, 10);
        crm.change("accounts", id, 10, Map.of("new_seats", 12));
        DynamicsCheckpoint kept =
                DynamicsCheckpoint.of(walk(CrmType.ACCOUNT, null).end());
        Checkpoint ofAnEarlierVersion = new DynamicsCheckpoint(
                        kept.organization(), kept.link(), kept.all(), kept.began(), kept.since(), null)
                .toCheckpoint();
        ChangePage again = own().read(CrmType.ACCOUNT, ofAnEarlierVersion);
        assertThat(((CrmRecord) again.changes().get(0)).fields()).containsEntry("seats", new BigDecimal("12"));
        assertThat(again.restarted()).isTrue();
        assertThat(own().read(CrmType.ACCOUNT, again.next()).changes()).isEmpty();
    }

    @Test
    void readsATableThatTheConnectionDeclares() {
        String euro = ReplayedDynamics.guid(900);
        crm.currencies.add(Map.of("transactioncurrencyid", euro, "isocurrencycode", "EUR"));
        String account = crm.account(1, 0);
        String id = crm.row(
                "new_projects",
                5,
                10,
                Map.of(
                        "new_name",
                        "New silo",
                        "_ownerid_value",
                        ReplayedDynamics.ME,
                        "_new_accountid_value",
                        account,
                        "new_budget",
                        900,
                        "_transactioncurrencyid_value",
                        euro,
                        "new_start",
                        "2026-05-01T22:00:00Z"));
        CrmRecord project = (CrmRecord) own().read(PROJECT, null).changes().get(0);
        assertThat(project.ref()).isEqualTo(new CrmRef(PROJECT, id));
        assertThat(project.name()).isEqualTo("New silo");
        assertThat(project.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, account));
        assertThat(project.ownerExternalId()).isEqualTo(ReplayedDynamics.ME);
        assertThat(project.fields())
                .containsOnly(
                        Map.entry("budget", new CrmMoney(new BigDecimal("900"), "EUR")),
                        Map.entry("startsOn", LocalDate.of(2026, 5, 1)));
        assertThat(own().find(PROJECT, List.of(id)).records()).containsExactly(project);
        assertThat(own().ids(PROJECT, null).externalIds()).containsExactly(id);
        List<WebhookSubscription> subscribed =
                own().subscribe(event -> URI.create("https://rapport.example/" + event), List.of());
        String body = "{\"PrimaryEntityName\":\"new_project\",\"PrimaryEntityId\":\"" + id + "\"}";
        assertThat(adapter()
                        .receive(
                                new WebhookCall(
                                        "events",
                                        Map.of(
                                                DynamicsAdapter.SECRET_HEADER,
                                                subscribed.get(0).secret()),
                                        body.getBytes(StandardCharsets.UTF_8)),
                                subscribed))
                .extracting(hint -> hint.ref())
                .containsExactly(new CrmRef(PROJECT, id));
    }

    @Test
    void namesTheDeclaredTableThatTheEnvironmentDoesNotHave() {
        CrmLink link = with(Map.of("object.project", "new_nothing"));
        CrmFailure failure = java.util.Objects.requireNonNull(
                catchThrowableOfType(CrmFailure.class, () -> link.read(PROJECT, null)));
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation()).contains("new_nothing", "logical name");
    }

    @Test
    void followsMastersToWhoHoldsTheContentInTheEnd() {
        String last = crm.account(1, 0);
        String middle =
                crm.row("accounts", 2, 0, Map.of("name", "B", "statecode", 1, "merged", true, "_masterid_value", last));
        String first = crm.row(
                "accounts", 3, 0, Map.of("name", "C", "statecode", 1, "merged", true, "_masterid_value", middle));
        CrmRef winner = new CrmRef(CrmType.ACCOUNT, last);
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .contains(
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, middle), winner, null),
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, first), winner, null));
        assertThat(link().find(CrmType.ACCOUNT, List.of(first)).gone())
                .containsExactly(new Tombstone(new CrmRef(CrmType.ACCOUNT, first), winner, null));
    }

    @Test
    void doesNotRunInCirclesOfMasters() {
        String one = ReplayedDynamics.guid(1);
        String two = ReplayedDynamics.guid(2);
        crm.row("accounts", 1, 0, Map.of("name", "A", "merged", true, "_masterid_value", two));
        crm.row("accounts", 2, 0, Map.of("name", "B", "merged", true, "_masterid_value", one));
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .allSatisfy(
                        change -> assertThat(((Tombstone) change).mergedInto()).isNull());
    }

    @Test
    void pollsTablesWhoseChangesAreNotTracked() {
        crm.tracked = false;
        List<String> ids = new ArrayList<>(crm.accounts(1, 1_200, 0));
        crm.clock(1_000);
        Walk first = walk(CrmType.ACCOUNT, null);
        assertThat(first.ids()).containsExactlyElementsOf(ids);
        crm.clock(2_000);
        crm.accounts(1, 600, 1_500); // one second, more than a page
        Walk second = walk(CrmType.ACCOUNT, first.end());
        assertThat(second.ids()).containsExactlyInAnyOrderElementsOf(ids.subList(0, 600));
        assertThat(second.pages()).isEqualTo(2);
        assertThat(crm.requests.stream().filter(request -> request.getUrl().contains("orderby")))
                .allSatisfy(request -> assertThat(request.getUrl()).contains("modifiedon%20asc%2Caccountid%20asc"));
        assertThat(link().test()).anySatisfy(check -> {
            assertThat(check.outcome()).isEqualTo(Outcome.WARNED);
            assertThat(check.advice()).contains("Track changes");
        });
    }

    @Test
    void stopsWhenAnotherOrganizationAnswers() {
        crm.account(1, 0);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.organization = "77aa0000-0000-4000-8000-000000000002";
        CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> walk(CrmType.ACCOUNT, loaded));
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation()).contains("copied or restored");
    }

    @Test
    void carriesItsTokenToNoOtherHost() {
        DynamicsCheckpoint ours =
                DynamicsCheckpoint.of(walk(CrmType.ACCOUNT, null).end());
        Checkpoint strange = new DynamicsCheckpoint(
                        ours.organization(),
                        "https://elsewhere.example/api/data/v9.2/accounts",
                        false,
                        null,
                        null,
                        ours.columns())
                .toCheckpoint();
        CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> link().read(CrmType.ACCOUNT, strange));
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation()).contains("another host");
    }

    @Test
    void waitsForEachOfTheLimits() {
        for (String code : List.of("0x80072322", "0x80072321", "0x80072326")) {
            crm.instead = crm.limit(code);
            CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> link().read(CrmType.ACCOUNT, null));
            assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
            assertThat(failure.pause()).isEqualTo(Duration.ofSeconds(2));
            assertThat(failure.explanation()).contains(code).doesNotContain("customer");
        }
    }

    @Test
    void sweepsPageByPage() {
        List<String> ids = crm.accounts(1, 1_001, 0);
        var first = link().ids(CrmType.ACCOUNT, null);
        var second = link().ids(CrmType.ACCOUNT, first.next());
        var third = link().ids(CrmType.ACCOUNT, second.next());
        assertThat(third.next()).isNull();
        assertThat(third.externalIds()).containsExactly(ids.get(1_000));
    }

    @Test
    void takesWebhooksAsHintsAlone() {
        String id = "5d1f6f0a-11c5-ee11-9079-000d3a4b1c2d";
        WebhookSubscription standing = subscription("");
        assertThat(receive(standing, Map.of(), call("opportunity", id, "Update", "")))
                .containsExactly(new CrmHint(new CrmRef(CrmType.OPPORTUNITY, id)));
        assertThat(receive(
                        standing,
                        Map.of("x-ms-dynamics-msg-size-exceeded", "true"),
                        "{\"PrimaryEntityName\":\"account\",\"PrimaryEntityId\":\"" + id
                                + "\",\"MessageName\":\"Delete\"}"))
                .containsExactly(new CrmHint(new CrmRef(CrmType.ACCOUNT, id)));
        assertThat(receive(standing, Map.of(), call("task", id, "Update", ""))).isEmpty();
        String loser = "7f00aa11-02a0-ed11-aad1-000d3a4b9999";
        assertThat(receive(
                        standing,
                        Map.of(),
                        call("account", id, "Merge", "{\"key\":\"SubordinateId\",\"value\":\"" + loser + "\"}")))
                .containsExactly(
                        new CrmHint(new CrmRef(CrmType.ACCOUNT, id)),
                        new CrmHint(
                                new CrmRef(CrmType.ACCOUNT, loser), new CrmRef(CrmType.ACCOUNT, id), Duration.ZERO));
    }

    @Test
    void believesNoCallWithoutTheSecretThatWasRegistered() {
        WebhookSubscription standing = subscription("pepper-of-the-step");
        String body = call("account", ReplayedDynamics.guid(1), "Update", "");
        assertThatThrownBy(() -> receive(standing, Map.of(), body)).isInstanceOf(WebhookRefused.class);
        assertThatThrownBy(() -> receive(standing, Map.of("X-Rapport-Secret", "salt"), body))
                .isInstanceOf(WebhookRefused.class);
        assertThat(receive(standing, Map.of("X-Rapport-Secret", "pepper-of-the-step"), body))
                .hasSize(1);
        assertThatThrownBy(() -> receive(standing, Map.of("X-Rapport-Secret", "pepper-of-the-step"), "nonsense"))
                .isInstanceOf(WebhookRefused.class);
    }

    private WebhookSubscription subscription(String secret) {
        Map<String, String> credentials = new HashMap<>(access().credentials());
        if (!secret.isEmpty()) {
            credentials.put("webhook-secret", secret);
        }
        return link(credentials)
                .subscribe(event -> java.net.URI.create("https://rapport.example/h/" + event), List.of())
                .get(0);
    }

    private List<CrmHint> receive(WebhookSubscription standing, Map<String, String> headers, String body) {
        return adapter()
                .receive(new WebhookCall("events", headers, body.getBytes(StandardCharsets.UTF_8)), List.of(standing));
    }

    private static String call(String table, String id, String message, String parameters) {
        return "{\"MessageName\":\"" + message + "\",\"OperationId\":\"c2a5\",\"PrimaryEntityId\":\"" + id
                + "\",\"PrimaryEntityName\":\"" + table + "\",\"InputParameters\":[" + parameters + "]}";
    }
}
