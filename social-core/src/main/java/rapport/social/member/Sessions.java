package rapport.social.member;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.Times;

/**
 * Open sessions. A token is 256 random bits; the table keeps its hash. Each request looks its session up in one
 * statement, so that an ended session or a deactivated member is out at the very next one.
 */
@Component
public class Sessions {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Clock clock;

    Sessions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param token to be sent with each request, as bearer token or in the cookie; kept nowhere */
    public record Opened(String token, Instant expiresAt) {}

    @Transactional
    public Opened open(MemberId member, SessionKind kind, Duration lifetime) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(lifetime);
        jdbc.sql("delete from session where expires_at < :now")
                .param("now", Times.utc(now))
                .update();
        jdbc.sql("""
                        insert into session (token_hash, member_id, kind, created_at, expires_at)
                        values (:hash, :member, :kind, :now, :expires)
                        """)
                .param("hash", hash(token))
                .param("member", member.value())
                .param("kind", kind.ordinal())
                .param("now", Times.utc(now))
                .param("expires", Times.utc(expiresAt))
                .update();
        return new Opened(token, expiresAt);
    }

    /** Whose session it is; empty when it is unknown, ended, expired or its member deactivated. */
    public Optional<Viewer> find(String token) {
        return findByHash(hash(token));
    }

    /** The same for who kept only the hash: a long-lived connection that asks again whether it may stay. */
    public Optional<Viewer> findByHash(String hash) {
        return jdbc.sql("""
                        select m.id, m.name, m.email, m.title, m.site, m.language, m.role, m.active, n.kind as session_kind
                          from session n join member m on m.id = n.member_id
                         where n.token_hash = :hash and n.expires_at > :now and m.active
                        """)
                .param("hash", hash)
                .param("now", Times.utc(clock.instant()))
                .query((row, number) ->
                        new Viewer(MemberRows.member(row), SessionKind.values()[row.getInt("session_kind")], hash))
                .optional();
    }

    /** Of many sessions at once, those that still hold: for who keeps connections open. */
    public Set<String> stillOpen(Collection<String> hashes) {
        return new HashSet<>(jdbc.sql("""
                        select n.token_hash
                          from session n join member m on m.id = n.member_id
                         where n.token_hash = any(:hashes) and n.expires_at > :now and m.active
                        """)
                .param("hashes", hashes.toArray(String[]::new))
                .param("now", Times.utc(clock.instant()))
                .query(String.class)
                .list());
    }

    public void close(String sessionHash) {
        jdbc.sql("delete from session where token_hash = :hash")
                .param("hash", sessionHash)
                .update();
    }

    public void closeAll(MemberId member) {
        jdbc.sql("delete from session where member_id = :member")
                .param("member", member.value())
                .update();
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
