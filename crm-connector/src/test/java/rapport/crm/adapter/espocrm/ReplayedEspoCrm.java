package rapport.crm.adapter.espocrm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.ReplayedServer;
import tools.jackson.databind.JsonNode;

/**
 * EspoCRM's answers as recorded, for the calls that the adapter makes: lists with filters and limits, single records,
 * the acting user, streams and webhooks, and every fault that it is known for.
 */
final class ReplayedEspoCrm extends ReplayedServer {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    final Map<String, Map<String, Map<String, Object>>> entities = new LinkedHashMap<>();
    final Map<String, List<Map<String, Object>>> streams = new HashMap<>();
    final Set<String> deleted = new HashSet<>();
    final Set<String> hidden = new HashSet<>();
    boolean signedByHmac;
    boolean administrator;
    boolean countsAlthoughAskedNotTo;
    final Set<String> unreadable = new HashSet<>();
    Map<String, Object> metadata = Map.of();
    private int webhooks;

    ReplayedEspoCrm() {
        for (String entity :
                List.of("Account", "Contact", "Lead", "Opportunity", "CProject", "User", "Team", "Webhook")) {
            entities.put(entity, new LinkedHashMap<>());
        }
    }

    static String id(int number) {
        return "65f0c1d2e3a4" + String.format("%05x", number);
    }

    static String time(int second) {
        return TIME.format(START.plusSeconds(second).atOffset(ZoneOffset.UTC));
    }

    Map<String, Object> row(String entity, String id, Map<String, Object> attributes) {
        Map<String, Object> row = new LinkedHashMap<>(attributes);
        row.put("id", id);
        of(entity).put(id, row);
        return row;
    }

    private Map<String, Map<String, Object>> of(String entity) {
        return java.util.Objects.requireNonNull(entities.get(entity));
    }

    @Override
    public String account(int number, int savedAtSecond) {
        String id = id(number);
        row("Account", id, new HashMap<>(Map.of("name", "Account " + number, "modifiedAt", time(savedAtSecond))));
        return id;
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
        String id = id(number);
        row(
                "Opportunity",
                id,
                Map.of(
                        "name",
                        "Opportunity " + number,
                        "accountId",
                        account,
                        "stage",
                        stage,
                        "modifiedAt",
                        time(savedAtSecond)));
        return id;
    }

    @Override
    public void save(String accountId, int savedAtSecond, String name) {
        of("Account").get(accountId).putAll(Map.of("name", name, "modifiedAt", time(savedAtSecond)));
    }

    @Override
    public void delete(String id) {
        deleted.add(id);
    }

    private void change(String entity, String id, int savedAtSecond, Map<String, ?> attributes) {
        Map<String, Object> row = new LinkedHashMap<>(of(entity).get(id));
        row.putAll(attributes);
        row.put("modifiedAt", time(savedAtSecond));
        of(entity).put(id, row);
    }

    @Override
    public void restore(String accountId, int savedAtSecond) {
        deleted.remove(accountId);
        change("Account", accountId, savedAtSecond, Map.of());
    }

    @Override
    public void merge(String winnerId, String loserId, int savedAtSecond) {
        delete(loserId);
        change("Account", winnerId, savedAtSecond, Map.of());
    }

    @Override
    public String user(int number) {
        row("User", id(number), Map.of("userName", "user" + number, "type", "regular", "isActive", true));
        return id(number);
    }

    @Override
    public void deactivate(String userId) {
        change("User", userId, 0, Map.of("isActive", false));
    }

    @Override
    public void owner(String accountId, int savedAtSecond, String userId) {
        change("Account", accountId, savedAtSecond, Map.of("assignedUserId", userId));
    }

    @Override
    public String team(String accountId, int savedAtSecond) {
        change("Account", accountId, savedAtSecond, Map.of("teamsIds", List.of("team-9")));
        return "team-9";
    }

    @Override
    public String lead(int number, int savedAtSecond) {
        row("Lead", id(number), Map.of("lastName", "Mora", "status", "New", "modifiedAt", time(savedAtSecond)));
        return id(number);
    }

    @Override
    public CrmRef convert(String leadId, int savedAtSecond) {
        change("Lead", leadId, savedAtSecond, Map.of("status", "Converted", "createdContactId", id(77)));
        return new CrmRef(CrmType.CONTACT, id(77));
    }

    @Override
    protected @Nullable String pageOf(Request request) {
        String path = URI.create(request.getUrl()).getPath();
        return request.getMethod().getName().equals("GET") && path.endsWith("/Account") ? path : null;
    }

    @Override
    public void spoil(String id) {
        of("Account").get(id).put("modifiedAt", "spoilt by a formula");
    }

    @Override
    protected @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request) {
        return switch (fault) {
            case SIGN_IN_REFUSED -> aResponse().withStatus(401).withHeader("Content-Type", "text/html");
            case LOCKED_OUT ->
                aResponse()
                        .withStatus(403)
                        .withHeader("X-Status-Reason", "Max failed login attempts exceeded for IP address 192.0.2.7.");
            case NO_RIGHT -> aResponse().withStatus(403).withHeader("X-Status-Reason", "No read access to Account.");
            case SERVER_ERROR -> aResponse().withStatus(500);
            case UNAVAILABLE_FOR_A_WHILE -> aResponse().withStatus(503).withHeader("Retry-After", "37");
            case REDIRECT -> redirect();
            default -> null;
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(Request request) {
        String path = URI.create(request.getUrl()).getRawPath().replaceFirst("^/api/v1/", "");
        String[] parts = path.split("/");
        if (path.equals("App/user")) {
            return json(Map.of(
                    "user",
                    Map.of("id", id(9_999), "userName", "rapport", "type", "api"),
                    "acl",
                    Map.of("table", acl()),
                    "settings",
                    Map.of("defaultCurrency", "EUR")));
        }
        if (path.equals("Metadata") && !metadata.isEmpty()) {
            return json(metadata);
        }
        if (unreadable.contains(parts[0])) {
            return aResponse().withStatus(403).withHeader("X-Status-Reason", "No access to " + parts[0] + ".");
        }
        if (!entities.containsKey(parts[0])) {
            return aResponse().withStatus(404);
        }
        if (parts.length == 1 && request.getMethod().getName().equals("POST")) {
            return create(parts[0], request);
        }
        if (parts.length == 1) {
            return list(parts[0], request);
        }
        String id = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        if (parts.length == 3 && parts[2].equals("stream")) {
            return json(Map.of("total", -2, "list", streams.getOrDefault(id, List.of())));
        }
        Map<String, Object> row = of(parts[0]).get(id);
        if (row == null || (deleted.contains(id) && !administrator)) {
            return aResponse().withStatus(404).withHeader("X-Status-Reason", "Record not found.");
        }
        if (hidden.contains(id)) {
            return aResponse().withStatus(403).withHeader("X-Status-Reason", "No read access.");
        }
        if (request.getMethod().getName().equals("DELETE")) {
            of(parts[0]).remove(id);
            return json(true);
        }
        Map<String, Object> shown = new HashMap<>(row);
        shown.put("deleted", deleted.contains(id));
        return json(shown);
    }

    private Map<String, Object> acl() {
        Map<String, Object> table = new HashMap<>();
        entities.keySet()
                .forEach(entity -> table.put(entity, Map.of("read", unreadable.contains(entity) ? "no" : "all")));
        table.put("Webhook", Map.of("read", "own", "create", "yes"));
        return table;
    }

    private ResponseDefinitionBuilder create(String entity, Request request) {
        String id = id(50_000 + ++webhooks);
        Map<String, Object> row = new LinkedHashMap<>();
        JSON.readTree(request.getBody())
                .properties()
                .forEach(property ->
                        row.put(property.getKey(), property.getValue().asString()));
        if (unreadable.contains(String.valueOf(row.get("event")).replaceAll("\\..*", ""))) {
            return aResponse().withStatus(403).withHeader("X-Status-Reason", "Event is not allowed.");
        }
        row.put("secretKey", "secret-of-" + id);
        row("" + entity, id, row);
        return json(of(entity).get(id));
    }

    private ResponseDefinitionBuilder list(String entity, Request request) {
        JsonNode search = JSON.readTree(request.queryParameter("searchParams").firstValue());
        int limit = fault() == Fault.SMALLER_PAGES ? 50 : 200;
        if (!search.path("maxSize").isInt()) {
            return aResponse().withStatus(400).withHeader("X-Status-Reason", "maxSize must be integer");
        }
        int asked = search.path("maxSize").asInt();
        if (asked > limit) {
            return aResponse()
                    .withStatus(403)
                    .withHeader("X-Status-Reason", "Max size should not exceed " + limit + ". Use offset and limit.");
        }
        Comparator<Map<String, Object>> order =
                Comparator.comparing(row -> text(row, search.path("orderBy").asString("id")));
        List<Map<String, Object>> all = of(entity).values().stream()
                .filter(row -> !deleted.contains(row.get("id")) && !hidden.contains(row.get("id")))
                .filter(where(search.path("where")))
                .sorted(order.thenComparing(row -> text(row, "id")))
                .toList();
        int offset = search.path("offset").asInt(0);
        List<Map<String, Object>> page = all.stream().skip(offset).limit(asked).toList();
        boolean counts = countsAlthoughAskedNotTo || !request.containsHeader("X-No-Total");
        long total = counts ? all.size() : all.size() > offset + asked ? -1 : -2;
        Set<String> selected = new HashSet<>();
        search.path("select").forEach(attribute -> selected.add(attribute.asString()));
        List<Map<String, Object>> shown = page.stream()
                .map(row -> {
                    Map<String, Object> some = new LinkedHashMap<>(row);
                    some.keySet().retainAll(selected);
                    return some;
                })
                .toList();
        return json(Map.of("total", total, "list", shown));
    }

    private static Predicate<Map<String, Object>> where(JsonNode items) {
        Predicate<Map<String, Object>> all = row -> true;
        for (JsonNode item : items) {
            all = all.and(item(item));
        }
        return all;
    }

    private static Predicate<Map<String, Object>> item(JsonNode item) {
        String attribute = item.path("attribute").asString("");
        JsonNode value = item.path("value");
        return switch (item.path("type").asString()) {
            case "and" -> where(value);
            case "or" -> {
                Predicate<Map<String, Object>> any = row -> false;
                for (JsonNode part : value) {
                    any = any.or(item(part));
                }
                yield any;
            }
            case "equals" -> row -> text(row, attribute).equals(value.asString());
            case "greaterThan" -> row -> text(row, attribute).compareTo(value.asString()) > 0;
            case "greaterThanOrEquals" -> row -> text(row, attribute).compareTo(value.asString()) >= 0;
            case "in" -> {
                Set<String> values = new HashSet<>();
                value.forEach(one -> values.add(one.asString()));
                yield row -> values.contains(text(row, attribute));
            }
            default -> throw new AssertionError("a filter that was not recorded: " + item);
        };
    }

    private static String text(Map<String, Object> row, String attribute) {
        return String.valueOf(row.getOrDefault(attribute, ""));
    }

    private ResponseDefinitionBuilder json(Object body) {
        return json(200, body);
    }
}
