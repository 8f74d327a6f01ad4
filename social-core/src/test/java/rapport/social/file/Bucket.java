package rapport.social.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import rapport.social.testing.TestServer;

/** A new bucket at the tests' storage, looked at without Rapport. */
record Bucket(String name) {

    static Bucket make() {
        var bucket = new Bucket("b-" + UUID.randomUUID());
        assertThat(bucket.send("PUT", "").statusCode()).isEqualTo(200);
        return bucket;
    }

    HttpResponse<String> send(String method, String key) {
        URI address = TestServer.s3().resolve("/" + name + (key.isEmpty() ? "" : "/" + key));
        var request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean has(String key) {
        return send("HEAD", key).statusCode() == 200;
    }
}
