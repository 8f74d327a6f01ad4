package rapport.social.member;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import rapport.social.shared.Problem;
import rapport.social.web.ProblemWriter;

/**
 * Finds the viewer by bearer token or by cookie. A request that changes something under the cookie must carry the header
 * {@value #HEADER}, which a form or image of another site can't send.
 */
class SessionFilter extends OncePerRequestFilter {
    static final String HEADER = "X-Rapport";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Sessions sessions;
    private final ProblemWriter problems;
    private final String cookieName;

    SessionFilter(Sessions sessions, ProblemWriter problems, String cookieName) {
        this.cookieName = cookieName;
        this.sessions = sessions;
        this.problems = problems;
    }

    /** The answer to an asynchronous request, a live stream, runs with the viewer of its start. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String bearer = bearer(request);
        String token = bearer == null ? cookie(request) : bearer;
        if (token != null) {
            var viewer = sessions.find(token);
            if (viewer.isPresent()) {
                if (bearer == null && !SAFE.contains(request.getMethod()) && request.getHeader(HEADER) == null) {
                    problems.write(new Problem(403, "missing-header", HEADER, null, "1"), request, response);
                    return;
                }
                var authority =
                        new SimpleGrantedAuthority("ROLE_" + viewer.get().role().name());
                SecurityContextHolder.getContext()
                        .setAuthentication(
                                new UsernamePasswordAuthenticationToken(viewer.get(), null, List.of(authority)));
            }
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    private @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(cookieName) && !cookie.getValue().isEmpty()) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
