package rapport.social.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import rapport.social.testing.Relay;
import rapport.social.testing.TestDatabase;
import rapport.social.testing.TestServer;

/** All that search does, and what it does when the cluster is away: on OpenSearch beside PostgreSQL, as on more than one machine. */
@EnabledIf("onPostgresql")
@DirtiesContext
class SearchOnClusterTest extends SearchResourceTest {
    private static Relay relay;

    @Autowired
    IncompleteEventPublications publications;

    static boolean onPostgresql() {
        return TestDatabase.isPostgresql();
    }

    @DynamicPropertySource
    static void cluster(DynamicPropertyRegistry properties) {
        relay = new Relay(TestServer.openSearch());
        properties.add("rapport.search.opensearch.addresses", () -> relay.address());
        properties.add("rapport.search.opensearch.index", () -> "t-" + UUID.randomUUID());
        properties.add("rapport.search.opensearch.refresh", () -> "50ms");
        properties.add("rapport.search.opensearch.timeout", () -> "2s");
    }

    @Test
    void isOnTheCluster() {
        assertThat(index).isInstanceOf(OpenSearchIndex.class);
    }

    @Test
    @Override
    void fillsAnIndexThatIsMissingOrOlderThanTheData(@TempDir Path folder) throws Exception {
        var ann = fixtures.person("Ann Berg");
        String kept = post(ann, fixtures.account("Acme"), "Kept " + word());
        String comment = comment(ann, kept, "Said " + word());
        indexed(kept, comment);
        long id = Long.parseLong(kept);
        long commentId = Long.parseLong(comment);
        index.remove(List.of(id, commentId));
        ((OpenSearchIndex) index).refresh();
        assertThat(index.versions(id, commentId)).doesNotContainKeys(id, commentId);
        assertThat(catchUp.run()).isGreaterThanOrEqualTo(2);
        ((OpenSearchIndex) index).refresh();
        assertThat(index.versions(id, commentId)).containsKeys(id, commentId);
        assertThat(index.isComplete()).isTrue();
        assertThat(inUse.isComplete()).isTrue();
    }

    @Test
    void refusesSearchesWhileTheClusterIsAwayAndFindsAfterwardsWhatWasWrittenMeanwhile() {
        var ann = fixtures.person("Ann Berg");
        String word = word();
        var acme = fixtures.account("Acme " + word);
        String before = post(ann, acme, "Before " + word);
        indexed(before);
        String meanwhile;
        relay.cut();
        try {
            meanwhile = post(ann, acme, "Meanwhile " + word);
            var refused = ann.api().with("Accept-Language", "fr").get("/search?q=" + word);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.at("/type")).isEqualTo("/problems/search-unavailable");
            assertThat(refused.at("/title")).isEqualTo("Recherche indisponible");
            assertThat(refused.header("Retry-After")).isEqualTo("10");
            assertThat(ids(search(ann, word, "type=records"), "records"))
                    .as("names are in the database")
                    .hasSize(1);
            ann.api().get("/posts/" + meanwhile).expect(200);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            ann.api().get("/questions/similar?title=" + word).expect(503));
        } finally {
            relay.mend();
        }
        assertThat(ids(search(ann, word), "posts")).contains(before);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            publications.resubmitIncompletePublicationsOlderThan(Duration.ZERO); // as a job does each minute
            assertThat(ids(search(ann, word), "posts")).containsExactlyInAnyOrder(before, meanwhile);
        });
    }

    @Test
    void comparesEverythingAgainAfterAnotherIndexWasKeptUp() {
        inUse.use("postgresql");
        assertThat(inUse.isComplete()).isFalse();
        inUse.use(index.name());
        assertThat(inUse.isComplete())
                .as("it missed what was written meanwhile")
                .isFalse();
        catchUp.run();
        assertThat(inUse.isComplete()).isTrue();
        inUse.use(index.name());
        assertThat(inUse.isComplete()).isTrue();
    }
}
