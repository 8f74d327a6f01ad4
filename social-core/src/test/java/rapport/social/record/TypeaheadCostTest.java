package rapport.social.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.feed.BufferCount;
import rapport.social.feed.Company;
import rapport.social.member.MemberId;
import rapport.social.testing.TestDatabase;

/** What typeahead costs among 60,000 records: statements and pages touched, never time. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeaheadCostTest {
    private static final int LIMIT = 8;

    private BufferCount count;
    private Typeahead typeahead;

    @BeforeAll
    void generate() throws Exception {
        assumeTrue(TestDatabase.isPostgresql(), "the plans of PostgreSQL are what production runs on");
        var company = new Company(60_000, 1_000);
        company.giveNames();
        count = new BufferCount(company.source.getConnection());
        typeahead = new Typeahead(JdbcClient.create(count));
    }

    @AfterAll
    void close() {
        if (count != null) {
            count.destroy();
        }
    }

    /** 7,500 records are of the milk trade, 6,000 of families that begin with mor, 9,000 with mar, 26,000 have a word with b. */
    @ParameterizedTest
    @CsvSource({
        "one rare word, 4711, 8, 2, 1500",
        "one common word, mor, 8, 2, 4000",
        "a letter, b, 8, 2, 4000",
        "a common and a rare word, lait 4711, 1, 2, 1500",
        "two common words, b mor, 8, 3, 12000",
        "two common words that stand together under other beginnings, lait mor, 8, 3, 24000",
        "two common words that never stand together, lait mar, 0, 4, 24000",
    })
    void findsRecordsInAFewStatementsAndPages(String what, String query, int hits, int statements, int buffers) {
        count.reset();
        var found = typeahead.find(new MemberId(Company.TYPICAL), query, null, LIMIT);
        assertThat(found).as(what).hasSize(hits);
        assertThat(count.statements()).as("statements: %s", what).isLessThanOrEqualTo(statements);
        assertThat(count.buffers()).as("buffers: %s", what).isBetween(1, buffers);
    }
}
