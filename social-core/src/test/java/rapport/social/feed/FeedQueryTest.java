package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rapport.social.audience.Audience;
import rapport.social.post.PostKind;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedQueryTest {
    private Company company;
    private FeedQuery feeds;

    @BeforeAll
    void generate() throws Exception {
        company = new Company(400, 4_000);
        feeds = new FeedQuery(company.jdbc, Clock.systemUTC());
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
        var plain = plain(member, home(filter), order, FeedCriteria.of(filter));
        if (filter != FeedFilter.MINE) {
            var before = FeedCursor.END;
            for (int number = 0; number < 4; number++) {
                var page = new FeedQuery.Page(
                        member,
                        new FeedPlace.Home(),
                        order,
                        FeedCriteria.of(filter),
                        new FeedCursor(false, before, FeedCursor.END, List.of()),
                        19);
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
        assertThat(allPages(member, new FeedPlace.Home(), order, FeedCriteria.of(filter), 20))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("members")
    void givesEveryOtherFeedAsThePlainQueryDoes(long member, FeedOrder order, FeedFilter filter) {
        long account = Company.FIRST_RECORD;
        var places = Map.of(
                new FeedPlace.Company(),
                filter == FeedFilter.MINE ? "p.author_id = :viewer and p.kind <> 10" : "1 = 1",
                new FeedPlace.OfSubject(account),
                "p.subject_id = " + account,
                new FeedPlace.OfAccount(account),
                "sj.root_id = " + account,
                new FeedPlace.OfTopic(Company.TENDERS),
                "exists (select 1 from post_topic t where t.post_id = p.id and t.topic_id = " + Company.TENDERS + ")",
                new FeedPlace.OfMember(20),
                "(p.subject_id = 20 or p.author_id = 20)");
        places.forEach((place, condition) -> assertThat(allPages(member, place, order, FeedCriteria.of(filter), 50))
                .as(place.toString())
                .isEqualTo(plain(member, condition, order, FeedCriteria.of(filter))));
    }

    static Stream<Arguments> criteria() {
        var none = FeedCriteria.of(FeedFilter.ALL);
        var since = Company.PUBLISHED.plusSeconds(600);
        var until = Company.PUBLISHED.plusSeconds(2_400);
        return Stream.of(
                        wanted(List.of(PostKind.QUESTION, PostKind.CHANGE_STORY), null, null, null, null, false, false),
                        wanted(List.of(), 20L, null, null, null, false, false),
                        wanted(List.of(), null, Company.TENDERS, null, null, false, false),
                        wanted(List.of(), null, null, since, null, false, false),
                        wanted(List.of(), null, null, since, until, false, false),
                        wanted(List.of(), null, null, null, null, true, false),
                        wanted(List.of(), null, null, null, null, false, true),
                        wanted(List.of(PostKind.UPDATE), null, Company.TENDERS, since, null, true, false),
                        new FeedCriteria(none.filter(), List.of(), 20L, null, null, null, true, false, true))
                .flatMap(criteria -> Stream.of(FeedOrder.values()).map(order -> Arguments.of(criteria, order)));
    }

    private static FeedCriteria wanted(
            List<PostKind> kinds,
            @Nullable Long author,
            @Nullable Long topic,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean unread,
            boolean hasFile) {
        return new FeedCriteria(FeedFilter.ALL, kinds, author, topic, from, to, unread, hasFile, false);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void keepsOfEveryFeedWhatADirectQueryFinds(FeedCriteria criteria, FeedOrder order) {
        long account = Company.FIRST_RECORD;
        var places = Map.of(
                new FeedPlace.Home(),
                home(FeedFilter.ALL),
                new FeedPlace.Company(),
                "1 = 1",
                new FeedPlace.OfAccount(account),
                "sj.root_id = " + account,
                new FeedPlace.OfTopic(Company.TENDERS),
                "exists (select 1 from post_topic t where t.post_id = p.id and t.topic_id = " + Company.TENDERS + ")",
                new FeedPlace.OfMember(20),
                "(p.subject_id = 20 or p.author_id = 20)");
        places.forEach((place, condition) -> {
            var expected = plain(Company.TYPICAL, condition, order, criteria);
            assertThat(allPages(Company.TYPICAL, place, order, criteria, 20))
                    .as(place.toString())
                    .isEqualTo(expected);
            int newer = feeds.countNewer(
                    Company.TYPICAL,
                    new UpdatesToken.Asked(place, order, criteria, new UpdatesToken(0, List.of())),
                    100_000);
            assertThat(newer).as("newer in " + place).isLessThanOrEqualTo(expected.size());
        });
        assertThat(plain(Company.TYPICAL, "1 = 1", order, criteria)).isNotEmpty();
        assertThat(FeedCriteria.of(criteria.code(), "token", "")).isEqualTo(criteria);
    }

    @ParameterizedTest
    @EnumSource(FeedOrder.class)
    void mixesAStreamOfItsSources(FeedOrder order) {
        var stream = new FeedPlace.OfStream(Company.STREAM);
        String union = "(p.subject_id in (%d, %d) or p.author_id = 21 and p.kind <> 10 or p.subject_id = 21"
                        .formatted(Company.FIRST_RECORD + 3, Company.FIRST_RECORD + 399)
                + " or p.kind <> 10 and exists (select 1 from post_topic t where t.post_id = p.id and t.topic_id = "
                + Company.TENDERS + "))";
        for (long reader : List.of(Company.TYPICAL, Company.NEWCOMER)) {
            for (FeedFilter filter : FeedFilter.values()) {
                var criteria = FeedCriteria.of(filter);
                assertThat(allPages(reader, stream, order, criteria, 20))
                        .isEqualTo(plain(reader, union, order, criteria));
            }
        }
    }

    private static String home(FeedFilter filter) {
        return filter == FeedFilter.MINE ? "p.author_id = :viewer and p.kind <> 10" : """
                  (exists (select 1 from follow f where f.member_id = :viewer and f.level < 3
                                   and (f.subject_id = p.subject_id and (f.level = 0 or p.kind <> 10)
                                        or f.of_member and f.subject_id = p.author_id and p.kind <> 10
                                        or f.of_topic and p.kind <> 10 and exists (
                                             select 1 from post_topic t where t.post_id = p.id and t.topic_id = f.subject_id)))
                    or p.subject_id = :viewer or p.author_id = :viewer and p.kind <> 10)
                  """;
    }

    private List<Long> plain(long member, String condition, FeedOrder order, FeedCriteria criteria) {
        var parameters = new HashMap<String, Object>(Map.of("viewer", member));
        criteria.putInto(parameters);
        return company.jdbc
                .sql("""
                     select p.id from post p join post_activity a on a.post_id = p.id
                       join subject sj on sj.id = p.subject_id join subject_access s on s.subject_id = p.subject_id
                      where %s%s and %s order by %s desc
                     """.formatted(
                                condition,
                                criteria.on("p", "p.id"),
                                Audience.MAY_SEE,
                                order == FeedOrder.NEWEST ? "p.id" : "a.bump"))
                .params(parameters)
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

    private List<Long> allPages(long member, FeedPlace place, FeedOrder order, FeedCriteria criteria, int limit) {
        var all = new ArrayList<Long>();
        var cursor = FeedCursor.FIRST;
        while (true) {
            var read = feeds.read(member, place, order, criteria, cursor, limit);
            read.items().forEach(item -> all.add(item.post()));
            if (!read.more()) {
                return all;
            }
            assertThat(read.items().size()).isBetween(criteria.isDear() ? 0 : limit, limit);
            cursor = FeedCursor.of(read.next().token(place, order, criteria), place, order, criteria);
        }
    }
}
