package rapport.samples.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rapport.samples.crm.SmallCompany.ACME;
import static rapport.samples.crm.SmallCompany.ANN;
import static rapport.samples.crm.SmallCompany.CEDAR;
import static rapport.samples.crm.SmallCompany.COLD_ROOM;
import static rapport.samples.crm.SmallCompany.call;
import static rapport.samples.crm.SmallCompany.get;
import static rapport.samples.crm.SmallCompany.json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rapport.samples.crm.data.CompanyData;
import rapport.samples.crm.data.EntityType;
import tools.jackson.databind.JsonNode;

class CrmPersistenceTest {
    @TempDir
    Path directory;

    private SampleCrmSettings kept() {
        return SmallCompany.settings().keptIn(directory).withWebhooks(Duration.ofHours(1), Duration.ofHours(1));
    }

    @Test
    void keepsChangesDeletesNotesWebhooksAndUnsentNewsAcrossRestarts() throws Exception {
        String newcomer;
        String secret;
        try (SampleCrm crm = SampleCrm.start(kept())) {
            JsonNode webhook = json(
                    call(crm, "POST", "/Webhook", Map.of("event", "Account.update", "url", "http://localhost:9/x")));
            secret = webhook.path("secretKey").asString();
            newcomer = crm.data()
                    .create(EntityType.ACCOUNT, Map.of("name", "Newcomer"), ANN)
                    .id();
            crm.data().update(EntityType.ACCOUNT, ACME, Map.of("industry", "Retail"), ANN);
            crm.data().update(EntityType.OPPORTUNITY, COLD_ROOM, Map.of("amount", "1234.5"), ANN);
            crm.data().delete(EntityType.ACCOUNT, CEDAR, ANN);
        }
        try (SampleCrm crm = SampleCrm.start(kept())) {
            assertThat(get(crm, "/Account/" + ACME).path("industry").asString()).isEqualTo("Retail");
            assertThat(get(crm, "/Account/" + newcomer).path("createdById").asString())
                    .isEqualTo(ANN);
            assertThat(get(crm, "/Opportunity/" + COLD_ROOM).path("amount").decimalValue())
                    .isEqualByComparingTo("1234.5");
            assertThat(call(crm, "GET", "/Account/" + CEDAR, null).statusCode()).isEqualTo(404);
            assertThat(get(crm, "/Opportunity/" + COLD_ROOM + "/stream")
                            .path("total")
                            .asInt())
                    .isEqualTo(1);
            String id = get(crm, "/Webhook").path("list").path(0).path("id").asString();
            assertThat(get(crm, "/Webhook/" + id).path("secretKey").asString()).isEqualTo(secret);
            assertThat(crm.data().waitingEvents()).hasSize(1);
        }
    }

    @Test
    void beginsWithTheSameRecordsEveryTimeAndKeepsDaysThatCountFromTheFirstStart() throws Exception {
        CompanyData company = CompanyData.empty()
                .with(
                        EntityType.OPPORTUNITY,
                        SmallCompany.record(COLD_ROOM, "name", "Soon", "amount", 1, "closeInDays", 10));
        TickingClock clock = new TickingClock();
        SampleCrmSettings settings = SampleCrmSettings.of(company)
                .withApiUsers(SmallCompany.CONNECTOR)
                .withClock(clock)
                .keptIn(directory);
        JsonNode first;
        try (SampleCrm crm = SampleCrm.start(settings)) {
            first = get(crm, "/Opportunity/" + COLD_ROOM);
        }
        clock.pass(Duration.ofDays(3));
        try (SampleCrm crm = SampleCrm.start(settings)) {
            assertThat(get(crm, "/Opportunity/" + COLD_ROOM)).isEqualTo(first);
        }
        assertThat(first.path("closeDate").asString()).isEqualTo("2026-12-02");
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (SampleCrm crm = SampleCrm.start(SmallCompany.settings())) {
            int port = crm.address().getPort();
            assertThatThrownBy(() -> SampleCrm.start(SmallCompany.settings().withPort(port)))
                    .isInstanceOf(PortTaken.class)
                    .hasMessage("port " + port + ": another program listens there already");
        }
    }
}
