package rapport.crm.adapter.odoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** From Odoo over HTTP into Rapport's own tables, with everything between. */
@DatabaseTest
class OdooInRapportTest {
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

    private final ReplayedOdoo crm = new ReplayedOdoo("k3y");
    private final String key = "odoo-" + UUID.randomUUID().toString().substring(0, 8);
    private final OdooAdapter adapter = new OdooAdapter();
    private final Connection connection = new Connection(
            key,
            "Odoo",
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
            List.of(new TrackedField("opportunity", "stage", null, null)),
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

    @BeforeEach
    void nordlichtIsACustomer() {
        crm.row("res.users", 6, 0, Map.of("name", "Chloe Conti", "login", "chloe"));
        crm.row(
                "res.partner",
                14,
                0,
                Map.of("name", "Nordlicht Foods", "is_company", true, "user_id", List.of(6, "C")));
        crm.row(
                "res.partner",
                30,
                0,
                Map.of(
                        "name",
                        "Ann Berg",
                        "parent_id",
                        List.of(14, "Nordlicht Foods"),
                        "commercial_partner_id",
                        List.of(14, "Nordlicht Foods")));
        crm.row("crm.lead", 5, 0, Map.of("name", "Cold store", "type", "lead", "partner_id", List.of(30, "Ann")));
        engine.run(connection);
    }

    @AfterEach
    void stop() {
        clock.reset();
        crm.shutDown();
    }

    private CrmRecord here(String type, long id) {
        return records.find(new RecordRef(key, type, Long.toString(id))).orElseThrow();
    }

    private void call(String model, long id) {
        String body = "{\"_id\":" + id + ",\"_model\":\"" + model + "\"}";
        engine.hint(
                key,
                adapter.receive(
                        new WebhookCall("events", Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                        subscriptions.of(key)));
    }

    @Test
    void mirrorsPeopleAndRecords() {
        assertThat(states.of(key).phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(members.byIdentity(key, "6").orElseThrow().name()).isEqualTo("Chloe Conti");
        assertThat(here("account", 14).name()).isEqualTo("Nordlicht Foods");
        assertThat(here("contact", 30).name()).isEqualTo("Ann Berg");
        assertThat(here("lead", 5).root()).isEqualTo(here("account", 14).id());
        assertThat(here("lead", 5).name()).isEqualTo("Cold store");
    }

    @Test
    void turnsALeadIntoAnOpportunityAtTheNextPoll() {
        crm.row("crm.lead", 5, 60, Map.of("name", "Cold store", "type", "opportunity", "stage_id", List.of(1, "New")));
        crm.clock(90);
        clock.forward(Duration.ofSeconds(31));
        engine.run(connection);
        assertThat(here("lead", 5).goneAt()).isNotNull();
        assertThat(here("opportunity", 5).goneAt()).isNull();
    }

    @Test
    void looksWhereAWebhookPoints() {
        Objects.requireNonNull(crm.model("res.partner").remove(30L));
        call("res.partner", 30);
        engine.run(connection);
        assertThat(here("contact", 30).goneAt()).isNotNull();
        assertThat(records.find(new RecordRef(key, "account", "30"))).isEmpty();
    }

    @Test
    void bringsBackARecordThatIsThereAgain() {
        Map<String, Object> row =
                Objects.requireNonNull(crm.model("res.partner").remove(30L));
        call("res.partner", 30);
        engine.run(connection);
        crm.model("res.partner").put(30L, row);
        call("res.partner", 30);
        engine.run(connection);
        assertThat(here("contact", 30).goneAt()).isNull();
    }
}
