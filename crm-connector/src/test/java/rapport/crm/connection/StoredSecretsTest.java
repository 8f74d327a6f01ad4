package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.secret.Secrets;
import rapport.crm.secret.SecretsOf;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.KeptTokens;
import rapport.crm.spi.WebhookSubscription;
import rapport.social.testing.DatabaseTest;
import tools.jackson.databind.json.JsonMapper;

/** What the database holds of secrets, before and after the key was changed. */
@DatabaseTest
class StoredSecretsTest {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String NEW = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @Autowired
    ConnectionStates states;

    @Autowired
    WebhookSubscriptions subscriptions;

    @Autowired
    ConnectionTokens tokens;

    @Autowired
    StoredConnections stored;

    @Autowired
    List<CrmAdapter> adapters;

    private final String key = "kept-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void remove() {
        stored.delete(key);
    }

    private StoredConnection acme(int version, String apiKey) {
        return new StoredConnection(
                key,
                version,
                Map.of("crm", "espocrm", "name", "Acme", "address", "http://127.0.0.1:9"),
                Map.of("credentials.api-key", apiKey));
    }

    private String everything() {
        var all = new StringBuilder();
        for (String sql : List.of(
                "select hook_secret from crm_connection where connection = :key",
                "select secret || ' ' || address from crm_webhook where connection = :key",
                "select settings || ' ' || secrets from crm_stored_connection where connection = :key",
                "select token from crm_connection_token where connection = :key")) {
            jdbc.sql(sql)
                    .param("key", key)
                    .query(String.class)
                    .list()
                    .forEach(text -> all.append(text).append('\n'));
        }
        return all.toString();
    }

    @Test
    void holdsNoSecretInTheOpen() {
        String hookSecret = states.of(key).hookSecret();
        subscriptions.replace(
                key,
                List.of(new WebhookSubscription(
                        "Account.update", "w1", "whsec-1", "https://rapport.example/" + hookSecret)));
        stored.insert(acme(1, "k-1234"), 1, null, "hash");
        tokens.of(key).keep("refresh-token", "r-5678");

        assertThat(everything())
                .doesNotContain(hookSecret)
                .doesNotContain("whsec-1")
                .doesNotContain("k-1234")
                .doesNotContain("r-5678");
        assertThat(states.of(key).hookSecret()).isEqualTo(hookSecret);
        assertThat(subscriptions.of(key).get(0).secret()).isEqualTo("whsec-1");
        assertThat(stored.find(key).orElseThrow().secrets()).containsEntry("credentials.api-key", "k-1234");
        assertThat(tokens.of(key).find("refresh-token")).contains("r-5678");
    }

    @Test
    void sealsAtTheStartWhatWasKeptInTheOpen() {
        states.of(key);
        jdbc.sql("update crm_connection set hook_secret = 'open-1' where connection = :key")
                .param("key", key)
                .update();
        jdbc.sql("insert into crm_webhook (connection, event, external_id, secret, address)"
                        + " values (:key, 'Account.update', 'w1', 'open-2', 'https://rapport.example/open-1')")
                .param("key", key)
                .update();

        new SecretRenewal(jdbc, SecretsOf.keys(KEY)).sealAnew();

        assertThat(everything()).doesNotContain("open-1").doesNotContain("open-2");
        assertThat(states.of(key).hookSecret()).isEqualTo("open-1");
        assertThat(subscriptions.of(key))
                .containsExactly(
                        new WebhookSubscription("Account.update", "w1", "open-2", "https://rapport.example/open-1"));
    }

    @Test
    void sealsAnewWhenTheKeyWasChangedAndForgetsThePreviousOneThen() {
        states.of(key);
        stored.insert(acme(1, "k-1234"), 1, null, "hash");
        KeptTokens kept = tokens.of(key);
        kept.keep("refresh-token", "r-5678");
        Secrets rotated = SecretsOf.keys(NEW, KEY);
        try {
            new SecretRenewal(jdbc, rotated).sealAnew();

            Secrets withoutThePrevious = SecretsOf.keys(NEW);
            var read = new StoredConnections(jdbc, json, withoutThePrevious, clock);
            assertThat(read.find(key).orElseThrow().secrets()).containsEntry("credentials.api-key", "k-1234");
            assertThat(new ConnectionTokens(jdbc, withoutThePrevious, clock)
                            .of(key)
                            .find("refresh-token"))
                    .contains("r-5678");
        } finally {
            new SecretRenewal(jdbc, SecretsOf.keys(KEY, NEW)).sealAnew(); // the other tests' rows are here too
        }
    }

    @Test
    void goesOnWithoutWhatNoKeyOpens() {
        stored.insert(acme(1, "k-1234"), 1, null, "hash");
        String lost = states.of(key).hookSecret();
        Secrets other = SecretsOf.keys(NEW);
        var elsewhere = new Connections(
                new ConnectionsSettings(URI.create("http://localhost:8080"), Map.of()),
                adapters,
                new StoredConnections(jdbc, json, other, clock),
                null,
                null);
        assertThat(elsewhere.find(key)).isEmpty();
        assertThat(elsewhere.mistakesOf(key))
                .containsExactly("rapport.connections." + key + ".api-key: missing (expected: as issued by EspoCRM)");
        assertThat(new ConnectionStates(jdbc, other).of(key).hookSecret())
                .as("a new one, which the CRM is given next")
                .isNotEqualTo(lost);
    }

    @Test
    void showsAChangeToAnotherNodeWithoutARestart() {
        var elsewhere = new Connections(
                new ConnectionsSettings(URI.create("http://localhost:8080"), Map.of()), adapters, stored, tokens, null);
        assertThat(elsewhere.find(key)).isEmpty();
        stored.insert(acme(1, "k-1234"), 1, null, "hash");
        Connection first = elsewhere.find(key).orElseThrow();
        assertThat(stored.update(acme(2, "k-5678"))).isTrue();
        elsewhere.refresh();
        Connection second = elsewhere.find(key).orElseThrow();
        assertThat(second.settingsHash()).isNotEqualTo(first.settingsHash());
        assertThat(stored.update(acme(2, "k-9999")))
                .as("a version that is not the next")
                .isFalse();
        elsewhere.refresh();
        assertThat(elsewhere.find(key)).containsSame(second);
        stored.delete(key);
        stored.insert(acme(2, "k-7777"), 1, null, "hash");
        elsewhere.refresh();
        assertThat(elsewhere.find(key).orElseThrow().settingsHash())
                .as("made anew under the same key, with the same version")
                .isNotEqualTo(second.settingsHash());
        stored.delete(key);
        elsewhere.refresh();
        assertThat(elsewhere.find(key)).isEmpty();
    }
}
