package rapport.crm.adapter.odoo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.ReplayedServer;
import tools.jackson.databind.JsonNode;

/**
 * Odoo's answers as recorded, for the calls that the adapter makes, by either protocol: searches with domains, reads, versions and
 * sign-in; and every fault that it is known for.
 */
final class ReplayedOdoo extends ReplayedServer {
    static final String DATABASE = "nordwind";
    static final String LOGIN = "rapport@nordwind.example";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String TRACEBACK = "Traceback (most recent call last): customer's data";

    final Map<String, TreeMap<Long, Map<String, Object>>> models = new LinkedHashMap<>();
    final Map<Long, Instant> savedAt = new HashMap<>();
    final Set<Long> hidden = new HashSet<>();
    String version = "19.0";

    @Nullable
    Refusal refusal;

    private final String key;

    /** What every call of a model is answered. */
    record Refusal(int status, String name, String message) {}

    private static final class Refused extends RuntimeException {
        final Refusal refusal;

        Refused(int status, String name, String message) {
            this.refusal = new Refusal(status, name, message);
        }
    }

    ReplayedOdoo(String key) {
        this.key = key;
        for (String model : List.of(
                "res.partner", "crm.lead", "res.users", "mail.message", "crm.stage", "crm.team", "project.project")) {
            models.put(model, new TreeMap<>());
        }
    }

    TreeMap<Long, Map<String, Object>> model(String name) {
        return Objects.requireNonNull(models.get(name));
    }

    /** What is not given is false, as everything empty is. */
    Map<String, Object> row(String model, long id, int savedAtSecond, Map<String, Object> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        List<String> fields = switch (model) {
            case "res.partner" -> OdooModel.PARTNER.fields();
            case "crm.lead" -> OdooModel.LEAD.fields();
            case "res.users" -> List.of("name", "login", "email", "function", "active", "lang", "share");
            case "crm.stage" -> List.of("is_won");
            case "crm.team" -> List.of("user_id", "member_ids");
            case "project.project" -> List.of("display_name", "user_id", "partner_id", "write_date", "write_uid");
            default -> List.of("model", "message_type", "body", "res_id");
        };
        fields.forEach(field -> row.put(field, false));
        if (!model.equals("crm.stage") && !model.equals("project.project")) {
            row.put("active", true);
        }
        if (model.equals("res.partner")) {
            row.put("type", "contact");
            row.put("partner_share", true);
            row.put("user_ids", List.of());
        }
        row.put("id", id);
        row.putAll(values);
        model(model).put(id, row);
        save(model, id, START.plusSeconds(savedAtSecond));
        return row;
    }

    void save(String model, long id, Instant at) {
        if (model.equals("res.partner") || model.equals("crm.lead") || model.equals("project.project")) {
            savedAt.put(id, at);
            Objects.requireNonNull(model(model).get(id)).put("write_date", TIME.format(at.atOffset(ZoneOffset.UTC)));
        }
    }

    static Instant at(int second) {
        return START.plusSeconds(second);
    }

    @Override
    public String account(int number, int savedAtSecond) {
        row("res.partner", number, savedAtSecond, Map.of("name", "Account " + number, "is_company", true));
        return Integer.toString(number);
    }

    @Override
    public List<String> accounts(int from, int to, int savedAtSecond) {
        List<String> ids = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            ids.add(account(number, savedAtSecond));
        }
        return ids;
    }

    @Override
    public String opportunity(int number, int savedAtSecond, String account, String stage) {
        row(
                "crm.lead",
                number,
                savedAtSecond,
                Map.of(
                        "name",
                        "Opportunity " + number,
                        "type",
                        "opportunity",
                        "partner_id",
                        List.of(Long.parseLong(account), "Account"),
                        "stage_id",
                        List.of(1, stage)));
        return Integer.toString(number);
    }

    @Override
    public void save(String accountId, int savedAtSecond, String name) {
        long id = Long.parseLong(accountId);
        Objects.requireNonNull(model("res.partner").get(id)).put("name", name);
        save("res.partner", id, START.plusSeconds(savedAtSecond));
    }

    @Override
    public void delete(String id) {
        model("res.partner").remove(Long.parseLong(id));
    }

    private void change(String model, String id, int savedAtSecond, Map<String, ?> values) {
        Objects.requireNonNull(model(model).get(Long.parseLong(id))).putAll(values);
        save(model, Long.parseLong(id), START.plusSeconds(savedAtSecond));
    }

    @Override
    public void merge(String winnerId, String loserId, int savedAtSecond) {
        delete(loserId);
        row(
                "mail.message",
                9_000,
                savedAtSecond,
                Map.of(
                        "model",
                        "res.partner",
                        "message_type",
                        "notification",
                        "res_id",
                        Long.parseLong(winnerId),
                        "body",
                        "<p>Merged with the following partners: A (ID " + loserId + ")</p>"));
        change("res.partner", winnerId, savedAtSecond, Map.of());
    }

    @Override
    public String user(int number) {
        row("res.users", number, 0, Map.of("name", "User " + number, "login", "user" + number, "share", false));
        return Integer.toString(number);
    }

    @Override
    public void deactivate(String userId) {
        Objects.requireNonNull(model("res.users").get(Long.parseLong(userId))).put("active", false);
    }

    @Override
    public void owner(String accountId, int savedAtSecond, String userId) {
        change("res.partner", accountId, savedAtSecond, Map.of("user_id", List.of(Long.parseLong(userId), "x")));
    }

    @Override
    public void parent(String accountId, int savedAtSecond, String parentId) {
        change("res.partner", accountId, savedAtSecond, Map.of("parent_id", List.of(Long.parseLong(parentId), "x")));
    }

    @Override
    public String lead(int number, int savedAtSecond) {
        row("crm.lead", number, savedAtSecond, Map.of("name", "Mora", "type", "lead"));
        return Integer.toString(number);
    }

    @Override
    public CrmRef convert(String leadId, int savedAtSecond) {
        change("crm.lead", leadId, savedAtSecond, Map.of("type", "opportunity"));
        return new CrmRef(CrmType.OPPORTUNITY, leadId);
    }

    @Override
    protected @Nullable String pageOf(Request request) {
        String path = URI.create(request.getUrl()).getPath();
        return path.endsWith("/res.partner/search_read") ? path : null;
    }

    @Override
    public void spoil(String id) {
        Objects.requireNonNull(model("res.partner").get(Long.parseLong(id))).put("write_date", "spoilt by a module");
    }

    @Override
    protected @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request) {
        return switch (fault) {
            case UNAVAILABLE_FOR_A_WHILE -> aResponse().withStatus(503).withHeader("Retry-After", "37");
            case REDIRECT -> aResponse().withStatus(303).withHeader("Location", "/web/database/selector");
            default -> null;
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(Request request) {
        String path = URI.create(request.getUrl()).getRawPath();
        if (path.equals("/web/version")) {
            return version.startsWith("19")
                    ? json(200, Map.of("version", version, "version_info", List.of(19, 0, 0, "final", 0, "")))
                    : aResponse().withStatus(404).withBody("<!doctype html><title>404 Not Found</title>");
        }
        if (path.equals("/jsonrpc")) {
            return jsonRpc(JSON.readTree(request.getBody()).path("params"));
        }
        if (path.startsWith("/json/2/") && version.startsWith("19")) {
            String[] parts = path.substring("/json/2/".length()).split("/");
            return json2(request, parts[0], parts[1]);
        }
        return aResponse().withStatus(404).withBody("<!doctype html><title>404 Not Found</title>");
    }

    private @Nullable Refusal refusal() {
        return switch (fault()) {
            case NO_RIGHT ->
                new Refusal(
                        403,
                        "odoo.exceptions.AccessError",
                        "You are not allowed to access 'Contact' (res.partner) records.");
            case SERVER_ERROR -> new Refusal(500, "psycopg2.errors.SerializationFailure", "could not serialize access");
            default -> refusal;
        };
    }

    private ResponseDefinitionBuilder json2(Request request, String model, String method) {
        if (fault() == Fault.LOCKED_OUT) {
            return aResponse().withStatus(429).withHeader("Retry-After", "90"); // the hosted service's
        }
        String authorization = request.getHeader("Authorization");
        if (fault() == Fault.SIGN_IN_REFUSED || !("bearer " + key).equals(authorization)) {
            return refused(new Refusal(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey"))
                    .withHeader("WWW-Authenticate", "Bearer");
        }
        Refusal refused = refusal();
        if (refused != null) {
            return refused(refused);
        }
        JsonNode body = JSON.readTree(request.getBody());
        try {
            return json(200, call(model, method, body.path("ids"), body.path("domain"), body));
        } catch (Refused e) {
            return refused(e.refusal);
        }
    }

    private ResponseDefinitionBuilder refused(Refusal refusal) {
        return json(
                refusal.status(),
                Map.of(
                        "name", refusal.name(),
                        "message", refusal.message(),
                        "arguments", List.of(refusal.message()),
                        "context", Map.of(),
                        "debug", TRACEBACK));
    }

    private ResponseDefinitionBuilder jsonRpc(JsonNode params) {
        JsonNode args = params.path("args");
        String method = params.path("method").asString();
        if (method.equals("version")) {
            return rpcResult(Map.of("server_version", version, "protocol_version", 1));
        }
        if (fault() == Fault.LOCKED_OUT) {
            return rpcError(new Refusal(
                    200,
                    "odoo.exceptions.AccessDenied",
                    "Too many login failures, please wait a bit before trying again."));
        }
        if (method.equals("authenticate")) {
            boolean right = args.path(0).asString().equals(DATABASE)
                    && args.path(1).asString().equals(LOGIN)
                    && args.path(2).asString().equals(key)
                    && fault() != Fault.SIGN_IN_REFUSED;
            return rpcResult(right ? 7 : false);
        }
        if (args.path(1).asInt() != 7 || !args.path(2).asString().equals(key)) {
            return rpcError(new Refusal(200, "odoo.exceptions.AccessDenied", "Access Denied"));
        }
        Refusal refused = refusal();
        if (refused != null) {
            return rpcError(refused);
        }
        JsonNode first = args.path(5).path(0);
        boolean record = args.path(4).asString().equals("read");
        try {
            return rpcResult(call(
                    args.path(3).asString(),
                    args.path(4).asString(),
                    record ? first : JSON.missingNode(),
                    record ? JSON.missingNode() : first,
                    args.path(6)));
        } catch (Refused e) {
            return rpcError(e.refusal);
        }
    }

    private ResponseDefinitionBuilder rpcResult(Object result) {
        return json(200, Map.of("jsonrpc", "2.0", "id", 1, "result", result));
    }

    private ResponseDefinitionBuilder rpcError(Refusal refusal) {
        return json(
                200,
                Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        1,
                        "error",
                        Map.of(
                                "code",
                                0,
                                "message",
                                "Odoo Server Error",
                                "data",
                                Map.of("name", refusal.name(), "message", refusal.message(), "debug", TRACEBACK))));
    }

    private Object call(String model, String method, JsonNode ids, JsonNode domain, JsonNode arguments) {
        TreeMap<Long, Map<String, Object>> rows = models.get(model);
        if (rows == null) {
            throw version.startsWith("19")
                    ? new Refused(404, "werkzeug.exceptions.NotFound", "the model '" + model + "' does not exist")
                    : new Refused(200, "odoo.exceptions.UserError", "Object " + model + " doesn't exist");
        }
        if (method.equals("read")) {
            List<Map<String, Object>> found = new ArrayList<>();
            for (JsonNode id : ids) {
                if (hidden.contains(id.asLong())) {
                    throw new Refused(403, "odoo.exceptions.AccessError", "Due to security restrictions, 'Acme' ...");
                }
                Map<String, Object> row = rows.get(id.asLong());
                if (row != null) {
                    found.add(only(model, row, arguments.path("fields")));
                }
            }
            return found;
        }
        boolean archivedToo = !arguments.path("context").path("active_test").asBoolean(true);
        for (JsonNode clause : domain) {
            archivedToo |= clause.path(0).asString().equals("active");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> row : rows.values()) {
            boolean fits = !hidden.contains(Long.parseLong(String.valueOf(row.get("id"))))
                    && (archivedToo || !Boolean.FALSE.equals(row.get("active")));
            for (JsonNode clause : domain) {
                fits = fits && fits(model, row, clause);
            }
            if (fits) {
                found.add(row);
            }
        }
        if (arguments.path("order").asString("id").equals("id desc")) {
            java.util.Collections.reverse(found);
        }
        List<Map<String, Object>> page = found.stream()
                .limit(arguments.path("limit").asLong(Long.MAX_VALUE))
                .toList();
        return switch (method) {
            case "search_count" -> found.size();
            case "search" -> page.stream().map(row -> row.get("id")).toList();
            case "search_read" ->
                page.stream()
                        .map(row -> only(model, row, arguments.path("fields")))
                        .toList();
            default -> throw new AssertionError("a method that was not recorded: " + method);
        };
    }

    private static Map<String, Object> only(String model, Map<String, Object> row, JsonNode fields) {
        Map<String, Object> some = new LinkedHashMap<>();
        some.put("id", row.get("id"));
        for (JsonNode field : fields) {
            if (!row.containsKey(field.asString())) {
                throw new Refused(
                        500, "builtins.ValueError", "Invalid field '" + field.asString() + "' on '" + model + "'");
            }
            some.put(field.asString(), row.get(field.asString()));
        }
        return some;
    }

    private boolean fits(String model, Map<String, Object> row, JsonNode clause) {
        String field = clause.path(0).asString();
        String operator = clause.path(1).asString();
        JsonNode value = clause.path(2);
        if (field.equals("write_date")) {
            if (!value.asString().matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}")) {
                throw new Refused(500, "builtins.ValueError", "expecting only datetimes with no timezone");
            }
            // Whole seconds in 19, microseconds before; >= from a whole second finds the same.
            return operator.equals(">=")
                    && TIME.format(Objects.requireNonNull(savedAt.get(Long.parseLong(String.valueOf(row.get("id")))))
                                            .atOffset(ZoneOffset.UTC))
                                    .compareTo(value.asString())
                            >= 0;
        }
        Object found = row.get(field);
        if (found == null && !row.containsKey(field)) {
            throw new Refused(500, "builtins.ValueError", "Invalid field '" + field + "' on '" + model + "'");
        }
        return switch (operator) {
            case "=" ->
                value.isBoolean() && !value.asBoolean()
                        ? Boolean.FALSE.equals(found) || List.of().equals(found)
                        : String.valueOf(found).equals(value.asString());
            case ">" -> Long.parseLong(String.valueOf(found)) > value.asLong();
            case "in" -> {
                boolean any = false;
                for (JsonNode one : value) {
                    any |= String.valueOf(found).equals(one.asString());
                }
                yield any;
            }
            case "ilike" ->
                String.valueOf(found)
                        .toLowerCase(Locale.ROOT)
                        .contains(value.asString().toLowerCase(Locale.ROOT));
            default -> throw new AssertionError("an operator that was not recorded: " + operator);
        };
    }
}
