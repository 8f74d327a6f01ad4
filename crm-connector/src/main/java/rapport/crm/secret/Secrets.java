package rapport.crm.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Seals and opens. A sealed text names its key, and is bound to its place: moved to another row it opens no more.
 */
@Component
@EnableConfigurationProperties(SecretSettings.class)
public class Secrets {
    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern SEALED = Pattern.compile("sealed:1:([0-9a-f]{8}):([A-Za-z0-9_-]+)");

    private final SecureRandom random = new SecureRandom();
    private final SecretKeys keys;

    @Autowired
    Secrets(SecretSettings settings, @Value("${spring.datasource.url:}") String database) {
        this(keys(settings, database.toLowerCase(Locale.ROOT)));
        if (!canSeal()) {
            LOG.warn(
                    "rapport.secret-key is not set: webhook secrets are kept as they are, and no connection can be set up on"
                            + " the pages. Set it (in the environment RAPPORT_SECRET_KEY), the same on every node.");
        }
    }

    Secrets(SecretKeys keys) {
        this.keys = keys;
    }

    private static SecretKeys keys(SecretSettings settings, String database) {
        String given = settings.secretKey();
        Path directory = Path.of(settings.dataDirectory());
        if (given != null && !given.isBlank()) {
            // What was sealed before there was a key of one's own is still opened, and sealed anew.
            List<String> previous = new ArrayList<>(settings.previousSecretKeys());
            KeyFile.find(directory).ifPresent(previous::add);
            return SecretKeys.of(given, "rapport.secret-key", previous);
        }
        if (database.startsWith("jdbc:h2:mem:")) {
            return SecretKeys.of(fresh(), "memory", settings.previousSecretKeys()); // ends with the database
        }
        if (database.startsWith("jdbc:h2:") && !database.contains("tcp:")) {
            return SecretKeys.of(
                    KeyFile.in(directory), directory.resolve(KeyFile.NAME).toString(), settings.previousSecretKeys());
        }
        // Of several nodes each would make its own.
        return SecretKeys.none();
    }

    private static String fresh() {
        byte[] key = new byte[SecretKeys.LENGTH];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** Whether there is a key to seal with. */
    public boolean canSeal() {
        return keys.currentId() != null;
    }

    /**
     * @param place where the text is kept, such as {@code connection/acme/credentials}; needed again to open it
     * @throws IllegalStateException without a key; ask {@link #canSeal()} first
     */
    public String seal(String place, String secret) {
        String id = keys.currentId();
        SecretKey key = id == null ? null : keys.find(id);
        if (id == null || key == null) {
            throw new IllegalStateException("there is no key to seal with");
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] text = crypt(Cipher.ENCRYPT_MODE, key, nonce, place, secret.getBytes(StandardCharsets.UTF_8));
        byte[] both =
                ByteBuffer.allocate(NONCE + text.length).put(nonce).put(text).array();
        return "sealed:1:" + id + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /** As it is where there is no key: for secrets that were kept before there were keys. */
    public String sealIfPossible(String place, String secret) {
        return canSeal() && !secret.isEmpty() ? seal(place, secret) : secret;
    }

    /** What was sealed; a text that never was comes back as it is. */
    public String open(String place, String kept) {
        Matcher sealed = SEALED.matcher(kept);
        if (!sealed.matches()) {
            return kept;
        }
        SecretKey key = keys.find(sealed.group(1));
        if (key == null) {
            throw new SecretUnreadable(place + ": sealed with the key " + sealed.group(1)
                    + ", which is neither rapport.secret-key nor one of rapport.previous-secret-keys");
        }
        try {
            byte[] both = Base64.getUrlDecoder().decode(sealed.group(2));
            byte[] nonce = Arrays.copyOfRange(both, 0, NONCE);
            byte[] text = Arrays.copyOfRange(both, NONCE, both.length);
            return new String(crypt(Cipher.DECRYPT_MODE, key, nonce, place, text), StandardCharsets.UTF_8);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new SecretUnreadable(place + ": changed or moved since it was sealed");
        }
    }

    /** Whether it is sealed with the key that seals now. */
    public boolean isCurrent(@Nullable String kept) {
        Matcher sealed = SEALED.matcher(kept == null ? "" : kept);
        return sealed.matches() && sealed.group(1).equals(keys.currentId());
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, String place, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            // without the cause: nothing of the text may reach a log
            throw new IllegalStateException(
                    "the cipher refused (" + e.getClass().getSimpleName() + ")");
        }
    }
}
