package rapport.crm.adapter.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmAdapterContract;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;
import tools.jackson.databind.JsonNode;

class SalesforceAdapterTest implements CrmAdapterContract {
    private final ReplayedSalesforce crm = new ReplayedSalesforce();
    private Instant now = Instant.parse("2026-11-23T21:00:00Z");

    /** The first call of all loads classes for a second or two, longer than a CRM may take here. */
    @BeforeAll
    static void warmUp() {
        var crm = new ReplayedSalesforce();
        try {
            crm.accounts(1, 2_100, 10);
            new SalesforceAdapter()
                    .open(new CrmAccess(
                            "warm",
                            crm.address(),
                            Map.of("consumer-key", "k", "consumer-secret", "s"),
                            Map.of(),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            Duration.ZERO))
                    .read(CrmType.ACCOUNT, null);
        } finally {
            crm.shutDown();
        }
    }

    @AfterEach
    void stop() {
        crm.shutDown();
    }

    @Override
    public CrmAdapter adapter() {
        return new SalesforceAdapter(new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    @Override
    public ReplayedSalesforce crm() {
        return crm;
    }

    @Override
    public CrmAccess access() {
        return access(Map.of("consumer-key", "3MVG9", "consumer-secret", SECRET), Map.of());
    }

    private CrmAccess access(Map<String, String> credentials, Map<String, String> options) {
        return new CrmAccess(
                "acme",
                crm.address(),
                credentials,
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(1_000), // a busy machine takes half a second at times
                Duration.ofMinutes(5));
    }

    @Override
    public String whereCredentialsAre() {
        return "External Client App";
    }

    @Override
    public String rightToReadAccounts() {
        return "View All on Account";
    }

    // Sign-in

    @Test
    void signsInAsTheAppItself() {
        link().teams();
        link().users(null);
        assertThat(crm.forms).containsExactly("grant_type=client_credentials&client_id=3MVG9&client_secret=" + SECRET);
        assertThat(crm.requests.get(1).getHeader("Authorization")).isEqualTo("Bearer 00D-token-1");
    }

    @Test
    void signsInWithAnAssertionThatItsCertificateProves() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        for (String written : List.of(pem, pem.replace("\n", "\\n"))) { // the second as it stands in an environment
            crm.forms.clear();
            adapter()
                    .open(access(
                            Map.of("consumer-key", "3MVG9", "private-key", written, "username", "sync@acme.example"),
                            Map.of("audience", "https://test.salesforce.com")))
                    .users(null);
            String form = crm.forms.get(0);
            assertThat(form).startsWith("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=");
            String[] jwt = form.substring(form.indexOf("assertion=") + 10).split("\\.");
            assertThat(decoded(jwt[0])).isEqualTo("{\"alg\":\"RS256\"}");
            JsonNode claims = CrmJson.JSON.readTree(decoded(jwt[1]));
            assertThat(claims.path("iss").asString()).isEqualTo("3MVG9");
            assertThat(claims.path("sub").asString()).isEqualTo("sync@acme.example");
            assertThat(claims.path("aud").asString()).isEqualTo("https://test.salesforce.com");
            assertThat(claims.path("exp").asLong() - now.getEpochSecond()).isBetween(60L, 180L);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(pair.getPublic());
            signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
            assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    @Test
    void stopsAtAKeyThatCannotBeReadAndShowsNothingOfIt() {
        CrmFailure failure = failure(adapter()
                .open(access(
                        Map.of(
                                "consumer-key",
                                "k",
                                "private-key",
                                "-----BEGIN RSA PRIVATE KEY-----abc",
                                "username",
                                "u"),
                        Map.of())));
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation()).contains("pkcs8").doesNotContain("abc");
        assertThat(failure(adapter().open(access(Map.of("consumer-key", "k"), Map.of())))
                        .remedy())
                .isEqualTo(Remedy.STOP);
        assertThat(crm.calls()).isZero();
    }

    @Test
    void tellsWhatTheAppLacks() {
        Map<String, String> advice = Map.of(
                "user hasn't approved this consumer", "Pre-authorize",
                "no client credentials user enabled", "run-as user",
                "audience is invalid", "sandbox",
                "authentication failure", "External Client App");
        advice.forEach((description, words) -> {
            crm.tokenAnswer = ReplayedSalesforce.oauthError("invalid_grant", description);
            CrmFailure failure = failure(link());
            assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
            assertThat(failure.advice()).contains(words);
        });
    }

    @Test
    void renewsAnExpiredTokenOnceAndNotForEver() {
        crm.account(1, 10);
        CrmLink link = link();
        link.read(CrmType.ACCOUNT, null);
        crm.expiredTokens.add("00D-token-1");
        assertThat(link.read(CrmType.ACCOUNT, null).changes()).hasSize(1);
        assertThat(crm.tokens).isEqualTo(2);
        crm.expiredTokens.addAll(List.of("00D-token-2", "00D-token-3", "00D-token-4"));
        assertThat(failure(link).remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(crm.tokens).isEqualTo(3);
    }

    @Test
    void doesNotMixTwoOrgsThatHadTheSameAddress() {
        Checkpoint read = walk(CrmType.ACCOUNT, null).end();
        crm.org = "00DWU0000099999";
        CrmFailure failure = Objects.requireNonNull(
                catchThrowableOfType(CrmFailure.class, () -> link().read(CrmType.ACCOUNT, read)));
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation()).contains("sandbox");
    }

    @Test
    void takesTheOrgInEitherLength() {
        Checkpoint read = walk(CrmType.ACCOUNT, null).end();
        crm.org = ReplayedSalesforce.ORG.substring(0, 15);
        assertThat(walk(CrmType.ACCOUNT, read).changes()).isEmpty();
    }

    private static CrmFailure failure(CrmLink link) {
        return Objects.requireNonNull(
                catchThrowableOfType(CrmFailure.class, () -> link.read(CrmType.ACCOUNT, null)), "no failure");
    }

    // Ids and words

    @Test
    void completesIdsOfFifteen() {
        assertThat(SalesforceId.of("id", "001WU00000QwErT")).isEqualTo("001WU00000QwErTYAV");
        assertThat(SalesforceId.of("id", "00DWU0000012345")).isEqualTo("00DWU00000123452AA");
        assertThat(SalesforceId.of("id", "001WU00000OldDu")).isEqualTo("001WU00000OldDuYAJ");
        assertThat(SalesforceId.of("id", "001WU00000OldDuYAJ")).isEqualTo("001WU00000OldDuYAJ");
        assertThatThrownBy(() -> SalesforceId.of("id", "001' OR Id != '"))
                .hasMessage("id: not an id (expected: 15 or 18 letters and digits)");
    }

    @Test
    void readsAnAccountInOurWords() {
        Map<String, Object> values = new HashMap<>(Map.of(
                "Name", " Acme ",
                "Industry", "Food",
                "Website", "https://acme.example",
                "Phone", "",
                "BillingCity", "Madrid",
                "OwnerId", "005WU00000AbCdEYAV",
                "LastModifiedById", "005WU00000AbCdE"));
        values.put("Type", null);
        crm.row("Account", "001WU00000QwErTYAV", 10, values);
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .containsExactly(new CrmRecord(
                        new CrmRef(CrmType.ACCOUNT, "001WU00000QwErTYAV"),
                        "Acme",
                        null,
                        "005WU00000AbCdEYAV",
                        List.of(),
                        Map.of("industry", "Food", "website", "https://acme.example", "city", "Madrid"),
                        crm.address() + "/001WU00000QwErTYAV",
                        ReplayedSalesforce.START.plusSeconds(10),
                        "005WU00000AbCdEYAV"));
    }

    @Test
    void readsAnOpportunityWithMoneyAndDay() {
        crm.row("Opportunity", "006WU00000ZxYwVYAV", 10, opportunity());
        CrmRecord read = (CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0);
        assertThat(read.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "001WU00000QwErTYAV"));
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("stage", "Negotiation/Review"),
                        Map.entry("amount", new CrmMoney(new BigDecimal("48000"), "EUR")),
                        Map.entry("probability", new BigDecimal("80")),
                        Map.entry("closeOn", LocalDate.of(2026, 12, 31)));
    }

    @Test
    void tellsWhatIsClosedAndTheParentOfAnAccount() {
        Map<String, Object> won = new HashMap<>(opportunity());
        won.put("IsClosed", true);
        crm.row("Opportunity", "006WU00000ZxYwVYAV", 10, won);
        assertThat(((CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0)).fields())
                .containsEntry("closed", true);
        String parent = crm.account(1, 10);
        String child =
                crm.row("Account", ReplayedSalesforce.id("001", 2), 10, Map.of("Name", "Child", "ParentId", parent));
        assertThat(link().find(CrmType.ACCOUNT, List.of(child)).records())
                .extracting(CrmRecord::account)
                .containsExactly(new CrmRef(CrmType.ACCOUNT, parent));
    }

    private void team(String object, String parent, String record, String... users) {
        crm.objects.putIfAbsent(object, new java.util.TreeMap<>());
        crm.fields.put(object, Set.of("Id", parent, "UserId"));
        for (String user : users) {
            String id = ReplayedSalesforce.id("01M", crm.objects.get(object).size() + 1);
            crm.row(object, id, 0, Map.of(parent, record, "UserId", user));
        }
    }

    @Test
    void tellsWhoIsOnTheTeamOfAnAccountAndOfAnOpportunity() {
        String ann = ReplayedSalesforce.id("005", 1);
        String ben = ReplayedSalesforce.id("005", 2);
        String account = crm.account(1, 10);
        String alone = crm.account(2, 10);
        String opportunity = crm.opportunity(1, 10, account, "Prospecting");
        team("AccountTeamMember", "AccountId", account, ann, ben);
        team("OpportunityTeamMember", "OpportunityId", opportunity, ben);
        Map<String, Set<String>> teams = new HashMap<>();
        walk(CrmType.ACCOUNT, null)
                .changes()
                .forEach(change -> teams.put(change.ref().externalId(), ((CrmRecord) change).followers()));
        assertThat(teams).containsOnly(Map.entry(account, Set.of(ann, ben)), Map.entry(alone, Set.of()));
        CrmRecord read =
                link().find(CrmType.OPPORTUNITY, List.of(opportunity)).records().get(0);
        assertThat(read.followers()).containsExactly(ben);
        assertThat(read.teamExternalIds())
                .as("a team gives no sight that is told")
                .isEmpty();
    }

    @Test
    void namesTheTerritoryOfAnOpportunityWhereTheOrgHasSuch() {
        crm.fields.get("Opportunity").add("Territory2Id");
        crm.objects.put("Territory2", new java.util.TreeMap<>());
        crm.fields.put("Territory2", Set.of("Id", "Name"));
        String north = crm.row("Territory2", ReplayedSalesforce.id("0MI", 1), 0, Map.of("Name", "North"));
        Map<String, Object> values = new HashMap<>(opportunity());
        values.put("Territory2Id", north);
        crm.row("Opportunity", "006WU00000ZxYwVYAV", 10, values);
        assertThat(((CrmRecord) walk(CrmType.OPPORTUNITY, null).changes().get(0)).fields())
                .containsEntry("territory", "North");
    }

    private static final CrmType PROJECT = new CrmType("project");

    private SalesforceLink own() {
        return (SalesforceLink) adapter()
                .open(access(
                        Map.of("consumer-key", "3MVG9", "consumer-secret", SECRET),
                        Map.of(
                                "fields.account", "grade=Grade__c, seats=Seats__c:number, vip=Vip__c:boolean",
                                "object.project", "Project__c, account=Account__c",
                                "fields.project",
                                        "budget=Budget__c:money, startsOn=Start__c:date, lead=Lead__c:member")));
    }

    private void knowsOwn() {
        crm.fields.get("Account").addAll(Set.of("Grade__c", "Seats__c", "Vip__c"));
        crm.objects.put("Project__c", new java.util.TreeMap<>());
        crm.fields.put(
                "Project__c",
                Set.of(
                        "Id",
                        "SystemModstamp",
                        "IsDeleted",
                        "LastModifiedById",
                        "OwnerId",
                        "Name",
                        "Account__c",
                        "Budget__c",
                        "Start__c",
                        "Lead__c"));
    }

    @Test
    void readsTheFieldsThatTheConnectionDeclaresByPagesAndInBulk() {
        knowsOwn();
        Map<String, Object> values = Map.of("Name", "Acme", "Grade__c", "A;B", "Seats__c", 40.0, "Vip__c", true);
        crm.row("Account", ReplayedSalesforce.id("001", 1), 10, values);
        Map<String, Object> expected = Map.of("grade", "A;B", "seats", new BigDecimal("40"), "vip", true);
        assertThat(((CrmRecord) own().read(CrmType.ACCOUNT, null).changes().get(0)).fields())
                .isEqualTo(expected);
        for (int number = 2; number <= 2_100; number++) {
            crm.row("Account", ReplayedSalesforce.id("001", number), 10, values);
        }
        SalesforceLink bulk = (SalesforceLink) adapter()
                .open(access(
                        Map.of("consumer-key", "3MVG9", "consumer-secret", SECRET),
                        Map.of(
                                "bulk-above", "1000",
                                "fields.account", "grade=Grade__c, seats=Seats__c:number, vip=Vip__c:boolean")));
        ChangePage first = bulk.read(CrmType.ACCOUNT, null);
        assertThat(((CrmRecord) bulk.read(CrmType.ACCOUNT, first.next())
                                .changes()
                                .get(0))
                        .fields())
                .isEqualTo(expected);
    }

    @Test
    void readsAnObjectThatTheConnectionDeclares() {
        knowsOwn();
        String account = crm.account(1, 10);
        String ann = ReplayedSalesforce.id("005", 1);
        String id = crm.row(
                "Project__c",
                ReplayedSalesforce.id("a01", 1),
                20,
                Map.of(
                        "Name",
                        "New silo",
                        "OwnerId",
                        ann,
                        "Account__c",
                        account,
                        "Budget__c",
                        900.0,
                        "Start__c",
                        "2026-05-01",
                        "Lead__c",
                        ann));
        CrmRecord project = (CrmRecord) own().read(PROJECT, null).changes().get(0);
        assertThat(project.ref()).isEqualTo(new CrmRef(PROJECT, id));
        assertThat(project.name()).isEqualTo("New silo");
        assertThat(project.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, account));
        assertThat(project.ownerExternalId()).isEqualTo(ann);
        assertThat(project.fields())
                .containsOnly(
                        Map.entry("budget", new CrmMoney(new BigDecimal("900"), "USD")),
                        Map.entry("startsOn", LocalDate.of(2026, 5, 1)),
                        Map.entry("lead", ann));
        assertThat(own().find(PROJECT, List.of(id)).records()).containsExactly(project);
        assertThat(own().ids(PROJECT, null).externalIds()).containsExactly(id);
        assertThat(own().test()).anySatisfy(check -> assertThat(check.name()).isEqualTo("read Project__c"));
        crm.delete(id);
        assertThat(own().find(PROJECT, List.of(id)).gone()).hasSize(1);
    }

    @Test
    void saysWhichDeclaredFieldTheUserMayNotRead() {
        assertThat(own().test()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("read Account");
            assertThat(check.found()).contains("Grade__c", "Seats__c");
        });
    }

    @Test
    void isToldOfAnObjectThatTheConnectionDeclares() {
        List<WebhookSubscription> subscribed = own().subscribe(
                        event -> URI.create("https://rapport.example/api/hooks/salesforce/acme/s/" + event), List.of());
        assertThat(subscribed)
                .extracting(WebhookSubscription::address)
                .allMatch(address -> address.endsWith("/outbound-message"));
        String id = ReplayedSalesforce.id("a01", 1);
        String body = message(ReplayedSalesforce.ORG, notification("Project__c", id));
        assertThat(adapter()
                        .receive(
                                new WebhookCall("outbound-message", Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                                subscribed))
                .extracting(CrmHint::ref)
                .containsExactly(new CrmRef(PROJECT, id));
    }

    private static Map<String, Object> opportunity() {
        return Map.of(
                "Name",
                "Acme - 40 seats, \"new\"\nand more",
                "AccountId",
                "001WU00000QwErTYAV",
                "StageName",
                "Negotiation/Review",
                "Amount",
                48000.0,
                "CurrencyIsoCode",
                "EUR",
                "CloseDate",
                "2026-12-31",
                "Probability",
                80.0);
    }

    @Test
    void asksForNoFieldThatItMayNotSeeAndNotesWhenOneIsTakenAway() {
        crm.row("Opportunity", "006WU00000ZxYwVYAV", 10, opportunity());
        Objects.requireNonNull(crm.fields.get("Opportunity")).remove("CurrencyIsoCode");
        CrmLink link = adapter()
                .open(access(Map.of("consumer-key", "k", "consumer-secret", SECRET), Map.of("currency", "GBP")));
        CrmRecord read =
                (CrmRecord) link.read(CrmType.OPPORTUNITY, null).changes().get(0);
        assertThat(read.fields()).containsEntry("amount", new CrmMoney(new BigDecimal("48000"), "GBP"));
        Objects.requireNonNull(crm.fields.get("Opportunity")).remove("Amount");
        read = (CrmRecord) link.read(CrmType.OPPORTUNITY, null).changes().get(0);
        assertThat(read.fields()).doesNotContainKey("amount").containsKey("stage");
    }

    @Test
    void mirrorsAPersonThatIsAnAccountOnce() {
        Objects.requireNonNull(crm.fields.get("Account")).addAll(List.of("IsPersonAccount", "PersonEmail"));
        Objects.requireNonNull(crm.fields.get("Contact")).add("IsPersonAccount");
        crm.row("Account", ReplayedSalesforce.id("001", 1), 10, Map.of("Name", "Zoé", "PersonEmail", "zoe@x.example"));
        String twin =
                crm.row("Contact", ReplayedSalesforce.id("003", 1), 10, Map.of("Name", "Zoé", "IsPersonAccount", true));
        String ben = crm.row("Contact", ReplayedSalesforce.id("003", 2), 10, Map.of("Name", "Ben"));
        assertThat(((CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0)).fields())
                .containsEntry("email", "zoe@x.example");
        assertThat(walk(CrmType.CONTACT, null).ids()).containsExactly(ben);
        assertThat(link().ids(CrmType.CONTACT, null).externalIds()).containsExactly(ben);
        Found found = link().find(CrmType.CONTACT, List.of(twin, ben));
        assertThat(found.records()).hasSize(1);
        assertThat(found.gone()).isEmpty();
    }

    @Test
    void readsColleaguesAndNoPortalUsers() {
        crm.row(
                "User",
                "005WU00000AbCdEYAV",
                10,
                Map.of(
                        "Name",
                        "Ana Lopez",
                        "Email",
                        "ana@acme.example",
                        "UserType",
                        "Standard",
                        "IsActive",
                        true,
                        "LanguageLocaleKey",
                        "es_MX",
                        "City",
                        "Madrid"));
        crm.row("User", "005WU00000AbCdFYAV", 10, Map.of("Name", "Ben Ode", "UserType", "Standard", "IsActive", false));
        crm.row("User", "005WU00000AbCdGYAV", 10, Map.of("Name", "Customer", "UserType", "CspLitePortal"));
        assertThat(link().users(null).users())
                .containsExactly(
                        new CrmUser(
                                "005WU00000AbCdEYAV",
                                "Ana Lopez",
                                "ana@acme.example",
                                null,
                                "Madrid",
                                "es",
                                true,
                                List.of()),
                        new CrmUser(
                                SalesforceId.of("id", "005WU00000AbCdF"),
                                "Ben Ode",
                                null,
                                null,
                                null,
                                null,
                                false,
                                List.of()));
    }

    // Reading

    @Test
    void goesOnBehindTheLastRowWhenTheCursorDied() {
        List<String> ids = crm.accounts(1, 4_500, 10);
        crm.clock(20);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        crm.cursorsDie = true;
        ChangePage second = link().read(CrmType.ACCOUNT, first.next());
        assertThat(second.changes().get(0).ref().externalId()).isEqualTo(ids.get(2_000));
        assertThat(crm.queries.get(crm.queries.size() - 1)).contains("Id > '" + ids.get(1_999) + "'");
        crm.cursorsDie = false;
        assertThat(walk(CrmType.ACCOUNT, second.next()).ids()).hasSize(500);
        // the same among changes, with ties over the edge of the page
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.clock(5_000);
        ids.forEach(id -> crm.save(id, 5_000, "All at once"));
        ChangePage changed = link().read(CrmType.ACCOUNT, loaded);
        crm.cursorsDie = true;
        ChangePage behind = link().read(CrmType.ACCOUNT, changed.next());
        assertThat(behind.changes().get(0).ref().externalId()).isEqualTo(ids.get(2_000));
    }

    @Test
    void tellsDeletedMergedAndUndeletedRecords() {
        String acme = crm.account(1, 10);
        String loser = crm.account(2, 10);
        String gone = crm.account(3, 10);
        crm.clock(2_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.clock(2_010);
        crm.merge(acme, loser);
        crm.delete(gone);
        Walk walk = walk(CrmType.ACCOUNT, loaded);
        assertThat(walk.changes())
                .contains(
                        new Tombstone(
                                new CrmRef(CrmType.ACCOUNT, loser),
                                new CrmRef(CrmType.ACCOUNT, acme),
                                ReplayedSalesforce.START.plusSeconds(2_010)),
                        new Tombstone(
                                new CrmRef(CrmType.ACCOUNT, gone), null, ReplayedSalesforce.START.plusSeconds(2_010)));
        crm.row(gone).putAll(Map.of("IsDeleted", false, "SystemModstamp", ReplayedSalesforce.time(2_020)));
        assertThat(walk(CrmType.ACCOUNT, walk.end()).changes())
                .filteredOn(change -> change.ref().externalId().equals(gone))
                .singleElement()
                .isInstanceOf(CrmRecord.class);
    }

    @Test
    void findsInTheLogWhatWasPurgedBeforeItLooked() {
        String gone = crm.account(1, 10);
        crm.account(2, 10);
        crm.clock(20);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.clock(7_200);
        crm.purge(gone);
        Walk walk = walk(CrmType.ACCOUNT, loaded);
        assertThat(walk.changes()).contains(new Tombstone(new CrmRef(CrmType.ACCOUNT, gone), null, null));
        crm.requests.clear();
        crm.clock(7_230);
        walk(CrmType.ACCOUNT, walk.end());
        assertThat(crm.requests).noneMatch(call -> call.getUrl().contains("/deleted/")); // an hour has not passed
    }

    @Test
    void goesOnWhenTheLogOfDeletionsIsCutOrRefused() {
        crm.account(1, 10);
        crm.clock(5_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm.clock(10_000);
        crm.earliestDeletion = ReplayedSalesforce.time(9_000);
        Walk cut = walk(CrmType.ACCOUNT, loaded);
        assertThat(cut.changes()).isEmpty();
        crm.clock(15_000);
        crm.refusesDeletionLog = true;
        assertThat(walk(CrmType.ACCOUNT, cut.end()).changes()).isEmpty();
        assertThat(crm.requests)
                .filteredOn(call -> call.getUrl().contains("/deleted/"))
                .hasSize(2);
    }

    @Test
    void readsLessAtOnceWhenAnAnswerTakesTooLong() {
        List<String> ids = new ArrayList<>();
        crm.clock(10_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        for (int number = 0; number < 10; number++) {
            ids.add(crm.account(number + 1, 9_500 + number * 100));
        }
        crm.clock(11_000);
        CrmLink link = link();
        link.read(CrmType.ACCOUNT, null); // so that the fields are known
        crm.queries.clear();
        crm.instead.add(ReplayedSalesforce.error(400, "QUERY_TIMEOUT", "too long"));
        crm.instead.add(ReplayedSalesforce.error(400, "QUERY_TIMEOUT", "still too long"));
        List<String> read = new ArrayList<>();
        ChangePage page = link.read(CrmType.ACCOUNT, loaded);
        while (true) {
            page.changes().forEach(change -> read.add(change.ref().externalId()));
            if (!page.more()) {
                break;
            }
            page = link.read(CrmType.ACCOUNT, page.next());
        }
        assertThat(read).containsExactlyElementsOf(ids);
        assertThat(crm.queries).anyMatch(query -> query.contains("SystemModstamp < "));
    }

    @Test
    void loadsManyInBulkAndWaitsUntilThatIsReady() {
        List<String> ids = crm.accounts(1, 4_500, 10);
        crm.save(ids.get(4_000), 10, "Said \"yes\", and\nwent");
        crm.clock(100);
        crm.jobStates.addAll(List.of("UploadComplete", "InProgress"));
        CrmLink link = inBulk();
        ChangePage first = link.read(CrmType.ACCOUNT, null);
        assertThat(first.total()).isEqualTo(4_500);
        for (int i = 0; i < 2; i++) {
            CrmFailure waiting = Objects.requireNonNull(
                    catchThrowableOfType(CrmFailure.class, () -> link.read(CrmType.ACCOUNT, first.next())));
            assertThat(waiting.remedy()).isEqualTo(Remedy.WAIT);
        }
        crm.clock(500);
        List<CrmRecord> read = new ArrayList<>();
        ChangePage page = link.read(CrmType.ACCOUNT, first.next());
        while (true) {
            page.changes().forEach(change -> read.add((CrmRecord) change));
            if (!page.more()) {
                break;
            }
            page = link.read(CrmType.ACCOUNT, page.next());
        }
        assertThat(read).extracting(record -> record.ref().externalId()).containsExactlyElementsOf(ids);
        assertThat(read.get(4_000).name()).isEqualTo("Said \"yes\", and\nwent");
        // What changed since the job was asked for is not lost, however long that took.
        crm.clock(3_000);
        crm.save(ids.get(0), 101, "Saved while the job ran");
        assertThat(walk(CrmType.ACCOUNT, page.next()).ids()).contains(ids.get(0));
    }

    private CrmLink inBulk() {
        return adapter()
                .open(access(Map.of("consumer-key", "k", "consumer-secret", SECRET), Map.of("bulk-above", "1000")));
    }

    @Test
    void loadsByPagesWhenTheBulkJobFailsOrIsForgotten() {
        List<String> ids = crm.accounts(1, 2_500, 10);
        for (String state : List.of("Failed", "Aborted", "gone")) {
            CrmLink link = inBulk();
            ChangePage first = link.read(CrmType.ACCOUNT, null);
            crm.jobStates.add(state);
            ChangePage second = link.read(CrmType.ACCOUNT, first.next());
            ChangePage third = link.read(CrmType.ACCOUNT, second.next());
            List<String> read = new ArrayList<>();
            second.changes().forEach(change -> read.add(change.ref().externalId()));
            third.changes().forEach(change -> read.add(change.ref().externalId()));
            assertThat(read).as(state).containsExactlyElementsOf(ids);
            assertThat(third.more()).isFalse();
        }
    }

    @Test
    void readsTablesWithQuotesAndRefusesThoseThatWereCut() {
        assertThat(Csv.rows("\"Id\",\"Name\"\r\n1,\"a \"\"b\"\", c\n d\"\n2,\n"))
                .containsExactly(List.of("Id", "Name"), List.of("1", "a \"b\", c\n d"), List.of("2", ""));
        assertThatThrownBy(() -> Csv.rows("\"Id\"\n\"00")).isInstanceOf(IllegalArgumentException.class);
    }

    // Limits and refusals

    @Test
    void tellsTheTwoLimitsOfOneCodeApart() {
        crm.instead.add(ReplayedSalesforce.error(
                403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."));
        assertThat(failure(link()).pause()).isEqualTo(Duration.ofSeconds(30));
        crm.instead.add(ReplayedSalesforce.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        assertThat(failure(link()).pause()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void leavesAShareOfTheCallsToOthers() {
        CrmLink link = link();
        crm.headers.put("Sforce-Limit-Info", "api-usage=60000/100000");
        CrmFailure failure = failure(link);
        assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(failure.getMessage()).contains("60000 of the org's 100000");
        now = now.plus(Duration.ofMinutes(15));
        crm.headers.put("Sforce-Limit-Info", "api-usage=59000/100000");
        assertThat(link.read(CrmType.ACCOUNT, null).changes()).isEmpty();
    }

    @Test
    void warnsWhenItMayNotSeeAll() {
        crm.viewsAll = false;
        assertThat(link().test())
                .filteredOn(check -> check.outcome() == ConnectionCheck.Outcome.WARNED)
                .singleElement()
                .satisfies(check -> assertThat(check.found()).contains("Account, Opportunity"));
    }

    @Test
    void asksNothingAboutWhatIsNoId() {
        Found found = link().find(CrmType.ACCOUNT, List.of("x' OR Name != '"));
        assertThat(found.gone()).hasSize(1);
        assertThat(crm.queries).isEmpty();
    }

    @Test
    void findsMoreThanOneQueryCanName() {
        List<String> ids = crm.accounts(1, 450, 10);
        assertThat(link().find(CrmType.ACCOUNT, ids).records()).hasSize(450);
        assertThat(crm.queries).hasSize(3).allMatch(query -> query.length() < 8_000);
    }

    // Who did it

    @Test
    void tellsWhoChangedWhatAndWhatWasThereBefore() {
        String id = crm.row("Opportunity", "006WU00000ZxYwVYAV", 10, opportunity());
        crm.history.addAll(List.of(
                change("StageName", "Proposal", "Negotiation/Review", 100),
                change("Amount", 1000.0, 1500.5, 100),
                change("Owner", "Ana Lopez", "Ben Ode", 200),
                change("Owner", "005WU00000AbCdEYAV", "005WU00000AbCdF", 200),
                change("CloseDate", null, "2026-12-31", 300),
                change("Custom__c", "a", "b", 300),
                change("created", null, null, 50)));
        assertThat(link().edits(new CrmRef(CrmType.OPPORTUNITY, id), ReplayedSalesforce.START))
                .containsExactly(
                        edit(
                                100,
                                Map.of(
                                        "stage", new FieldEdit("Proposal", true, "Negotiation/Review"),
                                        "amount",
                                                new FieldEdit(
                                                        new CrmMoney(new BigDecimal("1000"), "EUR"),
                                                        true,
                                                        new CrmMoney(new BigDecimal("1500.5"), "EUR")))),
                        edit(
                                200,
                                Map.of(
                                        "owner",
                                        new FieldEdit(
                                                "005WU00000AbCdEYAV", true, SalesforceId.of("id", "005WU00000AbCdF")))),
                        edit(300, Map.of("closeOn", new FieldEdit(null, true, LocalDate.of(2026, 12, 31)))));
        crm.tracksHistory = false;
        assertThat(link().edits(new CrmRef(CrmType.OPPORTUNITY, id), ReplayedSalesforce.START))
                .isEmpty();
    }

    private static CrmEdit edit(int second, Map<String, FieldEdit> fields) {
        return new CrmEdit(ReplayedSalesforce.USER, ReplayedSalesforce.START.plusSeconds(second), fields);
    }

    private static Map<String, Object> change(
            String field, @Nullable Object before, @Nullable Object after, int second) {
        Map<String, Object> row = new HashMap<>();
        row.put("Field", field);
        row.put("OldValue", before);
        row.put("NewValue", after);
        row.put("CreatedById", ReplayedSalesforce.USER);
        row.put("CreatedDate", ReplayedSalesforce.time(second));
        return row;
    }

    // Outbound messages

    static final List<WebhookSubscription> SUBSCRIBED = List.of(new WebhookSubscription(
            "outbound-message", "", ReplayedSalesforce.ORG, "https://rapport.example/api/soap/salesforce/acme/s/x"));

    private List<CrmHint> receive(String xml) {
        return adapter()
                .receive(
                        new WebhookCall("outbound-message", Map.of(), xml.getBytes(StandardCharsets.UTF_8)),
                        SUBSCRIBED);
    }

    /** @param body its notifications */
    static String message(String org, String body) {
        return "<notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><OrganizationId>" + org
                + "</OrganizationId>"
                + "<ActionId>04kWU0000000001YAA</ActionId><SessionId xsi:nil=\"true\"/>"
                + "<EnterpriseUrl>https://acme.my.salesforce.com/services/Soap/c/67.0/00DWU0000012345</EnterpriseUrl>"
                + "<PartnerUrl>https://acme.my.salesforce.com/services/Soap/u/67.0/00DWU0000012345</PartnerUrl>" + body
                + "</notifications>";
    }

    static String notification(String type, String id) {
        return "<Notification><Id>04lWU0000000007YAA</Id><sObject xsi:type=\"sf:" + type
                + "\" xmlns:sf=\"urn:sobject.enterprise.soap.sforce.com\">"
                + (id.isEmpty() ? "" : "<sf:Id>" + id + "</sf:Id>")
                + "<sf:Amount>48000.0</sf:Amount><sf:StageName>Negotiation/Review</sf:StageName>"
                + "<sf:SystemModstamp>2026-11-20T09:15:27.000Z</sf:SystemModstamp></sObject></Notification>";
    }

    @Test
    void takesTheIdsOfAnOutboundMessageOnceEach() {
        assertThat(receive(message(
                        ReplayedSalesforce.ORG,
                        notification("Opportunity", "006WU00000ZxYwVYAV")
                                + notification("Opportunity", "006WU00000ZxYwV")
                                + notification("Account", "001WU00000QwErTYAV")
                                + notification("Task", "00TWU00000QwErTYAV")
                                + notification("Opportunity", ""))))
                .containsExactly(
                        new CrmHint(new CrmRef(CrmType.OPPORTUNITY, SalesforceId.of("id", "006WU00000ZxYwV"))),
                        new CrmHint(new CrmRef(CrmType.ACCOUNT, "001WU00000QwErTYAV")));
    }

    @Test
    void takesAMessageOfTheOrgInEitherLengthAndOfNoOther() {
        String one = notification("Account", "001WU00000QwErTYAV");
        assertThat(receive(message("00DWU0000012345", one))).hasSize(1);
        for (String other : List.of("00DWU0000099999", "00Dwu0000012345", "00DWU00000999992AA")) {
            assertThat(catchThrowableOfType(WebhookRefused.class, () -> receive(message(other, one))))
                    .isNotNull()
                    .extracting(WebhookRefused::reason)
                    .isEqualTo(WebhookRefused.Reason.NOT_SIGNED);
        }
    }

    @Test
    void readsNoDocumentTypeAndNothingThatIsNoMessage() {
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + message("&e;", notification("Account", "001WU00000QwErTYAV"));
        for (String xml : List.of(entity, "", "<notifications", "<a/>", message("", ""), message("me", ""))) {
            assertThat(catchThrowableOfType(WebhookRefused.class, () -> receive(xml)))
                    .as(xml)
                    .isNotNull()
                    .extracting(WebhookRefused::reason)
                    .isEqualTo(WebhookRefused.Reason.NOT_UNDERSTOOD);
        }
    }

    @Test
    void keepsFromWhichOrgAndWhereMessagesAreToCome() {
        assertThat(link().subscribe(
                                event ->
                                        URI.create("https://rapport.example/api/hooks/salesforce/acme/s3cret/" + event),
                                List.of()))
                .containsExactly(new WebhookSubscription(
                        "outbound-message",
                        "",
                        ReplayedSalesforce.ORG,
                        "https://rapport.example/api/soap/salesforce/acme/s3cret/outbound-message"));
    }

    @Test
    void readsLeadsUntilTheyAreConverted() {
        String user = ReplayedSalesforce.id("005", 7);
        String id = crm.row(
                "Lead",
                ReplayedSalesforce.id("00Q", 1),
                10,
                Map.of(
                        "FirstName",
                        "Zoé",
                        "LastName",
                        "Lefèvre",
                        "Company",
                        "Nordlicht",
                        "Status",
                        "Working",
                        "OwnerId",
                        user));
        String queued = crm.row(
                "Lead",
                ReplayedSalesforce.id("00Q", 2),
                10,
                Map.of("Name", "Ben Roth", "OwnerId", ReplayedSalesforce.id("00G", 1)));
        crm.clock(100);
        Walk first = walk(CrmType.LEAD, null);
        CrmRecord lead = (CrmRecord) first.changes().get(0);
        assertThat(lead.name()).isEqualTo("Zoé Lefèvre");
        assertThat(lead.ownerExternalId()).isEqualTo(user);
        assertThat(lead.fields()).containsEntry("company", "Nordlicht").containsEntry("stage", "Working");
        assertThat(first.changes().get(1).ref().externalId()).isEqualTo(queued);
        assertThat(((CrmRecord) first.changes().get(1)).ownerExternalId()).isNull(); // a queue is nobody

        String contact = ReplayedSalesforce.id("003", 9);
        crm.row(id)
                .putAll(Map.of(
                        "IsConverted",
                        true,
                        "ConvertedContactId",
                        contact,
                        "SystemModstamp",
                        ReplayedSalesforce.time(110)));
        crm.clock(120);
        CrmRef took = new CrmRef(CrmType.CONTACT, contact);
        assertThat(walk(CrmType.LEAD, first.end()).changes())
                .filteredOn(change -> change.ref().externalId().equals(id))
                .singleElement()
                .isInstanceOfSatisfying(
                        Tombstone.class, gone -> assertThat(gone.mergedInto()).isEqualTo(took));
        assertThat(link().find(CrmType.LEAD, List.of(id)).gone())
                .singleElement()
                .satisfies(gone -> assertThat(gone.mergedInto()).isEqualTo(took));
    }

    @Test
    void doesWithoutLeadsWhereThereAreNoneForTheUser() {
        crm.fields.remove("Lead");
        Walk walk = walk(CrmType.LEAD, null);
        assertThat(walk.changes()).isEmpty();
        assertThat(link().ids(CrmType.LEAD, null).externalIds()).isEmpty();
        var found = link().find(CrmType.LEAD, List.of(ReplayedSalesforce.id("00Q", 1)));
        assertThat(found.gone()).isEmpty(); // taken from us, which is not gone
        assertThat(link().test()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("read Lead");
            assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.WARNED);
        });
    }

    // Canvas frames on Salesforce's pages.

    private static final String CANVAS_SECRET = "canvas-test-secret-0001";
    private static final String CANVAS_CONTENT =
            "{\"algorithm\":\"HMACSHA256\",\"issuedAt\":1795384800,\"userId\":\"005WU00000AbCdEYAV\",\"client\":{\"oauthToken\":\"TEST\","
                    + "\"instanceUrl\":\"https://acme.my.salesforce.com\"},\"context\":{\"user\":{\"userId\":\"005WU00000AbCdEYAV\","
                    + "\"email\":\"ana.lopez@acme.example\"},\"organization\":{\"organizationId\":\"00DWU00000123452AA\"},"
                    + "\"environment\":{\"displayLocation\":\"Aura\",\"parameters\":{\"recordId\":\"001WU00000QwErTYAV\"},\"record\":{}}}}";
    private static final String CANVAS_SIGNATURE = "BFZl9hwpWznP/JwkqV6MwTHf9ZUrX43n4RmsbTMNrBc=";

    private static String canvas(String signature, String content) {
        return signature + "."
                + java.util.Base64.getEncoder()
                        .encodeToString(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String canvasSignature(String content) throws Exception {
        var mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(
                CANVAS_SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
        return java.util.Base64.getEncoder()
                .encodeToString(mac.doFinal(
                        canvas("", content).substring(1).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private PageVisit visit(String signedRequest) {
        CrmLink link =
                adapter().open(access(Map.of("consumer-key", "3MVG9", "consumer-secret", CANVAS_SECRET), Map.of()));
        return link.visit(new PageCall(
                "POST", "https://rapport.example/embed/acme/visit", Map.of(), Map.of("signed_request", signedRequest)));
    }

    @Test
    void believesWhoSalesforceSaysIsLookingAtAFrame() {
        assertThat(visit(canvas(CANVAS_SIGNATURE, CANVAS_CONTENT)))
                .isEqualTo(new PageVisit(
                        "005WU00000AbCdEYAV", new CrmRef(CrmType.ACCOUNT, "001WU00000QwErTYAV"), CANVAS_SIGNATURE));
        assertThat(visit(canvas(CANVAS_SIGNATURE.replace('/', '_').replace('+', '-'), CANVAS_CONTENT))
                        .onlyOnce())
                .isEqualTo(CANVAS_SIGNATURE); // in either alphabet the same use
    }

    @Test
    void believesNoSignedRequestThatIsForgedOrOfAnotherOrg() throws Exception {
        String other = CANVAS_CONTENT.replace("00DWU00000123452AA", "00DWU00000999992AA");
        String none = CANVAS_CONTENT.replace("HMACSHA256", "none");
        for (String signed : List.of(
                canvas(CANVAS_SIGNATURE, CANVAS_CONTENT.replace("005WU00000AbCdEYAV", "005WU00000AbCdFYAV")),
                canvas("", CANVAS_CONTENT),
                canvas("AAAA", CANVAS_CONTENT),
                canvas(canvasSignature(other), other),
                canvas(canvasSignature(none), none),
                canvas(canvasSignature("{}"), "{}"),
                canvas(canvasSignature("nonsense"), "nonsense"),
                "nonsense",
                "!.!")) {
            assertThatThrownBy(() -> visit(signed)).as(signed).isInstanceOf(WebhookRefused.class);
        }
        CrmLink without = adapter().open(access(Map.of("consumer-key", "3MVG9"), Map.of()));
        assertThatThrownBy(() -> without.visit(new PageCall(
                        "POST",
                        "https://rapport.example/embed/acme/visit",
                        Map.of(),
                        Map.of("signed_request", canvas(CANVAS_SIGNATURE, CANVAS_CONTENT)))))
                .isInstanceOf(WebhookRefused.class);
    }
}
