package rapport.social.search;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.shared.InvalidSettings;
import tools.jackson.databind.json.JsonMapper;

/** The settings decide which index there is, and unless they do, the database in use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SearchSettings.class, OpenSearchSettings.class})
class SearchConfiguration {

    private record Database(String product, String url) {
        static Database of(DataSource source) {
            try (Connection connection = source.getConnection()) {
                var facts = connection.getMetaData();
                return new Database(facts.getDatabaseProductName(), facts.getURL());
            } catch (SQLException e) {
                throw new IllegalStateException("The database did not tell what it is", e);
            }
        }

        boolean isPostgresql() {
            return product.equals("PostgreSQL");
        }

        boolean isInMemory() {
            return url.startsWith("jdbc:h2:mem:");
        }
    }

    @Bean
    NearWords nearWords(JdbcClient jdbc, DataSource source) {
        return new NearWords(jdbc, Database.of(source).isPostgresql());
    }

    @Bean
    SearchIndex searchIndex(
            DataSource source,
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batch,
            TransactionTemplate transaction,
            NearWords nearWords,
            SearchSettings settings,
            OpenSearchSettings cluster,
            SslBundles certificates,
            JsonMapper json,
            ApplicationEventPublisher events,
            @Value("${rapport.data-directory:./data}") String data) {
        boolean outside = switch (settings.engine()) {
            case AUTO -> !cluster.addresses().isEmpty();
            case DATABASE -> false;
            case OPENSEARCH -> true;
        };
        if (outside) {
            return new OpenSearchIndex(cluster, trusted(cluster, certificates), json, events::publishEvent);
        }
        var database = Database.of(source);
        if (database.isPostgresql()) {
            return new PostgresSearchIndex(jdbc, batch, transaction, nearWords, settings);
        }
        return database.isInMemory() ? LuceneSearchIndex.inMemory() : LuceneSearchIndex.in(Path.of(data, "search"));
    }

    private static @Nullable SslBundle trusted(OpenSearchSettings cluster, SslBundles certificates) {
        if (cluster.sslBundle() == null) {
            return null;
        }
        try {
            return certificates.getBundle(cluster.sslBundle());
        } catch (NoSuchSslBundleException e) {
            throw new InvalidSettings(
                    "rapport.search.opensearch.ssl-bundle: \"" + cluster.sslBundle()
                            + "\" (expected: the name of a bundle below spring.ssl.bundle)",
                    e);
        }
    }
}
