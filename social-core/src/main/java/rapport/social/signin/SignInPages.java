package rapport.social.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import rapport.social.member.Member;
import rapport.social.member.MemberSettings;
import rapport.social.member.Members;
import rapport.social.member.SessionCookie;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import rapport.social.signin.OpenIdConnectProtocol.Answer;
import rapport.social.signin.SignInRefused.Reason;

/**
 * The way to a provider and back, for browsers. The app goes there itself; a frame on a CRM's page, which has neither
 * cookies nor storage of its own, opens a window that goes there and hands the frame a code.
 */
@Controller
class SignInPages {
    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final OpenIdProviders providers;
    private final OpenIdConnectProtocol protocol;
    private final SignInAttempts attempts;
    private final FrameSignIns frames;
    private final PersonMatch people;
    private final Members members;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final MemberSettings settings;
    private final PublicAddress address;
    private final EndPage endPage;
    private final SignInVisits visits;

    SignInPages(
            OpenIdProviders providers,
            OpenIdConnectProtocol protocol,
            SignInAttempts attempts,
            FrameSignIns frames,
            PersonMatch people,
            Members members,
            Sessions sessions,
            SessionCookie cookie,
            MemberSettings settings,
            PublicAddress address,
            EndPage endPage,
            SignInVisits visits) {
        this.providers = providers;
        this.protocol = protocol;
        this.attempts = attempts;
        this.frames = frames;
        this.people = people;
        this.members = members;
        this.sessions = sessions;
        this.cookie = cookie;
        this.settings = settings;
        this.address = address;
        this.endPage = endPage;
        this.visits = visits;
    }

    /** @param next the path in the app that was asked for */
    @GetMapping("/sign-in/openid-connect/{provider}")
    ResponseEntity<String> forTheApp(
            @PathVariable("provider") String name,
            @RequestParam(name = "next", required = false) @Nullable String next,
            @RequestParam(name = "choose", defaultValue = "false") boolean choose,
            HttpServletRequest request) {
        var provider = providers.find(name).orElse(null);
        if (provider == null) {
            return redirect(address.app(next));
        }
        String path = next != null && next.length() > PublicAddress.LONGEST_PATH ? null : next;
        try {
            return begin(provider, path, null, choose, request);
        } catch (SignInRefused refused) {
            return backToTheApp(path, provider, refused.reason());
        }
    }

    /** @param challenge the SHA-256 of what the frame made up, as RFC 7636 writes it */
    @GetMapping("/sign-in/openid-connect/{provider}/frame")
    ResponseEntity<String> forAFrame(
            @PathVariable("provider") String name,
            @RequestParam("connection") String connection,
            @RequestParam("challenge") String challenge,
            @RequestParam(name = "choose", defaultValue = "false") boolean choose,
            HttpServletRequest request) {
        var provider = providers.find(name).orElse(null);
        if (provider == null
                || !SignInSettingsCheck.NAME.matcher(connection).matches()
                || !RANDOM.matcher(challenge).matches()) {
            return endPage.refused(Reason.ATTEMPT_OVER, request);
        }
        var frame = new SignInAttempt.Frame(connection, challenge);
        String browser = browser(request);
        if (browser != null && !choose) {
            var member = frames.takeUnfetched(name, browser, connection)
                    .flatMap(members::find)
                    .filter(Member::active);
            if (member.isPresent()) {
                return endPage.signedIn(frames.add(member.get().id(), name, browser, frame), request);
            }
        }
        try {
            return begin(provider, null, frame, choose, request);
        } catch (SignInRefused refused) {
            return endPage.refused(refused.reason(), request);
        }
    }

    private ResponseEntity<String> begin(
            OpenIdProvider provider,
            @Nullable String next,
            SignInAttempt.@Nullable Frame frame,
            boolean choose,
            HttpServletRequest request) {
        if (!visits.take(request.getRemoteAddr())) {
            throw new SignInRefused(Reason.ATTEMPT_OVER); // its words ask to begin again
        }
        var begun = protocol.begin(provider, choose, request);
        String browser = Optional.ofNullable(browser(request)).orElseGet(Secrets::random);
        attempts.begin(
                begun.state(),
                browser,
                new SignInAttempt(provider.name(), begun.nonce(), begun.codeVerifier(), next, frame));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, begun.location())
                .header(HttpHeaders.SET_COOKIE, browserCookie(browser))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    /** Where every provider sends people back to; one address each, so that none can speak for another. */
    @GetMapping("/sign-in/openid-connect/{provider}/answer")
    ResponseEntity<String> answer(
            @PathVariable("provider") String name,
            @RequestParam(name = "state", defaultValue = "") String state,
            @RequestParam(name = "code", required = false) @Nullable String code,
            @RequestParam(name = "error", required = false) @Nullable String error,
            @RequestParam(name = "iss", required = false) @Nullable String issuer,
            HttpServletRequest request) {
        var provider = providers.find(name).orElse(null);
        String browser = browser(request);
        var attempt = provider == null || browser == null || state.isEmpty()
                ? Optional.<SignInAttempt>empty()
                : attempts.take(state, browser, name);
        if (provider == null || browser == null || attempt.isEmpty()) {
            LOG.info("sign-in by {}: nobody waits for this answer, from {}", known(name), request.getRemoteAddr());
            return endPage.refused(Reason.ATTEMPT_OVER, request);
        }
        var frame = attempt.get().frame();
        String next = attempt.get().nextPath();
        try {
            var person = protocol.finish(provider, attempt.get(), new Answer(state, code, error, issuer));
            Member member = people.member(provider.settings(), person);
            LOG.info("sign-in of member {} by {}, from {}", member.id(), name, request.getRemoteAddr());
            return frame == null
                    ? signedIn(member, next)
                    : endPage.signedIn(frames.add(member.id(), name, browser, frame), request);
        } catch (SignInRefused refused) {
            LOG.info(
                    "sign-in refused by {}, from {}: {}",
                    name,
                    request.getRemoteAddr(),
                    refused.reason().slug());
            return frame == null
                    ? backToTheApp(next, provider, refused.reason())
                    : endPage.refused(refused.reason(), request);
        }
    }

    private ResponseEntity<String> signedIn(Member member, @Nullable String next) {
        var opened = sessions.open(member.id(), SessionKind.APP, settings.lifetime());
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, address.app(next))
                .header(HttpHeaders.SET_COOKIE, cookie.holding(opened.token()))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    /** The sign-in page says why, at the address that was asked for. */
    private ResponseEntity<String> backToTheApp(@Nullable String next, OpenIdProvider provider, Reason reason) {
        return redirect(refusedAt(address.app(next), provider, reason));
    }

    /** What a browser leaves as it is in a query, such as a bracket, is more than the builder takes. */
    private String refusedAt(String place, OpenIdProvider provider, Reason reason) {
        try {
            return UriComponentsBuilder.fromUriString(place)
                    .replaceQueryParam("sign-in", reason.slug())
                    .replaceQueryParam("by", provider.name())
                    .build(true)
                    .toUriString();
        } catch (IllegalArgumentException unusual) {
            return refusedAt(address.app(), provider, reason);
        }
    }

    private static ResponseEntity<String> redirect(String location) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, location)
                .cacheControl(CacheControl.noStore())
                .build();
    }

    private String known(String name) {
        return providers.find(name).isPresent() ? name : "an unknown provider";
    }

    /** Another cookie than the session's: it has to come along when the provider sends the browser back. */
    private String browserCookie(String browser) {
        return ResponseCookie.from(cookieName(), browser)
                .path("/")
                .maxAge(SignInAttempts.LIFETIME)
                .httpOnly(true)
                .secure(address.isHttps())
                .sameSite("Lax")
                .build()
                .toString();
    }

    private String cookieName() {
        return address.isHttps() ? "__Host-rapport_sign_in" : "rapport_sign_in";
    }

    private @Nullable String browser(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie found : cookies) {
                if (found.getName().equals(cookieName())
                        && RANDOM.matcher(found.getValue()).matches()) {
                    return found.getValue();
                }
            }
        }
        return null;
    }
}
