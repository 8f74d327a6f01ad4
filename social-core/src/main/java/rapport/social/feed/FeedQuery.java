package rapport.social.feed;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;

/**
 * Which posts stand on a page, in at most four statements.
 *
 * <p>A <em>walk</em> reads an index of all posts from the newest and keeps what belongs to the feed; it stops as soon as the
 * page is full, or at its budget. <em>Heads</em> probe the newest post of each source of the feed, a subject or an author:
 * the page's posts can only belong to the sources with the highest heads, whose branches are then read.
 *
 * <p>Pages end at a key and the next starts below it, so nothing moves while others write. In latest activity a post that was
 * commented on after the first page was read stands above it now; the pages that follow give it at the key that it had then,
 * which its comments tell, so that it is neither skipped nor repeated.
 */
@Component
class FeedQuery {
    static final int MIN_BUDGET = 2_000;
    static final int MAX_BUDGET = 20_000;
    /** Of the company-wide walk, which nearly always stops within the first hundred. */
    private static final int COMPANY_BUDGET = 100_000;

    private static final int CHANGE_STORY = 10;
    /** A kind that no post has. */
    private static final int NO_KIND = 0;

    /** What the viewer hears from. One's own profile and posts count as followed; muted places don't. */
    private static final String FOLLOWED = """
            with f (subject_id, level, of_member) as (
              select subject_id, level, of_member from follow where member_id = :viewer and level < 3
              union all select cast(:viewer as bigint), cast(0 as smallint), true)
            """;

    /**
     * A follow of everything brings change stories too, of people's posts and of mentions only what people wrote; so does a
     * followed member, wherever she writes. {@code (x in (select ...)) is true} is no decoration: a plain IN would become a
     * semi-join in PostgreSQL and lose the walk's early stop.
     */
    private static final String OF_FOLLOWED = """
            ((w.subject_id in (select f.subject_id from f where f.level = 0)) is true
              or w.kind <> 10 and ((w.subject_id in (select f.subject_id from f)) is true
                                   or (w.author_id in (select f.subject_id from f where f.of_member)) is true))
            """;

    private static final String HOME_BUDGET =
            "(select least(%d, greatest(%d, 20 * count(*))) from f)".formatted(MAX_BUDGET, MIN_BUDGET);

    private final JdbcClient jdbc;

    FeedQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param more whether anything follows
     * @param next where it starts
     */
    record Items(List<FeedItem> items, boolean more, FeedCursor next) {}

    /** A subject or an author whose posts belong to the feed. */
    private record Source(long id, boolean author, int exceptKind, long head) {}

    Items read(long viewer, FeedPlace asked, FeedOrder order, FeedFilter filter, FeedCursor cursor, int limit) {
        var place = filter == FeedFilter.MINE && (asked instanceof FeedPlace.Home || asked instanceof FeedPlace.Company)
                ? new FeedPlace.Own()
                : asked;
        var page = new Page(viewer, place, order, filter, cursor, limit);
        if (place instanceof FeedPlace.Home) {
            return home(page);
        }
        if (place instanceof FeedPlace.Company) {
            return company(page);
        }
        return page.items(branches(page, sources(page)), false);
    }

    /** What a page is read by. One row more than wanted is asked for: it tells whether there is a next page. */
    record Page(long viewer, FeedPlace place, FeedOrder order, FeedFilter filter, FeedCursor cursor, int limit) {

        int rows() {
            return limit + 1;
        }

        /** Whether posts may have risen above the first page since it was read. */
        boolean mayHaveRisen() {
            return order == FeedOrder.ACTIVITY && !cursor.isFirst();
        }

        Items items(List<FeedItem> rows, boolean heads) {
            boolean more = rows.size() > limit;
            var items = List.copyOf(more ? rows.subList(0, limit) : rows);
            return new Items(items, more, more ? after(items, heads) : cursor);
        }

        FeedCursor after(List<FeedItem> items, boolean heads) {
            long top = cursor.isFirst() ? items.get(0).key() : cursor.top();
            return new FeedCursor(heads, items.get(items.size() - 1).key(), top);
        }
    }

    private Items home(Page page) {
        if (!page.cursor().heads()) {
            var walked = walk(page, HOME_BUDGET);
            if (walked.size() == page.rows()) {
                return page.items(withRisen(page, walked), false);
            }
        }
        return page.items(branches(page, homeHeads(page)), true);
    }

    /** Both ways to the same page, for a test that holds them against each other. */
    List<FeedItem> walked(Page page, int budget) {
        return walk(page, Integer.toString(budget));
    }

    List<FeedItem> headed(Page page) {
        return branches(page, homeHeads(page));
    }

    /** For somebody who may see little the walk can end before the page is full: the page is short and the next starts there. */
    private Items company(Page page) {
        var walked = walk(page, Integer.toString(COMPANY_BUDGET));
        if (walked.size() == page.rows()) {
            return page.items(withRisen(page, walked), false);
        }
        long end = endOfWalk(page);
        var found = withRisen(page, walked).stream()
                .filter(item -> item.key() >= end)
                .toList();
        if (end == 0 || found.size() == page.rows()) {
            return page.items(found, false);
        }
        long top = !page.cursor().isFirst()
                ? page.cursor().top()
                : found.isEmpty() ? FeedCursor.END : found.get(0).key();
        return new Items(found, true, new FeedCursor(false, end, top));
    }

    private List<FeedItem> walk(Page page, String budget) {
        var order = page.order();
        var sql = with(page.place())
                + """
                  select w.post_id, w.subject_id, w.author_id, w.kind, w.k
                    from (select %s as post_id, p.subject_id, p.author_id, p.kind, %s as k from %s p
                           where %s < :before order by %s desc limit %s) w
                    join subject_access s on s.subject_id = w.subject_id
                   where %s%s and %s
                   order by w.k desc limit :rows
                  """.formatted(
                                order.post,
                                order.key,
                                order.table,
                                order.key,
                                order.key,
                                budget,
                                belongs(page.place()),
                                page.filter().on("w"),
                                Audience.MAY_SEE);
        return jdbc.sql(sql)
                .params(parameters(page, Map.of()))
                .query((row, number) -> item(row))
                .list();
    }

    /** The key at which the company-wide walk ends; 0 when it reaches the oldest post. */
    private long endOfWalk(Page page) {
        var order = page.order();
        var sql = """
                select case when count(*) < :budget then 0 else min(w.k) end
                  from (select %1$s as k from %2$s p where %1$s < :before order by %1$s desc limit :budget) w
                """.formatted(order.key, order.table);
        return jdbc.sql(sql)
                .param("before", page.cursor().before())
                .param("budget", COMPANY_BUDGET)
                .query(Long.class)
                .single();
    }

    private List<FeedItem> withRisen(Page page, List<FeedItem> walked) {
        if (!page.mayHaveRisen()) {
            return walked;
        }
        var risen = jdbc.sql(with(page.place()) + risen(page))
                .params(parameters(page, Map.of()))
                .query((row, number) -> item(row))
                .list();
        if (risen.isEmpty()) {
            return walked;
        }
        return Stream.concat(walked.stream(), risen.stream())
                .sorted(Comparator.comparingLong(FeedItem::key).reversed())
                .limit(page.rows())
                .toList();
    }

    /** Posts that were commented on since the first page was read, each at the key that it had then. */
    private static String risen(Page page) {
        return """
               select x.post_id, x.subject_id, x.author_id, x.kind, x.k
                 from (select w.post_id, w.subject_id, w.author_id, w.kind,
                              coalesce((select max(c.id) from comment c where c.post_id = w.post_id and c.id <= :top), w.post_id) as k
                         from (select p.post_id, p.subject_id, p.author_id, p.kind, p.bump from post_activity p
                                where p.bump > :top and p.post_id <= :top order by p.bump desc limit %d) w
                        where %s%s limit %d) x
                 join subject_access s on s.subject_id = x.subject_id
                where x.k < :before and %s
                order by x.k desc limit :rows
               """.formatted(MAX_BUDGET, belongs(page.place()), page.filter().on("w"), MAX_BUDGET, Audience.MAY_SEE);
    }

    /**
     * The sources of the home feed with the highest heads. A post can be the head of two, its subject and its author, so as
     * many sources are taken as give a full page of different heads.
     */
    private List<Source> homeHeads(Page page) {
        var order = page.order();
        var sql = FOLLOWED + """
                  select h.source, h.of_author, h.except_kind, h.head
                    from (select f.subject_id as source, 0 as of_author, case when f.level = 0 then 0 else 10 end as except_kind,
                                 (select max(%1$s) from %2$s p
                                   where p.subject_id = f.subject_id and %1$s < :before
                                     and (f.level = 0 or p.kind <> 10)%3$s) as head
                            from f
                          union all
                          select f.subject_id, 1, 10,
                                 (select %1$s from %2$s p join subject_access s on s.subject_id = p.subject_id
                                   where p.author_id = f.subject_id and %1$s < :before and p.kind <> 10%3$s and %4$s
                                   order by %1$s desc limit 1)
                            from f where f.of_member
                          order by 4 desc nulls last limit 1000000) h
                   where h.head is not null
                     and (h.of_author = 1 or exists (select 1 from subject_access s where s.subject_id = h.source and %4$s))
                   order by h.head desc nulls last limit :sources
                  """.formatted(order.key, order.table, page.filter().on("p"), Audience.MAY_SEE);
        return enough(
                page,
                jdbc.sql(sql)
                        .params(parameters(page, Map.of("sources", 2 * page.rows())))
                        .query((row, number) -> source(row))
                        .list());
    }

    private List<Source> sources(Page page) {
        var place = page.place();
        if (place instanceof FeedPlace.OfAccount account) {
            return accountHeads(page, account.subject());
        }
        if (place instanceof FeedPlace.OfMember of) {
            return List.of(new Source(of.member(), false, NO_KIND, 0), new Source(of.member(), true, NO_KIND, 0));
        }
        if (place instanceof FeedPlace.Own) {
            return List.of(new Source(page.viewer(), true, CHANGE_STORY, 0));
        }
        return List.of(new Source(place.id(), false, NO_KIND, 0));
    }

    private List<Source> accountHeads(Page page, long account) {
        var order = page.order();
        var sql = """
                select h.source, 0 as of_author, 0 as except_kind, h.head
                  from (select x.id as source,
                               (select max(%1$s) from %2$s p where p.subject_id = x.id and %1$s < :before%3$s) as head
                          from subject x where x.root_id = :place or x.id = :place
                         order by 2 desc nulls last limit 1000000) h
                  join subject_access s on s.subject_id = h.source
                 where h.head is not null and %4$s
                 order by h.head desc nulls last limit :sources
                """.formatted(order.key, order.table, page.filter().on("p"), Audience.MAY_SEE);
        return enough(
                page,
                jdbc.sql(sql)
                        .params(parameters(page, Map.of("place", account, "sources", page.rows())))
                        .query((row, number) -> source(row))
                        .list());
    }

    private static List<Source> enough(Page page, List<Source> byHead) {
        var heads = new HashSet<Long>();
        var kept = new ArrayList<Source>();
        for (Source source : byHead) {
            if (!heads.contains(source.head()) && heads.size() == page.rows()) {
                break;
            }
            heads.add(source.head());
            kept.add(source);
        }
        return kept;
    }

    /** The newest posts of the sources, none older than the last of as many heads as a page has rows. */
    private List<FeedItem> branches(Page page, List<Source> sources) {
        if (sources.isEmpty() && !page.mayHaveRisen()) {
            return List.of();
        }
        Set<Long> heads = new HashSet<>();
        sources.forEach(source -> heads.add(source.head()));
        long floor =
                heads.size() < page.rows() ? 0 : sources.get(sources.size() - 1).head();
        var subjects = sources.stream().filter(source -> !source.author()).toList();
        var authors = sources.stream().filter(Source::author).toList();
        var values = new HashMap<String, Object>();
        values.put("floor", floor);
        var branches = new ArrayList<String>();
        addBranches(page, branches, subjects, false, values);
        addBranches(page, branches, authors, true, values);
        if (page.mayHaveRisen()) {
            branches.add("(" + risen(page) + ")");
        }
        var sql = with(page.place()) + """
                  select u.post_id, u.subject_id, u.author_id, u.kind, u.k
                    from (%s) u
                    join subject_access s on s.subject_id = u.subject_id
                   where %s
                   order by u.k desc limit :rows
                  """.formatted(String.join("\n union \n", branches), Audience.MAY_SEE);
        return jdbc.sql(sql)
                .params(parameters(page, values))
                .query((row, number) -> item(row))
                .list();
    }

    /** One branch a source. Their number is rounded up, with sources that do not exist, so that few statements are prepared. */
    private static void addBranches(
            Page page, List<String> branches, List<Source> sources, boolean author, Map<String, Object> values) {
        var order = page.order();
        int count = rounded(sources.size());
        for (int i = 0; i < count; i++) {
            String name = (author ? "a" : "s") + i;
            boolean real = i < sources.size();
            values.put(name, real ? sources.get(i).id() : -1L);
            values.put(name + "x", real ? sources.get(i).exceptKind() : NO_KIND);
            branches.add("""
                    (select %1$s as post_id, p.subject_id, p.author_id, p.kind, %8$s as k from %2$s p%3$s
                      where p.%4$s = :%5$s and %8$s < :before and %8$s >= :floor and p.kind <> :%5$sx%6$s%7$s
                      order by %8$s desc limit :rows)
                    """.formatted(
                            order.post,
                            order.table,
                            author ? " join subject_access s on s.subject_id = p.subject_id" : "",
                            author ? "author_id" : "subject_id",
                            name,
                            page.filter().on("p"),
                            author ? " and " + Audience.MAY_SEE : "",
                            order.key));
        }
    }

    private static int rounded(int count) {
        return count <= 1 ? count : count <= 5 ? 5 : (count + 24) / 25 * 25;
    }

    /**
     * How many posts of the feed are newer than the token, at most {@code cap}; without what the viewer wrote, but with the story of a
     * change that the viewer made in the CRM, since Rapport tells that one.
     *
     * <p>In latest activity a post counts once however often it rose, and not when its last comment is the viewer's.
     */
    int countNewer(long viewer, UpdatesToken.Asked token, int cap) {
        var asked = token.place();
        var order = token.order();
        var page = new Page(viewer, asked, order, token.filter(), FeedCursor.FIRST, cap - 1);
        String others = order == FeedOrder.NEWEST ? "(w.kind = 10 or w.author_id is distinct from :viewer)" : """
                  (w.kind = 10 or w.k <> w.post_id or w.author_id is distinct from :viewer)
                  and not exists (select 1 from comment c where c.id = w.k and c.author_id = :viewer)
                  """;
        var known = new ArrayList<>(token.from().known());
        while (known.size() < UpdatesToken.MAX_KNOWN) {
            known.add(-1L);
        }
        var sql = with(asked)
                + """
                  select count(*)
                    from (select 1 as one
                            from (select %s as post_id, p.subject_id, p.author_id, p.kind, %s as k from %s p
                                   where %s > :floor order by %s desc limit %d) w
                            join subject_access s on s.subject_id = w.subject_id
                           where %s%s and w.k not in (:known) and %s and %s
                           limit :rows) n
                  """.formatted(
                                order.post,
                                order.key,
                                order.table,
                                order.key,
                                order.key,
                                MAX_BUDGET,
                                belongs(asked),
                                token.filter().on("w"),
                                others,
                                Audience.MAY_SEE);
        return jdbc.sql(sql)
                .params(parameters(page, Map.of("floor", token.from().floor(), "known", known)))
                .query(Integer.class)
                .single();
    }

    private static String with(FeedPlace place) {
        return place instanceof FeedPlace.Home ? FOLLOWED : "";
    }

    /** Whether a walked post {@code w} belongs to the feed. */
    private static String belongs(FeedPlace place) {
        if (place instanceof FeedPlace.Home) {
            return OF_FOLLOWED;
        }
        if (place instanceof FeedPlace.Company) {
            return "1 = 1";
        }
        if (place instanceof FeedPlace.OfAccount) {
            return "(w.subject_id in (select x.id from subject x where x.root_id = :place or x.id = :place)) is true";
        }
        if (place instanceof FeedPlace.OfMember) {
            return "(w.subject_id = :place or w.author_id = :place)";
        }
        return place instanceof FeedPlace.Own ? "w.author_id = :viewer and w.kind <> 10" : "w.subject_id = :place";
    }

    private static Map<String, Object> parameters(Page page, Map<String, Object> more) {
        var all = new HashMap<String, Object>(more);
        all.put("viewer", page.viewer());
        all.put("place", page.place().id());
        all.put("before", page.cursor().before());
        all.put("top", page.cursor().top());
        all.put("rows", page.rows());
        return all;
    }

    private static FeedItem item(ResultSet row) throws SQLException {
        long author = row.getLong("author_id");
        return new FeedItem(
                row.getLong("post_id"),
                row.getLong("subject_id"),
                row.wasNull() ? null : author,
                row.getInt("kind"),
                row.getLong("k"));
    }

    private static Source source(ResultSet row) throws SQLException {
        return new Source(
                row.getLong("source"), row.getInt("of_author") == 1, row.getInt("except_kind"), row.getLong("head"));
    }
}
