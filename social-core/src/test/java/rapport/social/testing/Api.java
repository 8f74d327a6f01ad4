package rapport.social.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the REST interface over real HTTP and keeps status, headers and JSON for the test to assert. */
public final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI base;
    private final @Nullable String bearer;
    private final JsonMapper json;
    private final Map<String, String> headers;

    public Api(URI base, @Nullable String bearer, JsonMapper json) {
        this(base, bearer, json, Map.of());
    }

    private Api(URI base, @Nullable String bearer, JsonMapper json, Map<String, String> headers) {
        this.base = base;
        this.bearer = bearer;
        this.json = json;
        this.headers = headers;
    }

    /** What came back. {@code json} is a missing node when the body was empty or no JSON. */
    public record Answer(int status, JsonNode json, String text, HttpResponse<String> response) {
        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** The text at a JSON pointer, empty when absent. */
        public String at(String pointer) {
            return json.at(pointer).asString("");
        }

        /** Itself, when the status is the expected one. */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected status " + expected + " but was " + status + ": " + text);
            }
            return this;
        }
    }

    /** The same caller with one more header. */
    public Api with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(base, bearer, json, more);
    }

    public URI base() {
        return base;
    }

    public @Nullable String bearer() {
        return bearer;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** @param body an object for JSON, a String as it is, null for none */
    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    public Answer put(String path, @Nullable Object body) {
        return send("PUT", path, body);
    }

    public Answer patch(String path, @Nullable Object body) {
        return send("PATCH", path, body);
    }

    /** @param path below the server's root when it starts with {@code //}, else below {@code /api/v1} */
    public Answer send(String method, String path, @Nullable Object body) {
        String absolute = path.startsWith("//") ? path.substring(1) : "/api/v1" + path;
        var request = HttpRequest.newBuilder(URI.create(base + absolute)).timeout(Duration.ofSeconds(60));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            if (!headers.containsKey("Content-Type")) {
                request.header("Content-Type", "application/json");
            }
            String text = body instanceof String raw ? raw : json.writeValueAsString(body);
            request.method(method, HttpRequest.BodyPublishers.ofString(text));
        }
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode tree = type.contains("json") && !response.body().isEmpty()
                    ? json.readTree(response.body())
                    : json.missingNode();
            return new Answer(response.statusCode(), tree, response.body(), response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + absolute, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
