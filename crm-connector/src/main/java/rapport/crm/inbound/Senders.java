package rapport.crm.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.intake.IntakeLink;
import rapport.social.shared.Problem;

/** Lets systems in that hand in rows: those that hold a connection's key, so many calls a minute, before their bodies are read. */
@Component
class Senders {
    static final String SIGNATURE = "X-Rapport-Signature";
    /** What is signed begins here, whatever a proxy puts before it. */
    private static final String BASE = "/api/v1/";

    private final Connections connections;
    private final PushSettings settings;
    private final Clock clock;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();

    Senders(Connections connections, PushSettings settings, Clock clock) {
        this.connections = connections;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param bodyHash that the body must have; null when the call carries the key itself */
    record Sender(Connection connection, @Nullable String bodyHash) {
        /** The body, which breaks off at its end if it is not the one that was signed. */
        InputStream checked(InputStream body) {
            return bodyHash == null ? body : new SignedBody(body, bodyHash);
        }
    }

    /**
     * @throws Problem 401 in the same words whether there is no such connection, it takes no rows, or the key is another; 429
     *         after too many calls
     */
    Sender allowed(String key, HttpServletRequest request) {
        Sender sender = known(key, request);
        var probe = bucket(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw Problem.tooManyRequests((int) seconds);
        }
        return sender;
    }

    /** For a call without a body. */
    Connection allowedWithoutBody(String key, HttpServletRequest request) {
        Sender sender = allowed(key, request);
        if (sender.bodyHash() != null && !SignedBody.isOfNothing(sender.bodyHash())) {
            throw Problem.unauthenticated();
        }
        return sender.connection();
    }

    private Sender known(String key, HttpServletRequest request) {
        Connection connection = connections.find(key).orElse(null);
        if (connection != null && connection.link() instanceof IntakeLink link) {
            String bearer = request.getHeader(HttpHeaders.AUTHORIZATION);
            if (bearer != null
                    && bearer.regionMatches(true, 0, "Bearer ", 0, 7)
                    && link.key().accepts(bearer.substring(7).strip())) {
                return new Sender(connection, null);
            }
            return link.key()
                    .signedBody(request.getHeader(SIGNATURE), request.getMethod(), path(request), clock.instant())
                    .map(hash -> new Sender(connection, hash))
                    .orElseThrow(Problem::unauthenticated);
        }
        throw Problem.unauthenticated();
    }

    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI();
        String query = request.getQueryString();
        return path.substring(Math.max(0, path.indexOf(BASE))) + (query == null ? "" : "?" + query);
    }

    private Bucket bucket(String key) {
        long calls = settings.callsPerMinute();
        return buckets.get(
                key,
                k -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(calls).refillGreedy(calls, Duration.ofMinutes(1)))
                        .build());
    }
}
