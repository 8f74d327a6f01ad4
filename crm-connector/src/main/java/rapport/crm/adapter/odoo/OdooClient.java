package rapport.crm.adapter.odoo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls and what a bad answer means, whichever protocol they travel by. */
final class OdooClient {
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static final int PAGE_SIZE = 500;

    /** Named in every filter, else archived rows are hidden. */
    static final List<Object> ARCHIVED_TOO = List.of("active", "in", List.of(true, false));

    /** Odoo counts failed sign-ins over a minute. */
    private static final Duration LOCKED_OUT = Duration.ofSeconds(90);

    private static final Pattern UNKNOWN_FIELD = Pattern.compile("^Invalid field '?([A-Za-z0-9_]{1,100})'?");

    private static final Set<String> BOOLEANS = Set.of("is_company", "partner_share", "active", "share", "is_won");

    private static final String CHECK_KEY =
            "Make a new API key in Odoo under the integration user's Preferences › Account Security (it may have expired),"
                    + " and set the connection's api-key.";

    private final String connection;
    private final String base;
    private final CrmAccess access;
    private final CrmHttp http;
    private @Nullable OdooProtocol protocol;
    private @Nullable String version;

    OdooClient(CrmAccess access) {
        this.connection = access.connection();
        this.access = access;
        this.base = access.address().toString().replaceAll("/+$", "");
        this.http = new CrmHttp(access, base);
    }

    String base() {
        return base;
    }

    record Rows(List<JsonNode> rows, Instant at) {}

    Rows searchRead(String model, List<String> fields, List<List<Object>> domain, String order, int limit) {
        OdooOutcome outcome = call(new OdooCall(
                model,
                "search_read",
                null,
                domain,
                arguments(Map.of("fields", fields, "order", order, "limit", limit))));
        JsonNode result = answered(outcome, model);
        if (!result.isArray()) {
            throw CrmFailure.retry(connection + ": the answer for " + model + " is no list", null);
        }
        List<JsonNode> rows = new ArrayList<>(result.size());
        result.forEach(row -> rows.add(withoutFalse(row)));
        return new Rows(rows, outcome.at());
    }

    List<Long> search(String model, List<List<Object>> domain, int limit) {
        JsonNode result = answered(
                call(new OdooCall(model, "search", null, domain, arguments(Map.of("order", "id", "limit", limit)))),
                model);
        if (!result.isArray()) { // taken for an empty list, it would make every record look deleted
            throw CrmFailure.retry(connection + ": the answer for " + model + " is no list", null);
        }
        List<Long> ids = new ArrayList<>(result.size());
        result.forEach(id -> ids.add(id.asLong(0)));
        return ids;
    }

    long count(String model, List<List<Object>> domain) {
        return answered(call(new OdooCall(model, "search_count", null, domain, arguments(Map.of()))), model)
                .asLong(0);
    }

    enum Existence {
        THERE,
        GONE,
        HIDDEN
    }

    /** Searching shows neither what is gone nor what is hidden; reading tells them apart. */
    Existence existence(String model, long id) {
        OdooOutcome outcome =
                call(new OdooCall(model, "read", List.of(id), null, arguments(Map.of("fields", List.of("id")))));
        OdooOutcome.Refusal refusal = outcome.refusal();
        if (refusal != null && refusal.is("MissingError")) {
            return Existence.GONE;
        }
        if (refusal != null && refusal.is("AccessError")) {
            return Existence.HIDDEN;
        }
        return answered(outcome, model).isEmpty() ? Existence.GONE : Existence.THERE;
    }

    private OdooOutcome call(OdooCall call) {
        OdooProtocol known = protocol;
        if (known == null) {
            known = protocol();
            protocol = known;
        }
        return known.call(call);
    }

    private OdooProtocol protocol() {
        String setting = access.options().getOrDefault("protocol", "auto").strip();
        return switch (setting) {
            case "json-2" -> new OdooJson2(access, http, base);
            case "json-rpc" -> new OdooJsonRpc(access, http, base);
            case "auto" -> {
                int major = major(version());
                yield major > 0 && major < 19 ? new OdooJsonRpc(access, http, base) : new OdooJson2(access, http, base);
            }
            default ->
                throw CrmFailure.stop(
                        connection + ": protocol: \"" + setting + "\" (expected: auto, json-2 or json-rpc).",
                        "Set protocol to one of them, or leave it out.");
        };
    }

    /** Such as {@code 19.0}; told without sign-in. */
    String version() {
        String known = version;
        if (known == null) {
            known = readVersion();
            version = known;
        }
        return known;
    }

    private String readVersion() {
        CrmAnswer answer = http.get(URI.create(base + "/web/version"), Map.of());
        JsonNode json = json(answer);
        if (answer.status() == 200 && json != null && json.has("version")) {
            return json.path("version").asString("");
        }
        if (answer.status() != 404) {
            throw failure(new OdooOutcome.Refusal("", "", answer), "version");
        }
        OdooOutcome outcome = new OdooJsonRpc(access, http, base).version(); // before 19
        return answered(outcome, "version").path("server_version").asString("");
    }

    /** Hosted ones are called {@code saas~18.2}. */
    static int major(String version) {
        String digits = version.replaceFirst("^\\D+", "").replaceFirst("\\D.*$", "");
        return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
    }

    private Map<String, Object> arguments(Map<String, Object> arguments) {
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("context", context(access));
        return all;
    }

    private static Map<String, Object> context(CrmAccess access) {
        Map<String, Object> context = new HashMap<>();
        context.put("active_test", false); // archived rows too, of every model
        String language = access.options().get("language");
        if (language != null && !language.isBlank()) {
            context.put("lang", language.strip());
        }
        String companies = access.options().get("companies");
        if (companies != null && !companies.isBlank()) {
            List<Long> ids = new ArrayList<>();
            for (String company : companies.split(",")) {
                if (!company.strip().matches("[1-9]\\d{0,9}")) {
                    throw CrmFailure.stop(
                            access.connection() + ": companies: \"" + companies + "\" (expected: ids, such as 1, 3).",
                            "Set companies to the ids of Odoo's companies, or leave it out.");
                }
                ids.add(Long.parseLong(company.strip()));
            }
            context.put("allowed_company_ids", ids);
        }
        return context;
    }

    /** Null if it is not JSON. */
    static @Nullable JsonNode json(CrmAnswer answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            return json == null || json.isMissingNode() ? null : json;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static JsonNode withoutFalse(JsonNode row) {
        if (!(row instanceof ObjectNode object)) {
            return row;
        }
        ObjectNode clean = JSON.createObjectNode();
        object.properties().forEach(field -> {
            boolean nothing = field.getValue().isBoolean()
                    && !field.getValue().asBoolean(true)
                    && !BOOLEANS.contains(field.getKey());
            if (!nothing) {
                clean.set(field.getKey(), field.getValue());
            }
        });
        return clean;
    }

    private JsonNode answered(OdooOutcome outcome, String model) {
        JsonNode result = outcome.result();
        OdooOutcome.Refusal refusal = outcome.refusal();
        if (result != null) {
            return result;
        }
        throw refusal == null ? CrmFailure.retry(connection + ": no answer", null) : failure(refusal, model);
    }

    private CrmFailure failure(OdooOutcome.Refusal refusal, String model) {
        int status = refusal.status();
        CrmAnswer answer = refusal.answer();
        String exception = refusal.name().matches("[A-Za-z0-9_.]{1,100}") ? " " + refusal.name() : "";
        String what = connection + ": " + model + " answered " + status + exception + ".";
        Duration pause = answer.retryAfter();
        if (pause != null && (status == 429 || status == 503)) {
            return CrmFailure.wait(what, pause);
        }
        if (refusal.message().contains("Too many login failures")) {
            return CrmFailure.wait(connection + ": locked out after too many refused sign-ins.", LOCKED_OUT);
        }
        if (status == 401 || refusal.is("AccessDenied")) {
            return CrmFailure.reconnect(
                    connection + ": " + Phrase.of("failure.sign-in-refused", status + exception), CHECK_KEY);
        }
        if (status == 403 || refusal.is("AccessError")) {
            return CrmFailure.reconnect(
                    what, "Give the integration user the right to read " + right(model) + " in Odoo.");
        }
        if (status >= 300 && status < 400) {
            return CrmFailure.reconnect(
                    connection + ": the address redirects to " + answer.header("Location") + ".",
                    "Set the connection's address to where Odoo really is, and database if it has several.");
        }
        if (missing(refusal, model)) {
            return CrmFailure.reconnect(what, "Install the app that has " + right(model) + " in Odoo.");
        }
        if (status == 404) {
            return CrmFailure.reconnect(
                    what,
                    "Check the connection's address and database; before version 19 set protocol to json-rpc, with login.");
        }
        if (refusal.is("OperationalError") && refusal.message().contains("does not exist")) {
            return CrmFailure.reconnect(
                    connection + ": this Odoo has no database of that name.",
                    "Correct the connection's database; people choose it on Odoo's sign-in page.");
        }
        Matcher field = UNKNOWN_FIELD.matcher(refusal.message());
        if (field.find()) {
            return CrmFailure.stop(
                    what.substring(0, what.length() - 1) + ": there is no field " + field.group(1) + ".",
                    "Correct the connection's options fields.* and object.*; if it is not named there, Odoo's version may not"
                            + " be supported.");
        }
        if (isOurMistake(refusal)) {
            return CrmFailure.stop(what, "Odoo does not understand this request; its version may not be supported.");
        }
        if (refusal.name().isEmpty() && status == 200) {
            return CrmFailure.retry(connection + ": the answer for " + model + " is not JSON", null);
        }
        return CrmFailure.retry(what, null);
    }

    /** JSON-2 answers 404 for an unknown model, JSON-RPC an error whose text differs by version. */
    private static boolean missing(OdooOutcome.Refusal refusal, String model) {
        return (refusal.status() == 404 && !refusal.name().isEmpty())
                || refusal.message().equals("Object " + model + " doesn't exist")
                || (refusal.is("KeyError") && refusal.message().contains(model));
    }

    private static boolean isOurMistake(OdooOutcome.Refusal refusal) {
        String name = refusal.name().toLowerCase(Locale.ROOT);
        return refusal.status() == 400
                || refusal.status() == 405
                || refusal.status() == 413
                || refusal.status() == 422
                || refusal.is("UserError")
                || refusal.is("ValidationError")
                || name.matches("(builtins\\.)?(valueerror|typeerror|keyerror|attributeerror|nameerror)");
    }

    private static String right(String model) {
        return switch (model) {
            case "res.partner" -> "contacts";
            case "crm.lead" -> "all leads (Sales: Administrator)";
            case "res.users" -> "users";
            default -> model;
        };
    }
}
