package rapport.social.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;
import rapport.social.shared.Problem;
import rapport.social.signin.SignInRefused.Reason;
import rapport.social.web.Problems;

/**
 * The last page of the window that a frame opened. Its script hands the outcome to the frame, to Rapport's own origin and no
 * other, and closes the window; where that is not possible, the page says what to do in words.
 */
@Component
class EndPage {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    /** The code stands in the page alone: in no address, no history, no log. */
    private static final String PAGE = """
            <!doctype html>
            <html lang="%1$s">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <meta name="%2$s" content="%3$s">
                <title>%4$s – Rapport</title>
                <link rel="stylesheet" href="%6$s/widget/rapport-signed-in.css">
                <script type="module" src="%6$s/widget/rapport-signed-in.js"></script>
              </head>
              <body>
                <main>
                  <h1>%4$s</h1>
                  <p>%5$s</p>
                </main>
              </body>
            </html>
            """;

    private final Problems words;

    EndPage(Problems words) {
        this.words = words;
    }

    ResponseEntity<String> signedIn(String code, HttpServletRequest request) {
        return page(200, "rapport-code", code, new Problem(200, "sign-in-done"), request);
    }

    ResponseEntity<String> refused(Reason reason, HttpServletRequest request) {
        return page(403, "rapport-refused", reason.slug(), new Problem(403, reason.slug()), request);
    }

    private ResponseEntity<String> page(
            int status, String name, String content, Problem said, HttpServletRequest request) {
        Locale language = Problems.language(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        var document = words.document(said, language, null);
        return ResponseEntity.status(status)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .cacheControl(CacheControl.noStore())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(PAGE.formatted(
                        language.getLanguage(),
                        name,
                        content,
                        escaped(document.title()),
                        escaped(document.detail()),
                        escaped(request.getContextPath())));
    }

    private static String escaped(@Nullable String text) {
        return HtmlUtils.htmlEscape(text == null ? "" : text, "UTF-8");
    }
}
