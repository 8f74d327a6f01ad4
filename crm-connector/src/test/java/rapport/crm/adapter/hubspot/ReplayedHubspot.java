package rapport.crm.adapter.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.ReplayedServer;
import tools.jackson.databind.JsonNode;

/**
 * HubSpot's answers by its documentation, for the calls that the adapter makes: lists, searches with their cap, batches,
 * associations, owners, pipelines, tokens, and every fault that it is known for.
 */
final class ReplayedHubspot extends ReplayedServer {

    private static final Map<String, Long> NUMBERS = new java.util.concurrent.ConcurrentHashMap<>();

    final Map<String, TreeMap<Long, Map<String, Object>>> objects = new HashMap<>();
    final Map<String, Map<String, Object>> history = new HashMap<>();
    final Map<String, List<Map<String, Object>>> companiesOfDeals = new HashMap<>();
    final Map<String, String> mergedInto = new HashMap<>();
    final List<Map<String, Object>> owners = new ArrayList<>();
    final List<Map<String, Object>> stages = new ArrayList<>();
    final Set<String> expiredTokens = new HashSet<>();
    boolean namesLosers = true;
    boolean forgetsPageTokens;
    int tokens;
    /** The only one that is good. */
    String refreshToken = "na1-good";
    /** Each use of a refresh token gives another one. */
    boolean rotates;

    @Nullable
    ResponseDefinitionBuilder instead;

    ReplayedHubspot() {
        for (String type : List.of("companies", "contacts", "deals", "p99_projects")) {
            objects.put(type, new TreeMap<>());
        }
    }

    static String time(int second) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .format(START.plusSeconds(second).atOffset(ZoneOffset.UTC));
    }

    private TreeMap<Long, Map<String, Object>> of(String type) {
        return Objects.requireNonNull(objects.get(type));
    }

    /** All properties that are not named are null, as HubSpot sends them. */
    String row(String type, long id, int savedAtSecond, Map<String, String> properties) {
        Map<String, Object> row = new LinkedHashMap<>();
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put(type.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate", time(savedAtSecond));
        all.put("hs_object_id", Long.toString(id));
        row.put("id", Long.toString(id));
        row.put("archived", false);
        row.put("createdAt", time(0));
        row.put("updatedAt", time(savedAtSecond));
        row.put("properties", all);
        of(type).put(id, row);
        return Long.toString(id);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> properties(String type, String id) {
        return (Map<String, Object>)
                Objects.requireNonNull(of(type).get(Long.parseLong(id)).get("properties"));
    }

    @Override
    public String account(int number, int savedAtSecond) {
        return row("companies", 50_000L + number, savedAtSecond, Map.of("name", "Account " + number));
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
        String id = row(
                "deals",
                40_000L + number,
                savedAtSecond,
                Map.of("dealname", "Opportunity " + number, "dealstage", stage));
        associate(id, account, "deal_to_company", 5);
        return id;
    }

    void associate(String deal, String company, String type, int typeId) {
        companiesOfDeals
                .computeIfAbsent(deal, none -> new ArrayList<>())
                .add(Map.of("id", company, "type", type, "typeId", typeId));
    }

    @Override
    public void save(String accountId, int savedAtSecond, String name) {
        properties("companies", accountId).put("name", name);
        properties("companies", accountId).put("hs_lastmodifieddate", time(savedAtSecond));
    }

    @Override
    public void delete(String id) {
        objects.values().forEach(rows -> {
            Map<String, Object> row = rows.get(Long.parseLong(id));
            if (row != null) {
                row.put("archived", true);
                row.put("archivedAt", time(second()));
            }
        });
    }

    /** The losers vanish from everywhere; asking for one gives the winner. */
    void merge(String type, String winner, String... losers) {
        for (String loser : losers) {
            of(type).remove(Long.parseLong(loser));
            mergedInto.put(loser, winner);
        }
        if (namesLosers) {
            properties(type, winner).put("hs_merged_object_ids", String.join(";", losers));
        }
    }

    private int pageSize() {
        return fault() == Fault.SMALLER_PAGES ? 50 : 100;
    }

    private void change(String id, int savedAtSecond, Map<String, String> values) {
        properties("companies", id).putAll(values);
        properties("companies", id).put("hs_lastmodifieddate", time(savedAtSecond));
    }

    @Override
    public void restore(String accountId, int savedAtSecond) {
        of("companies").get(Long.parseLong(accountId)).put("archived", false);
        change(accountId, savedAtSecond, Map.of());
    }

    @Override
    public void merge(String winnerId, String loserId, int savedAtSecond) {
        merge("companies", winnerId, loserId);
    }

    @Override
    public String user(int number) {
        owners.add(new HashMap<>(Map.of(
                "id", "31" + number, "userId", number, "type", "PERSON", "email", "u" + number + "@acme.example")));
        return "31" + number;
    }

    @Override
    public void deactivate(String userId) {
        owners.stream().filter(owner -> userId.equals(owner.get("id"))).forEach(owner -> owner.put("archived", true));
    }

    @Override
    public void owner(String accountId, int savedAtSecond, String userId) {
        change(accountId, savedAtSecond, Map.of("hubspot_owner_id", userId));
    }

    @Override
    public String team(String accountId, int savedAtSecond) {
        change(accountId, savedAtSecond, Map.of("hubspot_team_id", "9"));
        return "9";
    }

    @Override
    public void parent(String accountId, int savedAtSecond, String parentId) {
        change(accountId, savedAtSecond, Map.of("hs_parent_company_id", parentId));
    }

    @Override
    protected @Nullable String pageOf(Request request) {
        String path = URI.create(request.getUrl()).getPath();
        return path.endsWith("/companies") ? path : null;
    }

    @Override
    public void spoil(String id) {
        properties("companies", id).put("hs_lastmodifieddate", "spoilt by an import");
    }

    static ResponseDefinitionBuilder error(int status, Map<String, ?> body) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("status", "error");
        all.put("message", "Told at length, with a customer's name in it");
        all.put("correlationId", "aeb5f871-7f07-4993-9211-075dc63e7cbf");
        all.putAll(body);
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(JSON.writeValueAsString(all));
    }

    @Override
    protected @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request) {
        return switch (fault) {
            case SIGN_IN_REFUSED -> error(401, Map.of("category", "INVALID_AUTHENTICATION"));
            case LOCKED_OUT -> error(429, Map.of("errorType", "RATE_LIMIT", "policyName", "DAILY"));
            case NO_RIGHT ->
                error(
                        403,
                        Map.of(
                                "category",
                                "MISSING_SCOPES",
                                "errors",
                                List.of(Map.of(
                                        "message",
                                        "One or more of the following scopes are required.",
                                        "context",
                                        Map.of("requiredGranularScopes", List.of("crm.objects.companies.read"))))));
            case SERVER_ERROR -> error(502, Map.of());
            case UNAVAILABLE_FOR_A_WHILE -> error(477, Map.of()).withHeader("Retry-After", "37");
            case REDIRECT -> redirect();
            default -> null;
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(Request request) {
        if (instead != null) {
            return instead;
        }
        URI uri = URI.create(request.getUrl());
        String path = uri.getPath();
        if (path.equals("/oauth/2026-03/token")) {
            return token(request);
        }
        String bearer = String.valueOf(request.getHeader("Authorization")).replace("Bearer ", "");
        if (expiredTokens.contains(bearer)) {
            return error(401, Map.of("category", "EXPIRED_AUTHENTICATION"));
        }
        String[] parts = path.substring(1).split("/");
        return switch (parts[0]) {
            case "account-info" ->
                json(Map.of(
                        "portalId",
                        990_001,
                        "timeZone",
                        "Europe/Paris",
                        "companyCurrency",
                        "EUR",
                        "uiDomain",
                        "app-eu1.hubspot.com"));
            case "crm" ->
                switch (parts[1]) {
                    case "owners" -> owners(request);
                    case "pipelines" ->
                        json(Map.of(
                                "results",
                                List.of(Map.of("id", "default", "label", "Sales", "stages", List.copyOf(stages)))));
                    case "associations" -> associations(request);
                    case "objects" -> objects(parts, request);
                    default -> error(404, Map.of());
                };
            default -> error(404, Map.of());
        };
    }

    private ResponseDefinitionBuilder token(Request request) {
        Map<String, String> form = new HashMap<>();
        for (String pair : request.getBodyAsString().split("&")) {
            String[] sides = pair.split("=", 2);
            form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        if (!refreshToken.equals(form.get("refresh_token"))) {
            return error(400, Map.of("status", "BAD_REFRESH_TOKEN"));
        }
        if (rotates) {
            refreshToken = "na1-rotated-" + tokens;
        }
        return json(Map.of(
                "token_type",
                "bearer",
                "access_token",
                "token-" + ++tokens,
                "refresh_token",
                refreshToken,
                "expires_in",
                1800));
    }

    private ResponseDefinitionBuilder owners(Request request) {
        boolean archived = request.queryParameter("archived").containsValue("true");
        int start = after(request);
        List<Map<String, Object>> some = owners.stream()
                .filter(owner -> owner.getOrDefault("archived", false).equals(archived))
                .toList();
        return page(some, start, 100, false, owner -> owner);
    }

    private static int after(Request request) {
        return request.queryParameter("after").isPresent()
                ? Integer.parseInt(request.queryParameter("after").firstValue())
                : 0;
    }

    private ResponseDefinitionBuilder page(
            List<Map<String, Object>> all,
            int start,
            int limit,
            boolean total,
            UnaryOperator<Map<String, Object>> shown) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (total) {
            body.put("total", all.size());
        }
        int end = Math.min(start + limit, all.size());
        body.put(
                "results",
                all.subList(Math.min(start, end), end).stream().map(shown).toList());
        if (end < all.size()) {
            body.put("paging", Map.of("next", Map.of("after", Integer.toString(end), "link", "https://ignored")));
        }
        return json(body);
    }

    private ResponseDefinitionBuilder associations(Request request) {
        List<Map<String, Object>> results = new ArrayList<>();
        JSON.readTree(request.getBody()).path("inputs").forEach(input -> {
            String deal = input.path("id").asString();
            List<Map<String, Object>> to = companiesOfDeals.getOrDefault(deal, List.of()).stream()
                    .map(company -> Map.<String, Object>of(
                            "toObjectId",
                            Long.valueOf(String.valueOf(company.get("id"))),
                            "associationTypes",
                            List.of(Map.of(
                                    "category", "HUBSPOT_DEFINED", "typeId", company.get("typeId"), "label", "x"))))
                    .toList();
            if (!to.isEmpty()) {
                results.add(Map.of("from", Map.of("id", deal), "to", to));
            }
        });
        return json(207, Map.of("status", "COMPLETE", "results", results));
    }

    private ResponseDefinitionBuilder objects(String[] parts, Request request) {
        String type = parts[3];
        if (parts.length == 4) {
            return list(type, request);
        }
        if (parts[4].equals("search")) {
            return search(type, JSON.readTree(request.getBody()));
        }
        if (parts[4].equals("batch")) {
            return batch(type, request);
        }
        String id = mergedInto.getOrDefault(parts[4], parts[4]);
        Map<String, Object> row = id.matches("\\d+") ? of(type).get(Long.parseLong(id)) : null;
        if (row == null || Boolean.TRUE.equals(row.get("archived"))) {
            return error(404, Map.of("category", "OBJECT_NOT_FOUND"));
        }
        Map<String, Object> shown = new LinkedHashMap<>(row);
        if (request.queryParameter("propertiesWithHistory").isPresent()) {
            shown.put("propertiesWithHistory", history.getOrDefault(id, Map.of()));
        }
        return json(shown);
    }

    private ResponseDefinitionBuilder list(String type, Request request) {
        if (forgetsPageTokens && request.queryParameter("after").isPresent()) {
            forgetsPageTokens = false;
            return error(400, Map.of("category", "VALIDATION_ERROR"));
        }
        if (Integer.parseInt(request.queryParameter("limit").firstValue()) > 100) {
            return error(400, Map.of("category", "VALIDATION_ERROR"));
        }
        boolean archived = request.queryParameter("archived").containsValue("true");
        boolean associated = request.queryParameter("associations").isPresent();
        Set<String> asked = Set.copyOf(
                Arrays.asList(request.queryParameter("properties").firstValue().split(",")));
        long after = after(request);
        List<Map<String, Object>> all = of(type).tailMap(after, false).values().stream()
                .filter(row -> Boolean.TRUE.equals(row.get("archived")) == archived)
                .toList();
        List<Map<String, Object>> shown = all.stream()
                .limit(pageSize())
                .map(row -> some(row, asked))
                .peek(row -> {
                    row.put("url", "https://app.hubspot.com/contacts/990001/record/0-0/" + row.get("id"));
                    if (associated) {
                        row.put(
                                "associations",
                                Map.of(
                                        "companies",
                                        Map.of(
                                                "results",
                                                companiesOfDeals.getOrDefault(
                                                        String.valueOf(row.get("id")), List.of()))));
                    }
                })
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("results", shown);
        if (all.size() > shown.size()) {
            body.put(
                    "paging",
                    Map.of("next", Map.of("after", shown.get(shown.size() - 1).get("id"))));
        }
        return json(body);
    }

    /** Properties that do not exist are left out in silence. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> some(Map<String, Object> row, Set<String> asked) {
        Map<String, Object> shown = new LinkedHashMap<>(row);
        Map<String, Object> properties = new LinkedHashMap<>((Map<String, Object>) row.get("properties"));
        properties.keySet().removeIf(name -> !asked.contains(name) && !name.equals("hs_object_id"));
        shown.put("properties", properties);
        return shown;
    }

    private ResponseDefinitionBuilder search(String type, JsonNode body) {
        int limit = body.path("limit").asInt(10);
        int after = body.path("after").asInt(0);
        if (limit > 200 || after + limit > 10_000) {
            return error(400, Map.of("category", "VALIDATION_ERROR"));
        }
        if (body.path("sorts").size() > 1) {
            return error(400, Map.of("category", "VALIDATION_ERROR"));
        }
        Predicate<Map<String, Object>> fits = row -> !Boolean.TRUE.equals(row.get("archived"));
        for (JsonNode filter : body.path("filterGroups").path(0).path("filters")) {
            String property = filter.path("propertyName").asString();
            long value = Long.parseLong(filter.path("value").asString());
            fits = fits.and(
                    switch (filter.path("operator").asString()) {
                        case "GTE" -> row -> number(row, property) >= value;
                        case "GT" -> row -> number(row, property) > value;
                        case "LT" -> row -> number(row, property) < value;
                        case "EQ" -> row -> number(row, property) == value;
                        default -> throw new AssertionError("an operator that is not replayed: " + filter);
                    });
        }
        String sort = body.path("sorts").path(0).path("propertyName").asString("hs_object_id");
        Set<String> asked = new HashSet<>();
        body.path("properties").forEach(property -> asked.add(property.asString()));
        // Ties come in no order that could be relied on: here the newest first.
        List<Map<String, Object>> all = of(type).descendingMap().values().stream()
                .filter(fits)
                .sorted(Comparator.comparingLong(row -> number(row, sort)))
                .toList();
        return page(all, after, Math.min(limit, pageSize()), true, row -> some(row, asked));
    }

    @SuppressWarnings("unchecked")
    private static long number(Map<String, Object> row, String property) {
        String value = String.valueOf(((Map<String, Object>) row.get("properties")).get(property));
        return NUMBERS.computeIfAbsent(
                value,
                text -> text.matches("\\d+")
                        ? Long.parseLong(text)
                        : Instant.parse(text).toEpochMilli());
    }

    private ResponseDefinitionBuilder batch(String type, Request request) {
        boolean archived = request.queryParameter("archived").containsValue("true");
        JsonNode body = JSON.readTree(request.getBody());
        if (body.path("inputs").size() > 100) {
            return error(400, Map.of("category", "VALIDATION_ERROR"));
        }
        Set<String> asked = new HashSet<>();
        body.path("properties").forEach(property -> asked.add(property.asString()));
        List<Map<String, Object>> results = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        body.path("inputs").forEach(input -> {
            String id = input.path("id").asString();
            Map<String, Object> row = of(type).get(Long.parseLong(id));
            if (row != null && Boolean.TRUE.equals(row.get("archived")) == archived) {
                results.add(some(row, asked));
            } else {
                missing.add(id);
            }
        });
        return missing.isEmpty()
                ? json(Map.of("status", "COMPLETE", "results", results))
                : json(
                        207,
                        Map.of(
                                "status",
                                "COMPLETE",
                                "results",
                                results,
                                "numErrors",
                                1,
                                "errors",
                                List.of(Map.of("category", "OBJECT_NOT_FOUND", "context", Map.of("ids", missing)))));
    }

    private ResponseDefinitionBuilder json(Object body) {
        return json(200, body);
    }
}
