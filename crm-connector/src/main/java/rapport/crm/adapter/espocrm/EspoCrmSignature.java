package rapport.crm.adapter.espocrm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.WebhookCall;

/**
 * What a webhook call is signed with: the webhook's id, and the HMAC of the body in one of two spellings.
 *
 * @param mac the 32 bytes, already decoded
 */
record EspoCrmSignature(String webhookId, byte[] mac) {

    /** The newer header is preferred; a call that carries it badly is not saved by the older one. */
    static Optional<EspoCrmSignature> of(WebhookCall call) {
        String newer = call.header("Signature");
        return newer != null ? decode(newer, true) : decode(call.header("X-Signature"), false);
    }

    private static Optional<EspoCrmSignature> decode(@Nullable String header, boolean hex) {
        if (header == null || header.length() > 500) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.strip());
            int colon = 0;
            while (colon < bytes.length
                    && bytes[colon] != ':') { // the first one: raw bytes behind it may be colons too
                colon++;
            }
            if (colon == 0 || colon == bytes.length) {
                return Optional.empty();
            }
            String id = new String(bytes, 0, colon, StandardCharsets.UTF_8);
            byte[] rest = Arrays.copyOfRange(bytes, colon + 1, bytes.length);
            byte[] mac = hex ? HexFormat.of().parseHex(new String(rest, StandardCharsets.US_ASCII)) : rest;
            return mac.length == 32 ? Optional.of(new EspoCrmSignature(id, mac)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** In constant time. */
    boolean fits(String secret, byte[] body) {
        return MessageDigest.isEqual(mac, hmac(secret, body));
    }

    static byte[] hmac(String secret, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
