package rapport.crm.adapter.odoo;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.spi.CrmAccess;
import tools.jackson.databind.JsonNode;

/** From version 19: one address for each method, arguments by name, statuses that mean something. */
final class OdooJson2 implements OdooProtocol {
    private final CrmHttp http;
    private final String base;
    private final Map<String, String> headers;

    OdooJson2(CrmAccess access, CrmHttp http, String base) {
        this.http = http;
        this.base = base;
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "bearer " + Objects.requireNonNullElse(access.credential("api-key"), ""));
        String database = access.credential("database");
        if (database != null && !database.isBlank()) {
            headers.put("X-Odoo-Database", database.strip());
        }
        this.headers = Map.copyOf(headers);
    }

    @Override
    public OdooOutcome call(OdooCall call) {
        Map<String, Object> body = new LinkedHashMap<>(call.arguments());
        if (call.ids() != null) {
            body.put("ids", call.ids());
        }
        if (call.domain() != null) {
            body.put("domain", call.domain());
        }
        CrmAnswer answer = http.post(
                URI.create(base + "/json/2/" + call.model() + "/" + call.method()),
                headers,
                OdooClient.JSON.writeValueAsBytes(body));
        JsonNode json = OdooClient.json(answer);
        if (answer.status() == 200 && json != null) {
            return new OdooOutcome(json, null, answer.at());
        }
        String name = json == null ? "" : json.path("name").asString("");
        String message = json == null ? "" : json.path("message").asString("");
        return new OdooOutcome(null, new OdooOutcome.Refusal(name, message, answer), answer.at());
    }
}
