package rapport.crm.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.util.UriUtils;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.WebhookRefused;
import rapport.social.shared.Problem;
import rapport.social.web.Problems;

/**
 * The way in for CRMs that sign who looks at their page themselves: a form posted into a frame (Salesforce), or a call for an address
 * to open (HubSpot). Whom the adapter believes gets a ticket, as other CRMs' own modules would have signed it.
 */
@Controller
class PageVisits {
    private static final Logger LOG = LoggerFactory.getLogger(PageVisits.class);

    /** How long a signed request is remembered that does not say how long it is good: for so long it serves once. */
    private static final Duration REMEMBERED = Duration.ofDays(365);

    private final Connections connections;
    private final EmbedTickets tickets;
    private final Clock clock;

    PageVisits(Connections connections, EmbedTickets tickets, Clock clock) {
        this.connections = connections;
        this.tickets = tickets;
        this.clock = clock;
    }

    /** Into the frame that this was posted to. */
    @PostMapping(path = "/embed/{connection}/visit", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> enter(@PathVariable("connection") String key, HttpServletRequest request) {
        Entry entry = entry(key, request);
        return entry.address().isEmpty()
                ? ResponseEntity.status(entry.status())
                        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                        .cacheControl(CacheControl.noStore())
                        .body(words(entry, request))
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, entry.address())
                        .header("Referrer-Policy", "no-referrer")
                        .cacheControl(CacheControl.noStore())
                        .build();
    }

    /** The address to open, good for a minute and once. */
    @GetMapping(path = "/embed/{connection}/visit", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, String>> address(@PathVariable("connection") String key, HttpServletRequest request) {
        Entry entry = entry(key, request);
        return ResponseEntity.status(entry.status())
                .cacheControl(CacheControl.noStore())
                .body(
                        entry.address().isEmpty()
                                ? Map.of("problem", words(entry, request))
                                : Map.of("uri", entry.address()));
    }

    /**
     * @param address empty when nobody is let in
     * @param code    of the phrase that says why; empty when somebody is
     */
    private record Entry(int status, String address, String code) {
        static Entry refused(int status, String code) {
            return new Entry(status, "", code);
        }
    }

    private static String words(Entry entry, HttpServletRequest request) {
        return Phrases.tell(
                Phrase.of(entry.code()).toString(), Problems.language(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
    }

    private Entry entry(String key, HttpServletRequest request) {
        Connection connection = connections.find(key).orElse(null);
        if (connection == null || connection.embedSecret() == null) {
            return Entry.refused(404, "visit.unknown");
        }
        try {
            PageVisit visit = connection.link().visit(call(request));
            if (visit.validUntil() != null && !clock.instant().isBefore(visit.validUntil())) {
                return Entry.refused(403, "visit.over");
            }
            if (visit.onlyOnce() != null) {
                tickets.use(new EmbedTicket(
                        connection,
                        visit.userExternalId(),
                        "visit " + visit.onlyOnce(),
                        visit.validUntil() == null ? clock.instant().plus(REMEMBERED) : visit.validUntil()));
            }
            CrmRef record = visit.record();
            String named = record == null ? "" : record.type().name() + ":" + record.externalId();
            String ticket = tickets.issue(connection, visit.userExternalId(), named);
            return new Entry(
                    200,
                    connections.publicUrl() + "/embed?connection=" + key
                            + (named.isEmpty() ? "" : "&record=" + UriUtils.encode(named, StandardCharsets.UTF_8))
                            + "#ticket=" + ticket,
                    "");
        } catch (WebhookRefused refused) {
            LOG.warn("connection {}: a call of its pages was refused: {}", key, refused.getMessage());
            return Entry.refused(403, "visit.not-signed");
        } catch (Problem problem) {
            return Entry.refused(problem.status(), "visit.used");
        } catch (CrmFailure failure) {
            LOG.warn(
                    "connection {}: a call of its pages could not be checked. {}",
                    key,
                    Phrases.english(failure.explanation()));
            return Entry.refused(503, "visit.no-answer");
        }
    }

    private PageCall call(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        Collections.list(request.getHeaderNames()).forEach(name -> headers.put(name, request.getHeader(name)));
        Map<String, String> parameters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
        String query = request.getQueryString();
        String address = connections.publicUrl() + request.getRequestURI() + (query == null ? "" : "?" + query);
        return new PageCall(request.getMethod(), address, headers, parameters);
    }
}
