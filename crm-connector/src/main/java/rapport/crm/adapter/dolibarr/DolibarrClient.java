package rapport.crm.adapter.dolibarr;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;

/** HTTP alone: addresses, sign-in, JSON, and what a bad answer means. */
final class DolibarrClient {
    /** Absent values may be empty arrays, whatever they are otherwise. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfigDefaults(
                    config -> config.setCoercion(CoercionInputShape.EmptyArray, CoercionAction.AsNull))
            .build();

    /** There is no upper limit, but the server takes some 3 ms for each row. */
    static final int PAGE_SIZE = 200;

    private static final String CHECK_KEY =
            "Check the API key on the card of the integration user in Dolibarr, and the connection's api-key.";
    private static final String NO_API =
            "Enable the module \"API/Web services (REST)\" in Dolibarr and check its list of allowed addresses.";

    private final String connection;
    private final String base;
    private final CrmHttp http;
    private final Map<String, String> headers;

    DolibarrClient(CrmAccess access) {
        this.connection = access.connection();
        this.base = apiBase(access.address());
        this.http = new CrmHttp(access, base);
        Map<String, String> headers = new HashMap<>();
        headers.put("DOLAPIKEY", Objects.requireNonNullElse(access.credential("api-key"), ""));
        String entity = access.options().get("entity");
        if (entity != null && !entity.isBlank()) {
            headers.put("DOLAPIENTITY", entity.strip());
        }
        this.headers = Map.copyOf(headers);
    }

    static String apiBase(URI address) {
        String text = address.toString().replaceAll("/+$", "");
        return text.endsWith("/api/index.php") ? text : text + "/api/index.php";
    }

    /**
     * One page in the order of the ids.
     *
     * @param filter in the syntax of {@code sqlfilters}; empty for none
     */
    DolibarrList list(String path, String properties, String filter, boolean count) {
        return list(path, "t.rowid", "ASC", PAGE_SIZE, properties, filter, count);
    }

    DolibarrList newest(String path, String properties, int limit) {
        return list(path, "t.rowid", "DESC", limit, properties, "", false);
    }

    private DolibarrList list(
            String path, String sort, String order, int limit, String properties, String filter, boolean count) {
        StringBuilder query = new StringBuilder("sortfield=" + sort + "&sortorder=" + order + "&limit=" + limit);
        query.append("&page=0&properties=").append(CrmHttp.encoded(properties));
        if (count) {
            query.append("&pagination_data=true");
        }
        if (!filter.isEmpty()) {
            query.append("&sqlfilters=").append(CrmHttp.encoded(filter));
        }
        CrmAnswer answer = http.get(URI.create(base + "/" + path + "?" + query), headers);
        if (answer.status() == 404 && message(answer).startsWith("Not Found: No ")) {
            return new DolibarrList(null, List.of(), answer.at());
        }
        JsonNode body = parse(answer, path);
        JsonNode data = body.isObject() ? body.path("data") : body;
        if (!data.isArray()) {
            throw CrmFailure.retry(connection + ": the answer for " + path + " is no list", null);
        }
        List<JsonNode> rows = new ArrayList<>(data.size());
        data.forEach(rows::add);
        JsonNode total = body.path("pagination").path("total");
        return new DolibarrList(
                total.isNumber() || total.isString() ? total.asLong(rows.size()) : null, rows, answer.at());
    }

    JsonNode get(String path) {
        return parse(http.get(URI.create(base + "/" + path), headers), path);
    }

    /** Empty if there is nothing under that path, or the CRM does not show it ({@code forbidden} tells them apart). */
    Lookup lookUp(String path) {
        CrmAnswer answer = http.get(URI.create(base + "/" + path), headers);
        if (answer.status() == 404 && !message(answer).isEmpty()) {
            return new Lookup(Optional.empty(), false);
        }
        if (answer.status() == 403) {
            return new Lookup(Optional.empty(), true);
        }
        return new Lookup(Optional.of(parse(answer, path)), false);
    }

    record Lookup(Optional<JsonNode> body, boolean forbidden) {}

    private JsonNode parse(CrmAnswer answer, String path) {
        if (answer.status() != 200) {
            throw failure(answer, path);
        }
        String text = answer.text().strip();
        if (text.isEmpty()) {
            throw CrmFailure.retry(connection + ": the answer for " + path + " is empty", null);
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            // The parser's message would quote the body, so it is left out.
            if (isPlainText(text)) {
                throw CrmFailure.reconnect(
                        connection + ": Dolibarr answers " + path + " with a text instead of data.", NO_API);
            }
            throw CrmFailure.retry(connection + ": the answer for " + path + " is not JSON", null);
        }
    }

    /** A hint for people, in their language; not a proxy's page and not JSON that was cut. */
    private static boolean isPlainText(String text) {
        String start = text.toLowerCase(Locale.ROOT);
        return text.length() < 2_000
                && !start.startsWith("{")
                && !start.startsWith("[")
                && !start.contains("<html")
                && !start.contains("<!doctype");
    }

    private CrmFailure failure(CrmAnswer answer, String path) {
        String message = message(answer);
        String what = connection + ": " + path + " answered " + answer.status();
        Duration pause = answer.retryAfter();
        return switch (answer.status()) {
            case 401 -> CrmFailure.reconnect(connection + ": " + Phrase.of("failure.sign-in-refused", 401), CHECK_KEY);
            case 403 ->
                CrmFailure.reconnect(
                        what + ".", "Give the integration user the right to read " + right(path) + " in Dolibarr.");
            case 404 ->
                CrmFailure.reconnect(
                        what + ".", "Check the connection's address; the interface is at /api/index.php below it.");
            case 501 ->
                CrmFailure.reconnect(
                        what + ".", "Enable the module for " + right(path) + " in Dolibarr, or a version that has it.");
            case 429 -> pause != null ? CrmFailure.wait(what + ".", pause) : CrmFailure.retry(what + ".", null);
            case 503 ->
                message.contains("Unknown column") || message.contains("doesn't exist")
                        ? CrmFailure.stop(
                                what + ": a column or table of the filter is unknown.",
                                "This version of Dolibarr may not be supported.")
                        : pause != null ? CrmFailure.wait(what + ".", pause) : CrmFailure.retry(what + ".", null);
            case 301, 302, 303, 307, 308 ->
                CrmFailure.reconnect(
                        connection + ": the address redirects to " + answer.header("Location") + ".",
                        "Set the connection's address to where Dolibarr really is.");
            case 400, 405, 409, 413, 414, 415 ->
                CrmFailure.stop(
                        what + (message.isEmpty() ? "." : ": " + message + "."),
                        "Dolibarr does not understand this request; its version may not be supported"
                                + " or a security setting forbids the filter.");
            default -> CrmFailure.retry(what + ".", null);
        };
    }

    private static String right(String path) {
        return switch (path.replaceAll("[/?].*", "")) {
            case "thirdparties" -> "third parties and \"extend access to all third parties\"";
            case "contacts" -> "contacts";
            case "projects" -> "projects";
            case "users" -> "other users";
            default -> path.replaceAll("[/?].*", "");
        };
    }

    /** The interface's own word on an error; empty when something else answered. */
    private static String message(CrmAnswer answer) {
        try {
            return CrmAnswer.printable(
                    JSON.readTree(answer.body()).path("error").path("message").asString(""));
        } catch (JacksonException e) {
            return "";
        }
    }

    /** Where people work. */
    String site() {
        return base.replaceAll("/api/index.php$", "");
    }
}
