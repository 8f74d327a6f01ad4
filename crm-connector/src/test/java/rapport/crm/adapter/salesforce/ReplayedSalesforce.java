package rapport.crm.adapter.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapterContract.Fault;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.ReplayedServer;
import tools.jackson.databind.JsonNode;

/**
 * Salesforce's answers by its documentation, for the calls that the adapter makes: tokens, queries with cursors, describes,
 * bulk jobs, the log of deletions, and every fault that it is known for.
 */
final class ReplayedSalesforce extends ReplayedServer {
    static final String ORG = "00DWU00000123452AA";
    static final String USER = "005WU00000AbCdEYAV";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXX", Locale.ROOT);
    private static final Pattern SOQL = Pattern.compile(
            "SELECT (?<fields>[\\w,]+) FROM (?<object>\\w+)(?: WHERE (?<where>.+?))?(?: ORDER BY (?<order>[\\w, ]+?))?(?:"
                    + " LIMIT (?<limit>\\d+))?");
    private static final Pattern KEYSET =
            Pattern.compile("\\(SystemModstamp > (\\S+) OR \\(SystemModstamp = (\\S+) AND Id > '(\\w+)'\\)\\)");

    final Map<String, TreeMap<String, Map<String, Object>>> objects = new HashMap<>();
    final Map<String, Set<String>> fields = new HashMap<>();
    final List<Map<String, Object>> history = new ArrayList<>();
    final List<String> forms = new ArrayList<>();
    final List<String> queries = new ArrayList<>();
    final Set<String> expiredTokens = new HashSet<>();
    /** Taken one by one, instead of what would be answered. */
    final Deque<ResponseDefinitionBuilder> instead = new ArrayDeque<>();
    /** States of the bulk job, one for each time it is asked. */
    final Deque<String> jobStates = new ArrayDeque<>();

    final List<Map<String, Object>> purged = new ArrayList<>();

    @Nullable
    ResponseDefinitionBuilder tokenAnswer;

    @Nullable
    String earliestDeletion;

    boolean refusesDeletionLog;
    boolean cursorsDie;
    boolean viewsAll = true;
    boolean tracksHistory = true;
    int tokens;
    String org = ORG;
    private final Map<String, List<Map<String, Object>>> cursors = new HashMap<>();
    private final Map<String, List<String>> cursorFields = new HashMap<>();
    private String jobQuery = "";

    ReplayedSalesforce() {
        for (SalesforceObject object : SalesforceObject.all(
                rapport.crm.mapping.Mapping.of(new SalesforceAdapter().descriptor(), java.util.Map.of()))) {
            objects.put(object.objectName(), new TreeMap<>());
            Set<String> visible = new LinkedHashSet<>(object.fields());
            visible.removeAll(List.of("IsPersonAccount", "PersonEmail", "Territory2Id"));
            fields.put(object.objectName(), visible);
        }
        objects.put("User", new TreeMap<>());
        fields.put(
                "User",
                new LinkedHashSet<>(List.of(
                        "Id",
                        "Name",
                        "Username",
                        "Email",
                        "Title",
                        "City",
                        "LanguageLocaleKey",
                        "IsActive",
                        "UserType")));
    }

    static String id(String prefix, int number) {
        return SalesforceId.of("id", prefix + "WU0000" + String.format("%06d", number));
    }

    static String time(int second) {
        return TIME.format(START.plusSeconds(second).atOffset(ZoneOffset.UTC)).replace("Z", "+0000");
    }

    private TreeMap<String, Map<String, Object>> of(String object) {
        return Objects.requireNonNull(objects.get(object), object);
    }

    String row(String object, String id, int savedAtSecond, Map<String, Object> values) {
        Map<String, Object> row = new LinkedHashMap<>(values);
        row.put("Id", id);
        row.put("IsDeleted", false);
        row.put("SystemModstamp", time(savedAtSecond));
        of(object).put(id, row);
        return id;
    }

    Map<String, Object> row(String id) {
        return objects.values().stream()
                .filter(rows -> rows.containsKey(id))
                .findFirst()
                .orElseThrow()
                .get(id);
    }

    @Override
    public String account(int number, int savedAtSecond) {
        return row("Account", id("001", number), savedAtSecond, Map.of("Name", "Account " + number));
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
                "Opportunity",
                id("006", number),
                savedAtSecond,
                Map.of("Name", "Opportunity " + number, "AccountId", account, "StageName", stage));
    }

    @Override
    public void save(String accountId, int savedAtSecond, String name) {
        of("Account").get(accountId).putAll(Map.of("Name", name, "SystemModstamp", time(savedAtSecond)));
    }

    @Override
    public void delete(String id) {
        row(id).putAll(Map.of("IsDeleted", true, "SystemModstamp", time(second())));
    }

    void merge(String winner, String loser) {
        delete(loser);
        row(loser).put("MasterRecordId", winner);
        row(winner).put("SystemModstamp", time(second()));
    }

    /** Gone from every query; the log of deletions knows. */
    void purge(String id) {
        objects.values().forEach(rows -> rows.remove(id));
        purged.add(Map.of("id", id, "deletedDate", time(second())));
    }

    private int pageSize() {
        return fault() == Fault.SMALLER_PAGES ? 50 : 2_000;
    }

    private void change(String id, int savedAtSecond, Map<String, ?> values) {
        row(id).putAll(values);
        row(id).put("SystemModstamp", time(savedAtSecond));
    }

    @Override
    public void restore(String accountId, int savedAtSecond) {
        change(accountId, savedAtSecond, Map.of("IsDeleted", false));
    }

    @Override
    public void merge(String winnerId, String loserId, int savedAtSecond) {
        merge(winnerId, loserId);
    }

    @Override
    public String user(int number) {
        return row(
                "User",
                id("005", number),
                0,
                Map.of("Name", "User " + number, "Username", "u" + number, "UserType", "Standard", "IsActive", true));
    }

    @Override
    public void deactivate(String userId) {
        change(userId, 0, Map.of("IsActive", false));
    }

    @Override
    public void owner(String accountId, int savedAtSecond, String userId) {
        change(accountId, savedAtSecond, Map.of("OwnerId", userId));
    }

    @Override
    public void parent(String accountId, int savedAtSecond, String parentId) {
        change(accountId, savedAtSecond, Map.of("ParentId", parentId));
    }

    @Override
    public String lead(int number, int savedAtSecond) {
        return row("Lead", id("00Q", number), savedAtSecond, Map.of("LastName", "Mora", "Status", "Open"));
    }

    @Override
    public CrmRef convert(String leadId, int savedAtSecond) {
        change(leadId, savedAtSecond, Map.of("IsConverted", true, "ConvertedContactId", id("003", 77)));
        return new CrmRef(CrmType.CONTACT, id("003", 77));
    }

    @Override
    public void expireTokens() {
        for (int token = 1; token <= tokens; token++) {
            expiredTokens.add("00D-token-" + token);
        }
    }

    @Override
    public void spoil(String id) {
        row(id).put("SystemModstamp", "spoilt by nobody knows what");
    }

    static ResponseDefinitionBuilder error(int status, String code, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(JSON.writeValueAsString(List.of(Map.of("message", message, "errorCode", code))));
    }

    static ResponseDefinitionBuilder oauthError(String error, String description) {
        return aResponse()
                .withStatus(400)
                .withHeader("Content-Type", "application/json")
                .withBody(JSON.writeValueAsString(Map.of("error", error, "error_description", description)));
    }

    @Override
    protected @Nullable ResponseDefinitionBuilder refusal(Fault fault, Request request) {
        boolean signIn = request.getUrl().startsWith("/services/oauth2/token");
        return switch (fault) {
            case SIGN_IN_REFUSED -> oauthError("invalid_client_id", "client identifier invalid");
            case LOCKED_OUT -> signIn ? null : error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
            case NO_RIGHT -> signIn ? null : error(403, "INSUFFICIENT_ACCESS", "no rights");
            case SERVER_ERROR -> error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred.");
            case UNAVAILABLE_FOR_A_WHILE ->
                aResponse()
                        .withStatus(503)
                        .withHeader("Retry-After", "37")
                        .withBody("<html><body>Down for maintenance</body></html>");
            case REDIRECT -> redirect();
            default -> null;
        };
    }

    private ResponseDefinitionBuilder token(Request request) {
        forms.add(URLDecoder.decode(request.getBodyAsString(), StandardCharsets.UTF_8));
        if (tokenAnswer != null) {
            return tokenAnswer;
        }
        return json(Map.of(
                "access_token",
                "00D-token-" + ++tokens,
                "instance_url",
                address().toString(),
                "id",
                "https://login.salesforce.com/id/" + org + "/" + USER,
                "token_type",
                "Bearer"));
    }

    @Override
    protected ResponseDefinitionBuilder answer(Request request) {
        if (request.getUrl().startsWith("/services/oauth2/token")) {
            return token(request);
        }
        ResponseDefinitionBuilder other = instead.poll();
        if (other != null) {
            return other;
        }
        String bearer = String.valueOf(request.getHeader("Authorization")).replace("Bearer ", "");
        if (expiredTokens.contains(bearer)) {
            return error(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }
        String path = URI.create(request.getUrl()).getPath().replaceFirst("^/services/data/v67\\.0/", "");
        String[] parts = path.split("/");
        return switch (parts[0]) {
            case "query" -> parts.length == 2 ? more(parts[1]) : query(soql(request), false);
            case "queryAll" -> query(soql(request), true);
            case "limits" -> json(Map.of("DailyApiRequests", Map.of("Max", 100_000, "Remaining", 99_000)));
            case "jobs" -> job(parts, request);
            case "sobjects" -> sobject(parts);
            default -> error(404, "NOT_FOUND", "The requested resource does not exist");
        };
    }

    private ResponseDefinitionBuilder sobject(String[] parts) {
        if (!fields.containsKey(parts[1])) {
            return error(404, "NOT_FOUND", "The requested resource does not exist");
        }
        if (parts[2].equals("describe")) {
            return json(Map.of(
                    "fields",
                    Objects.requireNonNull(fields.get(parts[1])).stream()
                            .map(name -> Map.of("name", name))
                            .toList()));
        }
        if (parts[2].equals("deleted") && refusesDeletionLog) {
            return error(400, "INVALID_REPLICATION_DATE", "startDate before org replication enabled date");
        }
        if (parts[2].equals("deleted")) {
            return json(Map.of(
                    "deletedRecords",
                    purged,
                    "earliestDateAvailable",
                    earliestDeletion == null ? time(-1_000_000) : earliestDeletion,
                    "latestDateCovered",
                    time(second())));
        }
        return of(parts[1]).containsKey(parts[2])
                ? json(Map.of("Id", parts[2]))
                : error(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible");
    }

    private static String soql(Request request) {
        return request.queryParameter("q").firstValue();
    }

    private ResponseDefinitionBuilder query(String soql, boolean deletedToo) {
        if (!soql.contains("TeamMember")) {
            queries.add(soql);
        }
        if (soql.contains(" FROM ObjectPermissions ")) {
            List<String> seen = viewsAll ? List.of("Account", "Contact", "Lead", "Opportunity") : List.of("Contact");
            return json(Map.of(
                    "totalSize",
                    seen.size(),
                    "done",
                    true,
                    "records",
                    seen.stream().map(name -> Map.of("SobjectType", name)).toList()));
        }
        Matcher query = parsed(soql);
        String object = query.group("object");
        if (!objects.containsKey(object) && !object.endsWith("History")) {
            return error(400, "INVALID_TYPE", "sObject type '" + object + "' is not supported.");
        }
        if (object.endsWith("History")) {
            return tracksHistory
                    ? json(Map.of("totalSize", history.size(), "done", true, "records", history))
                    : error(400, "INVALID_TYPE", "sObject type '" + object + "' is not supported.");
        }
        List<String> selected = List.of(query.group("fields").split(","));
        if (!Objects.requireNonNull(fields.get(object)).containsAll(selected)) {
            return error(400, "INVALID_FIELD", "No such column on entity " + object);
        }
        List<Map<String, Object>> all = rows(query, deletedToo);
        String cursor = "0r8WU" + String.format("%010d", cursors.size()) + "YAA";
        cursors.put(cursor, all);
        cursorFields.put(cursor, selected);
        return page(cursor, 0);
    }

    private static Matcher parsed(String soql) {
        Matcher query = SOQL.matcher(soql);
        if (!query.matches()) {
            throw new AssertionError("a query that is not replayed: " + soql);
        }
        return query;
    }

    /** As they are when the query is asked: a cursor shows no later state. */
    private List<Map<String, Object>> rows(Matcher query, boolean deletedToo) {
        Predicate<Map<String, Object>> fits = where(query.group("where"));
        Comparator<Map<String, Object>> order = "SystemModstamp, Id".equals(query.group("order"))
                ? Comparator.comparing(row -> String.valueOf(row.get("SystemModstamp")))
                : Comparator.comparing(row -> String.valueOf(row.get("Id")));
        long limit = query.group("limit") == null ? Long.MAX_VALUE : Long.parseLong(query.group("limit"));
        return of(query.group("object")).values().stream()
                .filter(row -> deletedToo || !Boolean.TRUE.equals(row.get("IsDeleted")))
                .filter(fits)
                .sorted(order.thenComparing(row -> String.valueOf(row.get("Id"))))
                .limit(limit)
                .<Map<String, Object>>map(LinkedHashMap::new)
                .toList();
    }

    private static Predicate<Map<String, Object>> where(@Nullable String text) {
        if (text == null) {
            return row -> true;
        }
        Predicate<Map<String, Object>> fits = row -> true;
        Matcher keyset = KEYSET.matcher(text);
        String rest = text;
        if (keyset.find()) {
            Instant stamp = Instant.parse(keyset.group(1));
            String id = keyset.group(3);
            fits = row -> stamp(row).isAfter(stamp)
                    || (stamp(row).equals(stamp)
                            && String.valueOf(row.get("Id")).compareTo(id) > 0);
            rest = text.replace(keyset.group(), "true = true");
        }
        for (String condition : rest.split(" AND ")) {
            fits = fits.and(condition(condition));
        }
        return fits;
    }

    private static Predicate<Map<String, Object>> condition(String text) {
        String[] parts = text.split(" ", 3);
        String value = parts[2].replaceAll("^'|'$", "");
        return switch (parts[0] + " " + parts[1]) {
            case "true =" -> row -> true;
            case "Id >" -> row -> String.valueOf(row.get("Id")).compareTo(value) > 0;
            case "Id =" -> row -> value.equals(row.get("Id"));
            case "AccountId IN", "OpportunityId IN" -> {
                Set<String> ids = Set.copyOf(
                        Arrays.asList(parts[2].replaceAll("[()']", "").split(",")));
                yield row -> ids.contains(String.valueOf(row.get(parts[0])));
            }
            case "Id IN" -> {
                Set<String> ids = Set.copyOf(
                        Arrays.asList(parts[2].replaceAll("[()']", "").split(",")));
                yield row -> ids.contains(String.valueOf(row.get("Id")));
            }
            case "SystemModstamp >=" -> row -> !stamp(row).isBefore(Instant.parse(value));
            case "SystemModstamp <" -> row -> stamp(row).isBefore(Instant.parse(value));
            case "IsPersonAccount =" -> row -> !Boolean.TRUE.equals(row.get("IsPersonAccount"));
            case "UserType =" -> row -> value.equals(row.get("UserType"));
            default -> throw new AssertionError("a condition that is not replayed: " + text);
        };
    }

    private static Instant stamp(Map<String, Object> row) {
        return Instant.parse(String.valueOf(row.get("SystemModstamp")).replace("+0000", "Z"));
    }

    private ResponseDefinitionBuilder more(String locator) {
        int dash = locator.lastIndexOf('-');
        String cursor = locator.substring(0, dash);
        if (cursorsDie || !cursors.containsKey(cursor)) {
            return error(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        return page(cursor, Integer.parseInt(locator.substring(dash + 1)));
    }

    private ResponseDefinitionBuilder page(String cursor, int start) {
        List<Map<String, Object>> all = Objects.requireNonNull(cursors.get(cursor));
        List<String> selected = Objects.requireNonNull(cursorFields.get(cursor));
        int end = Math.min(start + pageSize(), all.size());
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Map<String, Object> row : all.subList(start, end)) {
            Map<String, Object> some = new LinkedHashMap<>();
            some.put("attributes", Map.of("type", "x", "url", "/services/data/v67.0/sobjects/x/" + row.get("Id")));
            selected.forEach(field -> some.put(field, row.get(field)));
            shown.add(some);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("totalSize", all.size());
        body.put("done", end >= all.size());
        if (end < all.size()) {
            body.put("nextRecordsUrl", "/services/data/v67.0/query/" + cursor + "-" + end);
        }
        body.put("records", shown);
        return json(body);
    }

    private ResponseDefinitionBuilder job(String[] parts, Request request) {
        if (parts.length == 2) {
            JsonNode asked = JSON.readTree(request.getBody());
            jobQuery = asked.path("query").asString();
            return json(Map.of("id", "750WU000000abcdYAA", "state", "UploadComplete"));
        }
        if (parts.length == 3) {
            String state = jobStates.isEmpty() ? "JobComplete" : Objects.requireNonNull(jobStates.poll());
            return state.equals("gone")
                    ? error(404, "NOT_FOUND", "The requested resource does not exist")
                    : json(Map.of("id", parts[2], "state", state));
        }
        Matcher query = parsed(jobQuery);
        List<String> selected = List.of(query.group("fields").split(","));
        List<Map<String, Object>> all = rows(query, false);
        int start = request.queryParameter("locator").isPresent()
                ? Integer.parseInt(request.queryParameter("locator").firstValue())
                : 0;
        int end = Math.min(
                start + Integer.parseInt(request.queryParameter("maxRecords").firstValue()), all.size());
        StringBuilder csv = new StringBuilder();
        selected.forEach(field -> csv.append(csv.length() == 0 ? "" : ",")
                .append('"')
                .append(field)
                .append('"'));
        csv.append('\n');
        for (Map<String, Object> row : all.subList(start, end)) {
            for (int i = 0; i < selected.size(); i++) {
                Object value = row.get(selected.get(i));
                csv.append(i == 0 ? "" : ",")
                        .append(value == null ? "" : '"' + String.valueOf(value).replace("\"", "\"\"") + '"');
            }
            csv.append('\n');
        }
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/csv")
                .withHeader("Date", date())
                .withHeader("Sforce-NumberOfRecords", Integer.toString(end - start))
                .withHeader("Sforce-Locator", end < all.size() ? Integer.toString(end) : "null")
                .withBody(csv.toString());
    }

    private String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC));
    }

    private ResponseDefinitionBuilder json(Object body) {
        return json(200, body);
    }
}
