package rapport.social.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rapport.social.post.PostKind;
import rapport.social.shared.InvalidSettings;
import rapport.social.testing.Relay;
import rapport.social.testing.TestServer;
import tools.jackson.databind.json.JsonMapper;

/** Against a real node. */
class OpenSearchIndexTest extends SearchIndexContract {
    private static @Nullable Relay relay;
    private static @Nullable OpenSearchIndex index;

    private static OpenSearchSettings settings(String name, URI... addresses) {
        return new OpenSearchSettings(
                List.of(addresses), null, null, null, name, 1, Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    private static OpenSearchIndex open(String name, URI address, List<SearchIndexMade> made) {
        return new OpenSearchIndex(settings(name, address), null, JsonMapper.shared(), made::add);
    }

    @BeforeAll
    static void node() {
        relay = new Relay(TestServer.openSearch());
        index = open("contract", relay.address(), new ArrayList<>());
    }

    @AfterAll
    static void end() throws IOException {
        if (index != null) {
            index.destroy();
        }
        if (relay != null) {
            relay.close();
        }
    }

    @Override
    OpenSearchIndex index() {
        return java.util.Objects.requireNonNull(index);
    }

    @Override
    void settle() {
        index().refresh();
    }

    private static Relay relay() {
        return java.util.Objects.requireNonNull(relay);
    }

    private static void delete(String name) throws Exception {
        var request = HttpRequest.newBuilder(TestServer.openSearch().resolve("/" + name + "-texts-1"))
                .DELETE()
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private static IndexedText text(long item, int version, String text) {
        return new IndexedText(item, item, 1, null, PostKind.UPDATE, Instant.EPOCH, version, null, text);
    }

    private static List<Long> find(SearchIndex index, String words) {
        var everywhere = new TextQuery.Filter(TextQuery.Texts.BOTH, null, null, Set.of(), null, null);
        return index.newest(new TextQuery(SearchWords.of(words), true, everywhere), Long.MAX_VALUE, 10).found().stream()
                .map(Candidates.Candidate::item)
                .toList();
    }

    @Test
    void saysThatItIsUnavailableWhileTheClusterIsDownAndWorksWhenItIsBack() {
        long post = id();
        var pump = List.of(text(post, 1, "the pump stands"));
        relay().cut();
        try {
            assertThatThrownBy(() -> index().put(pump)).isInstanceOf(SearchUnavailable.class);
            assertThatThrownBy(() -> find(index(), "pump")).isInstanceOfSatisfying(SearchUnavailable.class, refusal -> {
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.retryAfterSeconds()).isEqualTo(10);
            });
            relay().silence();
            assertThatThrownBy(() -> find(index(), "pump")).isInstanceOf(SearchUnavailable.class);
            int calls = relay().calls();
            for (int reader = 0; reader < 10; reader++) {
                assertThatThrownBy(() -> find(index(), "pump")).isInstanceOf(SearchUnavailable.class);
            }
            assertThat(relay().calls()).as("the others do not wait too").isEqualTo(calls);
        } finally {
            relay().mend();
        }
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            index().put(pump);
            return true;
        });
        settle();
        assertThat(find(index(), "pump")).containsExactly(post);
        index().remove(List.of(post));
    }

    @Test
    void remembersOnTheClusterThatItIsComplete() throws Exception {
        List<SearchIndexMade> made = new ArrayList<>();
        var first = open("remembers", TestServer.openSearch(), made);
        assertThat(first.isComplete()).isFalse();
        first.put(List.of(text(1, 1, "kept")));
        first.complete();
        first.destroy();
        assertThat(made).hasSize(1);

        var second = open("remembers", TestServer.openSearch(), made);
        assertThat(second.isComplete()).isTrue();
        second.refresh();
        assertThat(find(second, "kept")).containsExactly(1L);
        assertThat(made).as("found, not made").hasSize(1);
        second.destroy();
        delete("remembers");
    }

    @Test
    void makesTheIndexAnewWhenSomebodyDeletedIt() throws Exception {
        List<SearchIndexMade> made = new ArrayList<>();
        var index = open("deleted", TestServer.openSearch(), made);
        index.put(List.of(text(1, 1, "before")));
        index.complete();
        delete("deleted");
        assertThatThrownBy(() -> index.put(List.of(text(2, 1, "after")))).isInstanceOf(SearchUnavailable.class);
        index.put(List.of(text(2, 1, "after")));
        index.refresh();
        assertThat(made).as("so that the rest is put again").hasSize(2);
        assertThat(index.isComplete()).isFalse();
        assertThat(find(index, "after")).containsExactly(2L);
        assertThat(index.versions(0, Long.MAX_VALUE)).isEqualTo(Map.of(2L, 1));

        delete("deleted");
        assertThatThrownBy(() -> find(index, "after")).isInstanceOf(SearchUnavailable.class);
        assertThat(find(index, "after")).isEmpty();
        index.destroy();
        delete("deleted");
    }

    @Test
    void tellsMoreVersionsThanOneAnswerHolds() throws Exception {
        var index = open("many", TestServer.openSearch(), new ArrayList<>());
        List<IndexedText> texts = new ArrayList<>();
        for (long item = 1; item <= 10_500; item++) {
            texts.add(text(item, 1, "many"));
        }
        index.put(texts);
        index.refresh();
        assertThat(index.versions(0, Long.MAX_VALUE)).hasSize(10_500);
        var everywhere = new TextQuery.Filter(TextQuery.Texts.BOTH, null, null, Set.of(), null, null);
        assertThat(index.newest(new TextQuery(SearchWords.of("many"), true, everywhere), Long.MAX_VALUE, 10_000)
                        .more())
                .as("the most candidates that can be set")
                .isTrue();
        index.destroy();
        delete("many");
    }

    @Test
    void refusesAddressesThatAreNone() {
        assertThatThrownBy(() -> new OpenSearchIndex(settings("x"), null, JsonMapper.shared(), made -> {}))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("rapport.search.opensearch.addresses is missing");
        for (String wrong : List.of("search-1:9200", "ftp://search-1", "search-1")) {
            assertThatThrownBy(() -> new OpenSearchIndex(
                            settings("x", URI.create(wrong)), null, JsonMapper.shared(), made -> {}))
                    .as(wrong)
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void doesNotShowThePassword() {
        var settings = new OpenSearchSettings(
                List.of(), "rapport", "secret-1", null, "x", 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(settings.toString()).doesNotContain("secret-1");
    }
}
