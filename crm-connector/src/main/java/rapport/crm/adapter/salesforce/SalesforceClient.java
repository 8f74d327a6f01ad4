package rapport.crm.adapter.salesforce;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import tools.jackson.databind.JsonNode;

/** HTTP alone: addresses, sign-in, cursors, limits, and what a bad answer means. */
final class SalesforceClient {
    /** The most that one page of a query has; wide rows come in smaller ones. Bulk results are asked for in the same size. */
    static final int PAGE_SIZE = 2_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final String connection;
    private final String version;
    private final CrmHttp http;
    private final SalesforceSignIn signIn;
    private final SalesforceLimits limits;
    private final Map<String, Set<String>> fields = new ConcurrentHashMap<>();

    SalesforceClient(CrmAccess access, Clock clock) {
        this.connection = access.connection();
        String asked = access.options().getOrDefault("api-version", "67.0");
        this.version = asked.startsWith("v") ? asked : "v" + asked;
        this.http = new CrmHttp(access, access.address().toString());
        this.signIn = new SalesforceSignIn(access, http, clock);
        String share = access.options().getOrDefault("use-percent", "60");
        this.limits = new SalesforceLimits(access, clock, share.matches("\\d{1,3}") ? Integer.parseInt(share) : 60);
    }

    SalesforceSession session() {
        return signIn.session();
    }

    SalesforceLimits limits() {
        return limits;
    }

    /** The fields of an object that this user may see; a query that names another is refused as a whole. */
    Set<String> fields(String object) {
        Set<String> known = fields.get(object);
        if (known == null) {
            known = fields(object, json(get("/sobjects/" + object + "/describe", Map.of()), object));
        }
        return known;
    }

    private Set<String> fields(String object, JsonNode described) {
        Set<String> visible = new LinkedHashSet<>();
        for (JsonNode field : described.path("fields")) {
            visible.add(field.path("name").asString(""));
        }
        fields.put(object, visible);
        return visible;
    }

    /** Whether there is such an object for this user; asked once. */
    boolean knows(String object) {
        if (!fields.containsKey(object)) {
            CrmAnswer answer = get("/sobjects/" + object + "/describe", Map.of());
            if (answer.status() == 404) {
                fields.put(object, Set.of());
            } else {
                fields(object, json(answer, object));
            }
        }
        return !fields(object).isEmpty();
    }

    void forgetFields(String object) {
        fields.remove(object);
    }

    /**
     * @param deletedToo the recycle bin and what was merged away as well
     * @param expected   codes of refusals that the caller deals with; all others are thrown
     */
    SalesforceAnswer query(String soql, boolean deletedToo, String object, String... expected) {
        return answer(
                get(
                        (deletedToo ? "/queryAll?q=" : "/query?q=") + CrmHttp.encoded(soql),
                        Map.of("Sforce-Query-Options", "batchSize=" + PAGE_SIZE)),
                object,
                expected);
    }

    /** @param locator as the page before named it: a path of this CRM */
    SalesforceAnswer more(String locator, String object, String... expected) {
        if (!locator.startsWith("/services/data/")) {
            throw CrmFailure.retry(connection + ": a cursor of an unexpected form", null);
        }
        return answer(call(session -> session.instance() + locator, null, Map.of()), object, expected);
    }

    /** Ids deleted in that time, and from when on the log is complete. */
    record Deletions(
            List<String> ids,
            @Nullable Instant completeFrom,
            @Nullable Instant readTo) {}

    /** Empty if the log does not reach back so far, or the time is too short for it. */
    Optional<Deletions> deletions(String object, Instant start, Instant end) {
        CrmAnswer answer = get(
                "/sobjects/" + object + "/deleted/?start=" + CrmHttp.encoded(soqlTime(start)) + "&end="
                        + CrmHttp.encoded(soqlTime(end)),
                Map.of());
        if (answer.status() == 400 || answer.status() == 404) {
            return Optional.empty();
        }
        JsonNode body = json(answer, object);
        List<String> ids = new ArrayList<>();
        body.path("deletedRecords").forEach(row -> ids.add(row.path("id").asString("")));
        return Optional.of(new Deletions(
                ids,
                lenientTime(body.path("earliestDateAvailable").asString(null)),
                lenientTime(body.path("latestDateCovered").asString(null))));
    }

    /** The id of a bulk query that now runs; empty where this user or edition may not have one. */
    Optional<String> startBulk(String soql) {
        CrmAnswer answer = call(
                session -> session.instance() + "/services/data/" + version + "/jobs/query",
                CrmJson.JSON.writeValueAsBytes(Map.of("operation", "query", "query", soql)),
                Map.of());
        if (answer.status() == 400 || answer.status() == 403 || answer.status() == 404) {
            return Optional.empty();
        }
        String id = json(answer, "jobs/query").path("id").asString("");
        return SalesforceId.is(id) ? Optional.of(id) : Optional.empty();
    }

    /** {@code UploadComplete}, {@code InProgress}, {@code JobComplete}, {@code Aborted}, {@code Failed}; empty if it is gone. */
    Optional<String> bulkState(String job) {
        CrmAnswer answer = get("/jobs/query/" + job, Map.of());
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(json(answer, "jobs/query").path("state").asString(""));
    }

    /** @param next where the results go on; null after the last */
    record BulkPage(List<JsonNode> rows, @Nullable String next, Instant at) {}

    BulkPage bulkResults(String job, @Nullable String locator) {
        CrmAnswer answer = get(
                "/jobs/query/" + job + "/results?maxRecords=" + PAGE_SIZE
                        + (locator == null ? "" : "&locator=" + CrmHttp.encoded(locator)),
                Map.of("Accept", "text/csv"));
        if (answer.status() != 200) {
            throw failure(answer, "jobs/query");
        }
        List<JsonNode> rows = new ArrayList<>();
        try {
            List<List<String>> table = Csv.rows(answer.text());
            for (int i = 1; i < table.size(); i++) {
                var row = CrmJson.JSON.createObjectNode();
                for (int column = 0; column < table.get(i).size(); column++) {
                    String cell = table.get(i).get(column);
                    if (!cell.isEmpty()) { // an empty cell is null
                        row.put(table.get(0).get(column), cell);
                    }
                }
                rows.add(row);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw CrmFailure.retry(connection + ": bulk results that are no complete table", null);
        }
        String count = answer.header("Sforce-NumberOfRecords");
        if (count.matches("\\d{1,9}") && Integer.parseInt(count) != rows.size()) {
            throw CrmFailure.retry(connection + ": bulk results that were cut", null);
        }
        String next = answer.header("Sforce-Locator");
        return new BulkPage(rows, next.isEmpty() || next.equals("null") ? null : next, answer.at());
    }

    /** Of the day: what is left and what there is. */
    String dailyCalls() {
        JsonNode daily = json(get("/limits", Map.of()), "limits").path("DailyApiRequests");
        return daily.path("Remaining").asString("?") + " of the day's "
                + daily.path("Max").asString("?") + " calls are left";
    }

    /** Whether this one record can be read; empty where the CRM forbids it instead of telling that it is not there. */
    Optional<Boolean> exists(String object, String id) {
        CrmAnswer answer = get("/sobjects/" + object + "/" + id + "?fields=Id", Map.of());
        return switch (answer.status()) {
            case 404 -> Optional.of(false);
            case 403 -> code(answer).equals("REQUEST_LIMIT_EXCEEDED") ? thrown(answer, object) : Optional.empty();
            default -> {
                json(answer, object);
                yield Optional.of(true);
            }
        };
    }

    private Optional<Boolean> thrown(CrmAnswer answer, String object) {
        throw failure(answer, object);
    }

    static String soqlTime(Instant time) {
        return time.getNano() == 0
                ? TIME.format(time)
                : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static @Nullable Instant lenientTime(@Nullable String value) {
        try {
            return SalesforceMapper.time("date", value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private interface Address {
        String of(SalesforceSession session);
    }

    private CrmAnswer get(String path, Map<String, String> headers) {
        return call(session -> session.instance() + "/services/data/" + version + path, null, headers);
    }

    private CrmAnswer call(Address address, byte @Nullable [] json, Map<String, String> headers) {
        SalesforceSession session = signIn.session();
        CrmAnswer answer = send(session, address, json, headers);
        if (answer.status() == 401) {
            // Once: a second refusal means that it is not the token's age.
            signIn.forget(session);
            answer = send(signIn.session(), address, json, headers);
        }
        return answer;
    }

    private CrmAnswer send(
            SalesforceSession session, Address address, byte @Nullable [] json, Map<String, String> headers) {
        limits.beforeCall();
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + session.token());
        URI uri = URI.create(address.of(session));
        CrmAnswer answer = json == null ? http.get(uri, all) : http.post(uri, all, json);
        limits.after(answer);
        return answer;
    }

    private SalesforceAnswer answer(CrmAnswer answer, String object, String... expected) {
        if (answer.status() != 200) {
            String code = code(answer);
            if (List.of(expected).contains(code)) {
                return new SalesforceAnswer(code, List.of(), null, 0, answer.at());
            }
            throw failure(answer, object);
        }
        JsonNode body = json(answer, object);
        if (!body.path("records").isArray() || !body.path("done").isBoolean()) {
            throw CrmFailure.retry(connection + ": the answer for " + object + " has no records", null);
        }
        List<JsonNode> rows = new ArrayList<>(body.path("records").size());
        body.path("records").forEach(rows::add);
        String locator = body.path("done").asBoolean(true)
                ? null
                : body.path("nextRecordsUrl").asString("");
        return new SalesforceAnswer("", rows, locator, body.path("totalSize").asLong(-1), answer.at());
    }

    private JsonNode json(CrmAnswer answer, String object) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw failure(answer, object);
        }
        return CrmJson.of(answer)
                .filter(JsonNode::isObject)
                .orElseThrow(() ->
                        CrmFailure.retry(connection + ": the answer for " + object + " is not a JSON object", null));
    }

    /** Errors are an array of one. Never their message: it quotes queries and values. */
    private static String code(CrmAnswer answer) {
        return CrmJson.of(answer)
                .map(body -> CrmAnswer.printable(body.path(0).path("errorCode").asString("")))
                .orElse("");
    }

    private CrmFailure failure(CrmAnswer answer, String object) {
        String code = code(answer);
        String what =
                connection + ": " + object + " answered " + answer.status() + (code.isEmpty() ? "" : " " + code) + ".";
        Duration asked = answer.retryAfter();
        if (answer.redirects()) {
            return CrmFailure.reconnect(
                    connection + ": the address redirects elsewhere.",
                    "Set the connection's address to the org's My Domain, https://….my.salesforce.com.");
        }
        String right = "Give the integration user's permission set read and View All on " + object + " in Salesforce.";
        return switch (code) {
            case "REQUEST_LIMIT_EXCEEDED" -> {
                // One code for two things; only the text tells them apart.
                boolean concurrent = answer.text().contains("ConcurrentRequests");
                yield CrmFailure.wait(
                        connection + ": Salesforce's limit on "
                                + (concurrent ? "requests at the same time" : "requests in 24 hours") + " is reached.",
                        asked != null ? asked : concurrent ? Duration.ofSeconds(30) : Duration.ofHours(1));
            }
            case "INVALID_TYPE", "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY" ->
                CrmFailure.reconnect(what, right);
            case "API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED" ->
                CrmFailure.stop(what, "This edition of Salesforce, or this user's profile, has no API access.");
            case "INVALID_FIELD", "MALFORMED_QUERY", "UNSUPPORTED_API_VERSION" ->
                CrmFailure.stop(what, "Salesforce does not understand this request; check the option api-version.");
            case "QUERY_TIMEOUT", "INVALID_QUERY_LOCATOR", "UNKNOWN_EXCEPTION", "UNABLE_TO_LOCK_ROW" ->
                CrmFailure.retry(what, null);
            default ->
                switch (answer.status()) {
                    case 401 ->
                        CrmFailure.reconnect(
                                connection + ": sign-in refused (401), with a new token too.",
                                "Check the External Client App's policies and the integration user in Salesforce.");
                    case 403, 404 -> CrmFailure.reconnect(what, right);
                    case 400, 405, 414, 415, 431 ->
                        CrmFailure.stop(
                                what, "Salesforce does not understand this request; check the option api-version.");
                    default -> asked != null ? CrmFailure.wait(what, asked) : CrmFailure.retry(what, null);
                };
        };
    }
}
