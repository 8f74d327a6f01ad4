package rapport.samples.crm.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;

/** Who is signed in to the pages. It is a sample: one says who one is, and is believed. */
final class Sessions {
    private static final String COOKIE = "sample_crm_session";
    private static final String LANGUAGE_COOKIE = "sample_crm_language";

    private final CrmData data;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> userIds = new ConcurrentHashMap<>();

    Sessions(CrmData data) {
        this.data = data;
    }

    Optional<CrmRecord> user(HttpServletRequest request) {
        String token = cookie(request, COOKIE);
        String userId = token == null ? null : userIds.get(token);
        return data.find(EntityType.USER, userId).filter(user -> !Boolean.FALSE.equals(user.get("isActive")));
    }

    void open(HttpServletResponse response, CrmRecord user) {
        byte[] some = new byte[24];
        random.nextBytes(some);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(some);
        userIds.put(token, user.id());
        setCookie(response, COOKIE, token, -1);
    }

    void close(HttpServletRequest request, HttpServletResponse response) {
        String token = cookie(request, COOKIE);
        if (token != null) {
            userIds.remove(token);
        }
        setCookie(response, COOKIE, "", 0);
    }

    /** As chosen on the page, else as the person speaks, else as the browser says. */
    Language language(HttpServletRequest request, HttpServletResponse response, @Nullable CrmRecord user) {
        String chosen = request.getParameter("lang");
        if (chosen != null) {
            Language language = Language.of(chosen);
            setCookie(response, LANGUAGE_COOKIE, language.tag(), 365 * 86_400);
            return language;
        }
        String kept = cookie(request, LANGUAGE_COOKIE);
        if (kept != null) {
            return Language.of(kept);
        }
        String spoken = user == null ? null : user.text("cLanguage");
        return Language.of(spoken != null ? spoken : request.getHeader("Accept-Language"));
    }

    private static void setCookie(HttpServletResponse response, String name, String value, int seconds) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
