package rapport.social.member;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param lifetime        of a session of the app, from sign-in
 * @param idle            a session of the app that asks for nothing for so long has ended
 * @param triesPerMinute  wrong passwords for one name or from one address before they have to wait
 * @param secureCookie    send the cookie over HTTPS only and to this host alone; to be true wherever Rapport is reached
 *                        by HTTPS
 */
@Validated
@ConfigurationProperties("rapport.session")
public record MemberSettings(
        @DefaultValue("14d") Duration lifetime,
        @DefaultValue("7d") Duration idle,
        @DefaultValue("10") @Min(1) @Max(1000) int triesPerMinute,
        @DefaultValue("false") boolean secureCookie) {

    /** A name that begins so is taken by browsers only over HTTPS and from this very host: no neighbour can plant it. */
    String cookieName() {
        return secureCookie ? "__Host-rapport_session" : "rapport_session";
    }
}
