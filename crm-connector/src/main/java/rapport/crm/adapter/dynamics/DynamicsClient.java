package rapport.crm.adapter.dynamics;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.databind.JsonNode;

/** HTTP alone: addresses, sign-in, links, and what a bad answer means. */
final class DynamicsClient {
    static final int PAGE_SIZE = 500;
    /** The version of a delta link is too old to tell what changed since. */
    static final String EXPIRED = "0x80044352";

    /** As a signed number: both forms are written. */
    private static final String EXPIRED_NUMBER = "-2147204270";

    private static final String ANNOTATIONS =
            "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname\"";

    private final String connection;
    private final String base;
    private final String host;
    private final CrmHttp http;
    private final DynamicsSignIn signIn;
    private @Nullable String organization;

    DynamicsClient(CrmAccess access, Clock clock) {
        this.connection = access.connection();
        this.base = access.address().toString().replaceAll("/+$", "");
        this.host = String.valueOf(access.address().getHost());
        this.http = new CrmHttp(access, base);
        this.signIn = new DynamicsSignIn(access, base, http, clock);
    }

    String base() {
        return base;
    }

    /**
     * @param next  the next page
     * @param delta from where to ask for changes; on the last page of a tracked walk
     */
    record Rows(
            List<JsonNode> rows,
            @Nullable String next,
            @Nullable String delta,
            Instant at) {}

    /** The delta link is of no use any more. */
    static final class Expired extends RuntimeException {
        Expired() {
            super("the delta link has expired", null, false, false);
        }
    }

    /** Which organization answers here; it stays the same while the environment is the same. */
    String organization() {
        String known = organization;
        if (known == null) {
            JsonNode body = object(get(uri("WhoAmI"), preferences(false)), "WhoAmI", "");
            known = DynamicsId.of(body.path("OrganizationId").asString(null))
                    .orElseThrow(() -> CrmFailure.retry(connection + ": WhoAmI names no organization", null));
            organization = known;
        }
        return known;
    }

    /** How the environment calls a table's rows, its key and its name. */
    Definition definition(String logicalName) {
        String query =
                "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute&$filter="
                        + CrmHttp.encoded("LogicalName eq '" + logicalName + "'");
        JsonNode row = object(get(uri(query), preferences(false)), "EntityDefinitions", "prvReadEntity")
                .path("value")
                .path(0);
        Definition definition = new Definition(
                row.path("EntitySetName").asString(""),
                row.path("PrimaryIdAttribute").asString(""),
                row.path("PrimaryNameAttribute").asString(""));
        if (definition.set().isEmpty() || definition.key().isEmpty()) {
            throw CrmFailure.stop(
                    connection + ": the environment has no table " + logicalName + ".",
                    "Correct the connection's option object.*: it takes the table's logical name.");
        }
        return definition;
    }

    record Definition(String set, String key, String name) {}

    /** Whether deltas can be had; false where the table has it switched off. */
    boolean tracks(DynamicsTable table) {
        String query = "EntityDefinitions?$select=LogicalName,ChangeTrackingEnabled&$filter="
                + CrmHttp.encoded("LogicalName eq '" + table.logicalName() + "'");
        CrmAnswer answer = get(uri(query), preferences(false));
        if (answer.status() == 403) {
            return true; // may not be looked at; the first walk will show
        }
        JsonNode row = object(answer, "EntityDefinitions", "prvReadEntity")
                .path("value")
                .path(0);
        return row.path("ChangeTrackingEnabled").asBoolean(true);
    }

    Rows first(DynamicsTable table, boolean tracked) {
        return rows(uri(table.set() + "?$select=" + table.select()), tracked, table.set(), table.privilege());
    }

    /** By the stamp, and by the key too: rows of one stamp would be repeated or left out else. */
    Rows changed(DynamicsTable table, Instant since) {
        String query = "?$select=" + table.select() + "&$filter=" + CrmHttp.encoded("modifiedon ge " + since)
                + "&$orderby=" + CrmHttp.encoded("modifiedon asc," + table.key() + " asc");
        return rows(uri(table.set() + query), false, table.set(), table.privilege());
    }

    /** A link as the CRM gave it. */
    Rows follow(String link, boolean tracked, DynamicsTable table) {
        URI uri;
        try {
            uri = URI.create(link.replace("\"", "%22").replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            throw CrmFailure.retry(connection + ": a link that is none", null);
        }
        requireOurs(uri);
        return rows(uri, tracked, table.set(), table.privilege());
    }

    /** The token goes wherever a link leads. */
    private void requireOurs(URI uri) {
        String to = String.valueOf(uri.getHost());
        boolean same = to.equals(host)
                || to.equals(host.replaceFirst("\\.", ".api."))
                || to.replaceFirst("\\.api\\.", ".").equals(host);
        if (!same || !String.valueOf(uri.getScheme()).equals(URI.create(base).getScheme())) {
            throw CrmFailure.stop(
                    connection + ": a link leads to another host than the connection's.",
                    "Check the connection's address.");
        }
    }

    Rows list(String path, String privilege) {
        return rows(uri(path), false, path.replaceAll("\\?.*", ""), privilege);
    }

    Rows next(String link, String privilege) {
        requireOurs(URI.create(link));
        return rows(URI.create(link), false, "a further page", privilege);
    }

    List<JsonNode> all(String path, String privilege) {
        Rows page = list(path, privilege);
        List<JsonNode> rows = new ArrayList<>(page.rows());
        while (page.next() != null) {
            page = next(page.next(), privilege);
            rows.addAll(page.rows());
        }
        return rows;
    }

    Rows ids(DynamicsTable table) {
        return rows(uri(table.set() + "?$select=" + table.key()), false, table.set(), table.privilege());
    }

    List<JsonNode> find(DynamicsTable table, List<String> ids) {
        String filter = String.join(
                " or ", ids.stream().map(id -> table.key() + " eq " + id).toList());
        return rows(
                        uri(table.set() + "?$select=" + table.select() + "&$filter=" + CrmHttp.encoded(filter)),
                        false,
                        table.set(),
                        table.privilege())
                .rows();
    }

    enum Existence {
        THERE,
        GONE,
        /** not for us to see */
        HIDDEN
    }

    Existence existence(DynamicsTable table, String id) {
        CrmAnswer answer = get(uri(table.set() + "(" + id + ")?$select=" + table.key()), preferences(false));
        return switch (answer.status()) {
            case 200 -> Existence.THERE;
            case 404 -> Existence.GONE;
            case 403 -> Existence.HIDDEN;
            default -> throw failure(answer, table.set(), table.privilege());
        };
    }

    Optional<JsonNode> one(DynamicsTable table, String id, String select) {
        CrmAnswer answer = get(uri(table.set() + "(" + id + ")?$select=" + select), preferences(false));
        return answer.status() == 404 || answer.status() == 403
                ? Optional.empty()
                : Optional.of(object(answer, table.set(), table.privilege()));
    }

    private URI uri(String path) {
        return URI.create(base + "/api/data/v9.2/" + path);
    }

    private static String preferences(boolean tracked) {
        return (tracked ? "odata.track-changes," : "") + "odata.maxpagesize=" + PAGE_SIZE + "," + ANNOTATIONS;
    }

    private Rows rows(URI uri, boolean tracked, String what, String privilege) {
        CrmAnswer answer = get(uri, preferences(tracked));
        JsonNode body = object(answer, what, privilege);
        if (!body.path("value").isArray()) {
            throw CrmFailure.retry(connection + ": the answer for " + what + " has no rows", null);
        }
        List<JsonNode> rows = new ArrayList<>(body.path("value").size());
        body.path("value").forEach(rows::add);
        return new Rows(
                rows,
                body.path("@odata.nextLink").asString(null),
                body.path("@odata.deltaLink").asString(null),
                answer.at());
    }

    private CrmAnswer get(URI uri, String prefer) {
        String token = signIn.token();
        CrmAnswer answer = send(uri, prefer, token);
        if (answer.status() == 401) {
            // Once: a second refusal means that it is not the token's age.
            signIn.forget(token);
            answer = send(uri, prefer, signIn.token());
        }
        return answer;
    }

    private CrmAnswer send(URI uri, String prefer, String token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token);
        headers.put("OData-Version", "4.0");
        headers.put("OData-MaxVersion", "4.0");
        headers.put("If-None-Match", "null"); // a row may come from a cache otherwise
        headers.put("Prefer", prefer);
        return http.get(uri, headers);
    }

    private JsonNode object(CrmAnswer answer, String what, String privilege) {
        if (answer.status() != 200) {
            throw failure(answer, what, privilege);
        }
        return CrmJson.of(answer)
                .filter(JsonNode::isObject)
                .orElseThrow(() ->
                        CrmFailure.retry(connection + ": the answer for " + what + " is not a JSON object", null));
    }

    private RuntimeException failure(CrmAnswer answer, String path, String privilege) {
        JsonNode body = CrmJson.of(answer).orElse(CrmJson.JSON.createObjectNode());
        String code = CrmAnswer.printable(body.path("error").path("code").asString(""));
        if (answer.status() == 400 && (code.equalsIgnoreCase(EXPIRED) || code.equals(EXPIRED_NUMBER))) {
            return new Expired();
        }
        String what =
                connection + ": " + path + " answered " + answer.status() + (code.isEmpty() ? "" : " " + code) + ".";
        Duration asked = answer.retryAfter();
        if (answer.redirects()) {
            return CrmFailure.reconnect(
                    connection + ": the address redirects elsewhere.",
                    "Set the connection's address to the environment's, such as https://acme.crm4.dynamics.com.");
        }
        return switch (answer.status()) {
            case 401 ->
                CrmFailure.reconnect(
                        connection + ": " + Phrase.of("failure.sign-in-refused", 401),
                        "Add the app under Application users in the Power Platform admin centre, for this environment; its"
                                + " credentials in Entra ID were accepted.");
            case 403 ->
                CrmFailure.reconnect(
                        what,
                        "Give the application user a security role with " + privilege
                                + " on organization level, in the Power Platform admin centre.");
            case 404 ->
                CrmFailure.stop(
                        what,
                        "Check the connection's address, and that Dynamics 365 Sales is installed in this environment.");
            case 429 ->
                CrmFailure.wait(
                        connection + ": the environment's limit is reached (429" + (code.isEmpty() ? "" : " " + code)
                                + ").",
                        asked == null ? Duration.ofMinutes(5) : asked);
            case 400, 405, 412, 413, 414, 501 ->
                CrmFailure.stop(
                        what, "The environment does not understand this request; a column may be missing in it.");
            default -> asked != null ? CrmFailure.wait(what, asked) : CrmFailure.retry(what, null);
        };
    }

    @Override
    public String toString() {
        return "DynamicsClient[" + connection + ", " + base + "]";
    }
}
