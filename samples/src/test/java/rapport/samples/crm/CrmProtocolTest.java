package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.samples.crm.SmallCompany.ACME;
import static rapport.samples.crm.SmallCompany.ANN;
import static rapport.samples.crm.SmallCompany.BEN;
import static rapport.samples.crm.SmallCompany.BOREAL;
import static rapport.samples.crm.SmallCompany.CEDAR;
import static rapport.samples.crm.SmallCompany.COLD_ROOM;
import static rapport.samples.crm.SmallCompany.KEY;
import static rapport.samples.crm.SmallCompany.MAYA;
import static rapport.samples.crm.SmallCompany.NORTH;
import static rapport.samples.crm.SmallCompany.call;
import static rapport.samples.crm.SmallCompany.get;
import static rapport.samples.crm.SmallCompany.ids;
import static rapport.samples.crm.SmallCompany.json;
import static rapport.samples.crm.SmallCompany.list;
import static rapport.samples.crm.SmallCompany.reason;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rapport.samples.crm.data.EntityType;
import tools.jackson.databind.JsonNode;

class CrmProtocolTest {
    private final TickingClock clock = new TickingClock();
    private SampleCrm crm;

    @BeforeEach
    void start() throws Exception {
        crm = SampleCrm.start(SmallCompany.settings().withClock(clock));
    }

    @AfterEach
    void stop() {
        crm.close();
    }

    @Test
    void tellsWhoSignedInAndWhatTheyMayRead() throws Exception {
        JsonNode me = get(crm, "/App/user");
        assertThat(me.path("user").path("userName").asString()).isEqualTo("connector");
        assertThat(me.path("acl").path("table").path("Account").path("read").asString())
                .isEqualTo("all");
        assertThat(me.path("settings").path("recordListMaxSizeLimit").asInt()).isEqualTo(200);
    }

    @Test
    void listsWithTheIdAsTieBreakerAndCountsWhatThereIs() throws Exception {
        JsonNode page = get(crm, "/Account?orderBy=modifiedAt&order=asc&maxSize=2");
        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(ids(page)).containsExactly(ACME, BOREAL);
        assertThat(ids(get(crm, "/Account?orderBy=modifiedAt&order=asc&maxSize=2&offset=2")))
                .containsExactly(CEDAR);
        assertThat(ids(get(crm, "/Account?orderBy=name&order=desc"))).containsExactly(CEDAR, BOREAL, ACME);
    }

    @Test
    void doesNotCountWhenAskedNotTo() throws Exception {
        String[] headers = {"X-Api-Key", KEY, "X-No-Total", "true"};
        assertThat(json(call(crm, "GET", "/Account?maxSize=2", null, headers))
                        .path("total")
                        .asInt())
                .isEqualTo(-1);
        assertThat(json(call(crm, "GET", "/Account?maxSize=3", null, headers))
                        .path("total")
                        .asInt())
                .isEqualTo(-2);
    }

    @Test
    void readsEveryRecordOnceAcrossPagesOfEqualTimes() throws Exception {
        for (int i = 0; i < 450; i++) {
            crm.data().create(EntityType.ACCOUNT, Map.of("name", "Many " + i), ANN);
        }
        Set<String> seen = new TreeSet<>();
        int read = 0;
        for (int offset = 0; offset < 600; offset += 200) {
            List<String> ids = ids(list(
                    crm,
                    "Account",
                    Map.of(
                            "select",
                            List.of("id", "modifiedAt"),
                            "orderBy",
                            "modifiedAt",
                            "order",
                            "asc",
                            "offset",
                            offset,
                            "maxSize",
                            200)));
            seen.addAll(ids);
            read += ids.size();
        }
        assertThat(read).isEqualTo(453);
        assertThat(seen).hasSize(453);
    }

    @Test
    void refusesPagesOfMoreThan200() throws Exception {
        HttpResponse<String> refused = call(crm, "GET", "/Account?maxSize=201", null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(reason(refused)).isEqualTo("Max size should not exceed 200. Use offset and limit.");
        assertThat(refused.body()).isEmpty();
    }

    @Test
    void wantsRealIntegersInSearchParams() throws Exception {
        HttpResponse<String> refused = call(crm, "GET", "/Account?searchParams=%7B%22maxSize%22%3A%2220%22%7D", null);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(reason(refused)).isEqualTo("maxSize must be integer.");
    }

    @Test
    void sendsOnlyTheSelectedAttributes() throws Exception {
        JsonNode row = list(
                        crm,
                        "Account",
                        Map.of(
                                "select",
                                List.of("name", "assignedUserName", "teamsIds"),
                                "maxSize",
                                1,
                                "orderBy",
                                "id"))
                .path("list")
                .path(0);
        assertThat(row.propertyNames())
                .containsExactlyInAnyOrder("id", "name", "assignedUserName", "teamsIds", "teamsNames");
        assertThat(row.path("assignedUserName").asString()).isEqualTo("Ann Berg");
        assertThat(row.path("teamsNames").path(NORTH).asString()).isEqualTo("North");
    }

    @Test
    void leavesLinksOutOfListsThatDoNotSelectThemButNotOutOfASingleRead() throws Exception {
        JsonNode row = get(crm, "/Contact").path("list").path(0);
        assertThat(row.has("teamsIds")).isFalse();
        assertThat(row.has("emailAddressData")).isFalse();
        JsonNode maya = get(crm, "/Contact/" + MAYA);
        assertThat(maya.path("emailAddressData").path(0).path("emailAddress").asString())
                .isEqualTo("maya@boreal.example");
        assertThat(maya.path("name").asString()).isEqualTo("Maya Lind");
        assertThat(maya.path("accountName").asString()).isEqualTo("Boréal");
        assertThat(maya.path("teamsIds").isArray()).isTrue();
    }

    @Test
    void filtersByJsonAndByPhpArraysAlike() throws Exception {
        assertThat(accountsWhere(Map.of("type", "equals", "attribute", "assignedUserId", "value", ANN)))
                .containsExactly(ACME);
        assertThat(ids(get(
                        crm,
                        "/Account?where%5B0%5D%5Btype%5D=equals&where[0][attribute]=assignedUserId&where[0][value]="
                                        .replace("[", "%5B")
                                        .replace("]", "%5D")
                                + BEN)))
                .containsExactly(BOREAL);
        assertThat(ids(get(
                        crm,
                        "/Account?orderBy=id&where[0][type]=in&where[0][attribute]=id&where[0][value][]=%s&where[0][value][]=%s"
                                .formatted(CEDAR, ACME)
                                .replace("[", "%5B")
                                .replace("]", "%5D"))))
                .containsExactly(ACME, CEDAR);
    }

    @Test
    void knowsTheFiltersThatAConnectorNeeds() throws Exception {
        assertThat(accountsWhere(Map.of("type", "isNull", "attribute", "assignedUserId")))
                .containsExactly(CEDAR);
        assertThat(accountsWhere(Map.of("type", "isNotNull", "attribute", "assignedUserId")))
                .containsExactly(ACME, BOREAL);
        assertThat(accountsWhere(Map.of("type", "contains", "attribute", "name", "value", "CO")))
                .containsExactly(CEDAR);
        assertThat(accountsWhere(Map.of("type", "greaterThan", "attribute", "id", "value", BOREAL)))
                .containsExactly(CEDAR);
        assertThat(accountsWhere(Map.of("type", "linkedWith", "attribute", "teams", "value", List.of(NORTH))))
                .containsExactly(ACME);
        assertThat(accountsWhere(Map.of("type", "linkedWith", "attribute", "contacts", "value", List.of(MAYA))))
                .containsExactly(BOREAL);
        Map<String, ?> ofBen = Map.of("type", "equals", "attribute", "assignedUserId", "value", BEN);
        Map<String, ?> food = Map.of("type", "equals", "attribute", "industry", "value", "Food");
        assertThat(accountsWhere(Map.of("type", "or", "value", List.of(ofBen, food))))
                .containsExactly(ACME, BOREAL);
        assertThat(accountsWhere(Map.of("type", "and", "value", List.of(ofBen, food))))
                .isEmpty();
        assertThat(accountsWhere(Map.of("type", "not", "value", List.of(ofBen))))
                .containsExactly(ACME, CEDAR);
    }

    @Test
    void comparesTimesAsTheyAreStoredUnlessAZoneIsNamed() throws Exception {
        clock.pass(Duration.ofSeconds(5));
        crm.data().update(EntityType.ACCOUNT, BOREAL, Map.of("website", "https://boreal.example"), BEN);
        assertThat(accountsWhere(Map.of("type", "after", "attribute", "modifiedAt", "value", "2026-11-22 10:00:04")))
                .containsExactly(BOREAL);
        assertThat(accountsWhere(Map.of("type", "after", "attribute", "modifiedAt", "value", "2026-11-22 10:00:05")))
                .isEmpty();
        assertThat(accountsWhere(Map.of(
                        "type", "greaterThanOrEquals", "attribute", "modifiedAt", "value", "2026-11-22 10:00:05")))
                .containsExactly(BOREAL);
        assertThat(accountsWhere(Map.of(
                        "type",
                        "after",
                        "attribute",
                        "modifiedAt",
                        "value",
                        "2026-11-22 11:00:04",
                        "dateTime",
                        true,
                        "timeZone",
                        "Europe/Paris")))
                .containsExactly(BOREAL);
    }

    private List<String> accountsWhere(Map<String, ?> item) throws Exception {
        return ids(list(crm, "Account", Map.of("where", List.of(item), "orderBy", "id")));
    }

    @Test
    void refusesAttributesAndFiltersThatDoNotExist() throws Exception {
        HttpResponse<String> unknown = call(
                crm,
                "GET",
                "/Account?where%5B0%5D%5Btype%5D=equals&where%5B0%5D%5Battribute%5D=colour&where%5B0%5D%5Bvalue%5D=1",
                null);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(reason(unknown)).isEqualTo("Not existing attribute 'colour' in where.");
        HttpResponse<String> function = call(
                crm,
                "GET",
                "/Account?where%5B0%5D%5Btype%5D=equals&where%5B0%5D%5Battribute%5D=YEAR:createdAt&where%5B0%5D%5Bvalue%5D=1",
                null);
        assertThat(function.statusCode()).isEqualTo(403);
        assertThat(call(crm, "GET", "/Invoice", null).statusCode()).isEqualTo(404);
    }

    @Test
    void listsWhatIsRelated() throws Exception {
        assertThat(ids(get(crm, "/Account/" + BOREAL + "/contacts"))).containsExactly(MAYA);
        assertThat(ids(get(crm, "/Account/" + ACME + "/opportunities"))).containsExactly(COLD_ROOM);
        assertThat(ids(get(crm, "/Opportunity/" + COLD_ROOM + "/contacts"))).containsExactly(MAYA);
    }

    @Test
    void keepsOldValuesAndAuthorsInTheStream() throws Exception {
        crm.data()
                .update(
                        EntityType.OPPORTUNITY,
                        COLD_ROOM,
                        Map.of("amount", 1500, "stage", "Negotiation", "assignedUserId", BEN),
                        ANN);
        JsonNode notes = get(crm, "/Opportunity/" + COLD_ROOM + "/stream").path("list");
        assertThat(notes.valueStream().map(note -> note.path("type").asString()))
                .containsExactly("Update", "Status", "Assign");
        JsonNode update = notes.path(0);
        assertThat(update.path("createdById").asString()).isEqualTo(ANN);
        assertThat(update.path("data")
                        .path("attributes")
                        .path("was")
                        .path("amount")
                        .asInt())
                .isEqualTo(1000);
        assertThat(update.path("data")
                        .path("attributes")
                        .path("became")
                        .path("amount")
                        .asInt())
                .isEqualTo(1500);
        assertThat(notes.path(1).path("data").path("value").asString()).isEqualTo("Negotiation");
        JsonNode onlyUpdates = list(
                crm,
                "Note",
                Map.of("where", List.of(Map.of("type", "equals", "attribute", "type", "value", "Update"))));
        assertThat(ids(onlyUpdates)).hasSize(1);
        assertThat(ids(get(crm, "/Account/" + ACME + "/stream")))
                .as("an account's stream tells of its opportunities")
                .hasSize(3);
    }

    @Test
    void takesAChangeAndTellsItsTimeInWholeSeconds() throws Exception {
        JsonNode changed = json(call(crm, "PUT", "/Account/" + ACME, Map.of("industry", "Retail", "colour", "blue")));
        assertThat(changed.path("industry").asString()).isEqualTo("Retail");
        assertThat(changed.path("modifiedAt").asString()).isEqualTo("2026-11-22 10:00:00");
        assertThat(changed.path("modifiedByName").asString()).isEqualTo("connector");
        assertThat(changed.has("colour")).isFalse();
    }

    @Test
    void leavesTheTimeAloneWhenNothingOrOnlyARelationChanges() throws Exception {
        json(call(crm, "PUT", "/Account/" + ACME, Map.of("industry", "Food")));
        json(call(crm, "PUT", "/Account/" + ACME, Map.of("teamsIds", List.of())));
        json(call(crm, "POST", "/Account/" + ACME + "/contacts", Map.of("id", MAYA)));
        JsonNode acme = get(crm, "/Account/" + ACME);
        assertThat(acme.path("modifiedAt").asString()).isEqualTo("2026-03-01 09:00:00");
        assertThat(acme.path("teamsIds").size()).isZero();
        assertThat(ids(get(crm, "/Account/" + ACME + "/contacts"))).containsExactly(MAYA);
    }

    @Test
    void namesTheFieldThatItRefuses() throws Exception {
        assertThat(refusalOf("/Opportunity", Map.of("name", "x", "amount", 1, "closeDate", "soon")))
                .contains("closeDate");
        assertThat(refusalOf(
                        "/Opportunity", Map.of("name", "x", "amount", 1, "closeDate", "2027-01-01", "stage", "Won")))
                .contains("stage");
        assertThat(refusalOf("/Account", Map.of("industry", "Food")))
                .contains("name")
                .contains("required");
        assertThat(refusalOf("/Account", Map.of("name", "x", "assignedUserId", "nobody")))
                .contains("assignedUser");
        assertThat(get(crm, "/Account").path("total").asInt()).isEqualTo(3);
    }

    private String refusalOf(String path, Object body) throws Exception {
        HttpResponse<String> refused = call(crm, "POST", path, body);
        assertThat(refused.statusCode()).isEqualTo(400);
        return reason(refused);
    }

    @Test
    void hidesWhatIsDeleted() throws Exception {
        assertThat(call(crm, "DELETE", "/Account/" + CEDAR, null).body()).isEqualTo("true");
        assertThat(ids(get(crm, "/Account?orderBy=id"))).containsExactly(ACME, BOREAL);
        assertThat(call(crm, "GET", "/Account/" + CEDAR, null).statusCode()).isEqualTo(404);
        assertThat(call(crm, "PUT", "/Account/" + CEDAR, Map.of("name", "back")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void mergesWithoutSayingWhoWonAndWithoutTouchingWhatMoved() throws Exception {
        crm.data().create(EntityType.NOTE, Map.of("parentType", "Account", "parentId", BOREAL, "post", "Bonjour"), BEN);
        json(call(
                crm,
                "POST",
                "/Action",
                Map.of(
                        "entityType",
                        "Account",
                        "action",
                        "merge",
                        "id",
                        ACME,
                        "data",
                        Map.of(
                                "sourceIdList",
                                List.of(BOREAL),
                                "attributes",
                                Map.of("website", "https://acme.example")))));
        assertThat(call(crm, "GET", "/Account/" + BOREAL, null).statusCode()).isEqualTo(404);
        JsonNode maya = get(crm, "/Contact/" + MAYA);
        assertThat(maya.path("accountId").asString()).isEqualTo(ACME);
        assertThat(maya.path("modifiedAt").asString()).isEqualTo("2026-03-01 09:00:00");
        assertThat(get(crm, "/Account/" + ACME).path("website").asString()).isEqualTo("https://acme.example");
        assertThat(get(crm, "/Account/" + ACME + "/stream")
                        .path("list")
                        .valueStream()
                        .map(note -> note.path("post").asString()))
                .contains("Bonjour");
    }

    @Test
    void countsAPostAsNewsOfTheStreamOnly() throws Exception {
        clock.pass(Duration.ofMinutes(1));
        crm.data().create(EntityType.NOTE, Map.of("parentType", "Account", "parentId", ACME, "post", "Hello"), ANN);
        JsonNode acme = get(crm, "/Account/" + ACME);
        assertThat(acme.path("streamUpdatedAt").asString()).isEqualTo("2026-11-22 10:01:00");
        assertThat(acme.path("modifiedAt").asString()).isEqualTo("2026-03-01 09:00:00");
    }

    @Test
    void makesIdsOfSeventeenDigits() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(json(call(crm, "POST", "/Account", Map.of("name", "New " + i)))
                    .path("id")
                    .asString());
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{17}"));
    }
}
