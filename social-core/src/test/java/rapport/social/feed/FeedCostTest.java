package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.testing.TestDatabase;

/** What a page costs in a company with 50,000 posts: pages touched and statements, never time. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedCostTest {
    private static final FeedCriteria ALL = FeedCriteria.of(FeedFilter.ALL);

    private Company company;
    private BufferCount count;
    private FeedQuery feeds;

    @BeforeAll
    void generate() throws Exception {
        company = new Company(5_001, TestDatabase.isPostgresql() ? 50_000 : 5_000);
        count = new BufferCount(company.source.getConnection());
        feeds = new FeedQuery(JdbcClient.create(count), Clock.systemUTC());
    }

    @AfterAll
    void close() {
        count.destroy();
    }

    private FeedCursor page(long member, FeedPlace place, FeedOrder order, FeedCriteria criteria, int number) {
        var cursor = FeedCursor.FIRST;
        for (int i = 1; i < number; i++) {
            cursor = feeds.read(member, place, order, criteria, cursor, 20).next();
        }
        return cursor;
    }

    private void measure(
            String what,
            long member,
            FeedPlace place,
            FeedOrder order,
            FeedCriteria criteria,
            int number,
            int statements,
            int buffers) {
        var cursor = page(member, place, order, criteria, number);
        feeds.read(member, place, order, criteria, cursor, 20);
        count.reset();
        var read = feeds.read(member, place, order, criteria, cursor, 20);
        assertThat(read.items()).as(what).hasSize(20);
        assertThat(count.statements()).as("statements: %s", what).isLessThanOrEqualTo(statements);
        if (TestDatabase.isPostgresql()) {
            assertThat(count.buffers()).as("buffers: %s", what).isBetween(1, buffers);
        }
    }

    @ParameterizedTest
    @CsvSource({"ACTIVITY,1", "ACTIVITY,50", "NEWEST,1", "NEWEST,50"})
    void readsTheHomeFeedOfWhoFollowsBusyPlacesByAWalk(FeedOrder order, int number) {
        assumeTrue(TestDatabase.isPostgresql() || number == 1, "the plans of PostgreSQL are what production runs on");
        measure("typical", Company.TYPICAL, new FeedPlace.Home(), order, ALL, number, 3, 250);
        measure("heavy", Company.HEAVY, new FeedPlace.Home(), order, ALL, number, 3, 250);
        measure(
                "typical",
                Company.TYPICAL,
                new FeedPlace.Home(),
                order,
                FeedCriteria.of(FeedFilter.QUESTIONS),
                1,
                4,
                250);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVITY,1", "ACTIVITY,3", "NEWEST,1", "NEWEST,3"})
    void readsTheHomeFeedOfWhoFollowsQuietPlacesByTheirHeads(FeedOrder order, int number) {
        assumeTrue(TestDatabase.isPostgresql());
        int follows = company.jdbc
                .sql("select count(*) from follow where member_id = " + Company.QUIET)
                .query(Integer.class)
                .single();
        assertThat(follows).isBetween(80, 260);
        measure("quiet", Company.QUIET, new FeedPlace.Home(), order, ALL, number, 4, 5 * follows + 500);
    }

    @ParameterizedTest
    @EnumSource(FeedOrder.class)
    void readsEveryOtherFeed(FeedOrder order) {
        measure("company", Company.NEWCOMER, new FeedPlace.Company(), order, ALL, 1, 1, 250);
        measure("company", Company.NEWCOMER, new FeedPlace.Company(), order, ALL, 2, 2, 250);
        measure("record", Company.NEWCOMER, new FeedPlace.OfSubject(Company.FIRST_RECORD), order, ALL, 1, 1, 300);
        measure("account", Company.NEWCOMER, new FeedPlace.OfAccount(Company.FIRST_RECORD), order, ALL, 1, 2, 800);
        measure("topic", Company.NEWCOMER, new FeedPlace.OfTopic(Company.TENDERS), order, ALL, 1, 1, 400);
        measure("topic", Company.NEWCOMER, new FeedPlace.OfTopic(Company.TENDERS), order, ALL, 3, 1, 400);
        measure("member", Company.NEWCOMER, new FeedPlace.OfMember(20), order, ALL, 1, 1, 500);
        count.reset();
        var token = UpdatesToken.of(
                feeds.read(Company.TYPICAL, new FeedPlace.Home(), order, ALL, FeedCursor.FIRST, 20)
                        .items(),
                List.of(),
                true,
                1);
        count.reset();
        int newer = feeds.countNewer(
                Company.TYPICAL,
                new UpdatesToken.Asked(new FeedPlace.Home(), order, ALL, new UpdatesToken(0, token.known())),
                100);
        assertThat(newer).isEqualTo(100);
        assertThat(count.statements()).isEqualTo(1);
        assertThat(count.buffers()).isLessThan(400);
    }
}
