package rapport.social.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How often one address may set out to a provider. Each start is kept until its answer comes or its time is over, and nobody is
 * signed in yet who could be asked to slow down.
 */
@Component
class SignInVisits {
    /** A whole office may share an address. */
    private static final int PER_MINUTE = 300;

    private static final int ADDRESSES = 10_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();

    /** Takes one start. @return false if there were too many lately */
    boolean take(String address) {
        return buckets.get(
                        address,
                        key -> Bucket.builder()
                                .addLimit(limit ->
                                        limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, Duration.ofMinutes(1)))
                                .build())
                .tryConsume(1);
    }
}
