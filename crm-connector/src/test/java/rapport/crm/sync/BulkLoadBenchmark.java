package rapport.crm.sync;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.RapportApplication;
import rapport.crm.connection.TrackedField;
import rapport.crm.connection.Visibility;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Found;
import rapport.crm.spi.UserPage;

/**
 * Loads many records from a CRM that answers at once, then all of them again without a change, then with 2 % changed, through the
 * engine as in the product, on a PostgreSQL of its own. Each time is told as a ratio to PostgreSQL's COPY of the same rows into
 * one plain table in the same run: the machine drops out of it. docs/CONTRIBUTING.md says how to run it.
 *
 * <p>Arguments: how many records (1000000), rows a page (20000).
 */
final class BulkLoadBenchmark {
    private static final String KEY = "benchmark";

    private BulkLoadBenchmark() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int page = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        try (var postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(3))
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .start()) {
            try (ConfigurableApplicationContext context = start(postgres)) {
                measure(context, size, page);
            }
        }
    }

    private static ConfigurableApplicationContext start(EmbeddedPostgres postgres) {
        return new SpringApplicationBuilder(RapportApplication.class)
                .run(
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.password=",
                        "--spring.datasource.hikari.maximum-pool-size=4",
                        "--rapport.data-directory=target/benchmark",
                        "--db-scheduler.enabled=false",
                        "--server.port=0",
                        "--logging.level.root=warn");
    }

    private static void measure(ConfigurableApplicationContext context, int size, int page) throws SQLException {
        SyncEngine engine = context.getBean(SyncEngine.class);
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        var crm = new GeneratedCrm(size, page);
        print(
                "%,d records, %,d a page, heap at most %d MB",
                size, page, Runtime.getRuntime().maxMemory() >> 20);
        double copy = copy(context, crm);
        print("plain COPY of the rows into one table with its key: %.1f s", copy);
        double first = run(engine, crm);
        print("first load: %.1f s, %.2f x COPY", first, first / copy);
        jdbc.sql("vacuum analyze").update();
        again(jdbc);
        double unchanged = run(engine, crm);
        print("again, nothing changed: %.1f s, %.2f x COPY", unchanged, unchanged / copy);
        crm.changedEvery = 50;
        again(jdbc);
        double some = run(engine, crm);
        print("again, 2 %% changed: %.1f s, %.2f x COPY", some, some / copy);
        int here = jdbc.sql("select count(*) from crm_record where connection = :key")
                .param("key", KEY)
                .query(Integer.class)
                .single();
        int changed = jdbc.sql("select count(*) from crm_story where connection = :key")
                .param("key", KEY)
                .query(Integer.class)
                .single();
        print("%,d records here, %,d changes noticed", here, changed);
        if (here != size || changed != size / 50) {
            throw new IllegalStateException("not what was sent");
        }
    }

    private static void again(JdbcClient jdbc) {
        jdbc.sql("update crm_progress set checkpoint = null where connection = :key")
                .param("key", KEY)
                .update();
    }

    private static double run(SyncEngine engine, GeneratedCrm crm) {
        long start = System.nanoTime();
        engine.run(crm.connection());
        return (System.nanoTime() - start) / 1e9;
    }

    private static double copy(ConfigurableApplicationContext context, GeneratedCrm crm) throws SQLException {
        try (Connection connection = context.getBean(javax.sql.DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table plain (connection varchar(60), type varchar(60), external_id varchar(100), name varchar(300),
                      account varchar(100), owner varchar(100), fields varchar, url varchar(1000), modified_at timestamp(3) with time zone,
                      primary key (connection, type, external_id))
                    """);
            long start = System.nanoTime();
            connection.setAutoCommit(false);
            for (int from = 0; from < crm.size; from += crm.page) {
                var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy plain from stdin");
                var lines = new StringBuilder();
                for (CrmChange change : crm.rows(from)) {
                    CrmRecord row = (CrmRecord) change;
                    lines.append(KEY + "\taccount\t")
                            .append(row.ref().externalId())
                            .append('\t');
                    lines.append(row.name())
                            .append("\t\\N\t")
                            .append(row.ownerExternalId())
                            .append('\t');
                    lines.append(row.fields()).append('\t').append(row.url()).append('\t');
                    lines.append(row.modifiedAt()).append('\n');
                    if (lines.length() > 64 * 1024) {
                        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
                        copy.writeToCopy(bytes, 0, bytes.length);
                        lines.setLength(0);
                    }
                }
                byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                copy.endCopy();
                connection.commit();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            statement.execute("drop table plain");
            connection.commit();
            return seconds;
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** Accounts with names, owners, amounts and a few fields, worked out from their number. */
    private static final class GeneratedCrm implements CrmAdapter, CrmLink {
        private final int size;
        private final int page;
        private int changedEvery;

        GeneratedCrm(int size, int page) {
            this.size = size;
            this.page = page;
        }

        rapport.crm.connection.Connection connection() {
            return new rapport.crm.connection.Connection(
                    KEY,
                    "Benchmark",
                    this,
                    this,
                    Visibility.EVERYONE,
                    descriptor().types(),
                    List.of(new TrackedField("account", "type", null, null)),
                    List.of(),
                    Duration.ofSeconds(30),
                    Duration.ofDays(1),
                    Duration.ofDays(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    false,
                    5,
                    50,
                    "settings",
                    null,
                    List.of());
        }

        List<CrmChange> rows(int from) {
            List<CrmChange> rows = new ArrayList<>(page);
            for (int i = from; i < Math.min(size, from + page); i++) {
                boolean changed = changedEvery > 0 && i % changedEvery == 0;
                String id = String.format(Locale.ROOT, "%017x", i * 2_654_435_761L);
                rows.add(new CrmRecord(
                        new CrmRef(CrmType.ACCOUNT, id),
                        "Company " + i + " of Valley " + i % 977,
                        null,
                        "user-" + i % 500,
                        List.of(),
                        Map.of(
                                "type",
                                changed ? "Partner" : "Customer",
                                "industry",
                                "Industry " + i % 40,
                                "revenue",
                                new CrmMoney(BigDecimal.valueOf(i), "EUR"),
                                "city",
                                "City " + i % 3_000),
                        "https://crm.example/#Account/view/" + id,
                        Instant.ofEpochSecond(1_700_000_000L + i),
                        null));
            }
            return rows;
        }

        @Override
        public ChangePage read(CrmType type, @Nullable Checkpoint from) {
            int at = from == null ? 0 : Integer.parseInt(from.value());
            int next = Math.min(size, at + page);
            return new ChangePage(rows(at), List.of(), new Checkpoint(String.valueOf(next)), next < size, (long) size);
        }

        @Override
        public CrmDescriptor descriptor() {
            return new CrmDescriptor(
                    "benchmark",
                    "Benchmark",
                    List.of(),
                    List.of(CrmType.ACCOUNT),
                    Map.of(CrmType.ACCOUNT, List.of(new CrmField("type", CrmField.Kind.TEXT))),
                    page,
                    false,
                    true,
                    false,
                    true,
                    false);
        }

        @Override
        public CrmLink open(CrmAccess access) {
            return this;
        }

        @Override
        public List<ConnectionCheck> test() {
            return List.of();
        }

        @Override
        public List<CrmTeam> teams() {
            return List.of();
        }

        @Override
        public UserPage users(@Nullable Checkpoint from) {
            return new UserPage(List.of(), List.of(), null);
        }

        @Override
        public Found find(CrmType type, Collection<String> externalIds) {
            return new Found(List.of(), List.of(), List.of());
        }
    }
}
