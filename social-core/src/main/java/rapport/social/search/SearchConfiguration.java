package rapport.social.search;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The database in use decides which index there is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchSettings.class)
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
            @Value("${rapport.data-directory:./data}") String data) {
        var database = Database.of(source);
        if (database.isPostgresql()) {
            return new PostgresSearchIndex(jdbc, batch, transaction, nearWords, settings);
        }
        return database.isInMemory() ? LuceneSearchIndex.inMemory() : LuceneSearchIndex.in(Path.of(data, "search"));
    }
}
