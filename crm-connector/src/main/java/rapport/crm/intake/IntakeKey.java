package rapport.crm.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAccess;

/** Whoever holds it may hand rows in: sent as a bearer token, or kept at home and only signed with. */
public final class IntakeKey {
    /** Of a random text so long, nobody guesses the rest. */
    public static final int MIN_LENGTH = 20;

    private static final Duration VALID_FOR = Duration.ofMinutes(5);
    private static final Pattern SIGNATURE =
            Pattern.compile("t=(\\d{1,12}),sha256=([0-9a-fA-F]{64}),v2=([0-9a-fA-F]{64})");

    private final List<String> keys;

    /** The connection's {@code api-key}, and beside it {@code previous-api-key} while senders change over. */
    public static IntakeKey of(CrmAccess access) {
        return new IntakeKey(Stream.of(access.credential("api-key"), access.credential("previous-api-key"))
                .filter(Objects::nonNull)
                .filter(key -> key.length() >= MIN_LENGTH)
                .toList());
    }

    private IntakeKey(List<String> keys) {
        this.keys = keys;
    }

    public boolean isSet() {
        return !keys.isEmpty();
    }

    public boolean accepts(String token) {
        byte[] found = token.getBytes(StandardCharsets.UTF_8);
        boolean fits = false;
        for (String key : keys) {
            fits |= MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), found);
        }
        return fits;
    }

    /**
     * Whether a call is signed, which shows before its body is read.
     *
     * @param header {@code t=<seconds>,sha256=<hex of the body's hash>,v2=<hex>}, where the last is the HMAC-SHA256 over four
     *               lines: t, the method, the path with its query, and the body's hash
     * @return the hash, in lower case, that the body must have before it was packed; empty if it is not signed with this key
     */
    public Optional<String> signedBody(@Nullable String header, String method, String path, Instant now) {
        Matcher signature = SIGNATURE.matcher(header == null ? "" : header.strip());
        if (!signature.matches()) {
            return Optional.empty();
        }
        String time = signature.group(1);
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now);
        if (age.abs().compareTo(VALID_FOR) > 0) {
            return Optional.empty();
        }
        String hash = signature.group(2).toLowerCase(Locale.ROOT);
        byte[] found = HexFormat.of().parseHex(signature.group(3));
        String signed = String.join("\n", time, method, path, hash);
        boolean fits = false;
        for (String key : keys) {
            fits |= MessageDigest.isEqual(hmac(key, signed), found);
        }
        return fits ? Optional.of(hash) : Optional.empty();
    }

    private static byte[] hmac(String key, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return "IntakeKey[" + keys.size() + "]";
    }
}
