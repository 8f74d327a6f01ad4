package rapport.social.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives each context a database of its own, of the kind that this pass of the build tests. */
public class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static @Nullable EmbeddedPostgres server;

    public static boolean isPostgresql() {
        return "postgresql".equals(System.getProperty("rapport.test.database"));
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test database", properties()));
    }

    /** The settings of a new, empty database. */
    public static Map<String, Object> properties() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        Map<String, Object> properties = new LinkedHashMap<>();
        if (isPostgresql()) {
            var postgres = server();
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            properties.put("spring.datasource.url", postgres.getJdbcUrl("postgres", name));
            properties.put("spring.datasource.username", "postgres");
            properties.put("spring.datasource.password", "");
            // the server ends with the JVM, perhaps before a context that wants to say goodbye: which must not wait
            // long for that
            properties.put("spring.datasource.hikari.connection-timeout", "8000");
        } else {
            properties.put(
                    "spring.datasource.url",
                    "jdbc:h2:mem:" + name + ";MODE=PostgreSQL;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
            properties.put("spring.datasource.username", "sa");
            properties.put("spring.datasource.password", "");
        }
        return properties;
    }

    /** One server for all contexts of this run; it stops by itself when the JVM ends. */
    private static synchronized EmbeddedPostgres server() {
        var running = server;
        if (running == null) {
            try {
                running = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("max_connections", "200")
                        .setPGStartupWait(java.time.Duration.ofMinutes(3))
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL for the tests did not start", e);
            }
            server = running;
        }
        return running;
    }
}
