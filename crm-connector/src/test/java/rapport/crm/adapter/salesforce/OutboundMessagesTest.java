package rapport.crm.adapter.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.transport.servlet.CXFServlet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.InboundCalls;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;

/** Over HTTP, on the server and the servlet that Rapport has. */
class OutboundMessagesTest {
    private final List<String> addresses = new ArrayList<>();
    private final List<CrmHint> kept = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private @Nullable WebServer server;
    private @Nullable EndpointImpl endpoint;

    /** Does what rapport.crm.inbound does, with a list for a table. */
    private final class Inbox implements InboundCalls {
        @Override
        public void take(String crm, String connection, String secret, WebhookCall call) {
            addresses.add(crm + " " + connection + " " + secret + " " + call.event());
            if (!secret.equals("s3cret")) {
                throw new WebhookRefused(WebhookRefused.Reason.UNKNOWN_ADDRESS, "no such address");
            }
            List<CrmHint> hints = new SalesforceAdapter().receive(call, SalesforceAdapterTest.SUBSCRIBED);
            if (failure != null) {
                throw failure;
            }
            kept.addAll(hints);
        }
    }

    @BeforeEach
    void start() {
        var bus = new CXFBusFactory().createBus();
        var servlet = new CXFServlet();
        servlet.setBus(bus);
        var factory = new JettyServletWebServerFactory(0);
        server = factory.getWebServer(context -> {
            var registered = context.addServlet("cxf", servlet);
            registered.addMapping("/api/*");
            registered.setInitParameter("hide-service-list-page", "true");
            registered.setLoadOnStartup(1);
        });
        server.start();
        endpoint = new OutboundMessageServer().salesforceOutboundMessages(bus, new Inbox());
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.stop();
        }
        if (server != null) {
            server.stop();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.getPort()) + path);
    }

    private static final String ADDRESS = "/api/soap/salesforce/acme/s3cret/outbound-message";

    private HttpResponse<String> send(String path, String body) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri(path))
                                    .header("Content-Type", "text/xml; charset=utf-8")
                                    .header("SOAPAction", "\"\"")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String envelope(String payload) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>" + payload
                + "</soapenv:Body></soapenv:Envelope>";
    }

    private static String hundred() {
        StringBuilder all = new StringBuilder();
        for (int number = 0; number < 100; number++) {
            all.append(SalesforceAdapterTest.notification("Account", ReplayedSalesforce.id("001", number)));
        }
        return envelope(SalesforceAdapterTest.message(ReplayedSalesforce.ORG, all.toString()));
    }

    @Test
    void acknowledgesWhatIsKept() {
        HttpResponse<String> answer = send(ADDRESS, hundred());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
        assertThat(answer.body())
                .containsPattern("<notificationsResponse"
                        + " xmlns=\"http://soap.sforce.com/2005/09/outbound\"><Ack>true</Ack></notificationsResponse>");
        assertThat(kept).hasSize(100);
        assertThat(addresses).containsExactly("salesforce acme s3cret outbound-message");
    }

    @Test
    void acknowledgesTheSameMessageAgain() {
        send(ADDRESS, hundred());
        assertThat(send(ADDRESS, hundred()).body()).contains("<Ack>true</Ack>");
    }

    @Test
    void asksForItAgainWhenItCouldNotBeKept() {
        failure = new IllegalStateException("the database is away");
        HttpResponse<String> answer = send(ADDRESS, hundred());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<Ack>false</Ack>").doesNotContain("database");
        assertThat(kept).isEmpty();
        failure = null;
        assertThat(send(ADDRESS, hundred()).body()).contains("<Ack>true</Ack>");
    }

    @Test
    void tellsStrangersNothing() {
        String other = envelope(SalesforceAdapterTest.message(
                "00DWU0000099999", SalesforceAdapterTest.notification("Account", "001WU00000QwErTYAV")));
        List<HttpResponse<String>> refused = List.of(
                send("/api/soap/salesforce/acme/guess/outbound-message", hundred()),
                send(ADDRESS, other),
                send("/api/soap/salesforce", hundred()),
                send("/api/soap/salesforce/acme/s3cret", hundred()),
                send("/api/soap/salesforce/../acme/s3cret/x/outbound-message", hundred()));
        for (HttpResponse<String> answer : refused) {
            assertThat(answer.statusCode()).isIn(400, 404, 500);
            assertThat(answer.body())
                    .doesNotContain("Ack")
                    .doesNotContain("rapport")
                    .doesNotContain("at java.");
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void readsNoEntitiesAndNoEndlessMessage() {
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + envelope(SalesforceAdapterTest.message("&e;", "")).replaceFirst("<\\?xml.*?\\?>", "");
        String deep = envelope(
                SalesforceAdapterTest.message(ReplayedSalesforce.ORG, "<a>".repeat(2_000) + "</a>".repeat(2_000)));
        String endless =
                envelope(SalesforceAdapterTest.message(ReplayedSalesforce.ORG, "<a>" + "x".repeat(3_000_000) + "</a>"));
        for (String body : List.of(entity, deep, endless, "", "nonsense", envelope(""))) {
            HttpResponse<String> answer = send(ADDRESS, body);
            assertThat(answer.statusCode())
                    .as(body.substring(0, Math.min(40, body.length())))
                    .isGreaterThanOrEqualTo(400);
            assertThat(answer.body()).doesNotContain("<Ack>true").doesNotContain("at java.");
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void publishesItsContract() throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri("/api/soap/salesforce?wsdl")).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("targetNamespace=\"http://soap.sforce.com/2005/09/outbound\"")
                .contains("NotificationPort")
                .contains("NotificationService")
                .contains("notificationsResponse");
    }
}
