package rapport.crm.adapter.espocrm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP alone: addresses, sign-in, JSON, and what a bad answer means. */
final class EspoCrmClient {
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static final int MAX_PAGE_SIZE = 200;

    /** A page of 200 rows is some 100 kB; more than this is not a list of records. */
    private static final int MAX_ANSWER = 32 * 1024 * 1024;

    private static final Pattern SMALLER_PAGE = Pattern.compile("Max size should not exceed (\\d{1,9})");

    /** The CRM counts failures over 60 s. */
    private static final Duration LOCKED_OUT = Duration.ofSeconds(90);

    private static final String CHECK_CREDENTIALS =
            "Check the API user and its key under Administration › API Users in EspoCRM, then the connection's api-key"
                    + " and secret-key.";

    private final String connection;
    private final String base;
    private final RestClient http;
    private final EspoCrmSignIn signIn;
    private volatile int pageSize = MAX_PAGE_SIZE;

    EspoCrmClient(CrmAccess access) {
        this.connection = access.connection();
        this.base = apiBase(access.address());
        this.signIn = new EspoCrmSignIn(
                Objects.requireNonNullElse(access.credential("api-key"), ""), access.credential("secret-key"));
        // Redirects are not followed: the key would go wherever they point.
        var factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(access.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        factory.setReadTimeout(access.answerTimeout());
        this.http = RestClient.builder().requestFactory(factory).build();
    }

    static String apiBase(URI address) {
        String text = address.toString().replaceAll("/+$", "");
        return text.endsWith("/api/v1") ? text : text + "/api/v1";
    }

    int pageSize() {
        return pageSize;
    }

    /** One page, sorted upwards by {@code orderBy} and then by id. */
    EspoList list(
            String path,
            List<String> select,
            @Nullable String orderBy,
            List<Map<String, Object>> where,
            boolean count) {
        EspoAnswer answer = ask(path, select, orderBy, where, count);
        Matcher smaller = SMALLER_PAGE.matcher(answer.reason());
        if (answer.status() == 403 && smaller.find()) {
            int allowed = Integer.parseInt(smaller.group(1));
            if (allowed > 0 && allowed < pageSize) {
                pageSize = allowed;
                answer = ask(path, select, orderBy, where, count);
            }
        }
        JsonNode body = parse(answer, path);
        if (!body.path("list").isArray()) {
            throw CrmFailure.retry(connection + ": the answer for " + path + " has no list", null);
        }
        List<JsonNode> rows = new ArrayList<>(body.path("list").size());
        body.path("list").forEach(rows::add);
        JsonNode total = body.path("total");
        return new EspoList(total.isNumber() ? total.asLong() : null, rows, pageSize, answer.at());
    }

    private EspoAnswer ask(
            String path,
            List<String> select,
            @Nullable String orderBy,
            List<Map<String, Object>> where,
            boolean count) {
        Map<String, Object> search = new LinkedHashMap<>();
        search.put("select", select);
        if (orderBy != null) {
            search.put("orderBy", orderBy);
            search.put("order", "asc");
        }
        search.put("offset", 0);
        search.put("maxSize", pageSize);
        if (!where.isEmpty()) {
            search.put("where", where);
        }
        // A plus would do for a space in a query, but not every proxy agrees.
        String query = "searchParams="
                + URLEncoder.encode(JSON.writeValueAsString(search), StandardCharsets.UTF_8)
                        .replace("+", "%20");
        return call(HttpMethod.GET, path, query, null, count ? Map.of() : Map.of("X-No-Total", "true"));
    }

    JsonNode get(String path) {
        return parse(call(HttpMethod.GET, path, null, null, Map.of()), path);
    }

    /** Empty if there is nothing under that path, or the CRM does not show it ({@code forbidden} tells them apart). */
    Lookup lookUp(String path, @Nullable String query) {
        EspoAnswer answer = call(HttpMethod.GET, path, query, null, Map.of());
        if (answer.status() == 404) {
            return new Lookup(Optional.empty(), false);
        }
        if (answer.status() == 403 && !lockedOut(answer)) {
            return new Lookup(Optional.empty(), true);
        }
        return new Lookup(Optional.of(parse(answer, path)), false);
    }

    record Lookup(Optional<JsonNode> row, boolean forbidden) {}

    JsonNode post(String path, Object body) {
        return parse(call(HttpMethod.POST, path, null, body, Map.of()), path);
    }

    /** Whether there was something to delete. */
    boolean delete(String path) {
        EspoAnswer answer = call(HttpMethod.DELETE, path, null, null, Map.of());
        if (answer.status() == 404) {
            return false;
        }
        parse(answer, path);
        return true;
    }

    private EspoAnswer call(
            HttpMethod method,
            String path,
            @Nullable String query,
            @Nullable Object body,
            Map<String, String> extraHeaders) {
        URI uri = URI.create(base + "/" + path + (query == null ? "" : "?" + query));
        try {
            RestClient.RequestBodySpec request = http.method(method)
                    .uri(uri)
                    .accept(MediaType.APPLICATION_JSON)
                    .headers(headers -> {
                        headers.set(signIn.header(), signIn.value(method.name(), "/" + path));
                        extraHeaders.forEach(headers::set);
                    });
            if (body != null) {
                request.contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
            }
            EspoAnswer answer = request.exchange((sent, response) -> read(response), true);
            if (answer == null) {
                throw CrmFailure.retry(connection + ": no answer for " + path, null);
            }
            return answer;
        } catch (ResourceAccessException e) {
            throw CrmFailure.retry(connection + ": " + unreachable(e), e);
        }
    }

    private EspoAnswer read(ClientHttpResponse response) throws IOException {
        HttpHeaders headers = response.getHeaders();
        byte[] body = response.getBody().readNBytes(MAX_ANSWER + 1);
        if (body.length > MAX_ANSWER) {
            throw new IOException("answer longer than " + MAX_ANSWER + " bytes");
        }
        return new EspoAnswer(
                response.getStatusCode().value(),
                printable(headers.getFirst("X-Status-Reason")),
                printable(headers.getFirst(HttpHeaders.LOCATION)),
                retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER)),
                clock(headers.getFirst(HttpHeaders.DATE)),
                body);
    }

    private JsonNode parse(EspoAnswer answer, String path) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw failure(answer, path);
        }
        try {
            JsonNode node = JSON.readTree(answer.body());
            if (node == null || node.isMissingNode()) {
                throw CrmFailure.retry(connection + ": the answer for " + path + " is empty", null);
            }
            return node;
        } catch (JacksonException e) {
            // A proxy's error page, or a body that was cut. The parser's message would quote it, so it is left out.
            throw CrmFailure.retry(connection + ": the answer for " + path + " is not JSON", null);
        }
    }

    private CrmFailure failure(EspoAnswer answer, String path) {
        String reason = answer.reason().isEmpty() ? "" : ": " + answer.reason();
        String what = connection + ": " + path + " answered " + answer.status() + reason + ".";
        Duration pause = answer.retryAfter();
        return switch (answer.status()) {
            case 401 -> CrmFailure.reconnect(connection + ": sign-in refused (401).", CHECK_CREDENTIALS);
            case 403 ->
                lockedOut(answer)
                        ? CrmFailure.wait(
                                connection + ": locked out after too many refused sign-ins (403).", LOCKED_OUT)
                        : CrmFailure.reconnect(
                                what,
                                "Give the API user's role the right to read all of " + path.replaceAll("/.*", "")
                                        + ".");
            case 404 ->
                CrmFailure.reconnect(what, "Check the connection's address, and that this part of EspoCRM is enabled.");
            case 429, 503 -> pause != null ? CrmFailure.wait(what, pause) : CrmFailure.retry(what, null);
            case 301, 302, 303, 307, 308 ->
                CrmFailure.reconnect(
                        connection + ": the address redirects to " + answer.location() + ".",
                        "Set the connection's address to where EspoCRM really is.");
            case 400, 405, 409, 413, 414, 415 ->
                CrmFailure.stop(what, "EspoCRM does not understand this request; its version may not be supported.");
            default -> CrmFailure.retry(what, null);
        };
    }

    private static boolean lockedOut(EspoAnswer answer) {
        return answer.reason().startsWith("Max failed login attempts");
    }

    private String unreachable(ResourceAccessException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpConnectTimeoutException) {
                return "no connection to " + base + " in time.";
            }
            if (cause instanceof HttpTimeoutException) {
                return "no answer from " + base + " in time.";
            }
            if (cause instanceof UnknownHostException) {
                return "the host of " + base + " is unknown.";
            }
            if (cause instanceof ConnectException) {
                return "nothing answers at " + base + ".";
            }
            if (cause instanceof SSLException) {
                return "no trusted connection to " + base + " ("
                        + cause.getClass().getSimpleName() + ").";
            }
        }
        return "the connection to " + base + " broke off.";
    }

    /** Only seconds: the CRM itself sends none, proxies before it do. */
    private static @Nullable Duration retryAfter(@Nullable String value) {
        return value != null && value.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    private static Instant clock(@Nullable String date) {
        if (date != null) {
            try {
                return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeException e) {
                // falls through to our own clock
            }
        }
        return Instant.now();
    }

    private static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }
}
