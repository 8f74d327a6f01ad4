package rapport.samples.crm;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.data.CompanyData;
import rapport.samples.crm.data.EntityType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two people, one team, three accounts; and a client that calls the CRM as a program does. */
final class SmallCompany {
    static final String ANN = "65f0000000000a001";
    static final String BEN = "65f0000000000a002";
    static final String CLARA = "65f0000000000a003";
    static final String NORTH = "65f0000000000b001";
    static final String ACME = "65f0000000000c001";
    static final String BOREAL = "65f0000000000c002";
    static final String CEDAR = "65f0000000000c003";
    static final String MAYA = "65f0000000000d001";
    static final String COLD_ROOM = "65f0000000000e001";
    static final String KEY = "a-key-for-tests";
    static final ApiUser CONNECTOR = ApiUser.withKey("connector", KEY);
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final HttpClient HTTP = HttpClient.newHttpClient();

    private SmallCompany() {}

    static CompanyData data() {
        String then = "2026-03-01 09:00:00";
        return new CompanyData(Map.of(
                EntityType.TEAM, List.of(record(NORTH, "name", "North")),
                EntityType.USER,
                        List.of(
                                record(
                                        ANN,
                                        "userName",
                                        "ann",
                                        "firstName",
                                        "Ann",
                                        "lastName",
                                        "Berg",
                                        "title",
                                        "Sales",
                                        "teamsIds",
                                        List.of(NORTH)),
                                record(
                                        BEN,
                                        "userName",
                                        "ben",
                                        "firstName",
                                        "Ben",
                                        "lastName",
                                        "Carter",
                                        "cLanguage",
                                        "fr"),
                                record(CLARA, "userName", "clara", "lastName", "Gone", "isActive", false)),
                EntityType.ACCOUNT,
                        List.of(
                                record(
                                        ACME,
                                        "name",
                                        "Acme <Foods>",
                                        "industry",
                                        "Food",
                                        "type",
                                        "Customer",
                                        "assignedUserId",
                                        ANN,
                                        "teamsIds",
                                        List.of(NORTH),
                                        "createdAt",
                                        then,
                                        "modifiedAt",
                                        then),
                                record(
                                        BOREAL,
                                        "name",
                                        "Boréal",
                                        "assignedUserId",
                                        BEN,
                                        "createdAt",
                                        then,
                                        "modifiedAt",
                                        then),
                                record(CEDAR, "name", "cedar & Co", "createdAt", then, "modifiedAt", then)),
                EntityType.CONTACT,
                        List.of(record(
                                MAYA,
                                "firstName",
                                "Maya",
                                "lastName",
                                "Lind",
                                "accountId",
                                BOREAL,
                                "emailAddress",
                                "maya@boreal.example",
                                "createdAt",
                                then,
                                "modifiedAt",
                                then)),
                EntityType.OPPORTUNITY,
                        List.of(record(
                                COLD_ROOM,
                                "name",
                                "Cold room",
                                "accountId",
                                ACME,
                                "stage",
                                "Proposal",
                                "amount",
                                1000,
                                "amountCurrency",
                                "EUR",
                                "closeDate",
                                "2026-12-01",
                                "assignedUserId",
                                ANN,
                                "contactsIds",
                                List.of(MAYA),
                                "createdAt",
                                then,
                                "modifiedAt",
                                then))));
    }

    static Map<String, Object> record(String id, Object... namesAndValues) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", id);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            record.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return record;
    }

    static SampleCrmSettings settings() {
        return SampleCrmSettings.of(data()).withApiUsers(CONNECTOR);
    }

    static HttpResponse<String> call(
            SampleCrm crm, String method, String path, @Nullable Object body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(crm.address() + "/api/v1" + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        List<String> all = new ArrayList<>(List.of(headers));
        if (all.isEmpty()) {
            all.addAll(List.of("X-Api-Key", KEY));
        }
        return HTTP.send(request.headers(all.toArray(String[]::new)).build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode get(SampleCrm crm, String path) throws IOException, InterruptedException {
        return json(call(crm, "GET", path, null));
    }

    static JsonNode list(SampleCrm crm, String entity, Map<String, ?> searchParams)
            throws IOException, InterruptedException {
        String text = URLEncoder.encode(JSON.writeValueAsString(searchParams), StandardCharsets.UTF_8);
        return get(crm, "/" + entity + "?searchParams=" + text);
    }

    static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + reason(response));
        }
        return JSON.readTree(response.body());
    }

    static String reason(HttpResponse<?> response) {
        return response.headers().firstValue("X-Status-Reason").orElse("");
    }

    static List<String> ids(JsonNode list) {
        return list.path("list")
                .valueStream()
                .map(row -> row.path("id").asString())
                .toList();
    }
}
