package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.spi.Remedy;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

@DatabaseTest
class ConnectionResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    ConnectionStates states;

    @Autowired
    ConnectionHealth health;

    @Autowired
    JdbcClient jdbc;

    private static JsonNode acme(Api.Answer answer) {
        for (JsonNode item : answer.expect(200).json().path("items")) {
            if (item.path("key").asString().equals("acme")) {
                return item;
            }
        }
        throw new AssertionError(answer.text());
    }

    @Test
    void tellsEverybodyHowFarAConnectionIs() {
        JsonNode acme = acme(fixtures.person("Ann").api().get("/connections"));
        assertThat(acme.path("name").asString()).isEqualTo("Acme CRM");
        assertThat(acme.path("crm").asString()).isEqualTo("espocrm");
        assertThat(acme.path("progress").get(0).path("type").asString()).isEqualTo("account");
        assertThat(acme.path("counts").has("opportunity")).isTrue();
    }

    @Test
    void tellsOnlyAdminsWhatIsWrongAndNobodyASecret() {
        states.of("acme");
        states.failed("acme", Remedy.RECONNECT, "acme: sign-in refused (401). Check the key.", 1, null);
        Api.Answer forAnn = fixtures.person("Ann").api().get("/connections");
        assertThat(acme(forAnn).path("state").asString()).isEqualTo("failing");
        assertThat(acme(forAnn).has("message")).isFalse();
        Api.Answer forAdmin = fixtures.admin("Root").api().get("/connections");
        assertThat(acme(forAdmin).path("message").asString()).contains("sign-in refused");
        assertThat(acme(forAdmin).path("remedy").asString()).isEqualTo("reconnect");
        assertThat(forAdmin.text())
                .doesNotContain("not-a-real-key")
                .doesNotContain("a-secret-of-the-tests")
                .doesNotContain(states.of("acme").hookSecret());
        assertThat(health.health().getStatus().getCode()).isEqualTo("UNKNOWN");
        assertThat(health.health().getDetails().toString()).contains("sign-in refused");
        assertThat(fixtures.anonymous().get("//actuator/health").expect(200).text())
                .doesNotContain("sign-in");
    }

    @Test
    void forgetsWithAConnectionEveryTableThatHoldsNothingOfThePeoples() {
        List<String> tables = jdbc.sql("""
                        select distinct lower(table_name) from information_schema.columns
                         where lower(column_name) = 'connection' and lower(table_name) like 'crm%'
                        """).query(String.class).list();
        assertThat(tables).contains("crm_connection", "crm_record");
        assertThat(StoredConnections.TABLES).doesNotHaveDuplicates();
        assertThat(tables).filteredOn(table -> !table.equals("crm_record")).isSubsetOf(StoredConnections.TABLES);
    }

    @Test
    void asksToSignIn() {
        assertThat(fixtures.anonymous().get("/connections").status()).isEqualTo(401);
    }
}
