package rapport.social.search;

import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.TestDatabase;

/** In the pass of the build that has PostgreSQL. */
@DatabaseTest
@EnabledIf("onPostgresql")
class PostgresSearchIndexTest extends SearchIndexContract {
    @Autowired
    SearchIndex index;

    static boolean onPostgresql() {
        return TestDatabase.isPostgresql();
    }

    @Override
    SearchIndex index() {
        return index;
    }
}
