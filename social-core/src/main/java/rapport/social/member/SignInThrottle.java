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

    /**
     * Takes a try before the password is looked at, so that tries sent at once are counted too.
     *
     * @throws Problem 429, if too many tries failed lately
     */
    void take(String login, String address) {
        var byLogin = forLogin(login);
        take(byLogin);
        try {
            take(forAddress(address));
        } catch (Problem refused) {
            byLogin.addTokens(1);
            throw refused;
        }
    }

    private static void take(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw Problem.tooManyRequests((int) Math.max(1, seconds));
        }
    }

    /** Gives the try back: the password was right. */
    void succeeded(String login, String address) {
        forLogin(login).addTokens(1);
        forAddress(address).addTokens(1);
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
