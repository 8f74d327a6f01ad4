package rapport.crm.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.Phrase;
import rapport.social.web.Problems;

/** The page that a CRM shows in a frame. Which CRM may do so stands in its policy, by the connection named in the address. */
@Controller
class EmbedPage {
    private static final String PAGE = "META-INF/resources/embed/embed.html";
    private static final String NOT_BUILT = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Rapport</title>
            <p>The widget is not in this build (it was built with <code>-Dweb.skip=true</code>).</p>
            """;
    private static final String UNKNOWN = """
            <!doctype html><html lang="%s"><meta charset="utf-8"><title>Rapport</title>
            <p>%s</p>
            """;

    private final Connections connections;

    EmbedPage(Connections connections) {
        this.connections = connections;
    }

    @GetMapping("/embed")
    ResponseEntity<String> page(
            @RequestParam(name = "connection", required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage)
            throws IOException {
        var connection = key == null ? null : connections.find(key).orElse(null);
        if (connection == null) {
            Locale language = Problems.language(acceptLanguage);
            return answer(
                    404,
                    List.of(),
                    UNKNOWN.formatted(
                            language.getLanguage(),
                            Phrases.tell(Phrase.of("embed.unknown").toString(), language)));
        }
        var page = new ClassPathResource(PAGE);
        String html = page.exists() ? page.getContentAsString(StandardCharsets.UTF_8) : NOT_BUILT;
        return answer(200, connection.origins(), html);
    }

    private static ResponseEntity<String> answer(int status, List<String> origins, String html) {
        String ancestors = origins.isEmpty() ? "'none'" : String.join(" ", origins);
        return ResponseEntity.status(status)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                                + " font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none';"
                                + " frame-ancestors " + ancestors
                                + "; require-trusted-types-for 'script'; trusted-types lit-html rapport-feed")
                // the ticket is in the fragment, which no header carries; the record is in the query
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.VARY, "Origin")
                .cacheControl(CacheControl.noCache())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(html);
    }
}
