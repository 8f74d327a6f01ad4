package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static rapport.samples.crm.SmallCompany.ACME;
import static rapport.samples.crm.SmallCompany.ANN;
import static rapport.samples.crm.SmallCompany.BEN;
import static rapport.samples.crm.SmallCompany.BOREAL;
import static rapport.samples.crm.SmallCompany.CEDAR;
import static rapport.samples.crm.SmallCompany.COLD_ROOM;
import static rapport.samples.crm.SmallCompany.KEY;
import static rapport.samples.crm.SmallCompany.MAYA;
import static rapport.samples.crm.SmallCompany.NORTH;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rapport.crm.adapter.espocrm.EspoCrmAdapter;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookSubscription;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.api.Faults;
import rapport.samples.crm.data.EntityType;

/** The product's own adapter reads the sample CRM over HTTP: what one writes, the other understands. */
class EspoCrmAdapterOnSampleCrmTest {
    private SampleCrm crm;
    private CrmLink link;

    @BeforeEach
    void start() throws Exception {
        crm = SampleCrm.start(SmallCompany.settings().withWebhooks(Duration.ofMillis(20), Duration.ofMillis(100)));
        link = open(Map.of("api-key", KEY));
    }

    @AfterEach
    void stop() {
        link.close();
        crm.close();
    }

    private CrmLink open(Map<String, String> credentials) {
        return new EspoCrmAdapter()
                .open(new CrmAccess(
                        "small",
                        crm.address(),
                        credentials,
                        Map.of("user-language-field", "cLanguage"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5)));
    }

    private Map<String, CrmRecord> readAll(CrmType type) {
        Map<String, CrmRecord> records = new LinkedHashMap<>();
        follow(type, null, records);
        return records;
    }

    private Checkpoint follow(CrmType type, @Nullable Checkpoint from, Map<String, CrmRecord> records) {
        ChangePage page;
        Checkpoint checkpoint = from;
        do {
            page = link.read(type, checkpoint);
            assertThat(page.unreadable()).isEmpty();
            page.changes().forEach(change -> records.put(change.ref().externalId(), (CrmRecord) change));
            checkpoint = page.next();
        } while (page.more());
        return checkpoint;
    }

    @Test
    void passesEveryStepOfTheConnectionTest() {
        assertThat(link.test())
                .hasSizeGreaterThan(5)
                // the sample CRM has no leads: that is said, and hinders nothing
                .allMatch(check -> check.outcome()
                        == (check.name().equals("read Lead")
                                ? ConnectionCheck.Outcome.WARNED
                                : ConnectionCheck.Outcome.PASSED));
    }

    @Test
    void readsPeopleTeamsAndRecordsAsTheyAre() {
        List<CrmUser> users = link.users(null).users();
        assertThat(users).extracting(CrmUser::name).containsExactlyInAnyOrder("Ann Berg", "Ben Carter", "Gone");
        assertThat(link.teams()).extracting(team -> team.name()).containsExactly("North");
        CrmRecord acme = Objects.requireNonNull(readAll(CrmType.ACCOUNT).get(ACME));
        assertThat(acme.name()).isEqualTo("Acme <Foods>");
        assertThat(acme.ownerExternalId()).isEqualTo(ANN);
        assertThat(acme.teamExternalIds()).containsExactly(NORTH);
        CrmRecord coldRoom = Objects.requireNonNull(readAll(CrmType.OPPORTUNITY).get(COLD_ROOM));
        assertThat(coldRoom.fields())
                .containsEntry("stage", "Proposal")
                .containsEntry("closeOn", LocalDate.of(2026, 12, 1));
        CrmMoney amount = (CrmMoney) Objects.requireNonNull(coldRoom.fields().get("amount"));
        assertThat(amount.amount()).isEqualByComparingTo("1000");
        assertThat(coldRoom.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, ACME));
        assertThat(Objects.requireNonNull(readAll(CrmType.CONTACT).get(MAYA)).name())
                .isEqualTo("Maya Lind");
    }

    @Test
    void missesNothingOfManyRecordsSavedInTheSameSecondWhilePagesRepeatRows() {
        for (int i = 0; i < 950; i++) {
            crm.data().create(EntityType.ACCOUNT, Map.of("name", "Many " + i), ANN);
        }
        crm.faults().set(new Faults.Settings(false, false, 0, 0, 0, 0, true, 0, false, 0));
        assertThat(readAll(CrmType.ACCOUNT)).hasSize(953);
    }

    @Test
    void readsWhatChangedSinceTheLastRead() {
        Map<String, CrmRecord> records = new LinkedHashMap<>();
        Checkpoint checkpoint = follow(CrmType.OPPORTUNITY, null, records);
        crm.data()
                .update(EntityType.OPPORTUNITY, COLD_ROOM, Map.of("stage", "Negotiation", "assignedUserId", BEN), BEN);
        follow(CrmType.OPPORTUNITY, checkpoint, records);
        CrmRecord changed = Objects.requireNonNull(records.get(COLD_ROOM));
        assertThat(changed.fields()).containsEntry("stage", "Negotiation");
        assertThat(changed.ownerExternalId()).isEqualTo(BEN);
        List<CrmEdit> edits = link.edits(
                new CrmRef(CrmType.OPPORTUNITY, COLD_ROOM), Instant.now().minusSeconds(60));
        assertThat(edits).isNotEmpty().allMatch(edit -> BEN.equals(edit.actorExternalId()));
        assertThat(edits.stream().flatMap(edit -> edit.fields().keySet().stream()))
                .contains("stage", "owner");
    }

    @Test
    void findsRecordsByIdAndTellsWhichAreGone() {
        crm.data().delete(EntityType.ACCOUNT, CEDAR, ANN);
        Found found = link.find(CrmType.ACCOUNT, List.of(ACME, BOREAL, CEDAR));
        assertThat(found.records())
                .extracting(record -> record.ref().externalId())
                .containsExactlyInAnyOrder(ACME, BOREAL);
        assertThat(found.gone()).extracting(gone -> gone.ref().externalId()).containsExactly(CEDAR);
        List<String> ids = new ArrayList<>(link.ids(CrmType.ACCOUNT, null).externalIds());
        assertThat(ids).containsExactly(ACME, BOREAL);
    }

    @Test
    void isCalledByWebhooksThatItCanVerify() throws Exception {
        BlockingQueue<WebhookCall> calls = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            String event = exchange.getRequestURI().getPath().substring(1);
            calls.add(new WebhookCall(event, headers, exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String base = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
            List<WebhookSubscription> subscriptions = link.subscribe(event -> URI.create(base + event), List.of());
            assertThat(subscriptions)
                    .extracting(WebhookSubscription::event)
                    .contains("Account.update", "Contact.delete");
            crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Retail"), ANN);
            WebhookCall call = Objects.requireNonNull(calls.poll(10, TimeUnit.SECONDS));
            List<CrmHint> hints = new EspoCrmAdapter().receive(call, subscriptions);
            assertThat(hints).extracting(CrmHint::ref).containsExactly(new CrmRef(CrmType.ACCOUNT, ACME));
            assertThat(link.subscribe(event -> URI.create(base + event), subscriptions))
                    .hasSameSizeAs(subscriptions);
            assertThat(SmallCompany.get(crm, "/Webhook").path("total").asInt()).isEqualTo(subscriptions.size());
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void asksToReconnectWhenTheKeyIsRefused() {
        crm.faults().set(new Faults.Settings(false, true, 0, 0, 0, 0, false, 0, false, 0));
        CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> link.read(CrmType.ACCOUNT, null));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
    }

    @Test
    void retriesWhenTheCrmIsDownOrBreaksOff() {
        for (Faults.Settings fault : List.of(
                new Faults.Settings(true, false, 0, 0, 0, 0, false, 0, false, 0),
                new Faults.Settings(false, false, 0, 0, 0, 1, false, 0, false, 0),
                new Faults.Settings(false, false, 0, 1, 0, 0, false, 0, false, 0))) {
            crm.faults().set(fault);
            CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> link.read(CrmType.ACCOUNT, null));
            assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
        }
    }

    @Test
    void signsItsRequestsWhenThereIsASecretKey() throws Exception {
        try (SampleCrm signing = SampleCrm.start(
                SmallCompany.settings().withApiUsers(ApiUser.withHmac("signing", "the-key", "the-secret")))) {
            crm.close();
            crm = signing;
            try (CrmLink signed = open(Map.of("api-key", "the-key", "secret-key", "the-secret"))) {
                assertThat(signed.find(CrmType.ACCOUNT, List.of(ACME)).records())
                        .hasSize(1);
            }
        }
    }
}
