package rapport.crm.connection;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Checks the tickets by which a CRM's page brings its user in without a second sign-in. */
@Component
class EmbedTickets {
    /** Long enough for a slow page, too short to be passed on. */
    static final Duration LIFETIME = Duration.ofSeconds(60);
    /** How far the CRM's clock and ours may be apart. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final int MAX_TICKET = 4_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connections connections;
    private final JdbcClient jdbc;
    private final Clock clock;

    EmbedTickets(Connections connections, JdbcClient jdbc, Clock clock) {
        this.connections = connections;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws Problem 401, in the same words whether the connection is unknown, embeds nothing or did not sign this */
    EmbedTicket check(String connectionKey, String text) {
        if (text.length() > MAX_TICKET) {
            throw Problem.tooLong("ticket", text.length(), MAX_TICKET);
        }
        var connection = connections.find(connectionKey).orElse(null);
        String secret = connection == null ? null : connection.embedSecret();
        if (connection == null || secret == null) {
            throw refused("ticket-not-accepted");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            // The algorithm is ours to choose, not the ticket's.
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    || !jwt.verify(new MACVerifier(secret.getBytes(StandardCharsets.UTF_8)))) {
                throw refused("ticket-not-accepted");
            }
            return ticket(connection, jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException e) {
            throw refused("ticket-not-accepted");
        }
    }

    private EmbedTicket ticket(Connection connection, JWTClaimsSet claims) {
        Instant issuedAt = instant(claims.getIssueTime());
        Instant expiresAt = instant(claims.getExpirationTime());
        String subject = claims.getSubject();
        String id = claims.getJWTID();
        if (!connection.key().equals(claims.getIssuer())
                || subject == null
                || subject.isEmpty()
                || subject.length() > 100
                || id == null
                || id.length() < 8
                || id.length() > 200
                || issuedAt == null
                || expiresAt == null
                || Duration.between(issuedAt, expiresAt).compareTo(LIFETIME) > 0
                || expiresAt.isBefore(issuedAt)) {
            throw refused("ticket-not-accepted");
        }
        Instant now = clock.instant();
        if (issuedAt.isAfter(now.plus(SKEW))) {
            throw refused("ticket-clock");
        }
        if (!now.isBefore(expiresAt.plus(SKEW))) {
            throw refused("ticket-expired");
        }
        return new EmbedTicket(connection, subject, id, expiresAt);
    }

    /**
     * Marks a ticket as used; of two who come with the same one at once, the database lets one in.
     *
     * @throws Problem 401, if it was used before
     */
    @Transactional
    public void use(EmbedTicket ticket) {
        Instant now = clock.instant();
        jdbc.sql("delete from embed_ticket where expires_at < :now")
                .param("now", Times.utc(now.minus(SKEW)))
                .update();
        int fresh = jdbc.sql("""
                        insert into embed_ticket (ticket_hash, expires_at) values (:hash, :expires) on conflict do nothing
                        """)
                .param("hash", hash(ticket.connection().key() + "\n" + ticket.id()))
                .param("expires", Times.utc(ticket.expiresAt().plus(SKEW)))
                .update();
        if (fresh == 0) {
            throw refused("ticket-used");
        }
    }

    /**
     * A ticket of our own, for somebody whom the CRM vouched for in another way.
     *
     * @throws Problem 401, if this connection embeds nothing
     */
    String issue(Connection connection, String userExternalId, String record) {
        String secret = connection.embedSecret();
        if (secret == null) {
            throw refused("ticket-not-accepted");
        }
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        Instant now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(connection.key())
                .subject(userExternalId)
                .claim("rec", record)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(HexFormat.of().formatHex(id))
                .build();
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e); // the secret's length was checked when it was set
        }
    }

    private static Problem refused(String type) {
        return new Problem(401, type);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
