package rapport.social.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/**
 * Sign-ins that ended in a window of their own, for the frame on a CRM's page that asked for them. The frame gets a code
 * from the window; it is good once, for a short time, and only with the verifier that never left the frame.
 */
@Component
public class FrameSignIns {
    /** The window hands it over at once; or the person presses the button again. */
    static final Duration LIFETIME = Duration.ofMinutes(2);

    private final JdbcClient jdbc;
    private final Clock clock;

    FrameSignIns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Waiting(String connection, String challenge, long memberId) {}

    /** @return the code, which is kept nowhere */
    String add(MemberId member, String provider, String browser, SignInAttempt.Frame frame) {
        Instant now = clock.instant();
        jdbc.sql("delete from frame_sign_in where expires_at < :now")
                .param("now", Times.utc(now))
                .update();
        String code = Secrets.random();
        jdbc.sql("""
                        insert into frame_sign_in (code_hash, browser_hash, provider, connection, challenge, member_id, expires_at)
                        values (:code, :browser, :provider, :connection, :challenge, :member, :expires)
                        """)
                .param("code", Secrets.hash(code))
                .param("browser", Secrets.hash(browser))
                .param("provider", provider)
                .param("connection", frame.connection())
                .param("challenge", frame.challenge())
                .param("member", member.value())
                .param("expires", Times.utc(now.plus(LIFETIME)))
                .update();
        return code;
    }

    /**
     * A sign-in of this browser that ended a moment ago and that no frame could be told of, since the provider's pages cut
     * the window off from the one that opened it (Cross-Origin-Opener-Policy). It is good for the frame that asks again.
     */
    Optional<MemberId> takeUnfetched(String provider, String browser, String connection) {
        record Unfetched(String codeHash, long memberId) {}
        var found = jdbc.sql("""
                        select code_hash, member_id from frame_sign_in
                         where browser_hash = :browser and provider = :provider and connection = :connection
                           and expires_at > :now
                         order by expires_at desc limit 1
                        """)
                .param("browser", Secrets.hash(browser))
                .param("provider", provider)
                .param("connection", connection)
                .param("now", Times.utc(clock.instant()))
                .query(Unfetched.class)
                .optional();
        return found.filter(unfetched -> remove(unfetched.codeHash()))
                .map(unfetched -> new MemberId(unfetched.memberId()));
    }

    /**
     * The member who signed in for this frame. Whoever comes with the code uses it up, with the right verifier or not.
     *
     * @throws Problem 401, in the same words whatever was wrong
     */
    public MemberId redeem(String connection, String code, String verifier) {
        String hash = Secrets.hash(code);
        var waiting = jdbc.sql("""
                        select connection, challenge, member_id from frame_sign_in
                         where code_hash = :code and expires_at > :now
                        """)
                .param("code", hash)
                .param("now", Times.utc(clock.instant()))
                .query(Waiting.class)
                .optional();
        boolean mine = waiting.isPresent() && remove(hash);
        if (!mine
                || !waiting.get().connection().equals(connection)
                || !same(waiting.get().challenge(), Secrets.challenge(verifier))) {
            throw new Problem(401, "sign-in-code-not-accepted");
        }
        return new MemberId(waiting.get().memberId());
    }

    /** Of two at once, the database lets one in. */
    private boolean remove(String hash) {
        return jdbc.sql("delete from frame_sign_in where code_hash = :code")
                        .param("code", hash)
                        .update()
                == 1;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
