package rapport.crm.adapter.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.ChangePage;
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
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.KeptTokens;
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.ReplayedServer;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;

class HubspotAdapterTest implements CrmAdapterContract {
    private final ReplayedHubspot crm = new ReplayedHubspot();
    private Instant now = Instant.parse("2026-11-23T21:00:00Z");

    /** The first call of all loads classes for a second or two, longer than a CRM may take here. */
    @BeforeAll
    static void warmUp() {
        var crm = new ReplayedHubspot();
        try {
            crm.accounts(1, 2_100, 10);
            new HubspotAdapter()
                    .open(new CrmAccess(
                            "warm",
                            crm.address(),
                            Map.of("access-token", "t"),
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
        return new HubspotAdapter(new MovingClock(), Duration.ZERO);
    }

    /** Shows what {@link #now} says. */
    private final class MovingClock extends Clock {
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
    }

    @Override
    public ReplayedHubspot crm() {
        return crm;
    }

    @Override
    public CrmAccess access() {
        return access(Map.of("access-token", SECRET, "client-secret", "hubspot-test-secret-0001"));
    }

    private CrmAccess access(Map<String, String> credentials) {
        return access(credentials, Map.of());
    }

    private CrmAccess access(Map<String, String> credentials, Map<String, String> options) {
        return new CrmAccess(
                "emea",
                crm.address(),
                credentials,
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(1_000), // a busy machine takes half a second at times
                Duration.ofMinutes(5));
    }

    @Override
    public String whereCredentialsAre() {
        return "service key";
    }

    @Override
    public String rightToReadAccounts() {
        return "crm.objects.companies.read";
    }

    @Test
    void signsInWithTheToken() {
        link().users(null);
        assertThat(crm.requests.get(0).getHeader("Authorization")).isEqualTo("Bearer " + SECRET);
    }

    @Test
    void readsACompanyInOurWords() {
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        Map<String, String> properties = new HashMap<>(Map.of(
                "name", " Acme ",
                "domain", "acme.example",
                "phone", "+34 91 000",
                "industry", "FOOD_PRODUCTION",
                "lifecyclestage", "customer",
                "city", "Madrid",
                "hubspot_owner_id", "3101",
                "hubspot_team_id", "9",
                "hs_updated_by_user_id", "77",
                "website", ""));
        properties.put("country", null);
        crm.row("companies", 50_001, 10, properties);
        assertThat(walk(CrmType.ACCOUNT, null).changes())
                .containsExactly(new CrmRecord(
                        new CrmRef(CrmType.ACCOUNT, "50001"),
                        "Acme",
                        null,
                        "3101",
                        List.of("9"),
                        Map.of(
                                "website", "acme.example",
                                "phone", "+34 91 000",
                                "industry", "FOOD_PRODUCTION",
                                "stage", "customer",
                                "city", "Madrid"),
                        "https://app-eu1.hubspot.com/contacts/990001/record/0-2/50001",
                        ReplayedHubspot.START.plusSeconds(10),
                        "3101"));
    }

    @Test
    void readsContactsByTheirOwnModifiedProperty() {
        crm.row("contacts", 7, 10, Map.of("firstname", "Zoé", "lastname", "Lefèvre", "associatedcompanyid", "50001"));
        crm.row("contacts", 8, 10, Map.of("email", "info@acme.example", "mobilephone", "06"));
        crm.clock(1_000);
        Walk first = walk(CrmType.CONTACT, null);
        CrmRecord zoe = (CrmRecord) first.changes().get(0);
        assertThat(zoe.name()).isEqualTo("Zoé Lefèvre");
        assertThat(zoe.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "50001"));
        assertThat(((CrmRecord) first.changes().get(1)).name()).isEqualTo("info@acme.example");
        crm.row("contacts", 7, 1_005, Map.of("firstname", "Zoé", "lastname", "Martin"));
        assertThat(walk(CrmType.CONTACT, first.end()).changes())
                .singleElement()
                .satisfies(change -> assertThat(((CrmRecord) change).name()).isEqualTo("Zoé Martin"));
    }

    @Test
    void readsADealWithItsStageByNameAndItsMainCompany() {
        crm.stages.add(Map.of("id", "contractsent", "label", "Contract sent"));
        crm.row(
                "deals",
                40_001,
                10,
                Map.of(
                        "dealname",
                        "Acme - 40 seats",
                        "amount",
                        "48000.50",
                        "dealstage",
                        "contractsent",
                        "closedate",
                        "2026-12-31T00:00:00Z"));
        crm.associate("40001", "50009", "deal_to_company_unlabeled", 341);
        crm.associate("40001", "50010", "deal_to_company", 5);
        crm.associate("40001", "50010", "deal_to_company_unlabeled", 341);
        crm.clock(20);
        Walk listed = walk(CrmType.OPPORTUNITY, null);
        CrmRecord deal = (CrmRecord) listed.changes().get(0);
        assertThat(deal.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "50010"));
        assertThat(deal.fields())
                .containsOnly(
                        Map.entry("stage", "Contract sent"),
                        Map.entry("amount", new CrmMoney(new BigDecimal("48000.5"), "EUR")),
                        Map.entry("closed", false),
                        Map.entry("closeOn", LocalDate.of(2026, 12, 31)));
        // A search brings neither associations nor an address along, and must not make another record of it.
        assertThat(walk(CrmType.OPPORTUNITY, listed.end()).changes()).containsExactly(deal);
        assertThat(link().find(CrmType.OPPORTUNITY, List.of("40001")).records()).containsExactly(deal);
    }

    @Test
    void takesTheDayThatAPersonPickedInTheZoneOfTheAccount() {
        crm.row("deals", 1, 10, Map.of("dealname", "Late", "closedate", "2026-12-30T23:30:00.123Z"));
        crm.row("deals", 2, 10, Map.of("dealname", "Old", "closedate", "1798675200000"));
        crm.row("deals", 3, 10, Map.of("dealname", "Plain", "closedate", "2026-12-31"));
        assertThat(walk(CrmType.OPPORTUNITY, null).changes())
                .allSatisfy(change ->
                        assertThat(((CrmRecord) change).fields()).containsEntry("closeOn", LocalDate.of(2026, 12, 31)));
    }

    @Test
    void asksForPipelinesAgainWhenAStageIsUnknownButNotForEveryRow() {
        crm.stages.add(Map.of("id", "1", "label", "First"));
        crm.row("deals", 1, 10, Map.of("dealname", "A", "dealstage", "1"));
        CrmLink link = link();
        link.read(CrmType.OPPORTUNITY, null);
        crm.stages.add(Map.of("id", "2", "label", "Second"));
        for (int id = 2; id < 30; id++) {
            crm.row("deals", id, 10, Map.of("dealname", "B", "dealstage", id % 2 == 0 ? "2" : "lost"));
        }
        crm.requests.clear();
        ChangePage page = link.read(CrmType.OPPORTUNITY, null);
        assertThat(((CrmRecord) page.changes().get(1)).fields()).containsEntry("stage", "Second");
        assertThat(((CrmRecord) page.changes().get(2)).fields()).containsEntry("stage", "lost");
        assertThat(crm.requests.stream().filter(call -> call.getUrl().contains("/pipelines/")))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void readsMoreChangesThanASearchMayShow() {
        crm.clock(1_000);
        var loaded = walk(CrmType.ACCOUNT, null).end();
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= 12_345; number++) {
            ids.add(crm.account(number, 1_000 + number / 250)); // 250 in one millisecond, more than one page
        }
        Walk walk = walk(CrmType.ACCOUNT, loaded);
        assertThat(new HashSet<>(walk.ids())).hasSize(12_345).containsAll(ids);
        assertThat(walk.pages()).isLessThan(300);
    }

    @Test
    void readsAnImportOfThousandsInOneMillisecond() {
        crm.clock(1_000);
        var loaded = walk(CrmType.ACCOUNT, null).end();
        List<String> ids = crm.accounts(1, 10_500, 1_001);
        String after = crm.account(20_000, 1_002);
        assertThat(new HashSet<>(walk(CrmType.ACCOUNT, loaded).ids()))
                .hasSize(10_501)
                .containsAll(ids)
                .contains(after);
    }

    @Test
    void tellsHowManyThereAreOnTheFirstPage() {
        crm.accounts(1, 250, 10);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        assertThat(first.total()).isEqualTo(250);
        assertThat(link().read(CrmType.ACCOUNT, first.next()).total()).isNull();
    }

    @Test
    void beginsAgainWhenThePageTokenIsForgotten() {
        List<String> ids = crm.accounts(1, 150, 10);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        crm.forgetsPageTokens = true;
        assertThat(walk(CrmType.ACCOUNT, first.next()).ids()).containsExactlyElementsOf(ids);
    }

    @Test
    void tellsSinceWhenAnArchivedRecordIsGone() {
        String gone = crm.account(1, 10);
        crm.clock(60);
        crm.delete(gone);
        assertThat(link().find(CrmType.ACCOUNT, List.of(gone)).gone())
                .containsExactly(
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, gone), null, ReplayedHubspot.START.plusSeconds(60)));
    }

    @Test
    void tellsIntoWhichRecordOthersWereMerged() {
        String winner = crm.account(1, 10);
        String loser = crm.account(2, 10);
        String other = crm.account(3, 10);
        crm.clock(1_000);
        var loaded = walk(CrmType.ACCOUNT, null).end();
        crm.merge("companies", winner, loser, other);
        crm.save(winner, 1_001, "Account 1 and 2");
        Walk walk = walk(CrmType.ACCOUNT, loaded);
        CrmRef ref = new CrmRef(CrmType.ACCOUNT, winner);
        assertThat(walk.changes().subList(1, 3))
                .containsExactly(
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, loser), ref, null),
                        new Tombstone(new CrmRef(CrmType.ACCOUNT, other), ref, null));
    }

    @Test
    void findsTheSurvivorWhoseNewIdNobodyToldIt() {
        for (boolean namesLosers : new boolean[] {true, false}) {
            crm.namesLosers = namesLosers;
            String first = crm.account(1, 10);
            String second = crm.account(2, 10);
            String created = crm.account(3, 10);
            crm.merge("companies", created, first, second);
            Found found = link().find(CrmType.ACCOUNT, List.of(first, second));
            CrmRef ref = new CrmRef(CrmType.ACCOUNT, created);
            assertThat(found.gone())
                    .containsExactlyInAnyOrder(
                            new Tombstone(new CrmRef(CrmType.ACCOUNT, first), ref, null),
                            new Tombstone(new CrmRef(CrmType.ACCOUNT, second), ref, null));
            assertThat(found.records()).extracting(CrmRecord::ref).containsExactly(ref);
        }
    }

    @Test
    void doesNotTakeANeighbourForTheSurvivor() {
        String acme = crm.account(1, 10);
        assertThat(link().find(CrmType.ACCOUNT, List.of(acme, "99999")).gone())
                .containsExactly(new Tombstone(new CrmRef(CrmType.ACCOUNT, "99999"), null, null));
    }

    @Test
    void findsManyInBatchesOfAHundred() {
        List<String> ids = crm.accounts(1, 230, 10);
        crm.requests.clear();
        assertThat(link().find(CrmType.ACCOUNT, ids).records()).hasSize(230);
        assertThat(crm.requests.stream().filter(call -> call.getUrl().contains("/batch/read")))
                .hasSize(3);
    }

    @Test
    void asksNothingAboutIdsThatAreNoNumbers() {
        assertThat(link().find(CrmType.ACCOUNT, List.of("../owners?x=1")).gone())
                .hasSize(1);
        assertThat(crm.calls()).isZero();
    }

    private static Map<String, Object> owner(String id, String userId, String first, String last) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("id", id);
        owner.put("type", "PERSON");
        owner.put("email", first.toLowerCase(java.util.Locale.ROOT) + "@acme.example");
        owner.put("firstName", first);
        owner.put("lastName", last);
        owner.put("userId", Integer.parseInt(userId));
        owner.put("archived", false);
        owner.put("teams", List.of(Map.of("id", "9", "name", "Iberia", "primary", true)));
        return owner;
    }

    @Test
    void readsOwnersThoseWhoLeftTooAndNoQueues() {
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        Map<String, Object> queue = owner("3102", "78", "Inbound", "");
        queue.put("type", "QUEUE");
        crm.owners.add(queue);
        Map<String, Object> left = owner("3103", "79", "Ben", "Ode");
        left.put("archived", true);
        left.put("userId", null);
        left.put("userIdIncludingInactive", 79);
        crm.owners.add(left);
        UserPage office = link().users(null);
        UserPage archive = link().users(Objects.requireNonNull(office.next()));
        assertThat(office.users())
                .containsExactly(
                        new CrmUser("3101", "Ana Lopez", "ana@acme.example", null, null, null, true, List.of("9")));
        assertThat(archive.users())
                .containsExactly(
                        new CrmUser("3103", "Ben Ode", "ben@acme.example", null, null, null, false, List.of("9")));
        assertThat(archive.next()).isNull();
        assertThat(link().teams()).containsExactly(new CrmTeam("9", "Iberia"));
    }

    @Test
    void readsAllOwnersOfALargeCompany() {
        IntStream.range(0, 250).forEach(i -> crm.owners.add(owner("" + (1_000 + i), "" + i, "Ana", "No " + i)));
        UserPage first = link().users(null);
        UserPage second = link().users(Objects.requireNonNull(first.next()));
        UserPage third = link().users(Objects.requireNonNull(second.next()));
        assertThat(third.users()).hasSize(50);
    }

    @Test
    void tellsWhoChangedWhatAndWhatWasThereBefore() {
        crm.stages.addAll(List.of(Map.of("id", "s1", "label", "Proposal"), Map.of("id", "s2", "label", "Negotiation")));
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        String id = crm.opportunity(1, 300, "50001", "s2");
        crm.history.put(
                id,
                Map.of(
                        "dealstage",
                        List.of(
                                version("s2", 300, "userId:77", null),
                                version("s1", 100, "userId:77", 77),
                                version("s2", 5, "import", null)),
                        "amount",
                        List.of(version("1500", 300, "userId:77", 77))));
        assertThat(link().edits(new CrmRef(CrmType.OPPORTUNITY, id), ReplayedHubspot.START.plusSeconds(50)))
                .containsExactly(
                        new CrmEdit(
                                "3101",
                                ReplayedHubspot.START.plusSeconds(100),
                                Map.of("stage", new FieldEdit("Negotiation", true, "Proposal"))),
                        new CrmEdit(
                                "3101",
                                ReplayedHubspot.START.plusSeconds(300),
                                Map.of(
                                        "stage",
                                        new FieldEdit("Proposal", true, "Negotiation"),
                                        "amount",
                                        new FieldEdit(null, true, new CrmMoney(BigDecimal.valueOf(1500), "EUR")))));
    }

    private static Map<String, Object> version(
            String value, int second, String source, @org.jspecify.annotations.Nullable Integer user) {
        Map<String, Object> version = new HashMap<>();
        version.put("value", value);
        version.put("timestamp", ReplayedHubspot.time(second));
        version.put("sourceType", "CRM_UI");
        version.put("sourceId", source);
        version.put("updatedByUserId", user);
        return version;
    }

    private static final Map<String, String> OAUTH =
            Map.of("client-id", "5511", "client-secret", SECRET, "refresh-token", "na1-good");

    @Test
    void changesTheRefreshTokenForAccessTokensAndRenewsThemOnce() {
        crm.account(1, 10);
        CrmLink link = adapter().open(access(OAUTH));
        link.read(CrmType.ACCOUNT, null);
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).isEqualTo(1);
        crm.expiredTokens.add("token-1");
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).isEqualTo(2);
        now = now.plus(Duration.ofMinutes(30));
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).isEqualTo(3);
    }

    @Test
    void keepsTheRefreshTokenThatWasGivenLastWhenAnOptionChanges() {
        crm.account(1, 10);
        crm.rotates = true;
        KeptTokens tokens = KeptTokens.inMemory();
        adapter().open(keeping(tokens, OAUTH, Map.of())).read(CrmType.ACCOUNT, null);
        now = now.plus(Duration.ofMinutes(30));
        CrmLink changed = adapter().open(keeping(tokens, OAUTH, Map.of("currency", "CHF")));
        assertThat(changed.read(CrmType.ACCOUNT, null).changes()).hasSize(1);
        assertThat(crm.tokens).isEqualTo(2);

        Map<String, String> installedAnew = new HashMap<>(OAUTH);
        installedAnew.put("refresh-token", "na1-other");
        crm.refreshToken = "na1-other";
        adapter().open(keeping(tokens, installedAnew, Map.of())).read(CrmType.ACCOUNT, null);
        assertThat(crm.tokens).as("other credentials begin with their own").isEqualTo(3);
    }

    private CrmAccess keeping(KeptTokens tokens, Map<String, String> credentials, Map<String, String> options) {
        CrmAccess access = access(credentials, options);
        return new CrmAccess(
                access.connection(),
                access.address(),
                credentials,
                options,
                access.connectTimeout(),
                access.answerTimeout(),
                access.overlap(),
                tokens,
                access.calls());
    }

    @Test
    void asksForAPersonWhenEvenARenewedTokenIsRefused() {
        crm.expiredTokens.addAll(List.of("token-1", "token-2", "token-3"));
        CrmFailure failure = failure(adapter().open(access(OAUTH)));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(crm.calls()).isEqualTo(4);
    }

    @Test
    void asksForAPersonWhenTheAppWasUninstalled() {
        CrmFailure failure = failure(adapter()
                .open(access(Map.of("client-id", "5511", "client-secret", SECRET, "refresh-token", "na1-revoked"))));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.explanation()).contains("BAD_REFRESH_TOKEN").contains("Install it again");
    }

    @Test
    void stopsWithoutAnyCredentials() {
        assertThat(failure(adapter().open(access(Map.of()))).remedy()).isEqualTo(Remedy.STOP);
        assertThat(crm.calls()).isZero();
    }

    private static CrmFailure failure(CrmLink link) {
        return Objects.requireNonNull(
                catchThrowableOfType(CrmFailure.class, () -> link.read(CrmType.ACCOUNT, null)), "no failure");
    }

    @Test
    void waitsAsLongAsEachLimitLasts() {
        Map<String, Duration> pauses = Map.of(
                "TEN_SECONDLY_ROLLING", Duration.ofSeconds(10),
                "SECONDLY", Duration.ofSeconds(1),
                "DAILY", Duration.ofHours(3),
                "OF_ANOTHER_KIND", Duration.ofSeconds(10));
        pauses.forEach((policy, pause) -> {
            crm.instead = ReplayedHubspot.error(429, Map.of("errorType", "RATE_LIMIT", "policyName", policy));
            CrmFailure failure = failure(link());
            assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
            assertThat(failure.pause()).as(policy).isEqualTo(pause);
        });
        crm.instead = ReplayedHubspot.error(429, Map.of("category", "RATE_LIMITS"));
        assertThat(failure(link()).pause()).isEqualTo(Duration.ofSeconds(10));
        crm.instead = ReplayedHubspot.error(423, Map.of());
        assertThat(failure(link()).pause()).isEqualTo(Duration.ofSeconds(2));
        crm.instead = ReplayedHubspot.error(477, Map.of());
        assertThat(failure(link()).pause()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void leavesARestOfTheDaysCallsToOthers() {
        crm.account(1, 10);
        crm.headers.putAll(
                Map.of("X-HubSpot-RateLimit-Daily", "250000", "X-HubSpot-RateLimit-Daily-Remaining", "24999"));
        CrmLink link = link();
        CrmFailure failure = failure(link); // the first answer told; the account's zone is asked for next
        assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(failure.pause()).isEqualTo(Duration.ofHours(3));
        assertThat(failure.getMessage()).contains("24999 of the day's 250000 calls");
        now = now.plus(Duration.ofHours(3));
        crm.headers.clear();
        assertThat(link.read(CrmType.ACCOUNT, null).changes()).hasSize(1);
    }

    @Test
    void waitsForTheNextIntervalBeforeItIsRefused() {
        CrmLink link = link();
        crm.headers.putAll(
                Map.of("X-HubSpot-RateLimit-Remaining", "0", "X-HubSpot-RateLimit-Interval-Milliseconds", "10000"));
        link.read(CrmType.ACCOUNT, null);
        int calls = crm.calls();
        assertThat(failure(link).pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(crm.calls()).isEqualTo(calls);
        now = now.plusSeconds(10);
        link.read(CrmType.ACCOUNT, null);
    }

    @Test
    void repeatsNothingOfAnErrorThatMayNameACustomer() {
        crm.instead = ReplayedHubspot.error(400, Map.of("category", "VALIDATION_ERROR"));
        CrmFailure failure = failure(link());
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation())
                .contains("VALIDATION_ERROR")
                .contains("aeb5f871")
                .doesNotContain("customer");
    }

    @Test
    void warnsWhereWebhooksCannotBeChecked() {
        assertThat(adapter().open(access(Map.of("access-token", SECRET))).test())
                .filteredOn(check -> check.outcome() == ConnectionCheck.Outcome.WARNED)
                .extracting(ConnectionCheck::name)
                .containsExactly("webhooks");
    }

    @Test
    void tellsWhichStagesAreClosedAndTheParentOfACompany() {
        crm.stages.add(
                Map.of("id", "w", "label", "Signed", "metadata", Map.of("probability", "1.0", "isClosed", "true")));
        crm.stages.add(Map.of("id", "o", "label", "Open", "metadata", Map.of("isClosed", "false")));
        crm.row("deals", 1, 10, Map.of("dealname", "A", "dealstage", "w"));
        crm.row("deals", 2, 10, Map.of("dealname", "B", "dealstage", "o"));
        assertThat(walk(CrmType.OPPORTUNITY, null).changes())
                .extracting(change -> ((CrmRecord) change).fields().get("closed"))
                .containsExactly(true, false);
        crm.row("companies", 5, 10, Map.of("name", "Acme France", "hs_parent_company_id", "4"));
        assertThat(((CrmRecord) walk(CrmType.ACCOUNT, null).changes().get(0)).account())
                .isEqualTo(new CrmRef(CrmType.ACCOUNT, "4"));
    }

    private static final CrmType PROJECT = new CrmType("project");

    private CrmLink own() {
        return adapter()
                .open(access(
                        Map.of("access-token", SECRET),
                        Map.of(
                                "fields.account",
                                        "region=region, seats=seats:number, renewsOn=renewal:date, vip=vip:boolean",
                                "object.project", "p99_projects, name=title, account=companies",
                                "fields.project", "budget=budget:money")));
    }

    @Test
    void readsThePropertiesThatTheConnectionDeclares() {
        crm.row(
                "companies",
                5,
                10,
                Map.of("name", "Acme", "region", "North", "seats", "40", "renewal", "1795305600000", "vip", "true"));
        CrmRecord read = (CrmRecord) own().read(CrmType.ACCOUNT, null).changes().get(0);
        assertThat(read.fields())
                .containsOnly(
                        Map.entry("region", "North"),
                        Map.entry("seats", new BigDecimal("40")),
                        Map.entry("renewsOn", LocalDate.of(2026, 11, 22)),
                        Map.entry("vip", true));
        assertThat(own().find(CrmType.ACCOUNT, List.of("5")).records()).containsExactly(read);
    }

    @Test
    void readsAnObjectThatTheConnectionDeclaresUnderItsCompany() {
        String id = crm.row(
                "p99_projects", 7, 10, Map.of("title", "New silo", "hubspot_owner_id", "3101", "budget", "900"));
        crm.associate(id, "50001", "project_to_company", 341);
        CrmRecord project = (CrmRecord) own().read(PROJECT, null).changes().get(0);
        assertThat(project.name()).isEqualTo("New silo");
        assertThat(project.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "50001"));
        assertThat(project.ownerExternalId()).isEqualTo("3101");
        assertThat(project.fields()).containsOnly(Map.entry("budget", new CrmMoney(new BigDecimal("900"), "EUR")));
        assertThat(own().find(PROJECT, List.of(id)).records()).containsExactly(project);
        assertThat(own().ids(PROJECT, null).externalIds()).containsExactly(id);
        assertThat(own().test()).anySatisfy(check -> assertThat(check.name()).isEqualTo("read p99_projects"));
    }

    @Test
    void believesNoOtherAppOfTheSameSecret() {
        now = Instant.ofEpochMilli(1795384801000L + 1_000);
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        Map<String, String> credentials = Map.of("access-token", SECRET, "client-secret", SECRET_OF_APP);
        CrmLink ours = adapter().open(access(credentials, Map.of("app-id", "5511")));
        assertThat(ours.visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)).userExternalId())
                .isEqualTo("3101");
        CrmLink another = adapter().open(access(credentials, Map.of("app-id", "5512")));
        assertThatThrownBy(() -> another.visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)))
                .hasMessageContaining("another app");
        for (String app : List.of("5511", "5512")) {
            WebhookSubscription known = adapter()
                    .open(access(credentials, Map.of("app-id", app)))
                    .subscribe(event -> URI.create(SUBSCRIBED.address()), List.of())
                    .get(0);
            assertThat(receive(signed(SIGNATURE, SIGNED_AT), BODY, known)).hasSize(app.equals("5511") ? 1 : 0);
        }
    }

    // Webhooks. The vectors are HubSpot's algorithm over made-up values.

    private static final String SECRET_OF_APP = "hubspot-test-secret-0001";
    private static final String SIGNED_AT = "1795384801000";
    private static final byte[] BODY =
            ("[{\"eventId\":100,\"subscriptionId\":7,\"portalId\":990001,\"appId\":5511,\"occurredAt\":1795384800123,"
                            + "\"subscriptionType\":\"deal.propertyChange\",\"attemptNumber\":0,\"objectId\":40001,"
                            + "\"propertyName\":\"dealstage\",\"propertyValue\":\"contractsent\","
                            + "\"changeSource\":\"CRM_UI\",\"sourceId\":\"userId:77\"}]")
                    .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "/D2FtkohZ2XF8scINnHjhihMpoxleu63eTNPKFDdIWw=";
    private static final WebhookSubscription SUBSCRIBED = new WebhookSubscription(
            "events", "", SECRET_OF_APP, "https://social.example.com/hooks/hubspot?tenant=acme");

    private List<CrmHint> receive(Map<String, String> headers, byte[] body, WebhookSubscription... known) {
        return adapter().receive(new WebhookCall("events", headers, body), List.of(known));
    }

    private static Map<String, String> signed(String signature, String timestamp) {
        return Map.of("X-HubSpot-Signature-v3", signature, "X-HubSpot-Request-Timestamp", timestamp);
    }

    @Test
    void takesASignedCallAsHints() {
        now = Instant.ofEpochMilli(1795384801000L + 299_000);
        assertThat(receive(signed(SIGNATURE, SIGNED_AT), BODY, SUBSCRIBED))
                .containsExactly(new CrmHint(new CrmRef(CrmType.OPPORTUNITY, "40001")));
    }

    @Test
    void refusesWhatIsNotSignedForThisAddressBodyAndTime() {
        now = Instant.ofEpochMilli(1795384801000L);
        List<Map<String, String>> forged = List.of(
                Map.of(),
                Map.of("X-HubSpot-Signature-v3", SIGNATURE),
                signed("", SIGNED_AT),
                signed(SIGNATURE, "1795384801001"),
                signed(SIGNATURE, "soon"),
                // The elder versions, which anybody who saw one call could send for ever.
                Map.of(
                        "X-HubSpot-Signature",
                        "7a235c7d34c0af4b0194a9cc3194c71cc47ccad310af988239f1d0c1bcec8a4d",
                        "X-HubSpot-Request-Timestamp",
                        SIGNED_AT),
                signed("fd273d4c18bd7d26bbd18421ae5cfa24680bf22553af4b7a3ade71b9cd843175", SIGNED_AT));
        for (Map<String, String> headers : forged) {
            assertNotSigned(() -> receive(headers, BODY, SUBSCRIBED));
        }
        byte[] other = "[]".getBytes(StandardCharsets.UTF_8);
        assertNotSigned(() -> receive(signed(SIGNATURE, SIGNED_AT), other, SUBSCRIBED));
        assertNotSigned(() -> receive(signed(SIGNATURE, SIGNED_AT), BODY));
        assertNotSigned(() -> receive(
                signed(SIGNATURE, SIGNED_AT),
                BODY,
                new WebhookSubscription("events", "", SECRET_OF_APP, "https://social.example.com/other")));
    }

    @Test
    void refusesACallThatIsOlderThanFiveMinutes() {
        now = Instant.ofEpochMilli(1795384801000L + 301_000);
        assertNotSigned(() -> receive(signed(SIGNATURE, SIGNED_AT), BODY, SUBSCRIBED));
        now = Instant.ofEpochMilli(1795384801000L - 301_000);
        assertNotSigned(() -> receive(signed(SIGNATURE, SIGNED_AT), BODY, SUBSCRIBED));
    }

    private static void assertNotSigned(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThat(catchThrowableOfType(WebhookRefused.class, call))
                .isNotNull()
                .extracting(WebhookRefused::reason)
                .isEqualTo(WebhookRefused.Reason.NOT_SIGNED);
    }

    @Test
    void undoesOnlySomeEscapesOfASignedAddress() {
        String address = "https://social.example.com/widget/hs/launch?objectId=40001&objectTypeId=0-3&userId=77"
                + "&portalId=990001&userEmail=ana.lopez%40acme.example&appId=5511";
        byte[] none = {};
        assertThat(new HubspotSignature("GmK2HB9MWhOqnlQsP8McgYNON1z4JJ7YOgC2XaXRuNw=", SIGNED_AT)
                        .fits(SECRET_OF_APP, "GET", address, none))
                .isTrue();
        assertThat(new HubspotSignature("c38OJIKj3SOIERpLtjGf+jD2FV8t+Hn+GnFT6GJilXk=", SIGNED_AT)
                        .fits(SECRET_OF_APP, "GET", address, none))
                .isFalse();
    }

    /** What would be signed with that secret, now. */
    private List<CrmHint> receiveSigned(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(now.toEpochMilli());
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(SECRET_OF_APP.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signature = java.util.Base64.getEncoder()
                    .encodeToString(mac.doFinal(
                            ("POST" + SUBSCRIBED.address() + body + timestamp).getBytes(StandardCharsets.UTF_8)));
            return receive(signed(signature, timestamp), bytes, SUBSCRIBED);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takesIdsFromEveryKindOfEvent() {
        assertThat(receiveSigned("""
                        [{"eventId":1,"portalId":990001,"subscriptionType":"company.merge","objectId":50001,"primaryObjectId":50001,
                          "mergedObjectIds":[50002,50003],"newObjectId":60001,"attemptNumber":3},
                         {"eventId":1,"portalId":990001,"subscriptionType":"object.creation","objectTypeId":"0-1","objectId":7,"changeFlag":"NEW"},
                         {"eventId":1,"portalId":990001,"subscriptionType":"contact.associationChange","associationType":"CONTACT_TO_COMPANY",
                          "fromObjectId":8,"toObjectId":50004},
                         {"eventId":2,"portalId":990001,"subscriptionType":"contact.privacyDeletion","objectId":9},
                         {"eventId":3,"portalId":990001,"subscriptionType":"ticket.creation","objectId":11},
                         {"eventId":4,"portalId":990001,"subscriptionType":"deal.creation","objectId":"../12"},
                         "nonsense"]
                        """))
                .extracting(hint -> hint.ref() + (hint.mergedInto() == null ? "" : " into " + hint.mergedInto()))
                .containsExactly(
                        "account/60001",
                        "account/50002 into account/60001",
                        "account/50003 into account/60001",
                        "account/50001 into account/60001",
                        "contact/7",
                        "contact/8",
                        "account/50004",
                        "contact/9");
    }

    @Test
    void takesABatchOfAHundredAndNoMillion() {
        assertThat(receiveSigned(events(100))).hasSize(100);
        assertThatThrownBy(() -> receiveSigned(events(1_001))).isInstanceOf(WebhookRefused.class);
        assertThatThrownBy(() -> receiveSigned("{}")).isInstanceOf(WebhookRefused.class);
        assertThatThrownBy(() -> receiveSigned("[{")).isInstanceOf(WebhookRefused.class);
    }

    private static String events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"eventId\":1,\"portalId\":990001,\"subscriptionType\":\"deal.creation\",\"objectId\":"
                        + (40_000 + i) + "}")
                .toList()
                .toString();
    }

    @Test
    void keepsWithWhichSecretAndWhereEventsAreToCome() {
        List<WebhookSubscription> standing =
                link().subscribe(event -> URI.create("https://rapport.example/api/hooks/emea/" + event), List.of());
        assertThat(standing)
                .containsExactly(new WebhookSubscription(
                        "events", "", SECRET_OF_APP, "https://rapport.example/api/hooks/emea/events"));
        assertThat(adapter()
                        .open(access(Map.of("access-token", SECRET)))
                        .subscribe(event -> URI.create("https://rapport.example/" + event), List.of()))
                .isEmpty();
    }

    // Cards on HubSpot's pages.

    private static final String CARD =
            "https://social.example.com/widget/hs/launch?objectId=40001&objectTypeId=0-3&userId=77"
                    + "&portalId=990001&userEmail=ana.lopez%40acme.example&appId=5511";
    private static final String CARD_SIGNATURE = "GmK2HB9MWhOqnlQsP8McgYNON1z4JJ7YOgC2XaXRuNw=";

    private static PageCall card(String address, String signature, String timestamp) {
        return new PageCall(
                "GET",
                address,
                signed(signature, timestamp),
                ReplayedServer.form(address.substring(address.indexOf('?') + 1)));
    }

    @Test
    void believesWhoHubspotSaysIsLookingAtACard() {
        now = Instant.ofEpochMilli(1795384801000L + 1_000);
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        assertThat(link().visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)))
                .isEqualTo(new PageVisit("3101", new CrmRef(CrmType.OPPORTUNITY, "40001"), null));
    }

    @Test
    void believesNoCardThatIsForgedOldOrOfAnotherAccount() {
        now = Instant.ofEpochMilli(1795384801000L + 1_000);
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        CrmLink link = link();
        for (PageCall call : List.of(
                card(CARD.replace("userId=77", "userId=78"), CARD_SIGNATURE, SIGNED_AT),
                card(CARD, CARD_SIGNATURE, "1795384801001"),
                card(CARD, "c38OJIKj3SOIERpLtjGf+jD2FV8t+Hn+GnFT6GJilXk=", SIGNED_AT),
                new PageCall("POST", CARD, signed(CARD_SIGNATURE, SIGNED_AT), Map.of("userId", "77")),
                new PageCall("GET", CARD, Map.of(), Map.of("userId", "77", "portalId", "990001")))) {
            assertThatThrownBy(() -> link.visit(call)).isInstanceOf(WebhookRefused.class);
        }
        now = now.plusSeconds(301);
        assertThatThrownBy(() -> link.visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)))
                .isInstanceOf(WebhookRefused.class);
    }

    @Test
    void looksAgainForSomebodyNewButNotWithEveryCall() {
        now = Instant.ofEpochMilli(1795384801000L);
        CrmLink link = link();
        assertThatThrownBy(() -> link.visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)))
                .hasMessageContaining("no owner");
        crm.owners.add(owner("3101", "77", "Ana", "Lopez"));
        assertThatThrownBy(() -> link.visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)))
                .hasMessageContaining("no owner");
        now = now.plusSeconds(61);
        assertThat(link.visit(card(CARD, CARD_SIGNATURE, SIGNED_AT)).userExternalId())
                .isEqualTo("3101");
    }
}
