package rapport.social.member;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
    /** The tokens of embeds are short-lived, and those for programs may rest: only people's sessions end unused. */
    private static final String OPEN = "n.expires_at > :now and (n.kind <> 0 or n.seen_at > :unused) and m.active";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration idle;
    /** Not each request writes when it came: so much later is soon enough. */
    private final Duration seenEvery;

    Sessions(JdbcClient jdbc, Clock clock, MemberSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.idle = settings.idle();
        this.seenEvery = idle.dividedBy(100);
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
                        insert into session (token_hash, member_id, kind, created_at, expires_at, seen_at)
                        values (:hash, :member, :kind, :now, :expires, :now)
                        """)
                .param("hash", hash(token))
                .param("member", member.value())
                .param("kind", kind.ordinal())
                .param("now", Times.utc(now))
                .param("expires", Times.utc(expiresAt))
                .update();
        return new Opened(token, expiresAt);
    }

    /**
     * Whose session it is; empty when it is unknown, ended, expired, long unused or its member deactivated. Finding it is
     * using it: its unused time begins again.
     */
    public Optional<Viewer> find(String token) {
        var found = read(hash(token));
        Instant now = clock.instant();
        found.filter(open -> open.viewer.sessionKind() == SessionKind.APP)
                .filter(open -> open.seenAt.isBefore(now.minus(seenEvery)))
                .ifPresent(open -> jdbc.sql("update session set seen_at = :now where token_hash = :hash")
                        .param("now", Times.utc(now))
                        .param("hash", open.viewer.sessionHash())
                        .update());
        return found.map(Open::viewer);
    }

    private record Open(Viewer viewer, Instant seenAt) {}

    private Optional<Open> read(String hash) {
        return jdbc.sql("""
                        select m.id, m.name, m.email, m.title, m.site, m.language, m.role, m.active, n.kind as session_kind,
                               n.seen_at
                          from session n join member m on m.id = n.member_id
                         where n.token_hash = :hash and %s
                        """.formatted(OPEN))
                .param("hash", hash)
                .param("now", Times.utc(clock.instant()))
                .param("unused", Times.utc(clock.instant().minus(idle)))
                .query((row, number) -> new Open(
                        new Viewer(MemberRows.member(row), SessionKind.values()[row.getInt("session_kind")], hash),
                        row.getObject("seen_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Of many sessions at once, those that still hold: for who keeps connections open. */
    public Set<String> stillOpen(Collection<String> hashes) {
        return new HashSet<>(jdbc.sql("""
                        select n.token_hash
                          from session n join member m on m.id = n.member_id
                         where n.token_hash = any(:hashes) and %s
                        """.formatted(OPEN))
                .param("hashes", hashes.toArray(String[]::new))
                .param("now", Times.utc(clock.instant()))
                .param("unused", Times.utc(clock.instant().minus(idle)))
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

    /** After a change of password: whoever knew the old one is out everywhere but here. */
    void closeOthers(MemberId member, String sessionHash) {
        jdbc.sql("delete from session where member_id = :member and token_hash <> :hash and kind = 0")
                .param("member", member.value())
                .param("hash", sessionHash)
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
