package rapport.social.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import rapport.social.post.PostKind;
import rapport.social.testing.TestServer;
import tools.jackson.databind.json.JsonMapper;

/** A cluster behind HTTPS with a certificate of its own, which asks for a name and a password. */
class OpenSearchSignInTest {
    /** "rapport:sésame" in UTF-8. */
    private static final String SIGNED_IN = "Basic cmFwcG9ydDpzw6lzYW1l";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static SslBundle certificate;
    private static HttpsServer front;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("front.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "front",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var details = new JksSslStoreDetails("PKCS12", null, store.toUri().toString(), "changeit");
        certificate = SslBundle.of(new JksSslStoreBundle(details, details));
        TestServer.openSearch(); // else the first call waits for its start
        front = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setHttpsConfigurator(new HttpsConfigurator(certificate.createSslContext()));
        front.setExecutor(Executors.newFixedThreadPool(4));
        front.createContext("/", OpenSearchSignInTest::pass);
        front.start();
    }

    @AfterAll
    static void stop() {
        front.stop(0);
        ((java.util.concurrent.ExecutorService) front.getExecutor()).shutdownNow();
    }

    private static void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!SIGNED_IN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var request = HttpRequest.newBuilder(TestServer.openSearch().resolve(exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .header("Content-Type", "application/json")
                    .build();
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElse("text/plain"));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static OpenSearchIndex open(@Nullable String password, @Nullable SslBundle trusted) {
        var settings = new OpenSearchSettings(
                List.of(URI.create("https://127.0.0.1:" + front.getAddress().getPort())),
                password == null ? null : "rapport",
                password,
                null,
                "signed-" + UUID.randomUUID(),
                1,
                Duration.ofMillis(100),
                Duration.ofSeconds(10));
        return new OpenSearchIndex(settings, trusted, JsonMapper.shared(), new ArrayList<>()::add);
    }

    @Test
    void signsInAndTrustsTheCertificateThatItIsTold() throws IOException {
        var index = open("sésame", certificate);
        index.put(List.of(new IndexedText(7, 7, 1, null, PostKind.UPDATE, Instant.EPOCH, 1, null, "sealed")));
        index.refresh();
        assertThat(index.versions(0, 100)).containsEntry(7L, 1);
        index.destroy();
    }

    @Test
    void isUnavailableWithAWrongPasswordOrNone() throws IOException {
        for (String password : new String[] {"wrong", null}) {
            var index = open(password, certificate);
            assertThatThrownBy(() -> index.versions(0, 100)).isInstanceOf(SearchUnavailable.class);
            index.destroy();
        }
    }

    @Test
    void sendsNothingToWhomItDoesNotTrust() throws IOException {
        var index = open("sésame", null);
        assertThatThrownBy(() -> index.versions(0, 100))
                .isInstanceOf(SearchUnavailable.class)
                .hasStackTraceContaining("certi");
        index.destroy();
    }
}
