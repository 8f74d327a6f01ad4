package rapport.social.search;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * A search cluster.
 *
 * @param addresses of its nodes, such as {@code https://search-1.example.org:9200}; they take turns
 * @param sslBundle by which Spring Boot calls the certificates that are trusted; null: those of the JVM
 * @param index     the alias under which the index is found; its name begins so
 * @param shards    of a new index
 * @param refresh   how soon what was written can be found
 * @param timeout   for an answer
 */
@Validated
@ConfigurationProperties("rapport.search.opensearch")
record OpenSearchSettings(
        @DefaultValue List<URI> addresses,
        @Nullable String username,
        @Nullable String password,
        @Nullable String sslBundle,

        @DefaultValue("rapport") @Pattern(regexp = "[a-z0-9][a-z0-9_.-]{0,99}")
        String index,

        @DefaultValue("1") @Min(1) @Max(100) int shards,
        @DefaultValue("1s") Duration refresh,
        @DefaultValue("5s") Duration timeout) {

    OpenSearchSettings {
        atLeast("timeout", timeout, Duration.ofMillis(100));
        atLeast("refresh", refresh, Duration.ofMillis(10));
    }

    private static void atLeast(String name, Duration found, Duration least) {
        if (found.compareTo(least) < 0) {
            throw new IllegalArgumentException("rapport.search.opensearch." + name + " is " + found
                    + " (expected: at least " + least.toMillis() + "ms)");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "OpenSearchSettings[addresses=" + addresses + ", username=" + username + ", index=" + index + "]";
    }
}
