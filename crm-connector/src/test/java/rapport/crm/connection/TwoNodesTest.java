package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.secret.Secrets;
import rapport.crm.secret.SecretsOf;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.Remedy;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.MovableClock;

/** Two nodes with one database and one HubSpot account, whose refresh tokens are good for one use each. */
@DatabaseTest
class TwoNodesTest {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Autowired
    MovableClock movable;

    @Autowired
    StoredConnections stored;

    @Autowired
    List<CrmAdapter> adapters;

    private final String key = "nodes-" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Hubspot hubspot = new Hubspot();
    private final List<Connections> nodes = new ArrayList<>();

    /** As much of HubSpot as two nodes fight about: tokens, and how many calls are left. */
    private static final class Hubspot {
        private final HttpServer server;
        private int signIns;
        private int calls;
        private String token = "none";
        private String refresh = "refresh-0";
        private int left = 1_000;

        Hubspot() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestURI().getPath().startsWith("/oauth/")) {
                signIn(exchange, body);
            } else {
                data(exchange);
            }
        }

        private void signIn(HttpExchange exchange, String form) throws IOException {
            synchronized (this) {
                signIns++;
                if (!form.contains("refresh_token=" + refresh)) {
                    send(exchange, 400, "{\"status\":\"BAD_REFRESH_TOKEN\"}");
                    return;
                }
                token = "token-" + signIns;
                refresh = "refresh-" + signIns;
            }
            try {
                Thread.sleep(300); // the other node has time to come
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            send(
                    exchange,
                    200,
                    "{\"access_token\":\"" + token + "\",\"refresh_token\":\"" + refresh + "\",\"expires_in\":1800}");
        }

        private synchronized void data(HttpExchange exchange) throws IOException {
            calls++;
            left--;
            exchange.getResponseHeaders().set("X-HubSpot-RateLimit-Daily", "1000");
            exchange.getResponseHeaders().set("X-HubSpot-RateLimit-Daily-Remaining", String.valueOf(left));
            boolean known =
                    ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            send(
                    exchange,
                    known ? 200 : 401,
                    known
                            ? "{\"results\":[{\"id\":\"1\",\"teams\":[{\"id\":\"7\",\"name\":\"Sales\"}]}]}"
                            : "{\"category\":\"EXPIRED_AUTHENTICATION\"}");
        }

        private static void send(HttpExchange exchange, int status, String json) throws IOException {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        synchronized void expire() {
            token = "none";
        }

        synchronized int signIns() {
            return signIns;
        }

        synchronized int calls() {
            return calls;
        }
    }

    @BeforeEach
    void prepare() {
        stored.insert(
                new StoredConnection(
                        key,
                        1,
                        Map.of(
                                "crm",
                                "hubspot",
                                "name",
                                "HubSpot",
                                "address",
                                "http://127.0.0.1:"
                                        + hubspot.server.getAddress().getPort()),
                        Map.of(
                                "credentials.client-id",
                                "app",
                                "credentials.client-secret",
                                "s-1",
                                "credentials.refresh-token",
                                "refresh-0")),
                1,
                null,
                "hash");
        for (int i = 0; i < 2; i++) {
            nodes.add(node());
        }
    }

    private Connections node() {
        return new Connections(
                new ConnectionsSettings(URI.create("http://localhost:8080"), Map.of()),
                adapters,
                stored,
                tokens(),
                new ConnectionCalls(jdbc));
    }

    private ConnectionTokens tokens() {
        Secrets secrets = SecretsOf.keys(KEY);
        return new ConnectionTokens(jdbc, secrets, clock);
    }

    @AfterEach
    void end() {
        movable.reset();
        threads.shutdownNow();
        nodes.forEach(Connections::close);
        hubspot.server.stop(0);
        stored.delete(key);
    }

    private CrmLink link(int node) {
        return nodes.get(node).find(key).orElseThrow().link();
    }

    private static List<CrmTeam> sales() {
        return List.of(new CrmTeam("7", "Sales"));
    }

    /** Both at the same moment. */
    private <T> List<T> both(Callable<T> first, Callable<T> second) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> one : List.of(first, second)) {
            running.add(threads.submit(() -> {
                start.await();
                return one.call();
            }));
        }
        start.countDown();
        List<T> done = new ArrayList<>();
        for (Future<T> one : running) {
            done.add(one.get(20, TimeUnit.SECONDS));
        }
        return done;
    }

    @Test
    void signInOnceForBothAndPassTheChangedRefreshTokenOn() throws Exception {
        assertThat(both(() -> link(0).teams(), () -> link(1).teams())).containsOnly(sales());
        assertThat(hubspot.signIns()).isEqualTo(1);

        hubspot.expire();
        assertThat(both(() -> link(0).teams(), () -> link(1).teams())).containsOnly(sales());
        assertThat(hubspot.signIns()).as("one for both, by the changed token").isEqualTo(2);

        Connections restarted = node();
        nodes.add(restarted);
        assertThat(restarted.find(key).orElseThrow().link().teams()).isEqualTo(sales());
        assertThat(hubspot.signIns()).as("a node that starts needs none").isEqualTo(2);
    }

    @Test
    void signInAgainWhereTheCredentialsAreOtherOnes() {
        link(0).teams();
        hubspot.refresh = "refresh-of-the-other-app";
        stored.update(new StoredConnection(
                key,
                2,
                stored.find(key).orElseThrow().settings(),
                Map.of(
                        "credentials.client-id",
                        "other-app",
                        "credentials.client-secret",
                        "s-2",
                        "credentials.refresh-token",
                        "refresh-of-the-other-app")));
        nodes.get(1).refresh();
        assertThat(link(1).teams()).isEqualTo(sales());
        assertThat(hubspot.signIns()).isEqualTo(2);
    }

    @Test
    void doNotWaitForANodeThatDiedWhileSigningIn() {
        jdbc.sql(
                        "insert into crm_token_turn (connection, name, owner, until_at) values (:key, 'sign-in', 'dead', :until)")
                .param("key", key)
                .param("until", OffsetDateTime.now().minusSeconds(1))
                .update();
        assertThat(link(0).teams()).isEqualTo(sales());
    }

    @Test
    void knowTheSameBudgetAndKeepToEachOthersPause() {
        link(0).teams();
        await().untilAsserted(() -> assertThat(link(1).callBudget()).isPresent().isEqualTo(link(0).callBudget()));
        assertThat(link(1).callBudget().orElseThrow().used()).isEqualTo(1);

        hubspot.left = 50; // of the day's thousand a hundred are left to others
        link(0).teams();
        await().untilAsserted(() ->
                assertThat(link(1).callBudget().orElseThrow().used()).isEqualTo(951));
        int calls = hubspot.calls();
        Optional<CrmLink> ofTheDoctor = nodes.get(1).openLink(key);
        for (CrmLink job : List.of(link(1), ofTheDoctor.orElseThrow())) {
            assertThatThrownBy(job::teams).isInstanceOfSatisfying(CrmFailure.class, failure -> {
                assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
                assertThat(failure).hasMessageContaining("49 of the day's 1000 calls are left");
            });
        }
        assertThat(hubspot.calls()).as("nobody was called").isEqualTo(calls);
        ofTheDoctor.orElseThrow().close();
    }
}
