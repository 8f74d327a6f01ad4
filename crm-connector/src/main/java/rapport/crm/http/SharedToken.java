package rapport.crm.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.KeptTokens;
import tools.jackson.core.JacksonException;

/**
 * The token of a connection, one for all nodes and restarts. When it ends, one of them signs in and the others take what that one
 * got: some servers give only so many tokens, and some take a refresh token back as soon as it was used.
 */
public final class SharedToken {
    private static final String NAME = "sign-in";

    private final KeptTokens tokens;
    private final Clock clock;
    private final String credentials;
    private @Nullable Token known;
    private @Nullable String refused;

    public SharedToken(CrmAccess access, Clock clock) {
        this.tokens = access.tokens();
        this.clock = clock;
        this.credentials = hash(access);
    }

    /**
     * What a sign-in gave.
     *
     * @param expiresAt not to be used from then on; null where nobody says when it ends
     * @param more      what came with it and is needed again
     */
    public record Token(String value, @Nullable Instant expiresAt, Map<String, String> more) {
        public Token {
            more = Map.copyOf(more);
        }

        @Override
        public String toString() {
            return "Token[until " + expiresAt + "]";
        }
    }

    /** Signs in. */
    @FunctionalInterface
    public interface SignIn {
        /** @param before what the last sign-in with these credentials gave, over by now; null if there was none */
        Token signIn(@Nullable Token before);
    }

    /** @param credentials a token is good for those it was given for */
    private record Kept(
            String credentials, String value, @Nullable Long expiresAt, Map<String, String> more) {}

    public synchronized Token get(SignIn signIn) {
        Token mine = known;
        if (mine != null && isGood(mine)) {
            return mine;
        }
        Token kept = kept();
        if (kept == null || !isGood(kept)) {
            kept = tokens.alone(NAME, () -> {
                Token meanwhile = kept();
                return meanwhile != null && isGood(meanwhile) ? meanwhile : renewed(signIn, meanwhile);
            });
            refused = null; // a server may give the same one again
        }
        known = kept;
        return kept;
    }

    private Token renewed(SignIn signIn, @Nullable Token before) {
        Token fresh = signIn.signIn(before);
        Instant end = fresh.expiresAt();
        tokens.keep(
                NAME,
                CrmJson.JSON.writeValueAsString(
                        new Kept(credentials, fresh.value(), end == null ? null : end.toEpochMilli(), fresh.more())));
        return fresh;
    }

    /** The CRM refused this token, whatever its end was said to be. */
    public synchronized void forget(String value) {
        if (known != null && known.value().equals(value)) {
            known = null;
            refused = value;
        }
    }

    private boolean isGood(Token token) {
        return !token.value().equals(refused)
                && (token.expiresAt() == null || clock.instant().isBefore(token.expiresAt()));
    }

    private @Nullable Token kept() {
        String text = tokens.find(NAME).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            Kept kept = CrmJson.JSON.readValue(text, Kept.class);
            return kept.credentials().equals(credentials)
                    ? new Token(
                            kept.value(),
                            kept.expiresAt() == null ? null : Instant.ofEpochMilli(kept.expiresAt()),
                            Objects.requireNonNullElse(kept.more(), Map.of()))
                    : null;
        } catch (JacksonException e) {
            return null; // of another version: signing in is always right
        }
    }

    /** Without the options, which change more often: the refresh token of another hash is lost. */
    private static String hash(CrmAccess access) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(access.address().toString().getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(access.credentials()).forEach((name, value) -> {
                digest.update((byte) 0);
                digest.update((name + "=" + value).getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
