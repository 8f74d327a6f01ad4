package rapport.crm.spi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmAdapterContract.ReplayedCrm;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every replayed CRM shares: a server on a free port of this machine, a clock of its own, the requests that came, and the
 * faults below HTTP. What it answers is its own affair.
 */
public abstract class ReplayedServer implements ReplayedCrm, ResponseDefinitionTransformerV2 {
    public static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    protected static final JsonMapper JSON = JsonMapper.builder().build();

    public final List<Request> requests = new ArrayList<>();
    public final Map<String, String> headers = new LinkedHashMap<>();
    private final WireMockServer server;
    private Fault fault = Fault.NONE;
    private Consumer<Integer> work = answer -> {};
    private int answers;
    private int refused;
    private boolean repeated;
    private final Map<String, ResponseDefinition> pages = new HashMap<>();
    private int now;

    protected ReplayedServer() {
        server = new WireMockServer(wireMockConfig()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .asynchronousResponseEnabled(false)
                .extensions(this));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(getName())));
    }

    /** When all is well. */
    protected abstract ResponseDefinitionBuilder answer(Request request);

    /** What this CRM says to a fault that is of its own words; null when this request does not meet it. */
    protected abstract @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request);

    /** Whether it counts as an answer while somebody works in the CRM; signing in does not. */
    protected boolean isData(Request request) {
        return true;
    }

    @Override
    public final ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        requests.add(request);
        if (isData(request)) {
            work.accept(++answers);
        }
        boolean bursts = fault == Fault.BURST && isData(request) && refused++ < 2;
        ResponseDefinitionBuilder broken =
                fault == Fault.NONE ? null : refusal(bursts ? Fault.UNAVAILABLE_FOR_A_WHILE : fault, request);
        if (broken == null && isData(request)) {
            broken = broken();
        }
        if (broken != null) {
            return broken.build();
        }
        String page = pageOf(request);
        if (page != null && fault == Fault.DUPLICATE_PAGE && !repeated && pages.containsKey(page)) {
            repeated = true;
            return pages.get(page);
        }
        ResponseDefinition answered = answer(request).build();
        if (page != null) {
            pages.put(page, answered);
        }
        return answered;
    }

    /** Of which list this asks for a page; null for what is none, or where a page has an address of its own. */
    protected @Nullable String pageOf(Request request) {
        return null;
    }

    private @Nullable ResponseDefinitionBuilder broken() {
        return switch (fault) {
            case SLOW -> aResponse().withStatus(200).withFixedDelay(2_000);
            case CUT_BODY ->
                aResponse().withStatus(200).withHeader("Content-Length", "5000").withBody("{\"value\":[{\"id\":\"5000");
            case MALFORMED -> aResponse().withStatus(200).withBody("{\"value\":[{\"id\":");
            case EMPTY_BODY -> aResponse().withStatus(200);
            case SUCCESS_WITH_ERROR ->
                json(200, Map.of("error", Map.of("code", 100, "message", "something went wrong", "data", Map.of())));
            case ERROR_PAGE ->
                aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html><body>Bad gateway</body></html>");
            case CONNECTION_RESET ->
                aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER);
            default -> null;
        };
    }

    protected final ResponseDefinitionBuilder redirect() {
        return aResponse().withStatus(302).withHeader("Location", address() + "/login");
    }

    public final URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public final void shutDown() {
        server.stop();
    }

    protected final ResponseDefinitionBuilder json(int status, Object body) {
        ResponseDefinitionBuilder answer = aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC)))
                .withBody(JSON.writeValueAsString(body));
        headers.forEach(answer::withHeader);
        return answer;
    }

    protected final Instant now() {
        return beginning().plusSeconds(now);
    }

    /** Where the clock begins. */
    protected Instant beginning() {
        return START;
    }

    protected final int second() {
        return now;
    }

    protected final Fault fault() {
        return fault;
    }

    /** The fields of a form or of a query, decoded. */
    public static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] sides = pair.split("=", 2);
            form.put(
                    URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
                    sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public final void fault(Fault fault) {
        this.fault = fault;
        refused = 0;
        repeated = false;
        requests.clear();
    }

    @Override
    public final void meanwhile(Consumer<Integer> work) {
        this.work = work;
        answers = 0;
        requests.clear();
    }

    @Override
    public final int calls() {
        return requests.size();
    }

    @Override
    public final void clock(int second) {
        now = second;
    }

    @Override
    public final boolean applyGlobally() {
        return false;
    }

    @Override
    public String getName() {
        return getClass().getSimpleName();
    }
}
