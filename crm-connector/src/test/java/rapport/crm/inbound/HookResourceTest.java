package rapport.crm.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.WebhookSubscriptions;
import rapport.crm.spi.WebhookSubscription;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class HookResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    ConnectionStates states;

    @Autowired
    WebhookSubscriptions subscriptions;

    @Autowired
    JdbcClient jdbc;

    private final String id = "id" + UUID.randomUUID().toString().substring(0, 8);
    private String base = "";

    @BeforeEach
    void subscribed() {
        subscriptions.replace(
                "acme",
                List.of(
                        new WebhookSubscription("Account.update", "w1", "pepper", "https://rapport.example/u"),
                        new WebhookSubscription("Account.delete", "w2", "salt", "https://rapport.example/d")));
        base = "//api/hooks/espocrm/acme/" + states.of("acme").hookSecret() + "/";
    }

    private static String signature(String webhook, String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String hex = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
            return Base64.getEncoder().encodeToString((webhook + ":" + hex).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Api.Answer send(String path, String body, String signature) {
        return fixtures.anonymous().with("Signature", signature).post(path, body);
    }

    private List<String> hints() {
        return jdbc.sql("select type from crm_hint where connection = 'acme' and external_id = :id")
                .param("id", id)
                .query(String.class)
                .list();
    }

    @Test
    void keepsASignedCallAsAHint() {
        String body = "[{\"id\":\"" + id + "\",\"name\":\"Accents é and « quotes »\"}]";
        assertThat(send(base + "Account.update", body, signature("w1", "pepper", body))
                        .status())
                .isEqualTo(204);
        assertThat(hints()).containsExactly("account");
        send(base + "Account.delete", body, signature("w2", "salt", body)).expect(204);
        assertThat(hints()).containsExactly("account"); // the same record once
    }

    @Test
    void keepsNothingThatIsNotSigned() {
        String body = "[{\"id\":\"" + id + "\"}]";
        assertThat(send(base + "Account.update", body, signature("w1", "wrong", body))
                        .status())
                .isEqualTo(403);
        assertThat(fixtures.anonymous().post(base + "Account.update", body).status())
                .isEqualTo(403);
        assertThat(send(base + "Account.delete", body, signature("w1", "pepper", body))
                        .status())
                .isEqualTo(403);
        assertThat(hints()).isEmpty();
    }

    @Test
    void knowsNobodyAtAWrongAddress() {
        String body = "[{\"id\":\"" + id + "\"}]";
        String signature = signature("w1", "pepper", body);
        for (String path : List.of(
                "//api/hooks/espocrm/acme/guess/Account.update",
                base.replace("/acme/", "/quiet/") + "Account.update",
                base.replace("/acme/", "/nobody/") + "Account.update",
                base.replace("/espocrm/", "/odoo/") + "Account.update",
                "//api/hooks/",
                "//api/hooks")) {
            assertThat(send(path, body, signature).status()).as(path).isEqualTo(404);
        }
        assertThat(hints()).isEmpty();
    }

    @Test
    void understandsListsOfRecordsAlone() {
        for (String body : List.of("", "{}", "nonsense", "[1", "{\"id\":\"x\"}")) {
            assertThat(send(base + "Account.update", body, signature("w1", "pepper", body))
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        send(base + "Account.update", "[]", signature("w1", "pepper", "[]")).expect(204);
    }

    @Test
    void readsNoMoreThanACallCanBe() {
        String body = "[" + " ".repeat(HookResource.MAX_BODY) + "]";
        assertThat(send(base + "Account.update", body, signature("w1", "pepper", body))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void answersOnlyToPost() {
        assertThat(fixtures.anonymous().get(base + "Account.update").status()).isEqualTo(405);
    }

    @Test
    void keepsNothingOfACallThatBreaksOff() throws IOException {
        URI server = fixtures.anonymous().base();
        String body = "[{\"id\":\"" + id + "\"}]";
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            String head = "POST " + base.substring(1) + "Account.update HTTP/1.1\r\nHost: x\r\nSignature: "
                    + signature("w1", "pepper", body) + "\r\nContent-Length: 5000\r\n\r\n" + body;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        assertThat(hints()).isEmpty();
    }
}
