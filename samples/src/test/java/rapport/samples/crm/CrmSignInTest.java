package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static rapport.samples.crm.SmallCompany.KEY;
import static rapport.samples.crm.SmallCompany.call;
import static rapport.samples.crm.SmallCompany.reason;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.data.EntityType;

class CrmSignInTest {

    @Test
    void answersAWrongKeyWith401AndAnEmptyPage() throws Exception {
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings())) {
            HttpResponse<String> refused = call(crm, "GET", "/Account", null, "X-Api-Key", "wrong");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEmpty();
            assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
        }
    }

    @Test
    void asksForCredentialsWhenThereAreNone() throws Exception {
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings())) {
            HttpResponse<String> refused = call(crm, "GET", "/Account", null, "Accept", "application/json");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"\"");
        }
    }

    @Test
    void locksAnAddressOutAfterElevenFailuresEvenWithTheRightKeyUntilAMinutePassed() throws Exception {
        TickingClock clock = new TickingClock();
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings().withClock(clock))) {
            for (int i = 0; i < 11; i++) {
                assertThat(call(crm, "GET", "/Account", null, "X-Api-Key", "wrong")
                                .statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> lockedOut = call(crm, "GET", "/Account", null, "X-Api-Key", KEY);
            assertThat(lockedOut.statusCode()).isEqualTo(403);
            assertThat(reason(lockedOut)).startsWith("Max failed login attempts exceeded for IP address");
            clock.pass(Duration.ofSeconds(61));
            assertThat(call(crm, "GET", "/Account", null, "X-Api-Key", KEY).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void takesSignedRequestsOfBothAgesAndNoOthers() throws Exception {
        ApiUser signing = ApiUser.withHmac("signing", "the-key", "the-secret");
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings().withApiUsers(signing))) {
            byte[] signature = sign("the-secret", "GET /Account");
            byte[] hex = HexFormat.of().formatHex(signature).getBytes(StandardCharsets.US_ASCII);
            assertThat(withHmac(crm, "/Account?maxSize=1", hex)).isEqualTo(200);
            assertThat(withHmac(crm, "/Account", signature)).isEqualTo(200);
            assertThat(withHmac(crm, "/Contact", hex))
                    .as("signed for another path")
                    .isEqualTo(401);
            assertThat(call(crm, "GET", "/Account", null, "X-Api-Key", "the-key")
                            .statusCode())
                    .as("a key alone, where a signature is due")
                    .isEqualTo(401);
        }
    }

    private static int withHmac(SampleCrm crm, String path, byte[] signature) throws Exception {
        byte[] start = "the-key:".getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + signature.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(signature, 0, all, start.length, signature.length);
        String header = Base64.getEncoder().encodeToString(all);
        return call(crm, "GET", path, null, "X-Hmac-Authorization", header).statusCode();
    }

    private static byte[] sign(String secret, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void showsDeletedRecordsToAdministratorsOnly() throws Exception {
        ApiUser admin = new ApiUser("65f000000000000ad", "admin-api", "admin-key", null, true);
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings().withApiUsers(SmallCompany.CONNECTOR, admin))) {
            crm.data().delete(EntityType.ACCOUNT, SmallCompany.CEDAR, SmallCompany.ANN);
            String path = "/Account/" + SmallCompany.CEDAR;
            assertThat(call(crm, "GET", path, null).statusCode()).isEqualTo(404);
            HttpResponse<String> seen = call(crm, "GET", path, null, "X-Api-Key", "admin-key");
            assertThat(SmallCompany.json(seen).path("deleted").asBoolean()).isTrue();
        }
    }

    @Test
    void letsProgramsChangeCustomersButNotColleagues() throws Exception {
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings())) {
            assertThat(call(crm, "PUT", "/User/" + SmallCompany.ANN, Map.of("title", "CEO"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(call(crm, "PUT", "/Account/" + SmallCompany.ACME, Map.of("name", "Acme"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
