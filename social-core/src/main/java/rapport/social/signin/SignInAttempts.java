package rapport.social.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.Times;

/** Sign-ins on their way. Each is taken once, in time, and by the browser that began it. */
@Component
class SignInAttempts {
    /** Time to find the telephone with the second factor. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;

    SignInAttempts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void begin(String state, String browser, SignInAttempt attempt) {
        Instant now = clock.instant();
        jdbc.sql("delete from sign_in_attempt where expires_at < :now")
                .param("now", Times.utc(now))
                .update();
        var frame = attempt.frame();
        jdbc.sql("""
                        insert into sign_in_attempt (state_hash, browser_hash, provider, nonce, code_verifier, next_path,
                                                     connection, challenge, expires_at)
                        values (:state, :browser, :provider, :nonce, :verifier, :next, :connection, :challenge, :expires)
                        """)
                .param("state", Secrets.hash(state))
                .param("browser", Secrets.hash(browser))
                .param("provider", attempt.provider())
                .param("nonce", attempt.nonce())
                .param("verifier", attempt.codeVerifier())
                .param("next", attempt.nextPath())
                .param("connection", frame == null ? null : frame.connection())
                .param("challenge", frame == null ? null : frame.challenge())
                .param("expires", Times.utc(now.plus(LIFETIME)))
                .update();
    }

    /** Of two who come back with the same state at once, the database lets one have it. */
    Optional<SignInAttempt> take(String state, String browser, String provider) {
        var found = jdbc.sql("""
                        select provider, nonce, code_verifier, next_path, connection, challenge
                          from sign_in_attempt
                         where state_hash = :state and browser_hash = :browser and provider = :provider
                           and expires_at > :now
                        """)
                .param("state", Secrets.hash(state))
                .param("browser", Secrets.hash(browser))
                .param("provider", provider)
                .param("now", Times.utc(clock.instant()))
                .query((row, number) -> {
                    String connection = row.getString("connection");
                    return new SignInAttempt(
                            row.getString("provider"),
                            row.getString("nonce"),
                            row.getString("code_verifier"),
                            row.getString("next_path"),
                            connection == null
                                    ? null
                                    : new SignInAttempt.Frame(connection, row.getString("challenge")));
                })
                .optional();
        return found.filter(attempt -> jdbc.sql("delete from sign_in_attempt where state_hash = :state")
                        .param("state", Secrets.hash(state))
                        .update()
                == 1);
    }
}
