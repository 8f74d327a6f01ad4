package rapport.crm.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys that are known, by their ids; the first of them seals, all of them open. */
final class SecretKeys {
    static final int LENGTH = 32;

    private final Map<String, SecretKey> byId;

    private SecretKeys(Map<String, SecretKey> byId) {
        this.byId = byId;
    }

    static SecretKeys none() {
        return new SecretKeys(Map.of());
    }

    /** @throws InvalidSecretKey naming the setting, never what stands in it */
    static SecretKeys of(@Nullable String current, String setting, List<String> previous) {
        Map<String, SecretKey> byId = new LinkedHashMap<>();
        if (current != null) {
            add(byId, current, setting);
        }
        for (int i = 0; i < previous.size(); i++) {
            if (!previous.get(i).isBlank()) {
                add(byId, previous.get(i), "rapport.previous-secret-keys[" + i + "]");
            }
        }
        return new SecretKeys(byId);
    }

    private static void add(Map<String, SecretKey> byId, String text, String setting) {
        byte[] bytes = bytes(text.strip());
        if (bytes.length != LENGTH) {
            throw new InvalidSecretKey(setting + ": " + text.strip().length()
                    + " characters that are no key (expected: 32 random bytes as base64, such as \"openssl rand -base64"
                    + " 32\" gives)");
        }
        byId.putIfAbsent(id(bytes), new SecretKeySpec(bytes, "AES"));
    }

    private static byte[] bytes(String text) {
        try {
            return text.matches("[0-9a-fA-F]{64}")
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Tells keys apart and tells nothing about them. */
    private static String id(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("rapport secret key id".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    String currentId() {
        return byId.isEmpty() ? null : byId.keySet().iterator().next();
    }

    @Nullable
    SecretKey find(String id) {
        return byId.get(id);
    }
}
