package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rapport.social.audience.Audience;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedQueryTest {
    private Company company;
    private FeedQuery feeds;

    @BeforeAll
    void generate() throws Exception {
        company = new Company(400, 4_000);
        feeds = new FeedQuery(company.jdbc);
    }

    static Stream<Arguments> members() {
        return Stream.of(Company.TYPICAL, Company.QUIET, Company.HEAVY, Company.NEWCOMER)
                .flatMap(member -> Stream.of(FeedOrder.values())
                        .flatMap(order ->
                                Stream.of(FeedFilter.values()).map(filter -> Arguments.of(member, order, filter))));
    }

    @ParameterizedTest
    @MethodSource("members")
    void givesByWalkAndByHeadsThePagesOfThePlainQuery(long member, FeedOrder order, FeedFilter filter) {
        var plain = plain(member, home(filter), order, filter);
        if (filter != FeedFilter.MINE) {
            var before = FeedCursor.END;
            for (int number = 0; number < 4; number++) {
                var page = new FeedQuery.Page(
                        member, new FeedPlace.Home(), order, filter, new FeedCursor(false, before, FeedCursor.END), 19);
                var walked = feeds.walked(page, 1_000_000).stream()
                        .map(FeedItem::post)
                        .toList();
                var headed = feeds.headed(page).stream().map(FeedItem::post).toList();
                var expected =
                        plain.subList(Math.min(plain.size(), 20 * number), Math.min(plain.size(), 20 * number + 20));
                assertThat(walked).isEqualTo(expected);
                assertThat(headed).isEqualTo(expected);
                if (expected.size() < 20) {
                    break;
                }
                before = key(order, expected.get(19));
            }
        }
        assertThat(allPages(member, new FeedPlace.Home(), order, filter, 20)).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("members")
    void givesEveryOtherFeedAsThePlainQueryDoes(long member, FeedOrder order, FeedFilter filter) {
        long account = Company.FIRST_RECORD;
        var places = Map.of(
                new FeedPlace.Company(),
                filter == FeedFilter.MINE ? "p.author_id = :viewer and p.kind <> 10" : "1 = 1",
                new FeedPlace.OfRecord(account),
                "p.subject_id = " + account,
                new FeedPlace.OfAccount(account),
                "sj.root_id = " + account,
                new FeedPlace.OfMember(20),
                "(p.subject_id = 20 or p.author_id = 20)");
        places.forEach((place, condition) -> assertThat(allPages(member, place, order, filter, 50))
                .as(place.toString())
                .isEqualTo(plain(member, condition, order, filter)));
    }

    private static String home(FeedFilter filter) {
        return filter == FeedFilter.MINE ? "p.author_id = :viewer and p.kind <> 10" : """
                  (exists (select 1 from follow f where f.member_id = :viewer and f.level < 3
                                   and (f.subject_id = p.subject_id and (f.level = 0 or p.kind <> 10)
                                        or f.of_member and f.subject_id = p.author_id and p.kind <> 10))
                    or p.subject_id = :viewer or p.author_id = :viewer and p.kind <> 10)
                  """;
    }

    private List<Long> plain(long member, String condition, FeedOrder order, FeedFilter filter) {
        return company.jdbc
                .sql("""
                     select p.id from post p join post_activity a on a.post_id = p.id
                       join subject sj on sj.id = p.subject_id join subject_access s on s.subject_id = p.subject_id
                      where %s%s and %s order by %s desc
                     """.formatted(
                        condition, filter.on("p"), Audience.MAY_SEE, order == FeedOrder.NEWEST ? "p.id" : "a.bump"))
                .param("viewer", member)
                .query(Long.class)
                .list();
    }

    private long key(FeedOrder order, long post) {
        return order == FeedOrder.NEWEST
                ? post
                : company.jdbc
                        .sql("select bump from post_activity where post_id = :post")
                        .param("post", post)
                        .query(Long.class)
                        .single();
    }

    private List<Long> allPages(long member, FeedPlace place, FeedOrder order, FeedFilter filter, int limit) {
        var all = new ArrayList<Long>();
        var cursor = FeedCursor.FIRST;
        while (true) {
            var read = feeds.read(member, place, order, filter, cursor, limit);
            read.items().forEach(item -> all.add(item.post()));
            if (!read.more()) {
                return all;
            }
            assertThat(read.items()).hasSize(limit);
            cursor = FeedCursor.of(read.next().token(place, order, filter), place, order, filter);
        }
    }
}
