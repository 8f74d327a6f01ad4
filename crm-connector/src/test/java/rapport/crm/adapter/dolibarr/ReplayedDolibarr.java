package rapport.crm.adapter.dolibarr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.ReplayedServer;

/**
 * Dolibarr's answers as recorded, for the calls that the adapter makes: lists with universal-search filters, single records,
 * representatives, status and the acting user; with a database whose clock may show another zone than PHP's, and every fault
 * that it is known for.
 */
final class ReplayedDolibarr extends ReplayedServer {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Map<String, String> COLUMNS =
            Map.of("t.priv", "priv", "t.usage_opportunity", "usage_opportunity");

    final Map<String, TreeMap<Long, Row>> tables = new LinkedHashMap<>();
    final Map<Long, Set<Long>> representatives = new HashMap<>();
    final Set<Long> hidden = new HashSet<>();
    Instant start = Instant.parse("2026-03-02T08:00:00Z");
    ZoneId php = ZoneOffset.UTC;
    ZoneId database = ZoneOffset.UTC;
    boolean representativesBroken = true;
    boolean subSelectsForbidden;
    boolean seesAllThirdParties = true;
    boolean tellsTotals = true;

    @Nullable
    Consumer<ResponseDefinitionHolder> disguise;

    /** For faults that only this CRM has. */
    static final class ResponseDefinitionHolder {
        final String path;

        @Nullable
        ResponseDefinitionBuilder response;

        ResponseDefinitionHolder(String path) {
            this.path = path;
        }
    }

    /** @param extraSavedAt stamp of the row of extra fields; null without one */
    static final class Row {
        final Map<String, Object> shown;
        Instant savedAt;

        @Nullable
        Instant extraSavedAt;

        Row(Map<String, Object> shown, Instant savedAt) {
            this.shown = shown;
            this.savedAt = savedAt;
        }
    }

    ReplayedDolibarr() {
        for (String path : List.of("thirdparties", "contacts", "projects", "proposals", "users")) {
            tables.put(path, new TreeMap<>());
        }
    }

    @Override
    protected Instant beginning() {
        return start;
    }

    TreeMap<Long, Row> table(String path) {
        return Objects.requireNonNull(tables.get(path));
    }

    /** As lists show it: text, whatever it is. */
    Row row(String path, long id, int savedAtSecond, Map<String, Object> values) {
        Map<String, Object> shown = new LinkedHashMap<>(values);
        shown.put("id", Long.toString(id));
        shown.putIfAbsent("array_options", List.of());
        Row row = new Row(shown, start.plusSeconds(savedAtSecond));
        table(path).put(id, row);
        return row;
    }

    @Override
    public String account(int number, int savedAtSecond) {
        row("thirdparties", number, savedAtSecond, Map.of("name", "Account " + number, "client", "3", "phone", ""));
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
                "projects",
                number,
                savedAtSecond,
                Map.of(
                        "title",
                        "Opportunity " + number,
                        "socid",
                        account,
                        "usage_opportunity",
                        "1",
                        "opp_status",
                        stage));
        return Integer.toString(number);
    }

    @Override
    public void save(String accountId, int savedAtSecond, String name) {
        Row row = Objects.requireNonNull(table("thirdparties").get(Long.parseLong(accountId)));
        row.shown.put("name", name);
        row.savedAt = start.plusSeconds(savedAtSecond);
    }

    @Override
    public void delete(String id) {
        table("thirdparties").remove(Long.parseLong(id));
    }

    @Override
    public void merge(String winnerId, String loserId, int savedAtSecond) {
        delete(loserId);
        Objects.requireNonNull(table("thirdparties").get(Long.parseLong(winnerId))).savedAt =
                start.plusSeconds(savedAtSecond);
    }

    @Override
    public String user(int number) {
        row("users", number, 0, Map.of("login", "user" + number, "status", "1"));
        return Integer.toString(number);
    }

    @Override
    public void deactivate(String userId) {
        Objects.requireNonNull(table("users").get(Long.parseLong(userId))).shown.put("status", "0");
    }

    @Override
    public void parent(String accountId, int savedAtSecond, String parentId) {
        Row row = Objects.requireNonNull(table("thirdparties").get(Long.parseLong(accountId)));
        row.shown.put("parent", parentId);
        row.savedAt = start.plusSeconds(savedAtSecond);
    }

    @Override
    protected @Nullable String pageOf(Request request) {
        return path(request).equals("thirdparties")
                        && !request.getUrl().contains("SELECT")
                        && request.getUrl().contains("name")
                ? path(request)
                : null;
    }

    @Override
    public void spoil(String id) {
        Objects.requireNonNull(table("thirdparties").get(Long.parseLong(id)))
                .shown
                .put("date_modification", "spoilt by a module");
    }

    @Override
    protected @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request) {
        return switch (fault) {
            case SIGN_IN_REFUSED -> error(401, "Unauthorized: Failed to login to API. No parameter 'HTTP_DOLAPIKEY'");
            case LOCKED_OUT ->
                aResponse().withStatus(429).withHeader("Retry-After", "90"); // a proxy's; it has no own lock
            case NO_RIGHT -> error(403, "Forbidden: Access not allowed for login rapport");
            case SERVER_ERROR -> error(500, "Internal Server Error");
            case UNAVAILABLE_FOR_A_WHILE -> aResponse().withStatus(503).withHeader("Retry-After", "37");
            case REDIRECT -> redirect();
            default -> null;
        };
    }

    ResponseDefinitionBuilder error(int status, String message) {
        return json(status, Map.of("error", Map.of("code", status, "message", message)));
    }

    private static String path(Request request) {
        return URI.create(request.getUrl()).getRawPath().replaceFirst("^/api/index.php/", "");
    }

    @Override
    protected ResponseDefinitionBuilder answer(Request request) {
        Consumer<ResponseDefinitionHolder> own = disguise;
        if (own != null) {
            ResponseDefinitionHolder holder = new ResponseDefinitionHolder(path(request));
            own.accept(holder);
            if (holder.response != null) {
                return holder.response;
            }
        }
        String path = path(request);
        if (!request.containsHeader("DOLAPIKEY")) {
            return error(401, "Unauthorized");
        }
        if (path.equals("status")) {
            return json(
                    200,
                    Map.of(
                            "success",
                            Map.of(
                                    "code",
                                    200,
                                    "dolibarr_version",
                                    "23.0.0-beta",
                                    "timestamp_now_utc",
                                    now().getEpochSecond(),
                                    "timestamp_php_tz",
                                    php.equals(ZoneOffset.UTC) ? "UTC" : php.getId())));
        }
        if (path.equals("users/info")) {
            Map<String, Object> client = seesAllThirdParties ? Map.of("voir", 1) : Map.of();
            return json(
                    200,
                    Map.of(
                            "id",
                            "9",
                            "login",
                            "rapport",
                            "rights",
                            Map.of("societe", Map.of("lire", 1, "client", client))));
        }
        String[] parts = path.split("/");
        TreeMap<Long, Row> table = tables.get(parts[0]);
        if (table == null) {
            return aResponse().withStatus(501).withBody("API not found (failed to include API file)");
        }
        if (parts.length == 1) {
            return list(parts[0], request);
        }
        long id = Long.parseLong(parts[1]);
        Row row = table.get(id);
        if (row == null) {
            return error(
                    404, "Not Found: " + (parts[0].equals("thirdparties") ? "Thirdparty" : parts[0]) + " not found");
        }
        if (hidden.contains(id)) {
            return error(403, "Forbidden: Access not allowed for login rapport");
        }
        if (parts.length == 3) {
            return representativesBroken
                    ? error(404, "Not Found: Thirdparty not found")
                    : json(200, representatives.getOrDefault(id, Set.of()));
        }
        return json(200, shown(row));
    }

    private ResponseDefinitionBuilder list(String path, Request request) {
        String filters = value(request, "sqlfilters", "");
        if (subSelectsForbidden && filters.contains("SELECT")) {
            return error(
                    400, "Bad Request: Error when validating parameter sqlfilters -> Bad syntax of the search string");
        }
        if (Integer.parseInt(value(request, "page", "0")) != 0) {
            throw new AssertionError("pages are by number, which steps over rows");
        }
        Predicate<Map.Entry<Long, Row>> filter;
        try {
            filter = new Filter(filters).all();
        } catch (UnknownColumn e) {
            return error(
                    503,
                    "Service Unavailable: Error when retrieve " + path + " : Unknown column '" + e.getMessage()
                            + "' in 'WHERE'");
        }
        Comparator<Map.Entry<Long, Row>> order = Map.Entry.comparingByKey();
        List<Map.Entry<Long, Row>> all = table(path).entrySet().stream()
                .filter(entry -> !hidden.contains(entry.getKey()))
                .filter(filter)
                .sorted(value(request, "sortorder", "ASC").equals("ASC") ? order : order.reversed())
                .toList();
        int limit = Integer.parseInt(value(request, "limit", "100"));
        Set<String> properties = Set.of(value(request, "properties", "").split(","));
        List<Map<String, Object>> rows = all.stream()
                .limit(limit)
                .map(entry -> {
                    Map<String, Object> some = shown(entry.getValue());
                    some.keySet().retainAll(properties);
                    return some;
                })
                .toList();
        if (rows.isEmpty() && path.equals("thirdparties")) {
            return error(404, "Not Found: No third parties found");
        }
        boolean counts = tellsTotals && value(request, "pagination_data", "").equals("true");
        return counts
                ? json(200, Map.of("data", rows, "pagination", Map.of("total", all.size(), "page", 0, "limit", limit)))
                : json(200, rows);
    }

    private Map<String, Object> shown(Row row) {
        Map<String, Object> shown = new LinkedHashMap<>(row.shown);
        Instant extra = row.extraSavedAt;
        if (shown.containsKey("usage_opportunity")) {
            shown.putIfAbsent("date_m", told(row.savedAt));
        } else {
            shown.putIfAbsent(
                    "date_modification", extra == null ? "" : told(extra.isAfter(row.savedAt) ? extra : row.savedAt));
        }
        return shown;
    }

    /** The database's local time, taken for PHP's. */
    private long told(Instant savedAt) {
        return LocalDateTime.ofInstant(savedAt, database).atZone(php).toEpochSecond();
    }

    private static String value(Request request, String name, String otherwise) {
        var parameter = request.queryParameter(name);
        return parameter.isPresent() ? parameter.firstValue() : otherwise;
    }

    private static final class UnknownColumn extends RuntimeException {
        UnknownColumn(String column) {
            super(column);
        }
    }

    /** {@code (alias.column:operator:value)}, joined by and/or with brackets. */
    private final class Filter {
        private static final Pattern CONDITION = Pattern.compile("\\(([a-z]+\\.[a-z_]+):([^:()]+):([^()]*)\\)");

        private final String text;
        private int at;

        Filter(String text) {
            this.text = text;
        }

        Predicate<Map.Entry<Long, Row>> all() {
            if (text.isEmpty()) {
                return entry -> true;
            }
            Predicate<Map.Entry<Long, Row>> all = expression();
            if (at != text.length()) {
                throw new AssertionError("a filter with a wrong bracket: " + text);
            }
            return all;
        }

        private Predicate<Map.Entry<Long, Row>> expression() {
            Predicate<Map.Entry<Long, Row>> left = term();
            while (at < text.length() && text.charAt(at) == ' ') {
                boolean and = text.startsWith(" and ", at);
                if (!and && !text.startsWith(" or ", at)) {
                    throw new AssertionError("a filter that was not recorded: " + text);
                }
                at += and ? 5 : 4;
                Predicate<Map.Entry<Long, Row>> right = term();
                left = and ? left.and(right) : left.or(right);
            }
            return left;
        }

        private Predicate<Map.Entry<Long, Row>> term() {
            Matcher condition = CONDITION.matcher(text).region(at, text.length());
            if (condition.lookingAt()) {
                at = condition.end();
                return condition(condition.group(1), condition.group(2), condition.group(3));
            }
            if (text.charAt(at) != '(') {
                throw new AssertionError("a filter that was not recorded: " + text);
            }
            at++;
            Predicate<Map.Entry<Long, Row>> inner = expression();
            at++;
            return inner;
        }

        private Predicate<Map.Entry<Long, Row>> condition(String column, String operator, String value) {
            if (column.equals("t.rowid") && operator.equals("in")) {
                Set<Long> ids = value.startsWith("SELECT") ? selected(value) : new TreeSet<>();
                if (!value.startsWith("SELECT")) {
                    for (String id : value.split(",")) {
                        ids.add(Long.parseLong(id));
                    }
                }
                return entry -> ids.contains(entry.getKey());
            }
            if (column.equals("t.rowid") && operator.equals(">")) {
                long bound = Long.parseLong(value);
                return entry -> entry.getKey() > bound;
            }
            if (column.endsWith(".tms") && operator.equals(">=")) {
                if (!value.matches("'\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}'")) {
                    throw new AssertionError("a time that the database does not understand: " + value);
                }
                String bound = value.substring(1, value.length() - 1);
                return entry -> {
                    Instant stamp = column.equals("t.tms") ? entry.getValue().savedAt : entry.getValue().extraSavedAt;
                    return stamp != null
                            && LOCAL.format(LocalDateTime.ofInstant(stamp, database))
                                            .compareTo(bound)
                                    >= 0;
                };
            }
            String shown = COLUMNS.get(column);
            if (shown != null && operator.equals("=")) {
                return entry -> String.valueOf(entry.getValue().shown.getOrDefault(shown, "0"))
                        .equals(value);
            }
            throw new UnknownColumn(column);
        }

        private Set<Long> selected(String select) {
            Matcher matcher = Pattern.compile("SELECT fk_soc FROM llx_societe_commerciaux WHERE fk_user=(\\d+)")
                    .matcher(select);
            if (!matcher.matches()) {
                throw new UnknownColumn(select);
            }
            Set<Long> thirdParties = new TreeSet<>();
            representatives.forEach((thirdParty, users) -> {
                if (users.contains(Long.parseLong(matcher.group(1)))) {
                    thirdParties.add(thirdParty);
                }
            });
            return thirdParties;
        }
    }
}
