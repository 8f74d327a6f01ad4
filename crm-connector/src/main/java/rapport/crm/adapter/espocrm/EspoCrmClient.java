package rapport.crm.adapter.espocrm;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Addresses, sign-in, JSON, and what a bad answer means. */
final class EspoCrmClient {
    static final int MAX_PAGE_SIZE = 200;

    private static final Pattern SMALLER_PAGE = Pattern.compile("Max size should not exceed (\\d{1,9})");

    /** The CRM counts failures over 60 s. */
    private static final Duration LOCKED_OUT = Duration.ofSeconds(90);

    private static final String CHECK_CREDENTIALS =
            "Check the API user and its key under Administration › API Users in EspoCRM, then the connection's api-key"
                    + " and secret-key.";

    private final String connection;
    private final String base;
    private final CrmHttp http;
    private final EspoCrmSignIn signIn;
    private volatile int pageSize = MAX_PAGE_SIZE;

    EspoCrmClient(CrmAccess access) {
        this.connection = access.connection();
        this.base = apiBase(access.address());
        this.signIn = new EspoCrmSignIn(
                Objects.requireNonNullElse(access.credential("api-key"), ""), access.credential("secret-key"));
        this.http = new CrmHttp(access, base);
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
        CrmAnswer answer = ask(path, select, orderBy, where, count);
        Matcher smaller = SMALLER_PAGE.matcher(reason(answer));
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

    private CrmAnswer ask(
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
        String query = "searchParams=" + CrmHttp.encoded(CrmJson.JSON.writeValueAsString(search));
        return call("GET", path, query, null, count ? Map.of() : Map.of("X-No-Total", "true"));
    }

    JsonNode get(String path) {
        return parse(call("GET", path, null, null, Map.of()), path);
    }

    /** Empty if there is nothing under that path, or the CRM does not show it ({@code forbidden} tells them apart). */
    Lookup lookUp(String path, @Nullable String query) {
        CrmAnswer answer = call("GET", path, query, null, Map.of());
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
        return parse(call("POST", path, null, body, Map.of()), path);
    }

    /** Whether there was something to delete. */
    boolean delete(String path) {
        CrmAnswer answer = call("DELETE", path, null, null, Map.of());
        if (answer.status() == 404) {
            return false;
        }
        parse(answer, path);
        return true;
    }

    private CrmAnswer call(
            String method,
            String path,
            @Nullable String query,
            @Nullable Object body,
            Map<String, String> extraHeaders) {
        URI uri = URI.create(base + "/" + path + (query == null ? "" : "?" + query));
        Map<String, String> headers = new HashMap<>(extraHeaders);
        headers.put(signIn.header(), signIn.value(method, "/" + path));
        return switch (method) {
            case "POST" -> http.post(uri, headers, CrmJson.JSON.writeValueAsBytes(Objects.requireNonNull(body)));
            case "DELETE" -> http.delete(uri, headers);
            default -> http.get(uri, headers);
        };
    }

    /** Why, in the CRM's words; empty where it says nothing. */
    private static String reason(CrmAnswer answer) {
        return answer.header("X-Status-Reason");
    }

    private JsonNode parse(CrmAnswer answer, String path) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw failure(answer, path);
        }
        try {
            JsonNode node = CrmJson.JSON.readTree(answer.body());
            if (node == null || node.isMissingNode()) {
                throw CrmFailure.retry(connection + ": the answer for " + path + " is empty", null);
            }
            return node;
        } catch (JacksonException e) {
            // A proxy's error page, or a body that was cut. The parser's message would quote it, so it is left out.
            throw CrmFailure.retry(connection + ": the answer for " + path + " is not JSON", null);
        }
    }

    private CrmFailure failure(CrmAnswer answer, String path) {
        String reason = reason(answer).isEmpty() ? "" : ": " + reason(answer);
        String what = connection + ": " + path + " answered " + answer.status() + reason + ".";
        Duration pause = answer.retryAfter();
        return switch (answer.status()) {
            case 401 ->
                CrmFailure.reconnect(connection + ": " + Phrase.of("failure.sign-in-refused", 401), CHECK_CREDENTIALS);
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
                        connection + ": the address redirects to " + answer.header("Location") + ".",
                        "Set the connection's address to where EspoCRM really is.");
            case 400, 405, 409, 413, 414, 415 ->
                CrmFailure.stop(what, "EspoCRM does not understand this request; its version may not be supported.");
            default -> CrmFailure.retry(what, null);
        };
    }

    private static boolean lockedOut(CrmAnswer answer) {
        return reason(answer).startsWith("Max failed login attempts");
    }
}
