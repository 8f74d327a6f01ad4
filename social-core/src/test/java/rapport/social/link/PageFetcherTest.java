package rapport.social.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PageFetcherTest {
    private HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good", exchange -> answer(exchange, 200, "text/html; charset=utf-8", """
                <html><head><title>Plain title</title><meta property="og:title" content="Chambres froides  &amp; glycol">
                <meta name="description" content="Ce qu’il faut savoir"></head><body>x</body></html>"""));
        server.createContext("/huge", exchange -> answer(exchange, 200, "text/html", "x".repeat(200_000)));
        server.createContext("/pdf", exchange -> answer(exchange, 200, "application/pdf", "%PDF"));
        server.createContext("/inside", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/good");
            answer(exchange, 302, "text/html", "");
        });
        server.createContext("/round", exchange -> {
            exchange.getResponseHeaders().add("Location", "/round");
            answer(exchange, 302, "text/html", "");
        });
        server.createContext("/slow", exchange -> {
            // answers the head and never the rest
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().flush();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        calls.incrementAndGet();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private PageFetcher fetcher(List<String> hosts, List<String> inside) {
        return new PageFetcher(new LinkSettings(
                hosts, inside, Duration.ofSeconds(2), DataSize.ofKilobytes(64), 3, Duration.ofDays(1)));
    }

    private String url(String path) {
        return "http://localhost:" + port() + path;
    }

    @Test
    void readsWhatAPageSaysOfItself() throws Exception {
        var fetcher = fetcher(List.of("localhost"), List.of("localhost"));
        var facts = fetcher.fetch(url("/good"));
        assertThat(facts.title()).isEqualTo("Chambres froides & glycol");
        assertThat(facts.description()).isEqualTo("Ce qu’il faut savoir");
        assertThat(facts.site()).isEqualTo("localhost");
        fetcher.destroy();
    }

    @Test
    void callsNothingInsideEvenWhenEveryHostIsAllowed() throws Exception {
        var fetcher = fetcher(List.of("*"), List.of());
        assertThatThrownBy(() -> fetcher.fetch(url("/good"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fetcher.fetch("http://localhost/good")).isInstanceOf(IOException.class);
        assertThat(calls.get()).isZero();
        fetcher.destroy();
    }

    @Test
    void doesNotFollowARedirectToWhereItMayNotGo() throws Exception {
        var fetcher = fetcher(List.of("*"), List.of("localhost"));
        assertThatThrownBy(() -> fetcher.fetch(url("/inside"))).isInstanceOf(IOException.class);
        assertThat(calls.get()).as("the redirect itself, and nothing behind it").isEqualTo(1);
        assertThatThrownBy(() -> fetcher.fetch(url("/round"))).hasMessageContaining("too many redirects");
        fetcher.destroy();
    }

    @Test
    void givesUpOnWhatIsTooLargeTooSlowOrNoPage() throws Exception {
        var fetcher = fetcher(List.of("localhost"), List.of("localhost"));
        for (String path : List.of("/huge", "/pdf", "/slow", "/nothing")) {
            assertThatThrownBy(() -> fetcher.fetch(url(path))).as(path).isInstanceOf(IOException.class);
        }
        fetcher.destroy();
    }

    @Test
    void fetchesOnlyFromHostsThatTheAdminNamed() {
        var fetcher = fetcher(List.of("*.example.org"), List.of());
        assertThat(fetcher.mayFetch("https://docs.example.org/a")).isTrue();
        assertThat(fetcher.mayFetch("https://example.org/")).isTrue();
        assertThat(fetcher.mayFetch("https://badexample.org/")).isFalse();
        assertThat(fetcher.mayFetch("https://user:secret@example.org/")).isFalse();
        assertThat(fetcher.mayFetch("https://example.org:8443/")).isFalse();
        assertThat(fetcher.mayFetch("ftp://example.org/")).isFalse();
        assertThat(fetcher.mayFetch("file:///etc/passwd")).isFalse();
        assertThat(fetcher(List.of(), List.of()).mayFetch("https://example.org/"))
                .isFalse();
    }
}
