package rapport.crm.adapter.dynamics;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.ReplayedServer;

/**
 * Entra ID and Dataverse by their documentation, for the calls that the adapter makes: tokens, WhoAmI, tables with and without
 * change tracking, links, lookups, and every fault that they are known for.
 */
final class ReplayedDynamics extends ReplayedServer {
    static final String ORGANIZATION = "77aa0000-0000-4000-8000-000000000001";
    static final String ME = "9b3c0f52-01a0-ed11-aad1-000d3a4b9999";

    /** By id; each row has the number of its last change. */
    final Map<String, Map<String, Map<String, Object>>> tables = new HashMap<>();

    private final Map<String, List<Deleted>> deleted = new HashMap<>();
    final List<Map<String, Object>> users = new ArrayList<>();
    final List<Map<String, Object>> teams = new ArrayList<>();
    final List<Map<String, Object>> currencies = new ArrayList<>();
    final java.util.Set<String> expiredTokens = new java.util.HashSet<>();
    boolean tracked = true;
    boolean expired;
    boolean refusesEveryToken;
    String organization = ORGANIZATION;
    String tokenError = "";
    int tokens;

    @Nullable
    ResponseDefinitionBuilder instead;

    private final String secret;
    private long version;

    private record Deleted(String id, long version) {}

    ReplayedDynamics(String secret) {
        this.secret = secret;
        for (String set : List.of("accounts", "contacts", "leads", "opportunities", "new_projects")) {
            tables.put(set, new LinkedHashMap<>());
            deleted.put(set, new ArrayList<>());
        }
    }

    static String guid(int number) {
        return "00000000-0000-4000-8000-%012x".formatted(number);
    }

    static String key(String set) {
        return switch (set) {
            case "accounts" -> "accountid";
            case "contacts" -> "contactid";
            case "opportunities" -> "opportunityid";
            case "leads" -> "leadid";
            case "new_projects" -> "new_projectid";
            default -> throw new AssertionError("a table that is not replayed: " + set);
        };
    }

    private Map<String, Map<String, Object>> table(String set) {
        return Objects.requireNonNull(tables.get(set), set);
    }

    String row(String set, int number, int savedAtSecond, Map<String, ?> columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(key(set), guid(number));
        row.put("statecode", 0);
        row.put("statuscode", 1);
        row.putAll(columns);
        row.put("modifiedon", START.plusSeconds(savedAtSecond).toString());
        row.put("_version", ++version);
        table(set).put(guid(number), row);
        return guid(number);
    }

    @Override
    public String account(int number, int savedAtSecond) {
        return row("accounts", number, savedAtSecond, Map.of("name", "Account " + number));
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
        return row(
                "opportunities",
                number,
                savedAtSecond,
                Map.of("name", "Opportunity " + number, "_parentaccountid_value", account, "stepname", stage));
    }

    @Override
    public void save(String accountId, int savedAtSecond, String name) {
        change("accounts", accountId, savedAtSecond, Map.of("name", name));
    }

    void change(String set, String id, int savedAtSecond, Map<String, ?> columns) {
        Map<String, Object> row = Objects.requireNonNull(table(set).get(id));
        row.putAll(columns);
        row.put("modifiedon", START.plusSeconds(savedAtSecond).toString());
        row.put("_version", ++version);
    }

    @Override
    public void delete(String id) {
        tables.forEach((set, rows) -> {
            if (rows.remove(id) != null) {
                Objects.requireNonNull(deleted.get(set)).add(new Deleted(id, ++version));
            }
        });
    }

    @Override
    public void merge(String winnerId, String loserId, int savedAtSecond) {
        change("accounts", loserId, savedAtSecond, Map.of("statecode", 1, "merged", true, "_masterid_value", winnerId));
    }

    @Override
    public String user(int number) {
        users.add(new HashMap<>(Map.of(
                "systemuserid", guid(number), "fullname", "User " + number, "isdisabled", false, "accessmode", 0)));
        return guid(number);
    }

    @Override
    public void deactivate(String userId) {
        users.stream()
                .filter(user -> userId.equals(user.get("systemuserid")))
                .forEach(user -> user.put("isdisabled", true));
    }

    @Override
    public void owner(String accountId, int savedAtSecond, String userId) {
        change("accounts", accountId, savedAtSecond, Map.of("_ownerid_value", userId));
    }

    @Override
    public String team(String accountId, int savedAtSecond) {
        change(
                "accounts",
                accountId,
                savedAtSecond,
                Map.of("_ownerid_value", guid(9), "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname", "team"));
        return guid(9);
    }

    @Override
    public void parent(String accountId, int savedAtSecond, String parentId) {
        change("accounts", accountId, savedAtSecond, Map.of("_parentaccountid_value", parentId));
    }

    @Override
    public String lead(int number, int savedAtSecond) {
        return row("leads", number, savedAtSecond, Map.of("fullname", "Iria Mora"));
    }

    @Override
    public CrmRef convert(String leadId, int savedAtSecond) {
        change("leads", leadId, savedAtSecond, Map.of("statecode", 1, "_parentcontactid_value", guid(77)));
        return new CrmRef(CrmType.CONTACT, guid(77));
    }

    @Override
    public void expireTokens() {
        for (int token = 1; token <= tokens; token++) {
            expiredTokens.add("token-" + token);
        }
    }

    @Override
    protected @Nullable String pageOf(Request request) {
        String path = URI.create(request.getUrl()).getPath();
        return path.endsWith("/accounts") ? path : null;
    }

    @Override
    public void spoil(String id) {
        Objects.requireNonNull(table("accounts").get(id)).put("modifiedon", "spoilt by an import");
    }

    @Override
    protected boolean isData(Request request) {
        return !request.getUrl().contains("/oauth2/")
                && !request.getUrl().contains("WhoAmI")
                && !request.getUrl().contains("EntityDefinitions");
    }

    static Map<String, Object> error(String code) {
        return Map.of("error", Map.of("code", code, "message", "Told at length, with a customer's name in it"));
    }

    @Override
    protected @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request) {
        boolean signsIn = request.getUrl().contains("/oauth2/");
        return switch (fault) {
            case SIGN_IN_REFUSED -> signsIn ? invalidClient("AADSTS7000215: Invalid client secret provided.") : null;
            case REDIRECT -> redirect();
            case LOCKED_OUT -> signsIn ? null : json(429, error("0x80072321")).withHeader("Retry-After", "300");
            case NO_RIGHT -> isData(request) ? json(403, error("0x80040265")) : null;
            case SERVER_ERROR -> isData(request) ? json(503, error("0x80044150")) : null;
            case UNAVAILABLE_FOR_A_WHILE ->
                signsIn ? null : json(429, error("0x80072322")).withHeader("Retry-After", "37");
            // A test that a connection answers asks for the organization first.
            case SLOW, MALFORMED ->
                request.getUrl().contains("WhoAmI") && fault == Fault.MALFORMED
                        ? json(200, "{").withBody("{\"Organ")
                        : null;
            default -> null;
        };
    }

    ResponseDefinitionBuilder limit(String code) {
        return json(429, error(code)).withHeader("Retry-After", "2");
    }

    private ResponseDefinitionBuilder invalidClient(String description) {
        return json(
                401,
                Map.of(
                        "error",
                        "invalid_client",
                        "error_description",
                        description + " Trace ID: 1 for " + secret,
                        "error_codes",
                        List.of(7000215)));
    }

    @Override
    protected ResponseDefinitionBuilder answer(Request request) {
        if (request.getUrl().startsWith("/tenant-1/oauth2/v2.0/token")) {
            return token(form(request.getBodyAsString()));
        }
        String bearer = String.valueOf(request.getHeader("Authorization")).replace("Bearer ", "");
        if (refusesEveryToken || expiredTokens.contains(bearer) || !bearer.startsWith("token-")) {
            return json(401, error("0x80048306"));
        }
        if (instead != null) {
            return instead;
        }
        if (!"4.0".equals(request.getHeader("OData-Version")) || !"null".equals(request.getHeader("If-None-Match"))) {
            return json(400, error("0x80060888"));
        }
        URI uri = URI.create(request.getUrl());
        String path = uri.getPath().replace("/api/data/v9.2/", "");
        Map<String, String> query = form(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        Matcher single = Pattern.compile("(\\w+)\\(([0-9a-f-]+)\\)").matcher(path);
        if (single.matches()) {
            Map<String, Object> row = table(single.group(1)).get(single.group(2));
            return row == null ? json(404, error("0x80040217")) : json(200, shown(row, query));
        }
        return switch (path) {
            case "WhoAmI" -> json(200, Map.of("OrganizationId", organization, "UserId", ME, "BusinessUnitId", ME));
            case "EntityDefinitions" ->
                json(
                        200,
                        Map.of(
                                "value",
                                String.valueOf(query.get("$filter")).contains("'new_nothing'")
                                        ? List.of()
                                        : List.of(Map.of(
                                                "LogicalName", "new_project",
                                                "EntitySetName", "new_projects",
                                                "PrimaryIdAttribute", "new_projectid",
                                                "PrimaryNameAttribute", "new_name",
                                                "ChangeTrackingEnabled", tracked))));
            case "systemusers" -> page(path, users, query, request);
            case "teams" -> page(path, teams, query, request);
            case "transactioncurrencies" -> page(path, currencies, query, request);
            default -> rows(path, query, request);
        };
    }

    private ResponseDefinitionBuilder token(Map<String, String> form) {
        boolean right = secret.equals(form.get("client_secret"))
                || String.valueOf(form.get("client_assertion")).split("\\.").length == 3;
        if (!tokenError.isEmpty() || !right || !"client_credentials".equals(form.get("grant_type"))) {
            return invalidClient(tokenError.isEmpty() ? "AADSTS7000215: Invalid client secret provided." : tokenError);
        }
        return json(200, Map.of("token_type", "Bearer", "expires_in", 3599, "access_token", "token-" + ++tokens));
    }

    private ResponseDefinitionBuilder rows(String set, Map<String, String> query, Request request) {
        String prefer = String.valueOf(request.getHeader("Prefer"));
        boolean wantsTracking = prefer.contains("odata.track-changes");
        if (wantsTracking && (!tracked || query.containsKey("$filter") || query.containsKey("$orderby"))) {
            return json(400, error("0x80060883"));
        }
        if (query.containsKey("$deltatoken")) {
            return delta(set, query, request);
        }
        Predicate<Map<String, Object>> fits = row -> true;
        String filter = query.get("$filter");
        if (filter != null && filter.startsWith("modifiedon ge ")) {
            Instant since = Instant.parse(filter.substring("modifiedon ge ".length()));
            fits = row -> !Instant.parse(String.valueOf(row.get("modifiedon"))).isBefore(since);
        } else if (filter != null) {
            List<String> ids = java.util.Arrays.stream(filter.split(" or "))
                    .map(part -> part.replace(key(set) + " eq ", ""))
                    .toList();
            fits = row -> ids.contains(String.valueOf(row.get(key(set))));
        }
        Comparator<Map<String, Object>> order = Comparator.comparing(row -> String.valueOf(row.get(key(set))));
        if (query.containsKey("$orderby")) {
            order = Comparator.<Map<String, Object>, String>comparing(row -> String.valueOf(row.get("modifiedon")))
                    .thenComparing(order);
        }
        List<Map<String, Object>> all =
                table(set).values().stream().filter(fits).sorted(order).toList();
        // The cookie names the last row, so that what is deleted meanwhile moves nothing.
        String after = query.get("$skiptoken");
        List<Map<String, Object>> rest = after == null
                ? all
                : all.stream()
                        .filter(row -> place(set, row, query).compareTo(after) > 0)
                        .toList();
        int size = pageSize(prefer);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "value", rest.stream().limit(size).map(row -> shown(row, query)).toList());
        if (rest.size() > size) {
            body.put(
                    "@odata.nextLink",
                    link(set, query, "$skiptoken", place(set, rest.get(size - 1), query))
                            + (wantsTracking && after == null ? "&$began=" + version : began(query)));
        } else if (wantsTracking) {
            body.put(
                    "@odata.deltaLink",
                    link(set, query, "$deltatoken", query.getOrDefault("$began", Long.toString(version))));
        }
        return json(200, body);
    }

    private static String began(Map<String, String> query) {
        return query.containsKey("$began") ? "&$began=" + query.get("$began") : "";
    }

    private static String place(String set, Map<String, Object> row, Map<String, String> query) {
        String key = String.valueOf(row.get(key(set)));
        return query.containsKey("$orderby") ? row.get("modifiedon") + " " + key : key;
    }

    private int pageSize(String prefer) {
        Matcher size = Pattern.compile("odata\\.maxpagesize=(\\d+)").matcher(prefer);
        int asked = size.find() ? Integer.parseInt(size.group(1)) : 5_000;
        return fault() == Fault.SMALLER_PAGES ? 50 : asked;
    }

    private String link(String set, Map<String, String> query, String token, String value) {
        return address() + "/api/data/v9.2/" + set + "?$select=" + query.getOrDefault("$select", "")
                + (query.containsKey("$orderby") ? "&$orderby=" + encoded(query.get("$orderby")) : "")
                + (query.containsKey("$filter") ? "&$filter=" + encoded(query.get("$filter")) : "")
                + "&" + token + "=" + encoded(value);
    }

    private static String encoded(@Nullable String value) {
        return java.net.URLEncoder.encode(String.valueOf(value), java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private ResponseDefinitionBuilder delta(String set, Map<String, String> query, Request request) {
        if (expired) {
            return json(400, error("0x80044352"));
        }
        long since = Long.parseLong(Objects.requireNonNull(query.get("$deltatoken")));
        List<Map<String, Object>> changed = table(set).values().stream()
                .filter(row -> (Long) row.get("_version") > since)
                .sorted(Comparator.comparing(row -> (Long) row.get("_version")))
                .toList();
        int size = pageSize(String.valueOf(request.getHeader("Prefer")));
        List<Object> value = new ArrayList<>();
        changed.stream().limit(size).forEach(row -> value.add(shown(row, query)));
        Map<String, Object> body = new LinkedHashMap<>();
        if (changed.size() > size) {
            Object last = changed.get(size - 1).get("_version");
            body.put("@odata.nextLink", link(set, query, "$deltatoken", String.valueOf(last)));
        } else {
            for (Deleted one : Objects.requireNonNull(deleted.get(set))) {
                if (one.version() > since) {
                    value.add(Map.of(
                            "@odata.context",
                            address() + "/api/data/v9.2/$metadata#" + set + "/$deletedEntity",
                            "id",
                            one.id(),
                            "reason",
                            "deleted"));
                }
            }
            body.put("@odata.deltaLink", link(set, query, "$deltatoken", Long.toString(version)));
        }
        body.put("value", value);
        return json(200, body);
    }

    private ResponseDefinitionBuilder page(
            String set, List<Map<String, Object>> all, Map<String, String> query, Request request) {
        int start = Integer.parseInt(query.getOrDefault("$skiptoken", "0"));
        int end = Math.min(start + pageSize(String.valueOf(request.getHeader("Prefer"))), all.size());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("value", all.subList(start, end));
        if (end < all.size()) {
            body.put("@odata.nextLink", address() + "/api/data/v9.2/" + set + "?$skiptoken=" + end);
        }
        return json(200, body);
    }

    /** Columns that are asked for, with their annotations; nulls are sent as null. */
    private static Map<String, Object> shown(Map<String, Object> row, Map<String, String> query) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String column : query.getOrDefault("$select", "").split(",")) {
            shown.put(column, row.get(column));
            row.forEach((name, value) -> {
                if (name.startsWith(column + "@")) {
                    shown.put(name, value);
                }
            });
        }
        return shown;
    }
}
