package rapport.samples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Rapport's public REST interface, as any program may use it. */
final class RapportApi {
    private static final int TRIES = 5;
    private static final Set<Integer> TRIED_AGAIN = Set.of(429, 502, 503, 504);

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonMapper json = JsonMapper.builder().build();

    RapportApi(URI rapport) {
        this.base = URI.create(rapport + "/api/v1/");
    }

    /** Rapport refused a request. */
    static final class Refused extends IOException {
        private final int status;

        Refused(int status, String method, String path, JsonNode problem) {
            super(method + " " + path + ": " + status + " "
                    + problem.path("title").asString("") + " "
                    + problem.path("detail").asString("") + " "
                    + problem.path("field").asString(""));
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    JsonNode get(String token, String path) throws IOException, InterruptedException {
        return call("GET", token, path, null, Map.of());
    }

    /** Creates something, once, however often it is asked: {@code key} names the request. */
    JsonNode create(String token, String path, Object body, String key) throws IOException, InterruptedException {
        return call("POST", token, path, body, Map.of("Idempotency-Key", key));
    }

    JsonNode put(String token, String path, Object body) throws IOException, InterruptedException {
        return call("PUT", token, path, body, Map.of());
    }

    /** @param version what is to be changed; refused with 412 if there is another by now */
    JsonNode patch(String token, String path, Object body, int version) throws IOException, InterruptedException {
        return call("PATCH", token, path, body, Map.of("If-Match", "\"v" + version + "\""));
    }

    private JsonNode call(String method, String token, String path, @Nullable Object body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        for (int attempt = 1; ; attempt++) {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (TRIED_AGAIN.contains(response.statusCode()) && attempt < TRIES) {
                long seconds =
                        response.headers().firstValueAsLong("Retry-After").orElse(attempt);
                Thread.sleep(Math.min(30, seconds) * 1000);
                continue;
            }
            JsonNode answer = parse(response);
            if (response.statusCode() >= 400) {
                throw new Refused(response.statusCode(), method, path, answer);
            }
            return answer;
        }
    }

    private JsonNode parse(HttpResponse<byte[]> response) {
        boolean isJson = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.contains("json"))
                .isPresent();
        return isJson && response.body().length > 0
                ? json.readTree(new String(response.body(), StandardCharsets.UTF_8))
                : MissingNode.getInstance();
    }

    /** The values of one field of a list of objects. */
    static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.path(field).asString("")));
        return texts;
    }
}
