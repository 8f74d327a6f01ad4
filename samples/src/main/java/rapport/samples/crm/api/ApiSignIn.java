package rapport.samples.crm.api;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Who calls. Wrong credentials are counted by address, and too many lock the address out, right key or not. */
final class ApiSignIn {
    private static final int MAX_FAILURES = 10;
    private static final Duration PERIOD = Duration.ofSeconds(60);

    private final List<ApiUser> users;
    private final Clock clock;
    private final Map<String, Deque<Long>> failures = new HashMap<>();

    ApiSignIn(List<ApiUser> users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    /** What came of it: a user, or a refusal that says whether any credentials were there. */
    record Outcome(@Nullable ApiUser user, boolean isLockedOut, boolean hadCredentials) {}

    synchronized Outcome of(HttpServletRequest request, String path, boolean refuseAll) {
        String hmac = request.getHeader("X-Hmac-Authorization");
        String key = request.getHeader("X-Api-Key");
        boolean other = request.getHeader("Authorization") != null || request.getHeader("Espo-Authorization") != null;
        if (hmac == null && key == null && !other) {
            return new Outcome(null, false, false);
        }
        String address = String.valueOf(request.getRemoteAddr());
        Deque<Long> recent = failures.computeIfAbsent(address, any -> new ArrayDeque<>());
        long start = clock.millis() - PERIOD.toMillis();
        while (!recent.isEmpty() && recent.getFirst() <= start) {
            recent.removeFirst();
        }
        if (recent.size() > MAX_FAILURES) {
            return new Outcome(null, true, true);
        }
        Optional<ApiUser> user = hmac != null ? byHmac(hmac, request.getMethod() + " " + path) : byKey(key);
        if (refuseAll || user.isEmpty()) {
            recent.addLast(clock.millis());
            return new Outcome(null, false, true);
        }
        return new Outcome(user.get(), false, true);
    }

    private Optional<ApiUser> byKey(@Nullable String key) {
        return users.stream()
                .filter(user -> key != null && user.secretKey() == null && same(bytes(user.apiKey()), bytes(key)))
                .findFirst();
    }

    private Optional<ApiUser> byHmac(String header, String signed) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(header);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (ApiUser user : users) {
            byte[] start = bytes(user.apiKey() + ":");
            if (user.secretKey() == null || decoded.length < start.length) {
                continue;
            }
            byte[] signature = Arrays.copyOfRange(decoded, start.length, decoded.length);
            byte[] expected = hmac(user.secretKey(), bytes(signed));
            boolean matches = same(bytes(HexFormat.of().formatHex(expected)), signature) || same(expected, signature);
            if (matches && same(start, Arrays.copyOf(decoded, start.length))) {
                return Optional.of(user);
            }
        }
        return Optional.empty();
    }

    static byte[] hmac(String secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }
}
