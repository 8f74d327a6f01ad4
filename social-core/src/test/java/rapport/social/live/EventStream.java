package rapport.social.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import rapport.social.testing.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An open page: reads the events of {@code /live} over real HTTP. */
final class EventStream implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();

    private final InputStream body;
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    /** @param name {@code comment} for a heartbeat */
    record Event(String name, JsonNode data) {
        String at(String pointer) {
            return data.at(pointer).asString("");
        }
    }

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.body = response.body();
        var reader = new Thread(this::read, "page");
        reader.setDaemon(true);
        reader.start();
    }

    static EventStream open(Api api) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(api.base() + "/live")).header("Accept", "text/event-stream");
        if (api.bearer() != null) {
            request.header("Authorization", "Bearer " + api.bearer());
        }
        return new EventStream(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    boolean hasEnded() {
        return ended;
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "message";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    events.add(new Event("comment", JSON.missingNode()));
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    events.add(new Event(name, JSON.readTree(line.substring(5))));
                }
            }
        } catch (IOException | UncheckedIOException closed) {
            // the end is what the test wanted
        } finally {
            ended = true;
        }
    }

    /** The next event that fits, those before it dropped. */
    Event next(Predicate<Event> wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            var event = poll();
            if (event != null && wanted.test(event)) {
                return event;
            }
        }
        throw new AssertionError("the event did not come");
    }

    Event next(String name) {
        return next(event -> event.name().equals(name));
    }

    private @Nullable Event poll() {
        try {
            return events.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What came and was not asked for. */
    List<Event> rest() {
        var rest = new java.util.ArrayList<Event>();
        events.drainTo(rest);
        return rest;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
