package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.member.CrmPerson;
import rapport.social.member.Members;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

@DatabaseTest
class EmbedTest {
    private static final String SECRET = "a-secret-of-the-tests-that-is-long-enough";

    @Autowired
    Fixtures fixtures;

    @Autowired
    Members members;

    @Autowired
    MovableClock clock;

    private final String ann = "ann-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void annWorksInTheCrm() {
        person(true);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private void person(boolean active) {
        members.upsertFromCrm(
                "acme", List.of(new CrmPerson(ann, "Ann Berg", null, null, null, "en", active, List.of())));
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("acme")
                .subject(ann)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString())
                .claim("rec", "Account/65f0c1d2e3a4b5c6d");
    }

    private static String signed(JWTClaimsSet claims, String secret, JWSAlgorithm algorithm) {
        try {
            var jwt = new SignedJWT(new JWSHeader(algorithm), claims);
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return signed(claims.build(), SECRET, JWSAlgorithm.HS256);
    }

    private Api.Answer exchange(@Nullable String connection, @Nullable String ticket) {
        var body = new java.util.HashMap<String, @Nullable Object>();
        body.put("connection", connection);
        body.put("ticket", ticket);
        return fixtures.anonymous().post("/embed/session", body);
    }

    private void refused(int status, String type, String ticket) {
        Api.Answer answer = exchange("acme", ticket);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.at("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.at("/title")).isNotBlank().isNotEqualTo(type);
        assertThat(answer.at("/detail")).isNotBlank();
    }

    @Test
    void givesASessionForATicketOfTheCrm() {
        Api.Answer answer = exchange("acme", signed(claims())).expect(200);
        assertThat(answer.at("/member/name")).isEqualTo("Ann Berg");
        assertThat(Instant.parse(answer.at("/expiresAt")))
                .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_700));
        Api.Answer me = fixtures.api(answer.at("/accessToken")).get("/session").expect(200);
        assertThat(me.at("/member/name")).isEqualTo("Ann Berg");
    }

    @Test
    void takesATicketOnce() {
        String ticket = signed(claims());
        exchange("acme", ticket).expect(200);
        refused(401, "ticket-used", ticket);
    }

    @Test
    void takesATicketOnceAlsoFromManyAtOnce() throws Exception {
        String ticket = signed(claims());
        var pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> attempt = () -> exchange("acme", ticket).status();
            var answers = pool.invokeAll(java.util.Collections.nCopies(8, attempt));
            int in = 0;
            for (var answer : answers) {
                in += answer.get() == 200 ? 1 : 0;
            }
            assertThat(in).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void believesNoOtherSignature() {
        JWTClaimsSet good = claims().build();
        refused(401, "ticket-not-accepted", signed(good, "another-secret-that-is-long-enough-too", JWSAlgorithm.HS256));
        refused(
                401,
                "ticket-not-accepted",
                signed(good, SECRET + SECRET, JWSAlgorithm.HS512)); // right length for that algorithm, not ours
        refused(401, "ticket-not-accepted", new PlainJWT(good).serialize());
        refused(401, "ticket-not-accepted", "not.a.ticket");
        String ticket = signed(claims());
        refused(401, "ticket-not-accepted", ticket.substring(0, ticket.length() - 3));
        String[] parts = ticket.split("\\.");
        String forged = signed(claims().subject("admin")).split("\\.")[1];
        refused(401, "ticket-not-accepted", parts[0] + "." + forged + "." + parts[2]);
    }

    @Test
    void believesNoTicketOfAnotherOrUnknownConnection() {
        refused(401, "ticket-not-accepted", signed(claims().issuer("quiet")));
        assertThat(exchange("quiet", signed(claims().issuer("quiet"))).status()).isEqualTo(401);
        assertThat(exchange("nobody", signed(claims())).status()).isEqualTo(401);
    }

    @Test
    void refusesTicketsThatAreTooOldTooLongOrFromTheFuture() {
        Instant now = Instant.now();
        refused(
                401,
                "ticket-expired",
                signed(claims().issueTime(Date.from(now.minusSeconds(200)))
                        .expirationTime(Date.from(now.minusSeconds(140)))));
        refused(401, "ticket-not-accepted", signed(claims().expirationTime(Date.from(now.plus(Duration.ofHours(8))))));
        refused(
                401,
                "ticket-clock",
                signed(claims().issueTime(Date.from(now.plusSeconds(120)))
                        .expirationTime(Date.from(now.plusSeconds(180)))));
        String ticket = signed(claims());
        clock.forward(Duration.ofMinutes(2));
        refused(401, "ticket-expired", ticket);
    }

    @Test
    void allowsForClocksThatDifferALittle() {
        Instant now = Instant.now();
        exchange(
                        "acme",
                        signed(claims().issueTime(Date.from(now.plusSeconds(20)))
                                .expirationTime(Date.from(now.plusSeconds(80)))))
                .expect(200);
    }

    @Test
    void asksForEveryClaim() {
        refused(401, "ticket-not-accepted", signed(claims().subject(null)));
        refused(401, "ticket-not-accepted", signed(claims().jwtID(null)));
        refused(401, "ticket-not-accepted", signed(claims().jwtID("short")));
        refused(401, "ticket-not-accepted", signed(claims().issueTime(null)));
        refused(401, "ticket-not-accepted", signed(claims().expirationTime(null)));
    }

    @Test
    void letsNobodyInWhoIsUnknownOrGone() {
        refused(403, "member-unknown", signed(claims().subject("technical-user")));
        person(false);
        String ticket = signed(claims());
        refused(403, "member-inactive", ticket);
    }

    @Test
    void saysWhatIsMissingInTheRequest() {
        assertThat(exchange(null, "x").expect(400).at("/field")).isEqualTo("connection");
        assertThat(exchange("acme", " ").expect(400).at("/field")).isEqualTo("ticket");
        assertThat(exchange("acme", "x".repeat(4_001)).expect(400).at("/type")).isEqualTo("/problems/too-long");
        assertThat(fixtures.anonymous().post("/embed/session", "{").status()).isEqualTo(400);
        assertThat(fixtures.anonymous()
                        .post("/embed/session", Map.of("connection", "acme", "ticket", "x", "as", "admin"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answersInFrench() {
        assertThat(fixtures.anonymous()
                        .with("Accept-Language", "fr")
                        .post("/embed/session", Map.of("connection", "acme", "ticket", "x"))
                        .at("/title"))
                .isEqualTo("Ticket refusé");
    }

    @Test
    void letsOnlyTheCrmsPagesFrameTheWidget() {
        Api.Answer page = fixtures.anonymous()
                .get("//embed?connection=acme&record=account:65f0")
                .expect(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("frame-ancestors https://crm.acme.example http://localhost:8081;")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).isNull();
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(fixtures.anonymous()
                        .get("//embed?connection=quiet")
                        .expect(200)
                        .header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'");
        assertThat(fixtures.anonymous().get("//embed?connection=nobody").status())
                .isEqualTo(404);
        assertThat(fixtures.anonymous().get("//embed").status()).isEqualTo(404);
    }

    @Test
    void letsOnlyTheCrmsPagesCallFromAScript() {
        Api preflight = fixtures.anonymous()
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type,idempotency-key");
        Api.Answer allowed =
                preflight.with("Origin", "https://crm.acme.example").send("OPTIONS", "/posts", null);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://crm.acme.example");
        assertThat(allowed.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(allowed.header("Access-Control-Allow-Headers")).containsIgnoringCase("idempotency-key");
        Api.Answer foreign = preflight.with("Origin", "https://evil.example").send("OPTIONS", "/posts", null);
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isNull();
    }
}
