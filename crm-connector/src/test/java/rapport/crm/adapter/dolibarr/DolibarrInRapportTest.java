package rapport.crm.adapter.dolibarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionState;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.TrackedField;
import rapport.crm.connection.Visibility;
import rapport.crm.connection.WebhookSubscriptions;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.WebhookCall;
import rapport.crm.sync.SyncEngine;
import rapport.social.member.Members;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.MovableClock;

/** From Dolibarr over HTTP into Rapport's own tables, with everything between. */
@DatabaseTest
class DolibarrInRapportTest {
    @Autowired
    SyncEngine engine;

    @Autowired
    ConnectionStates states;

    @Autowired
    WebhookSubscriptions subscriptions;

    @Autowired
    Records records;

    @Autowired
    Members members;

    @Autowired
    MovableClock clock;

    private final ReplayedDolibarr crm = new ReplayedDolibarr();
    private final String key = "dolibarr-" + UUID.randomUUID().toString().substring(0, 8);
    private final DolibarrAdapter adapter = new DolibarrAdapter();
    private final Connection connection = connection();

    private Connection connection() {
        return new Connection(
                key,
                "Dolibarr",
                adapter,
                adapter.open(new CrmAccess(
                        key,
                        crm.address(),
                        Map.of("api-key", "k3y"),
                        Map.of(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5))),
                Visibility.EVERYONE,
                adapter.descriptor().types(),
                List.of(
                        new TrackedField("opportunity", "stage", null, null),
                        new TrackedField("account", "owner", null, null)),
                List.of(),
                Duration.ofSeconds(30),
                Duration.ofHours(6),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(7),
                true,
                50,
                1_000,
                "settings",
                null,
                List.of());
    }

    @BeforeEach
    void nordlichtIsACustomer() {
        crm.representativesBroken = false;
        crm.row("users", 3, 0, Map.of("login", "zlef", "firstname", "Zoé", "lastname", "Lefèvre", "status", "1"));
        crm.row("thirdparties", 7, 0, Map.of("name", "Nordlicht Foods", "client", "1", "town", "Hamburg"));
        crm.row("thirdparties", 8, 0, Map.of("name", "Nordlicht Fods", "client", "1"));
        crm.representatives.put(7L, Set.of(3L));
        crm.row("contacts", 1, 0, Map.of("lastname", "Berg", "firstname", "Ann", "socid", "7", "priv", "0"));
        crm.row(
                "projects",
                5,
                0,
                Map.of("title", "Cold store", "socid", "7", "usage_opportunity", "1", "opp_status", "2"));
        engine.run(connection);
    }

    @AfterEach
    void stop() {
        clock.reset();
        crm.shutDown();
    }

    private CrmRecord here(String type, String id) {
        return records.find(new RecordRef(key, type, id)).orElseThrow();
    }

    private void call(String body) {
        var call = new WebhookCall("events", Map.of(), body.getBytes(StandardCharsets.UTF_8));
        engine.hint(key, adapter.receive(call, subscriptions.of(key)));
    }

    @Test
    void mirrorsPeopleAndRecordsUnderTheirAccount() {
        assertThat(states.of(key).phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(members.byIdentity(key, "3").orElseThrow().name()).isEqualTo("Zoé Lefèvre");
        assertThat(here("account", "7").name()).isEqualTo("Nordlicht Foods");
        assertThat(here("account", "7").owner())
                .isEqualTo(members.byIdentity(key, "3").orElseThrow().id());
        assertThat(here("contact", "1").root()).isEqualTo(here("account", "7").id());
        assertThat(here("contact", "1").name()).isEqualTo("Ann Berg");
        assertThat(here("opportunity", "5").name()).isEqualTo("Cold store");
    }

    @Test
    void readsAChangeOnlyOnceItIsCommitted() {
        String body = "{\"triggercode\":\"COMPANY_MODIFY\",\"object\":{\"id\":7}}";
        call(body);
        engine.run(connection);
        assertThat(here("account", "7").name()).isEqualTo("Nordlicht Foods");
        crm.save("7", -100_000, "Nordlicht Foods GmbH"); // no poll would find this stamp
        clock.forward(Duration.ofSeconds(11));
        engine.run(connection);
        assertThat(here("account", "7").name()).isEqualTo("Nordlicht Foods GmbH");
    }

    @Test
    void marksTheLoserOfAMergeAsGone() {
        call(
                "{\"triggercode\":\"COMPANY_MODIFY\",\"object\":{\"id\":\"7\",\"context\":{\"merge\":1,\"mergefromid\":\"8\"}}}");
        call("{\"triggercode\":\"COMPANY_DELETE\",\"object\":{\"id\":\"8\",\"context\":[]}}");
        crm.delete("8");
        clock.forward(Duration.ofSeconds(11));
        engine.run(connection);
        assertThat(here("account", "8").goneAt()).isNotNull();
        assertThat(here("account", "7").goneAt()).isNull();
    }

    @Test
    void noticesInTheSweepWhatNoWebhookTold() {
        Objects.requireNonNull(crm.table("contacts").remove(1L));
        clock.forward(Duration.ofHours(7));
        engine.run(connection);
        assertThat(here("contact", "1").goneAt()).isNotNull();
    }
}
