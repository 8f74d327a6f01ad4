package rapport.social.member;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;

/** Slows down the guessing of passwords: for one name, and for one address whatever names it tries. */
@Component
class SignInThrottle {
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
    private final int perMinute;

    SignInThrottle(MemberSettings settings) {
        this.perMinute = settings.triesPerMinute();
    }

    /** @throws Problem 429, if too many tries failed lately */
    void check(String login, String address) {
        for (Bucket bucket : new Bucket[] {forLogin(login), forAddress(address)}) {
            if (bucket.getAvailableTokens() < 1) {
                long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
                throw Problem.tooManyRequests(
                        (int) Math.max(1, Duration.ofNanos(nanos).toSeconds() + 1));
            }
        }
    }

    void failed(String login, String address) {
        forLogin(login).tryConsume(1);
        forAddress(address).tryConsume(1);
    }

    private Bucket forLogin(String login) {
        return bucket("n:" + login.strip().toLowerCase(Locale.ROOT), perMinute);
    }

    private Bucket forAddress(String address) {
        return bucket("a:" + address, perMinute * 5L);
    }

    private Bucket bucket(String key, long capacity) {
        return buckets.get(
                key,
                k -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, Duration.ofMinutes(1)))
                        .build());
    }
}
