package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.samples.crm.SmallCompany.ACME;
import static rapport.samples.crm.SmallCompany.ANN;
import static rapport.samples.crm.SmallCompany.BEN;
import static rapport.samples.crm.SmallCompany.BOREAL;
import static rapport.samples.crm.SmallCompany.COLD_ROOM;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;
import rapport.samples.crm.page.RapportPlace;

class CrmPagesTest {
    private static final String SECRET = "a-secret-of-at-least-thirty-two-characters";
    private SampleCrm crm;
    private HttpClient browser;

    @BeforeEach
    void start() throws Exception {
        crm = SampleCrm.start(SmallCompany.settings());
        browser = newBrowser();
    }

    @AfterEach
    void stop() {
        crm.close();
    }

    private static HttpClient newBrowser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private HttpResponse<String> open(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(crm.address() + path)).build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String... namesAndValues) throws Exception {
        return postFrom(crm.address().toString(), path, namesAndValues);
    }

    private HttpResponse<String> postFrom(String origin, String path, String... namesAndValues) throws Exception {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(crm.address() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private CrmData data() {
        return crm.data();
    }

    @Test
    void asksWhoOneIsAndThenGoesWhereOneWanted() throws Exception {
        HttpResponse<String> page = open("/Account/view/" + ACME);
        assertThat(page.uri().getPath()).isEqualTo("/sign-in");
        assertThat(page.body())
                .contains("Ann Berg")
                .contains("Ben Carter")
                .doesNotContain("Gone")
                .doesNotContain("connector");
        HttpResponse<String> record = post("/sign-in", "user", ANN, "next", "/Account/view/" + ACME);
        assertThat(record.uri().getPath()).isEqualTo("/Account/view/" + ACME);
        assertThat(record.body())
                .contains("<h1>Acme &lt;Foods&gt;</h1>")
                .contains("Cold room")
                .contains("North");
    }

    @Test
    void goesNowhereElseAfterSigningIn() throws Exception {
        assertThat(post("/sign-in", "user", ANN, "next", "//elsewhere.example/")
                        .uri()
                        .getHost())
                .isEqualTo("localhost");
    }

    @Test
    void changesARecordInTheNameOfThePersonSignedIn() throws Exception {
        post("/sign-in", "user", ANN);
        HttpResponse<String> after = post(
                "/Opportunity/edit/" + COLD_ROOM,
                "name",
                "Cold room",
                "stage",
                "Negotiation",
                "amount",
                "2500",
                "amountCurrency",
                "EUR",
                "closeDate",
                "2026-12-01",
                "assignedUserId",
                ANN,
                "accountId",
                ACME);
        assertThat(after.body())
                .contains("Ann Berg set the stage to Negotiation")
                .contains("from €1,000 to €2,500");
        CrmRecord changed = data().get(EntityType.OPPORTUNITY, COLD_ROOM);
        assertThat(changed.text("modifiedById")).isEqualTo(ANN);
        assertThat(changed.text("stage")).isEqualTo("Negotiation");
        assertThat(changed.ids("contactsIds"))
                .as("what the form does not show stays")
                .isNotEmpty();
    }

    @Test
    void saysWhatTheCrmRefusedAndChangesNothing() throws Exception {
        post("/sign-in", "user", ANN);
        HttpResponse<String> refused = post("/Account/edit/" + ACME, "name", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("field: name, type: required").contains("Nothing was changed.");
        assertThat(data().get(EntityType.ACCOUNT, ACME).text("name")).isEqualTo("Acme <Foods>");
    }

    @Test
    void createsDeletesAndMerges() throws Exception {
        post("/sign-in", "user", BEN);
        HttpResponse<String> created = post("/Account/create?lang=en", "name", "Delta Froid", "assignedUserId", BEN);
        String id = created.uri().getPath().replaceFirst(".*/", "");
        assertThat(data().get(EntityType.ACCOUNT, id).text("createdById")).isEqualTo(BEN);
        post("/Account/merge/" + id, "other", BOREAL);
        assertThat(data().find(EntityType.ACCOUNT, BOREAL)).isEmpty();
        assertThat(open("/Account/view/" + id).body()).contains("Maya Lind");
        post("/Account/delete/" + id);
        assertThat(data().find(EntityType.ACCOUNT, id)).isEmpty();
        assertThat(open("/Account/view/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void searchesAndPagesLists() throws Exception {
        post("/sign-in", "user", ANN);
        for (int i = 0; i < 30; i++) {
            data().create(EntityType.ACCOUNT, java.util.Map.of("name", "Zebra " + i), ANN);
        }
        assertThat(open("/Account").body()).contains("33 records").contains("Page 1 of 2");
        assertThat(open("/Account?q=zebra&page=2").body())
                .contains("30 records")
                .contains("Zebra 9")
                .doesNotContain("Acme");
        assertThat(open("/Account?mine=1").body()).contains("1 record<").contains("Acme");
    }

    @Test
    void speaksFrench() throws Exception {
        post("/sign-in", "user", BEN);
        assertThat(open("/").body()).contains("<html lang=\"fr\">").contains("Mes comptes");
        assertThat(open("/Opportunity?lang=en").body())
                .contains("<html lang=\"en\">")
                .contains("Opportunities");
        assertThat(open("/Opportunity").body()).as("the choice stays").contains("<html lang=\"en\">");
        String frenchRecord =
                open("/Opportunity/view/" + COLD_ROOM + "?lang=fr").body();
        assertThat(frenchRecord)
                .contains("Proposition")
                .contains("1\u202f000\u00a0€")
                .contains("1 déc. 2026");
    }

    @Test
    void letsNobodyInButItselfAndRapport() throws Exception {
        crm.showRapport(new RapportPlace(URI.create("http://localhost:8080"), "small", SECRET));
        post("/sign-in", "user", ANN);
        HttpResponse<String> page = open("/Account/view/" + ACME);
        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy)
                .contains("default-src 'none'")
                .contains("script-src 'self' http://localhost:8080;")
                .contains("connect-src 'self' http://localhost:8080;")
                .contains("frame-src http://localhost:8080;")
                .contains("style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContain(" style=")
                .doesNotContain("<style")
                .doesNotContain("onclick");
        assertThat(page.body()).doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void showsTheWidgetAsAnElementOrInAFrame() throws Exception {
        crm.showRapport(new RapportPlace(URI.create("http://localhost:8080"), "small", SECRET));
        post("/sign-in", "user", ANN);
        String element = open("/Account/view/" + ACME).body();
        assertThat(element)
                .contains("src=\"http://localhost:8080/widget/rapport-feed.js\"")
                .contains("<rapport-feed server=\"http://localhost:8080\" connection=\"small\" record=\"account:" + ACME
                        + "\"");
        String frame = open("/Account/view/" + ACME + "?rapport=frame").body();
        assertThat(frame)
                .contains("data-address=\"http://localhost:8080/embed?connection=small&amp;record=account%3A" + ACME)
                .doesNotContain("rapport-feed.js");
    }

    @Test
    void vouchesForAPersonOnARecordForAMinute() throws Exception {
        crm.showRapport(new RapportPlace(URI.create("http://localhost:8080"), "small", SECRET));
        assertThat(open("/sample/rapport-ticket?record=Account/" + ACME).statusCode())
                .isEqualTo(401);
        post("/sign-in", "user", ANN);
        String first = SmallCompany.JSON
                .readTree(open("/sample/rapport-ticket?record=Account/" + ACME).body())
                .path("ticket")
                .asString();
        SignedJWT ticket = SignedJWT.parse(first);
        assertThat(ticket.verify(new MACVerifier(SECRET.getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(ticket.getJWTClaimsSet().getIssuer()).isEqualTo("small");
        assertThat(ticket.getJWTClaimsSet().getSubject()).isEqualTo(ANN);
        assertThat(ticket.getJWTClaimsSet().getStringClaim("rec")).isEqualTo("Account/" + ACME);
        long life = ticket.getJWTClaimsSet().getExpirationTime().getTime()
                - ticket.getJWTClaimsSet().getIssueTime().getTime();
        assertThat(life).isEqualTo(60_000);
        String second = SmallCompany.JSON
                .readTree(open("/sample/rapport-ticket?record=Account/" + ACME).body())
                .path("ticket")
                .asString();
        assertThat(SignedJWT.parse(second).getJWTClaimsSet().getJWTID())
                .isNotEqualTo(ticket.getJWTClaimsSet().getJWTID());
        assertThat(open("/sample/rapport-ticket?record=Account/none").statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesFormsOfOtherSites() throws Exception {
        post("/sign-in", "user", ANN);
        assertThat(postFrom("http://elsewhere.example", "/Account/delete/" + ACME)
                        .statusCode())
                .isEqualTo(403);
        assertThat(data().find(EntityType.ACCOUNT, ACME)).isPresent();
    }

    @Test
    void switchesFaultsOnAndOff() throws Exception {
        post("/sign-in", "user", ANN);
        assertThat(open("/sample/faults").body()).contains("No fault is switched on.");
        assertThat(post("/sample/faults", "status500Every", "2", "down", "true").body())
                .contains("In force now");
        assertThat(crm.faults().settings().status500Every()).isEqualTo(2);
        assertThat(crm.faults().settings().down()).isTrue();
        post("/sample/faults", "clear", "1");
        assertThat(crm.faults().settings().down()).isFalse();
    }

    @Test
    void keepsPeopleApart() throws Exception {
        post("/sign-in", "user", ANN);
        browser = newBrowser();
        assertThat(open("/Account").uri().getPath()).isEqualTo("/sign-in");
    }
}
