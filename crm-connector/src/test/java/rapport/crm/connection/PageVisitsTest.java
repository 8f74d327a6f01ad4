package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.WebhookRefused;
import rapport.social.shared.Times;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class PageVisitsTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Autowired
    Fixtures fixtures;

    private final List<PageCall> calls = new ArrayList<>();
    private final String signature = UUID.randomUUID().toString();
    private RuntimeException refusal = new WebhookRefused(WebhookRefused.Reason.NOT_SIGNED, "another key");
    private boolean believed = true;
    private @Nullable Instant validUntil;

    /** A CRM whose signature is a word; what real ones sign is tested with their adapters. */
    private final CrmAdapter adapter = new CrmAdapter() {
        @Override
        public CrmDescriptor descriptor() {
            return new CrmDescriptor(
                    "signing",
                    "Signing CRM",
                    List.of(),
                    List.of(CrmType.ACCOUNT),
                    Map.of(),
                    10,
                    false,
                    false,
                    true,
                    true,
                    false);
        }

        @Override
        public CrmLink open(CrmAccess access) {
            return new SilentLink() {
                @Override
                public PageVisit visit(PageCall call) {
                    calls.add(call);
                    if (!believed) {
                        throw refusal;
                    }
                    return new PageVisit("u7", new CrmRef(CrmType.ACCOUNT, "a/1"), call.parameter("once"), validUntil);
                }
            };
        }
    };

    private Connections connections() {
        var settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "rapport.public-url", "https://rapport.example/",
                        "rapport.connections.nordwind.crm", "signing",
                        "rapport.connections.nordwind.address", "https://crm.example",
                        "rapport.connections.nordwind.embed.secret", "a-secret-that-is-at-least-32-bytes-long")))
                .bindOrCreate("rapport", ConnectionsSettings.class);
        return new Connections(settings, List.of(adapter));
    }

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/embed/nordwind/visit");

    private EmbedTickets tickets() {
        return new EmbedTickets(connections(), jdbc, clock);
    }

    private PageVisits visits() {
        return new PageVisits(connections(), tickets(), clock);
    }

    @Test
    void givesAnAddressWithATicketThatServesOnce() {
        request.setQueryString("userEmail=ana%40acme.example");
        request.addParameter("userEmail", "ana@acme.example");
        request.addHeader("X-Signature", "s");
        ResponseEntity<Map<String, String>> answer = visits().address("nordwind", request);
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getHeaders().getCacheControl()).isEqualTo("no-store");
        URI address = URI.create(Objects.requireNonNull(answer.getBody()).getOrDefault("uri", ""));
        assertThat(address.toString())
                .startsWith("https://rapport.example/embed?connection=nordwind&record=account%3Aa%2F1#ticket=");
        EmbedTicket ticket = tickets().check("nordwind", address.getFragment().substring("ticket=".length()));
        assertThat(ticket.userExternalId()).isEqualTo("u7");
        // What was signed is the address as the CRM called it, not as a proxy passed it on.
        assertThat(calls.get(0).address())
                .isEqualTo("https://rapport.example/embed/nordwind/visit?userEmail=ana%40acme.example");
        assertThat(calls.get(0).header("x-signature")).isEqualTo("s");
        assertThat(visits().address("nordwind", request).getStatusCode().value())
                .isEqualTo(200); // repeated by the CRM
    }

    @Test
    void leadsAPostedFormIntoTheFrameOnce() {
        request.setMethod("POST");
        request.addParameter("once", signature);
        ResponseEntity<String> answer = visits().enter("nordwind", request);
        assertThat(answer.getStatusCode().value()).isEqualTo(303);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.LOCATION)).startsWith("https://rapport.example/embed?");
        assertThat(answer.getHeaders().getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        ResponseEntity<String> again = visits().enter("nordwind", request);
        assertThat(again.getStatusCode().value()).isEqualTo(401);
        assertThat(again.getBody()).contains("used before");
    }

    @Test
    void remembersASignedRequestForAYearOrForAsLongAsItSaysItIsGood() {
        request.setMethod("POST");
        request.addParameter("once", signature);
        request.addHeader("Accept-Language", "fr");
        visits().enter("nordwind", request);
        assertThat(remembered(Duration.ofDays(365))).isTrue();
        assertThat(remembered(Duration.ofDays(1))).isFalse();

        request.setParameter("once", signature + "2");
        validUntil = clock.instant().plusSeconds(300);
        assertThat(visits().enter("nordwind", request).getStatusCode().value()).isEqualTo(303);
        assertThat(visits().enter("nordwind", request).getStatusCode().value()).isEqualTo(401);
        validUntil = clock.instant().minusSeconds(1);
        ResponseEntity<String> over = visits().enter("nordwind", request);
        assertThat(over.getStatusCode().value()).isEqualTo(403);
        assertThat(over.getBody()).isEqualTo("Cette requête signée est trop ancienne. Rechargez la page du CRM.");
    }

    /** Whether a ticket is kept that is over about so long from now. */
    private boolean remembered(Duration from) {
        Instant at = clock.instant().plus(from);
        return jdbc.sql("select count(*) from embed_ticket where expires_at between :from and :to")
                        .param("from", Times.utc(at.minusSeconds(60)))
                        .param("to", Times.utc(at.plusSeconds(60)))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    @Test
    void letsNobodyInWhomTheCrmDoesNotVouchFor() {
        believed = false;
        assertThat(visits().enter("nordwind", request).getStatusCode().value()).isEqualTo(403);
        assertThat(visits().address("nordwind", request).getBody()).containsOnlyKeys("problem");
        refusal = CrmFailure.retry("nordwind: no answer from https://crm.example in time.", null);
        assertThat(visits().address("nordwind", request).getStatusCode().value())
                .isEqualTo(503);
        assertThat(visits().enter("nobody", request).getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void answersAtTheAddressThatAdminsEnter() {
        assertThat(fixtures.anonymous().get("//embed/nobody/visit").status()).isEqualTo(404);
        assertThat(fixtures.anonymous().get("//embed/acme/visit").status()).isEqualTo(403); // EspoCRM signs no calls
        assertThat(fixtures.anonymous()
                        .with("Content-Type", "application/x-www-form-urlencoded")
                        .post("//embed/acme/visit", "signed_request=x.y")
                        .status())
                .isEqualTo(403);
    }
}
