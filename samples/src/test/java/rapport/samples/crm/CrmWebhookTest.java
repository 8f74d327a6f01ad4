package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static rapport.samples.crm.SmallCompany.ACME;
import static rapport.samples.crm.SmallCompany.ANN;
import static rapport.samples.crm.SmallCompany.BEN;
import static rapport.samples.crm.SmallCompany.JSON;
import static rapport.samples.crm.SmallCompany.call;
import static rapport.samples.crm.SmallCompany.get;
import static rapport.samples.crm.SmallCompany.ids;
import static rapport.samples.crm.SmallCompany.json;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rapport.samples.crm.api.Faults;
import rapport.samples.crm.data.EntityType;
import tools.jackson.databind.JsonNode;

class CrmWebhookTest {
    /** What arrived, byte by byte. */
    private record Delivery(String path, byte[] body, String signature, String legacySignature) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;
    private HttpServer receiver;
    private SampleCrm crm;

    @BeforeEach
    void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            deliveries.add(new Delivery(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestBody().readAllBytes(),
                    exchange.getRequestHeaders().getFirst("Signature"),
                    exchange.getRequestHeaders().getFirst("X-Signature")));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
        crm = SampleCrm.start(SmallCompany.settings().withWebhooks(Duration.ofMillis(20), Duration.ofMillis(40)));
    }

    @AfterEach
    void stop() {
        crm.close();
        receiver.stop(0);
    }

    private JsonNode register(String event, boolean skipOwn) throws Exception {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/" + event;
        return json(call(
                crm, "POST", "/Webhook", Map.of("event", event, "url", url, "isActive", true, "skipOwn", skipOwn)));
    }

    private void awaitDeliveries(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> deliveries.size() >= count);
    }

    @Test
    void sendsWhatChangedSignedInBothWays() throws Exception {
        JsonNode webhook = register("Account.update", true);
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Retail", "assignedUserId", BEN), ANN);
        awaitDeliveries(1);
        Delivery delivery = deliveries.get(0);
        JsonNode event = delivery.json().path(0);
        assertThat(event.propertyNames())
                .containsExactlyInAnyOrder("id", "industry", "assignedUserId", "assignedUserName");
        assertThat(event.path("id").asString()).isEqualTo(ACME);

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(webhook.path("secretKey").asString().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(delivery.body());
        String id = webhook.path("id").asString();
        assertThat(new String(Base64.getDecoder().decode(delivery.signature()), StandardCharsets.UTF_8))
                .isEqualTo(id + ":" + HexFormat.of().formatHex(expected));
        byte[] legacy = Base64.getDecoder().decode(delivery.legacySignature());
        assertThat(Arrays.copyOfRange(legacy, id.length() + 1, legacy.length)).isEqualTo(expected);
    }

    @Test
    void bundlesAtMostFiftyEventsOfOneWebhook() throws Exception {
        register("Account.create", false);
        for (int i = 0; i < 120; i++) {
            crm.data().create(EntityType.ACCOUNT, Map.of("name", "New " + i), ANN);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> sent() == 120);
        assertThat(deliveries).allMatch(delivery -> delivery.json().size() <= 50);
        assertThat(deliveries.get(0).json().path(0).path("name").asString()).isEqualTo("New 0");
    }

    private int sent() {
        return deliveries.stream().mapToInt(delivery -> delivery.json().size()).sum();
    }

    @Test
    void sendsNothingForSavesWithoutNewsAndForOwnChanges() throws Exception {
        register("Account.update", true);
        register("Account.delete", true);
        json(call(crm, "PUT", "/Account/" + ACME, Map.of("industry", "Retail")));
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Retail"), ANN);
        crm.data().delete(EntityType.ACCOUNT, SmallCompany.CEDAR, ANN);
        awaitDeliveries(1);
        assertThat(deliveries).hasSize(1);
        assertThat(deliveries.get(0).json()).isEqualTo(JSON.readTree("[{\"id\":\"" + SmallCompany.CEDAR + "\"}]"));
        assertThat(crm.data().waitingEvents()).isEmpty();
    }

    @Test
    void tellsOfOneFieldOnItsOwnWebhook() throws Exception {
        register("Opportunity.fieldUpdate.stage", false);
        crm.data().update(EntityType.OPPORTUNITY, SmallCompany.COLD_ROOM, Map.of("amount", 5), ANN);
        crm.data()
                .update(
                        EntityType.OPPORTUNITY,
                        SmallCompany.COLD_ROOM,
                        Map.of("stage", "Closed Won", "amount", 6),
                        ANN);
        awaitDeliveries(1);
        JsonNode event = deliveries.get(0).json().path(0);
        assertThat(event.propertyNames()).containsExactlyInAnyOrder("id", "stage");
    }

    @Test
    void removesAWebhookThatIsGone() throws Exception {
        register("Account.update", false);
        answer = 410;
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Retail"), ANN);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ids(get(crm, "/Webhook")).isEmpty());
    }

    @Test
    void triesFourTimesAfterAServerErrorAndDropsAfterAGatewayError() throws Exception {
        register("Account.update", false);
        answer = 503;
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Retail"), ANN);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> crm.data().waitingEvents().isEmpty());
        assertThat(deliveries).hasSize(4);
        answer = 502;
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Food"), ANN);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> crm.data().waitingEvents().isEmpty());
        assertThat(deliveries).hasSize(5);
    }

    @Test
    void losesAndRepeatsDeliveriesOnDemand() throws Exception {
        register("Account.update", false);
        crm.faults().set(new Faults.Settings(false, false, 0, 0, 0, 0, false, 1, false, 0));
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Lost"), ANN);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> crm.data().waitingEvents().isEmpty());
        assertThat(deliveries).isEmpty();
        crm.faults().set(new Faults.Settings(false, false, 0, 0, 0, 0, false, 0, true, 0));
        crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Twice"), ANN);
        awaitDeliveries(2);
        assertThat(deliveries.get(0).body()).isEqualTo(deliveries.get(1).body());
    }

    @Test
    void refusesEventsThatDoNotExistAndForeignWebhooksStayHidden() throws Exception {
        int status = call(crm, "POST", "/Webhook", Map.of("event", "Account.explode", "url", "http://x.example"))
                .statusCode();
        assertThat(status).isEqualTo(403);
        crm.data().create(EntityType.WEBHOOK, Map.of("event", "Account.update", "url", "http://x.example"), ANN);
        assertThat(ids(get(crm, "/Webhook"))).isEmpty();
    }
}
