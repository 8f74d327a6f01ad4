package rapport.crm.adapter.hubspot;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signature v3, of webhooks and of {@code hubspot.fetch}: HMAC-SHA256 with the app's client secret over method, full address,
 * body and time. Its two elder versions hold no time and are not accepted.
 *
 * @param value     the header {@value #HEADER}
 * @param timestamp the header {@value #TIMESTAMP_HEADER}, milliseconds
 */
record HubspotSignature(@Nullable String value, @Nullable String timestamp) {
    static final String HEADER = "X-HubSpot-Signature-v3";
    static final String TIMESTAMP_HEADER = "X-HubSpot-Request-Timestamp";

    private static final Duration VALID_FOR = Duration.ofMinutes(5);

    /** HubSpot signs the address with these escapes undone, in the query too, and no others. */
    private static final Map<String, String> UNDONE = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

    /** Whether it was signed within five minutes of now; clocks differ, so that is both ways. */
    boolean isFresh(Instant now) {
        if (timestamp == null || !timestamp.matches("\\d{1,15}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochMilli(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(VALID_FOR) <= 0;
    }

    /** In constant time. */
    boolean fits(String secret, String method, String address, byte[] body) {
        if (value == null || timestamp == null) {
            return false;
        }
        byte[] head = (method + undone(address)).getBytes(StandardCharsets.UTF_8);
        byte[] expected =
                Base64.getEncoder().encode(hmac(secret, head, body, timestamp.getBytes(StandardCharsets.UTF_8)));
        return MessageDigest.isEqual(expected, value.strip().getBytes(StandardCharsets.UTF_8));
    }

    private static String undone(String address) {
        return ESCAPE.matcher(address)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        UNDONE.getOrDefault(escape.group().toUpperCase(java.util.Locale.ROOT), escape.group())));
    }

    private static byte[] hmac(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
