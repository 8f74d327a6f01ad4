package rapport.crm.adapter.odoo;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import tools.jackson.databind.JsonNode;

/** Every version up to 19: one address for all, the key in the place of the password, errors with status 200. */
final class OdooJsonRpc implements OdooProtocol {
    private final CrmHttp http;
    private final URI address;
    private final String connection;
    private final @Nullable String database;
    private final @Nullable String login;
    private final String key;
    private long uid;

    OdooJsonRpc(CrmAccess access, CrmHttp http, String base) {
        this.http = http;
        this.address = URI.create(base + "/jsonrpc");
        this.connection = access.connection();
        this.database = access.credential("database");
        this.login = access.credential("login");
        this.key = Objects.requireNonNullElse(access.credential("api-key"), "");
    }

    @Override
    public OdooOutcome call(OdooCall call) {
        if (database == null || database.isBlank() || login == null || login.isBlank()) {
            throw CrmFailure.stop(
                    connection + ": JSON-RPC needs the settings database and login.",
                    "Set both, or use a version of Odoo that has JSON-2 (19 or later).");
        }
        if (uid == 0) {
            OdooOutcome signIn = send("common", "authenticate", List.of(database, login, key, Map.of()));
            JsonNode result = signIn.result();
            if (result == null) {
                return signIn;
            }
            if (!result.isIntegralNumber()) { // false
                return refused("odoo.exceptions.AccessDenied", signIn);
            }
            uid = result.asLong();
        }
        List<Object> positional =
                call.ids() != null ? List.of(call.ids()) : call.domain() != null ? List.of(call.domain()) : List.of();
        return send(
                "object",
                "execute_kw",
                List.of(database, uid, key, call.model(), call.method(), positional, call.arguments()));
    }

    /** The product's version, told without sign-in. */
    OdooOutcome version() {
        return send("common", "version", List.of());
    }

    private OdooOutcome send(String service, String method, List<Object> args) {
        CrmAnswer answer = http.post(
                address,
                Map.of(),
                OdooClient.JSON.writeValueAsBytes(Map.of(
                        "jsonrpc",
                        "2.0",
                        "method",
                        "call",
                        "id",
                        1,
                        "params",
                        Map.of("service", service, "method", method, "args", args))));
        JsonNode json = OdooClient.json(answer);
        if (answer.status() == 200 && json != null && json.has("result")) {
            return new OdooOutcome(json.path("result"), null, answer.at());
        }
        JsonNode data = json == null ? null : json.path("error").path("data");
        return new OdooOutcome(
                null,
                new OdooOutcome.Refusal(
                        data == null ? "" : data.path("name").asString(""),
                        data == null ? "" : data.path("message").asString(""),
                        answer),
                answer.at());
    }

    private static OdooOutcome refused(String name, OdooOutcome outcome) {
        return new OdooOutcome(
                null,
                new OdooOutcome.Refusal(name, "", new CrmAnswer(200, Map.of(), outcome.at(), new byte[0])),
                outcome.at());
    }
}
