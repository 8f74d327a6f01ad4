package rapport.social.feed;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
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
import rapport.social.shared.Times;

/**
 * Which posts stand on a page, in at most four statements.
 *
 * <p>A <em>walk</em> reads an index of all posts from the newest and keeps what belongs to the feed; it stops as soon as the
 * page is full, or at its budget. <em>Heads</em> probe the newest post of each source of the feed, a subject, an author or a
 * topic: the page's posts can only belong to the sources with the highest heads, whose branches are then read.
 *
 * <p>A topic's posts stand in an index of their own. The walk of a home feed leaves them out, since it would have to ask for
 * each post that it meets; when it has filled the page, followed topics add what they have above the page's end.
 *
 * <p>Pages end at a key and the next starts below it, so nothing moves while others write. In latest activity a post that was
 * commented on after the first page was read stands above it now; the pages that follow give it at the key that it had then,
 * which its comments tell, so that it is neither skipped nor repeated.
 */
@Component
class FeedQuery {
    static final int MIN_BUDGET = 2_000;
    static final int MAX_BUDGET = 20_000;
    /** Of a walk that has no heads to fall back on. Through the company's posts it nearly always stops within the first hundred. */
    private static final int SCAN_BUDGET = 100_000;

    private static final int CHANGE_STORY = 10;
    /** A kind that no post has. */
    private static final int NO_KIND = 0;

    /** What the viewer hears from. One's own profile and posts count as followed; muted places don't. */
    private static final String FOLLOWED = """
            with f (subject_id, level, of_member, of_topic) as (
              select subject_id, level, of_member, of_topic from follow where member_id = :viewer and level < 3
              union all select cast(:viewer as bigint), cast(0 as smallint), true, false)
            """;

    /** A saved stream is read as if its sources were followed. */
    private static final String IN_STREAM = """
            with f (subject_id, level, of_member, of_topic) as (
              select x.source_id, cast(0 as smallint), x.of_member, x.of_topic from stream_source x where x.stream_id = :place)
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

    /** What followed topics add; where all of a time is asked for, that bounds it. */
    private static final String OF_TOPICS = """
            (w.post_id in (select ft.post_id from post_topic ft join f on f.of_topic and f.subject_id = ft.topic_id
                            where ft.bump > %s)) is true
            """;

    private static final String HOME_BUDGET =
            "(select least(%d, greatest(%d, 20 * count(*))) from f)".formatted(MAX_BUDGET, MIN_BUDGET);

    /** Posts that stand above a feed; they have a place in its page tokens. */
    private static final int MAX_STANDING = 8;

    private final JdbcClient jdbc;
    private final Clock clock;

    FeedQuery(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param more whether anything follows
     * @param next where it starts
     */
    record Items(List<FeedItem> items, boolean more, FeedCursor next) {}

    private enum SourceKind {
        SUBJECT("s"),
        AUTHOR("a"),
        TOPIC("t"),
        /** Posts that thank a member, as far as she shows them. */
        KUDOS("k");

        private final String letter;

        SourceKind(String letter) {
            this.letter = letter;
        }
    }

    /** A subject, an author, a topic or somebody who was thanked, whose posts belong to the feed. */
    private record Source(long id, SourceKind kind, int exceptKind, long head) {}

    Items read(long viewer, FeedPlace asked, FeedOrder order, FeedCriteria criteria, FeedCursor cursor, int limit) {
        var mine = criteria.filter() == FeedFilter.MINE;
        var place = mine && (asked instanceof FeedPlace.Home || asked instanceof FeedPlace.Company)
                ? new FeedPlace.Own()
                : asked;
        var page = new Page(viewer, place, order, criteria, cursor, limit);
        if (place instanceof FeedPlace.Company || follows(place) && criteria.isDear()) {
            return scan(page);
        }
        if (follows(place)) {
            return followed(page);
        }
        return page.items(branches(page, sources(page), 0), false);
    }

    /** Whether the feed is read from what is followed, and not from a place. */
    private static boolean follows(FeedPlace place) {
        return place instanceof FeedPlace.Home || place instanceof FeedPlace.OfStream;
    }

    /** What a page is read by. One row more than wanted is asked for: it tells whether there is a next page. */
    record Page(long viewer, FeedPlace place, FeedOrder order, FeedCriteria criteria, FeedCursor cursor, int limit) {

        int rows() {
            return limit + 1;
        }

        /** SQL that follows another condition: what is asked for and not shown above the page. */
        String wanted(String alias, String post) {
            return criteria.on(alias, post)
                    + (cursor.standing().isEmpty() ? "" : " and %s not in (:standing)".formatted(post));
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
            return new FeedCursor(heads, items.get(items.size() - 1).key(), top, cursor.standing());
        }
    }

    private Items followed(Page page) {
        if (!page.cursor().heads()) {
            var walked = walk(page, HOME_BUDGET, OF_FOLLOWED);
            if (walked.size() == page.rows()) {
                return page.items(
                        withTopics(page, walked, walked.get(page.limit()).key()), false);
            }
        }
        return page.items(branches(page, followedHeads(page), 0), true);
    }

    /** What the walk found, what followed topics have above its end, and what rose meanwhile. */
    private List<FeedItem> withTopics(Page page, List<FeedItem> walked, long end) {
        var sql = with(page.place()) + """
                  select h.source, h.kind, h.except_kind, h.head from (%s) h where h.head >= :end order by h.head desc
                  """.formatted(topicHeads(page));
        var topics = enough(
                page,
                jdbc.sql(sql)
                        .params(parameters(page, Map.of("end", end)))
                        .query((row, number) -> source(row))
                        .list());
        return topics.isEmpty() ? withRisen(page, walked) : merged(page, walked, branches(page, topics, end));
    }

    private static String topicHeads(Page page) {
        return """
               select f.subject_id as source, 2 as kind, 10 as except_kind,
                      (select %1$s from post_topic pt join subject_access s on s.subject_id = pt.subject_id
                        where pt.topic_id = f.subject_id and %1$s < :before and pt.bump > 0 and pt.kind <> 10%2$s and %3$s
                        order by %1$s desc limit 1) as head
                 from f where f.of_topic
               """.formatted(page.order().topicKey, page.wanted("pt", "pt.post_id"), Audience.MAY_SEE);
    }

    private static List<FeedItem> merged(Page page, List<FeedItem> some, List<FeedItem> others) {
        var posts = new HashSet<Long>();
        return Stream.concat(some.stream(), others.stream())
                .sorted(Comparator.comparingLong(FeedItem::key).reversed())
                .filter(item -> posts.add(item.post()))
                .limit(page.rows())
                .toList();
    }

    /** Both ways to the same page, for a test that holds them against each other. */
    List<FeedItem> walked(Page page, int budget) {
        var walked = walk(page, Integer.toString(budget), OF_FOLLOWED);
        long end = walked.size() < page.rows() ? 0 : walked.get(page.limit()).key();
        return withTopics(page, walked, end);
    }

    List<FeedItem> headed(Page page) {
        return branches(page, followedHeads(page), 0);
    }

    /**
     * For somebody who may see little, or who looks for something rare, the walk can end before the page is full: the page is
     * short and the next starts there.
     */
    private Items scan(Page page) {
        var walked = walk(page, Integer.toString(SCAN_BUDGET), belongs(page.place(), "0"));
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
        return new Items(
                found, true, new FeedCursor(false, end, top, page.cursor().standing()));
    }

    private List<FeedItem> walk(Page page, String budget, String belongs) {
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
                                belongs,
                                page.wanted("w", "w.post_id"),
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
                .param("budget", SCAN_BUDGET)
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
        return risen.isEmpty() ? walked : merged(page, walked, risen);
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
               """.formatted(
                MAX_BUDGET, belongs(page.place(), ":top"), page.wanted("w", "w.post_id"), MAX_BUDGET, Audience.MAY_SEE);
    }

    /**
     * The sources with the highest heads. A post can be the head of several, its subject, its author and its topics, so as
     * many sources are taken as give a full page of different heads.
     */
    private List<Source> followedHeads(Page page) {
        for (int sources = 2 * page.rows(); ; sources *= 8) {
            var found = followedHeads(page, sources);
            var enough = enough(page, found);
            if (found.size() < sources || enough.size() < found.size()) {
                return enough;
            }
        }
    }

    private List<Source> followedHeads(Page page, int sources) {
        var order = page.order();
        var sql = with(page.place())
                + """
                  select h.source, h.kind, h.except_kind, h.head
                    from (select f.subject_id as source, 0 as kind, case when f.level = 0 then 0 else 10 end as except_kind,
                                 (select max(%1$s) from %2$s p
                                   where p.subject_id = f.subject_id and %1$s < :before
                                     and (f.level = 0 or p.kind <> 10)%3$s) as head
                            from f where not f.of_topic
                          union all
                          select f.subject_id, 1, 10,
                                 (select %1$s from %2$s p join subject_access s on s.subject_id = p.subject_id
                                   where p.author_id = f.subject_id and %1$s < :before and p.kind <> 10%3$s and %4$s
                                   order by %1$s desc limit 1)
                            from f where f.of_member
                          union all
                          %5$s
                          order by 4 desc nulls last limit 1000000) h
                   where h.head is not null
                     and (h.kind > 0 or exists (select 1 from subject_access s where s.subject_id = h.source and %4$s))
                   order by h.head desc nulls last limit :sources
                  """.formatted(
                        order.key, order.table, page.wanted("p", order.post), Audience.MAY_SEE, topicHeads(page));
        return jdbc.sql(sql)
                .params(parameters(page, Map.of("sources", sources)))
                .query((row, number) -> source(row))
                .list();
    }

    private List<Source> sources(Page page) {
        var place = page.place();
        if (place instanceof FeedPlace.OfAccount account) {
            return accountHeads(page, account.subject());
        }
        if (place instanceof FeedPlace.OfMember of) {
            return List.of(
                    new Source(of.member(), SourceKind.SUBJECT, NO_KIND, 0),
                    new Source(of.member(), SourceKind.AUTHOR, NO_KIND, 0),
                    new Source(of.member(), SourceKind.KUDOS, NO_KIND, 0));
        }
        if (place instanceof FeedPlace.Own) {
            return List.of(new Source(page.viewer(), SourceKind.AUTHOR, CHANGE_STORY, 0));
        }
        var kind = place instanceof FeedPlace.OfTopic ? SourceKind.TOPIC : SourceKind.SUBJECT;
        return List.of(new Source(place.id(), kind, NO_KIND, 0));
    }

    private List<Source> accountHeads(Page page, long account) {
        var order = page.order();
        var sql = """
                select h.source, 0 as kind, 0 as except_kind, h.head
                  from (select x.id as source,
                               (select max(%1$s) from %2$s p where p.subject_id = x.id and %1$s < :before%3$s) as head
                          from subject x where x.root_id = :place or x.id = :place
                         order by 2 desc nulls last limit 1000000) h
                  join subject_access s on s.subject_id = h.source
                 where h.head is not null and %4$s
                 order by h.head desc nulls last limit :sources
                """.formatted(order.key, order.table, page.wanted("p", order.post), Audience.MAY_SEE);
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

    /**
     * The newest posts of the sources, none older than the last of as many heads as a page has rows, nor than {@code end}. What
     * rose since the first page is among them.
     */
    private List<FeedItem> branches(Page page, List<Source> sources, long end) {
        if (sources.isEmpty() && !page.mayHaveRisen()) {
            return List.of();
        }
        Set<Long> heads = new HashSet<>();
        sources.forEach(source -> heads.add(source.head()));
        long floor =
                heads.size() < page.rows() ? 0 : sources.get(sources.size() - 1).head();
        var values = new HashMap<String, Object>();
        values.put("floor", Math.max(floor, end));
        var branches = new ArrayList<String>();
        for (SourceKind kind : SourceKind.values()) {
            var some = sources.stream().filter(source -> source.kind() == kind).toList();
            addBranches(page, branches, some, kind, values);
        }
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
            Page page, List<String> branches, List<Source> sources, SourceKind kind, Map<String, Object> values) {
        int count = rounded(sources.size());
        for (int i = 0; i < count; i++) {
            String name = kind.letter + i;
            boolean real = i < sources.size();
            values.put(name, real ? sources.get(i).id() : -1L);
            values.put(name + "x", real ? sources.get(i).exceptKind() : NO_KIND);
            branches.add(
                    switch (kind) {
                        case TOPIC -> topicBranch(page, name);
                        case KUDOS -> kudosBranch(page, name);
                        default -> branch(page, kind, name);
                    });
        }
    }

    private static String branch(Page page, SourceKind kind, String name) {
        var order = page.order();
        boolean author = kind == SourceKind.AUTHOR;
        return """
                (select %1$s as post_id, p.subject_id, p.author_id, p.kind, %8$s as k from %2$s p%3$s
                  where p.%4$s = :%5$s and %8$s < :before and %8$s >= :floor and p.kind <> :%5$sx%6$s%7$s
                  order by %8$s desc limit :rows)
                """.formatted(
                        order.post,
                        order.table,
                        author ? " join subject_access s on s.subject_id = p.subject_id" : "",
                        author ? "author_id" : "subject_id",
                        name,
                        page.wanted("p", order.post),
                        author ? " and " + Audience.MAY_SEE : "",
                        order.key);
    }

    private static String topicBranch(Page page, String name) {
        return """
                (select pt.post_id, pt.subject_id, pt.author_id, pt.kind, %1$s as k
                   from post_topic pt join subject_access s on s.subject_id = pt.subject_id
                  where pt.topic_id = :%2$s and %1$s < :before and %1$s >= :floor and pt.bump > 0 and pt.kind <> :%2$sx%3$s and %4$s
                  order by %1$s desc limit :rows)
                """.formatted(page.order().topicKey, name, page.wanted("pt", "pt.post_id"), Audience.MAY_SEE);
    }

    private static String kudosBranch(Page page, String name) {
        var order = page.order();
        return """
                (select %1$s as post_id, p.subject_id, p.author_id, p.kind, %2$s as k
                   from kudos_member km join %3$s p on %1$s = km.post_id join subject_access s on s.subject_id = p.subject_id
                  where km.member_id = :%4$s and km.hidden_at is null and km.post_id < :before
                    and %2$s < :before and %2$s >= :floor and p.kind <> :%4$sx%5$s and %6$s
                  order by %2$s desc limit :rows)
                """.formatted(order.post, order.key, order.table, name, page.wanted("p", order.post), Audience.MAY_SEE);
    }

    private static int rounded(int count) {
        return count <= 1 ? count : count <= 5 ? 5 : (count + 24) / 25 * 25;
    }

    /**
     * What stands above the first page of a place: its announcements until they expire, then its pinned posts, the latest first.
     * Above the company's stands what moderators announce on their own profiles.
     */
    List<FeedItem> standing(long viewer, FeedPlace place, FeedOrder order) {
        if (!place.hasTop()) {
            return List.of();
        }
        String here = place instanceof FeedPlace.Company
                ? "exists (select 1 from subject sj where sj.id = p.subject_id and sj.kind = 1)"
                : "p.subject_id = :place";
        var sql = """
                select x.post_id, x.subject_id, x.author_id, x.kind, x.k
                  from (select %1$s as post_id, p.subject_id, p.author_id, p.kind, %2$s as k, 1 as pinned, an.post_id as place
                          from announcement an join %3$s p on %1$s = an.post_id
                         where an.expires_at > :now and %4$s
                        union all
                        select %1$s, p.subject_id, p.author_id, p.kind, %2$s, 2, n.id
                          from pin n join %3$s p on %1$s = n.post_id where n.subject_id = :place and p.subject_id = :place) x
                  join subject_access s on s.subject_id = x.subject_id
                 where %5$s
                 order by x.pinned, x.place desc limit :most
                """.formatted(order.post, order.key, order.table, here, Audience.MAY_SEE);
        var posts = new HashSet<Long>();
        return jdbc
                .sql(sql)
                .param("viewer", viewer)
                .param("place", place.id())
                .param("now", Times.utc(clock.instant()))
                .param("most", MAX_STANDING)
                .query((row, number) -> item(row))
                .list()
                .stream()
                .filter(item -> posts.add(item.post()))
                .toList();
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
        var page = new Page(viewer, asked, order, token.criteria(), FeedCursor.FIRST, cap - 1);
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
                                belongs(asked, ":floor"),
                                token.criteria().on("w", "w.post_id"),
                                others,
                                Audience.MAY_SEE);
        return jdbc.sql(sql)
                .params(parameters(page, Map.of("floor", token.from().floor(), "known", known)))
                .query(Integer.class)
                .single();
    }

    private static String with(FeedPlace place) {
        return place instanceof FeedPlace.Home ? FOLLOWED : place instanceof FeedPlace.OfStream ? IN_STREAM : "";
    }

    /**
     * Whether a walked post {@code w} belongs to the feed.
     *
     * @param above posts of which only those with a higher bump are walked, as SQL
     */
    private static String belongs(FeedPlace place, String above) {
        if (follows(place)) {
            return "(" + OF_FOLLOWED + " or w.kind <> 10 and " + OF_TOPICS.formatted(above) + ")";
        }
        if (place instanceof FeedPlace.OfTopic) {
            return """
                    (w.post_id in (select pt.post_id from post_topic pt where pt.topic_id = :place and pt.bump > %s)) is true
                    """.formatted(above);
        }
        if (place instanceof FeedPlace.Company) {
            return "1 = 1";
        }
        if (place instanceof FeedPlace.OfAccount) {
            return "(w.subject_id in (select x.id from subject x where x.root_id = :place or x.id = :place)) is true";
        }
        if (place instanceof FeedPlace.OfMember) {
            return """
                    (w.subject_id = :place or w.author_id = :place or (w.post_id in (
                       select km.post_id from kudos_member km where km.member_id = :place and km.hidden_at is null)) is true)
                    """;
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
        all.put("standing", page.cursor().standing());
        page.criteria().putInto(all);
        return all;
    }

    static FeedItem item(ResultSet row) throws SQLException {
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
                row.getLong("source"),
                SourceKind.values()[row.getInt("kind")],
                row.getInt("except_kind"),
                row.getLong("head"));
    }
}
