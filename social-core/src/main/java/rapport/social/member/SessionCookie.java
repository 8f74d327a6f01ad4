package rapport.social.member;

import java.time.Duration;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The cookie by which the app's sessions are known. */
@Component
public class SessionCookie {
    private final MemberSettings settings;

    SessionCookie(MemberSettings settings) {
        this.settings = settings;
    }

    /** The header's value that hands a session of the app to the browser. */
    public String holding(String token) {
        return text(token, settings.lifetime());
    }

    /** The header's value that takes it away again. */
    String gone() {
        return text("", Duration.ZERO);
    }

    /** Written as text: CXF's own cookies don't know SameSite. */
    private String text(String value, Duration lifetime) {
        return ResponseCookie.from(settings.cookieName(), value)
                .path("/")
                .maxAge(lifetime)
                .httpOnly(true)
                .secure(settings.secureCookie())
                .sameSite("Strict")
                .build()
                .toString();
    }
}
