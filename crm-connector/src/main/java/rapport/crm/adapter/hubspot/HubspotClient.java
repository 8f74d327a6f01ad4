package rapport.crm.adapter.hubspot;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.databind.JsonNode;

/** HTTP alone: addresses, sign-in, page tokens, limits, and what a bad answer means. */
final class HubspotClient {
    /** Of lists, searches and batches alike. A search would give 200, but what we then ask about its rows would not. */
    static final int PAGE_SIZE = 100;

    private static final String CHECK_CREDENTIALS =
            "Check the connection's access-token against the app's token or the service key in HubSpot; a rotated one must"
                    + " be entered again.";

    private final String connection;
    private final String base;
    private final String version;
    private final CrmHttp http;
    private final HubspotSignIn signIn;
    private final HubspotLimits limits;
    private final Duration betweenSearches;
    private long lastSearch;
    private boolean searched;

    HubspotClient(CrmAccess access, Clock clock, Duration betweenSearches) {
        this.connection = access.connection();
        this.base = access.address().toString().replaceAll("/+$", "");
        this.version = access.options().getOrDefault("api-version", "2026-03");
        this.http = new CrmHttp(access, base);
        this.signIn = new HubspotSignIn(access, URI.create(base + "/oauth/" + version + "/token"), http, clock);
        this.limits = new HubspotLimits(access, clock, reserve(access));
        this.betweenSearches = betweenSearches;
    }

    private static int reserve(CrmAccess access) {
        String percent = access.options().getOrDefault("reserve-percent", "10");
        return percent.matches("\\d{1,2}") ? Integer.parseInt(percent) : 10;
    }

    HubspotLimits limits() {
        return limits;
    }

    /**
     * @param after where the list goes on; null after the last page
     * @param total of a search, how many fit it in all
     */
    record HubspotPage(List<JsonNode> rows, @Nullable String after, long total, Instant at) {}

    /** Records by id; a search would not show archived ones, and ends after ten thousand. */
    HubspotPage list(HubspotObjectType type, List<String> properties, @Nullable String after) {
        StringBuilder query = new StringBuilder("?limit=" + PAGE_SIZE + "&archived=false&properties=")
                .append(CrmHttp.encoded(String.join(",", properties)));
        if (type.isUnderAssociated() && properties.size() > 1) {
            query.append("&associations=companies");
        }
        if (after != null) {
            query.append("&after=").append(CrmHttp.encoded(after));
        }
        return page(get("crm/objects/" + version + "/" + type.path() + query, type.scope()));
    }

    /** The rows that fit the filters, sorted upwards by one property, from the first; no offset is ever asked for. */
    HubspotPage search(HubspotObjectType type, List<Map<String, String>> filters, @Nullable String sort, int limit) {
        pace();
        Map<String, Object> body = new LinkedHashMap<>();
        if (!filters.isEmpty()) {
            body.put("filterGroups", List.of(Map.of("filters", filters)));
        }
        if (sort != null) {
            body.put("sorts", List.of(Map.of("propertyName", sort, "direction", "ASCENDING")));
        }
        body.put("properties", type.properties());
        body.put("limit", limit);
        return page(post("crm/objects/" + version + "/" + type.path() + "/search", body, type.scope(), 200));
    }

    /** Those that exist, in any order; one may come back under another id, into which it was merged. */
    List<JsonNode> batch(HubspotObjectType type, List<String> ids, boolean archived) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inputs", ids.stream().map(id -> Map.of("id", id)).toList());
        body.put("properties", type.properties());
        String path = "crm/objects/" + version + "/" + type.path() + "/batch/read?archived=" + archived;
        return page(post(path, body, type.scope(), 207)).rows();
    }

    /** Empty if there is none of this id. */
    Optional<JsonNode> one(HubspotObjectType type, String id, String query) {
        CrmAnswer answer = call(
                "crm/objects/" + version + "/" + type.path() + "/"
                        + CrmHttp.encoded(id).replace(".", "%2E") + query,
                null,
                type.scope());
        return answer.status() == 404 ? Optional.empty() : Optional.of(json(answer, type.path(), type.scope(), 200));
    }

    /** The companies of some records, of which each row names one. */
    List<JsonNode> companiesOf(HubspotObjectType type, List<String> recordIds) {
        Map<String, Object> body =
                Map.of("inputs", recordIds.stream().map(id -> Map.of("id", id)).toList());
        return page(post(
                        "crm/associations/" + version + "/" + type.path() + "/companies/batch/read",
                        body,
                        HubspotObjectType.COMPANY.scope(),
                        207))
                .rows();
    }

    HubspotPage owners(boolean archived, @Nullable String after) {
        return page(get(
                "crm/owners/" + version + "?limit=" + PAGE_SIZE + "&archived=" + archived
                        + (after == null ? "" : "&after=" + CrmHttp.encoded(after)),
                "crm.objects.owners.read"));
    }

    List<JsonNode> pipelines() {
        return page(get("crm/pipelines/" + version + "/deals", "crm.schemas.deals.read"))
                .rows();
    }

    /** Empty if these credentials may not read it; there is nothing in it that we could not do without. */
    Optional<JsonNode> account() {
        CrmAnswer answer = call("account-info/" + version + "/details", null, "oauth");
        return answer.status() == 403 || answer.status() == 404
                ? Optional.empty()
                : Optional.of(json(answer, "account-info", "oauth", 200));
    }

    private CrmAnswer get(String path, String scope) {
        return checked(call(path, null, scope), path, scope, 200);
    }

    private CrmAnswer post(String path, Object body, String scope, int partly) {
        return checked(call(path, body, scope), path, scope, partly);
    }

    private CrmAnswer call(String path, @Nullable Object body, String scope) {
        String token = signIn.token();
        CrmAnswer answer = send(path, body, token);
        if (answer.status() == 401 && signIn.renews()) {
            // Once: a second refusal means that it is not the token's age.
            signIn.forget(token);
            answer = send(path, body, signIn.token());
        }
        return answer;
    }

    private CrmAnswer send(String path, @Nullable Object body, String token) {
        limits.beforeCall();
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
        URI uri = URI.create(base + "/" + path);
        CrmAnswer answer =
                body == null ? http.get(uri, headers) : http.post(uri, headers, CrmJson.JSON.writeValueAsBytes(body));
        limits.after(answer);
        return answer;
    }

    private CrmAnswer checked(CrmAnswer answer, String path, String scope, int partly) {
        if (answer.status() != 200 && answer.status() != partly) {
            throw failure(answer, path, scope);
        }
        return answer;
    }

    private JsonNode json(CrmAnswer answer, String path, String scope, int partly) {
        return CrmJson.of(checked(answer, path, scope, partly))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> CrmFailure.retry(
                        connection + ": the answer for " + withoutQuery(path) + " is not a JSON object", null));
    }

    private HubspotPage page(CrmAnswer answer) {
        JsonNode body = CrmJson.of(answer)
                .filter(node -> node.path("results").isArray())
                .orElseThrow(() -> CrmFailure.retry(connection + ": an answer without results", null));
        List<JsonNode> rows = new ArrayList<>(body.path("results").size());
        body.path("results").forEach(rows::add);
        String after = body.path("paging").path("next").path("after").asString("");
        return new HubspotPage(
                rows, after.isEmpty() ? null : after, body.path("total").asLong(-1), answer.at());
    }

    private CrmFailure failure(CrmAnswer answer, String path, String scope) {
        JsonNode body = CrmJson.of(answer).orElse(CrmJson.JSON.createObjectNode());
        String category = CrmAnswer.printable(body.path("category").asString(""));
        String reference = CrmAnswer.printable(body.path("correlationId").asString(""));
        String what = connection + ": " + withoutQuery(path) + " answered " + answer.status()
                + (category.isEmpty() ? "" : " " + category)
                + (reference.isEmpty() ? "" : ", HubSpot's reference " + reference)
                + ".";
        Duration asked = answer.retryAfter();
        if (answer.redirects()) {
            return CrmFailure.reconnect(
                    connection + ": the address redirects elsewhere.",
                    "Set the connection's address to https://api.hubapi.com.");
        }
        return switch (answer.status()) {
            case 401 ->
                CrmFailure.reconnect(connection + ": " + Phrase.of("failure.sign-in-refused", 401), CHECK_CREDENTIALS);
            case 403 ->
                CrmFailure.reconnect(
                        what,
                        "Give the app or the service key the scope " + String.join(" or ", scopes(body, scope))
                                + " in HubSpot, and install it again if it asks for that.");
            case 404 ->
                CrmFailure.stop(
                        what,
                        "Check the connection's address, and that HubSpot still has the version " + version + ".");
            case 423 -> CrmFailure.wait(what, atLeast(asked, Duration.ofSeconds(2)));
            case 429 -> {
                String policy = body.path("policyName").asString("");
                yield CrmFailure.wait(
                        connection + ": HubSpot's limit " + (policy.isEmpty() ? "" : CrmAnswer.printable(policy) + " ")
                                + "is reached (429).",
                        limits.pauseAfterRefusal(policy, asked));
            }
            // The account moves to another data centre.
            case 477 -> CrmFailure.wait(what, asked != null ? asked : Duration.ofMinutes(5));
            case 400, 405, 414, 415 ->
                CrmFailure.stop(what, "HubSpot does not understand this request; its version may not be supported.");
            default -> asked != null ? CrmFailure.wait(what, asked) : CrmFailure.retry(what, null);
        };
    }

    private static Duration atLeast(@Nullable Duration asked, Duration least) {
        return asked == null || asked.compareTo(least) < 0 ? least : asked;
    }

    private static Set<String> scopes(JsonNode body, String otherwise) {
        Set<String> scopes = new LinkedHashSet<>();
        body.path("errors")
                .forEach(error -> error.path("context")
                        .path("requiredGranularScopes")
                        .forEach(scope -> scopes.add(CrmAnswer.printable(scope.asString("")))));
        return scopes.isEmpty() ? Set.of(otherwise) : scopes;
    }

    private static String withoutQuery(String path) {
        return path.replaceAll("\\?.*", "");
    }

    /** Five searches a second are the whole account's, and their answers carry no headers that would warn. */
    private void pace() {
        long now = System.nanoTime();
        if (searched) {
            long left = betweenSearches.toNanos() - (now - lastSearch);
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
        }
        searched = true;
        lastSearch = System.nanoTime();
    }
}
