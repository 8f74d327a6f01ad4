package rapport.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stands between Rapport and a CRM: turns calls away for a second, cuts answers in the middle, and gives rows twice. */
final class RoughRoad implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Longer than the server itself, so that there is a middle of a load in which to be killed. */
    private static final int THINKS_MILLIS = 60;

    private static final int THROTTLED_EVERY = 19;
    private static final int CUT_EVERY = 23;
    private static final int DOUBLED_EVERY = 3;

    private final URI crm;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Bump, AtomicInteger> bumps = new EnumMap<>(Bump.class);
    private volatile IntConsumer watcher = call -> {};

    enum Bump {
        THROTTLED,
        CUT,
        DOUBLED
    }

    RoughRoad(URI crm) throws IOException {
        this.crm = crm;
        for (Bump bump : Bump.values()) {
            bumps.put(bump, new AtomicInteger());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int met(Bump bump) {
        return bumps.get(bump).get();
    }

    /** @param watcher is told the number of each answered call, from 1 on, before its answer leaves */
    void watch(IntConsumer watcher) {
        calls.set(0);
        this.watcher = watcher;
    }

    private void pass(HttpExchange exchange) throws IOException {
        int call = calls.incrementAndGet();
        try (exchange) {
            if (call % THROTTLED_EVERY == THROTTLED_EVERY - 1) {
                bumps.get(Bump.THROTTLED).incrementAndGet();
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpResponse<byte[]> answer = ask(exchange);
            byte[] body = answer.body();
            if (call % DOUBLED_EVERY == 0) {
                body = doubled(body);
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            answer.headers()
                    .firstValue("X-Status-Reason")
                    .ifPresent(reason -> exchange.getResponseHeaders().set("X-Status-Reason", reason));
            watcher.accept(call);
            TimeUnit.MILLISECONDS.sleep(THINKS_MILLIS);
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            OutputStream out = exchange.getResponseBody();
            if (call % CUT_EVERY == CUT_EVERY - 1 && body.length > 1) {
                bumps.get(Bump.CUT).incrementAndGet();
                out.write(body, 0, body.length / 2);
                out.flush();
                return; // closed before its length is reached
            }
            out.write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(crm + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(java.util.Locale.ROOT).startsWith("x-")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The first half of a page comes twice, as when rows are saved while pages are read. */
    private byte[] doubled(byte[] body) {
        if (body.length == 0 || body[0] != '{') {
            return body;
        }
        JsonNode page = JSON.readTree(body);
        if (!(page instanceof ObjectNode object) || !(page.path("list") instanceof ArrayNode rows) || rows.size() < 2) {
            return body;
        }
        bumps.get(Bump.DOUBLED).incrementAndGet();
        ArrayNode twice = JSON.createArrayNode();
        for (int i = 0; i < rows.size() / 2; i++) {
            twice.add(rows.get(i));
        }
        rows.forEach(twice::add);
        object.set("list", twice);
        return JSON.writeValueAsBytes(object);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
