package rapport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rapport.RapportApplication;
import rapport.samples.RoughRoad.Bump;
import rapport.samples.crm.SampleCrm;
import rapport.samples.crm.SampleCrmSettings;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.data.CompanyData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole connection over HTTP, with everything going wrong at once: the CRM turns calls away, answers break off, rows come twice,
 * people work in the CRM meanwhile, and Rapport's process is killed while it loads and while it follows. In the end both sides are
 * equal and each change has been told once.
 */
class KilledAgainAndAgainTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "a-key-for-tests";
    private static final int ACCOUNTS = 1_600;
    private static final int OPPORTUNITIES = 600;
    private static final String ANN = id('a', 1);
    private static final String BEN = id('a', 2);

    @TempDir
    private Path directory;

    private SampleCrm crm;
    private RoughRoad road;

    private static String id(char kind, int number) {
        return "65f0000000" + kind + String.format("%06x", number);
    }

    @BeforeEach
    void start() throws IOException {
        crm = SampleCrm.start(SampleCrmSettings.of(company()).withApiUsers(ApiUser.withKey("connector", KEY)));
        road = new RoughRoad(crm.address());
    }

    @AfterEach
    void stop() {
        road.close();
        crm.close();
    }

    private static CompanyData company() {
        String then = "2026-03-01 09:00:00";
        List<Map<String, Object>> accounts = new ArrayList<>();
        for (int i = 1; i <= ACCOUNTS; i++) {
            accounts.add(Map.of(
                    "id",
                    id('c', i),
                    "name",
                    "Account " + i,
                    "assignedUserId",
                    i % 2 == 0 ? ANN : BEN,
                    "createdAt",
                    then,
                    "modifiedAt",
                    then));
        }
        List<Map<String, Object>> opportunities = new ArrayList<>();
        for (int i = 1; i <= OPPORTUNITIES; i++) {
            Map<String, Object> opportunity = new LinkedHashMap<>();
            opportunity.put("id", id('e', i));
            opportunity.put("name", "Opportunity " + i);
            opportunity.put("accountId", id('c', (i + 1) / 2));
            opportunity.put("stage", "Prospecting");
            opportunity.put("amount", 1_000 + i);
            opportunity.put("amountCurrency", "EUR");
            opportunity.put("closeDate", "2026-12-01");
            opportunity.put("assignedUserId", ANN);
            opportunity.put("createdAt", then);
            opportunity.put("modifiedAt", then);
            opportunities.add(opportunity);
        }
        return new CompanyData(Map.of(
                EntityType.USER,
                List.of(
                        Map.of("id", ANN, "userName", "ann", "firstName", "Ann", "lastName", "Berg"),
                        Map.of("id", BEN, "userName", "ben", "firstName", "Ben", "lastName", "Carter")),
                EntityType.ACCOUNT,
                accounts,
                EntityType.OPPORTUNITY,
                opportunities));
    }

    /** One life of Rapport's process. */
    private final class Life implements AutoCloseable {
        private final Process process;
        private final StringBuilder said = new StringBuilder();
        private final CountDownLatch inStep = new CountDownLatch(1);
        private final CountDownLatch compared = new CountDownLatch(1);

        Life() throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx320m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RapportApplication.class.getName(),
                    "--server.port=0",
                    "--logging.level.rapport.crm.sync=info",
                    "--rapport.public-url=http://localhost:1",
                    "--rapport.data-directory=" + directory,
                    "--rapport.connections.crm.crm=espocrm",
                    "--rapport.connections.crm.address=" + road.address(),
                    "--rapport.connections.crm.api-key=" + KEY,
                    "--rapport.connections.crm.poll-every=1s",
                    "--rapport.connections.crm.answer-timeout=5s",
                    "--rapport.connections.crm.webhooks=false",
                    "--rapport.connections.crm.types[0]=account",
                    "--rapport.connections.crm.types[1]=opportunity",
                    "--rapport.connections.crm.tracked.opportunity[0]=stage",
                    "--rapport.connections.crm.tracked.account[0]=owner"));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    synchronized (said) {
                        said.append(line).append('\n');
                    }
                    if (line.contains("connection crm: in step with")) {
                        inStep.countDown();
                    }
                    if (line.contains("connection crm: compared with")) {
                        compared.countDown();
                    }
                }
            } catch (IOException e) {
                // it was killed in the middle of a line
            }
        }

        void await(CountDownLatch event) throws InterruptedException {
            boolean came = event.await(60, TimeUnit.SECONDS);
            synchronized (said) {
                assertThat(came).as(said.toString()).isTrue();
            }
        }

        /** As kill -9 does, while the answer to that call is on its way or just being written. */
        void killAt(int wanted, Duration later) throws InterruptedException {
            CountDownLatch reached = new CountDownLatch(1);
            road.watch(call -> {
                if (call >= wanted) {
                    reached.countDown();
                }
            });
            await(reached);
            TimeUnit.MILLISECONDS.sleep(later.toMillis());
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed, not ended").isNotZero();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + directory.resolve("rapport") + ";MODE=PostgreSQL;DEFAULT_NULL_ORDERING=HIGH",
                "rapport",
                "");
    }

    private long number(String sql) throws SQLException {
        try (Connection database = database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void write(String sql) throws SQLException {
        try (Connection database = database();
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private void stage(int from, int to, String stage) {
        for (int i = from; i <= to; i++) {
            crm.data().update(EntityType.OPPORTUNITY, id('e', i), Map.of("stage", stage), ANN);
        }
    }

    @Test
    @Timeout(300)
    void leavesBothSidesEqualAndTellsEachChangeOnce() throws Exception {
        try (Life life = new Life()) {
            life.killAt(14, Duration.ofMillis(3));
        }
        long loaded = number("select count(*) from crm_record");
        assertThat(loaded)
                .as("killed in the middle of the first load")
                .isBetween(1L, (long) ACCOUNTS + OPPORTUNITIES - 1);
        try (Life life = new Life()) {
            life.await(life.inStep);
            stage(1, 12, "Qualification");
            for (int i = 1; i <= 5; i++) {
                crm.data()
                        .update(EntityType.ACCOUNT, id('c', i), Map.of("assignedUserId", i % 2 == 0 ? BEN : ANN), ANN);
                crm.data().create(EntityType.ACCOUNT, Map.of("name", "New account " + i), BEN);
            }
            life.killAt(5, Duration.ofMillis(25));
        }
        stage(9, 16, "Proposal");
        crm.data().delete(EntityType.ACCOUNT, id('c', 900), ANN);
        crm.data().delete(EntityType.OPPORTUNITY, id('e', 590), ANN);
        crm.data().merge(EntityType.ACCOUNT, id('c', 100), List.of(id('c', 101)), Map.of(), ANN);
        try (Life life = new Life()) {
            life.killAt(9, Duration.ofMillis(8));
        }
        write("update crm_connection set compare_requested = true"); // as "compare now" does
        try (Life life = new Life()) {
            life.await(life.compared);
        }

        assertThat(road.met(Bump.THROTTLED)).isPositive();
        assertThat(road.met(Bump.CUT)).isPositive();
        assertThat(road.met(Bump.DOUBLED)).isPositive();
        assertThat(mirror("account")).isEqualTo(inTheCrm(EntityType.ACCOUNT));
        assertThat(mirror("opportunity")).isEqualTo(inTheCrm(EntityType.OPPORTUNITY));
        assertThat(number("select count(*) from crm_set_aside")).isZero();
        assertThat(number("""
                        select count(*) from record_merge mg join crm_record l on l.id = mg.loser_id
                          join crm_record w on w.id = mg.winner_id
                         where l.external_id = '%s' and w.external_id = '%s'
                        """.formatted(id('c', 101), id('c', 100))))
                .as("the merge that nobody named, by what moved")
                .isEqualTo(1);
        assertThat(told()).isEqualTo(toBeTold());
    }

    /** Of each record what matters, by its id. */
    private Map<String, String> mirror(String type) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        try (Connection database = database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select r.external_id, sj.name, r.owner_external_id, r.account_external_id, r.fields
                          from crm_record r join subject sj on sj.id = r.id
                         where r.type = '%s' and r.gone_at is null
                        """.formatted(type))) {
            while (rows.next()) {
                JsonNode fields = JSON.readTree(rows.getString("fields"));
                JsonNode amount = fields.path("amount").path("amount");
                all.put(
                        rows.getString("external_id"),
                        line(
                                rows.getString("name"),
                                rows.getString("owner_external_id"),
                                rows.getString("account_external_id"),
                                fields.path("stage").asString(""),
                                amount.isMissingNode() ? "" : amount.asString()));
            }
        }
        return all;
    }

    private Map<String, String> inTheCrm(EntityType type) {
        Map<String, String> all = new TreeMap<>();
        boolean deal = type == EntityType.OPPORTUNITY;
        for (CrmRecord record : crm.data().list(type, any -> true, Comparator.comparing(CrmRecord::id))) {
            all.put(
                    record.id(),
                    line(
                            record.text("name"),
                            record.text("assignedUserId"),
                            deal ? record.text("accountId") : null,
                            deal ? record.textOr("stage", "") : "",
                            deal ? new BigDecimal(String.valueOf(record.get("amount"))).toString() : ""));
        }
        return all;
    }

    private static String line(Object... parts) {
        return Stream.of(parts)
                .map(String::valueOf)
                .reduce((one, other) -> one + " | " + other)
                .orElse("");
    }

    /** What the feeds hold: each change of a stage, and of an owner, with both its ends. */
    private List<String> told() throws SQLException {
        List<String> told = new ArrayList<>();
        try (Connection database = database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select r.external_id, p.story from post p join crm_record r on r.id = p.subject_id where p.kind = 10
                        """)) {
            while (rows.next()) {
                for (JsonNode change : JSON.readTree(rows.getString("story")).path("changes")) {
                    String field = change.path("field").asString();
                    told.add(rows.getString("external_id") + " " + field
                            + (field.equals("stage")
                                    ? " "
                                            + change.at("/before/value")
                                                    .asString(change.path("before")
                                                            .asString(""))
                                    : "")
                            + (field.equals("stage")
                                    ? " "
                                            + change.at("/after/value")
                                                    .asString(
                                                            change.path("after").asString(""))
                                    : ""));
                }
            }
        }
        told.sort(Comparator.naturalOrder());
        return told;
    }

    private static List<String> toBeTold() {
        List<String> wanted = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            wanted.add(id('e', i) + " stage Prospecting " + (i <= 8 ? "Qualification" : "Proposal"));
        }
        for (int i = 1; i <= 5; i++) {
            wanted.add(id('c', i) + " owner");
        }
        wanted.sort(Comparator.naturalOrder());
        return wanted;
    }
}
