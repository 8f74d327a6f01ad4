package rapport.social.feed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;

/**
 * Posts that name the viewer, in their text or in a comment, each once, by the latest mention. Read along the viewer's
 * mentions. Who is named again while reading finds the post, on the pages that follow, where it stood.
 */
@Component
class MentionQuery {
    private final JdbcClient jdbc;

    MentionQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param above a condition on the mention's item {@code m} */
    private static String posts(FeedCriteria criteria, String above) {
        return """
               select p.id as post_id, p.subject_id, p.author_id, p.kind, m.item_id as k
                 from mention m left join comment c on c.id = m.item_id
                 join post p on p.id = coalesce(c.post_id, m.item_id)
                 join subject_access s on s.subject_id = p.subject_id
                where m.member_id = :viewer and %s%s
                  and not exists (select 1 from comment lc join mention lm on lm.item_id = lc.id and lm.member_id = :viewer
                                   where lc.post_id = p.id and lc.id > m.item_id and lc.id <= :top)
                  and %s
               """.formatted(above, criteria.on("p", "p.id"), Audience.MAY_SEE);
    }

    FeedQuery.Items read(long viewer, FeedCriteria criteria, FeedCursor cursor, int limit) {
        var rows = jdbc.sql(posts(criteria, "m.item_id < :before") + " order by m.item_id desc limit :rows")
                .params(parameters(viewer, criteria, cursor))
                .param("rows", limit + 1)
                .query((row, number) -> FeedQuery.item(row))
                .list();
        boolean more = rows.size() > limit;
        var items = List.copyOf(more ? rows.subList(0, limit) : rows);
        if (!more) {
            return new FeedQuery.Items(items, false, cursor);
        }
        long top = cursor.isFirst() ? items.get(0).key() : cursor.top();
        return new FeedQuery.Items(
                items, true, new FeedCursor(false, items.get(limit - 1).key(), top, List.of()));
    }

    /** How many posts name the viewer anew, at most {@code cap}. */
    int countNewer(long viewer, UpdatesToken.Asked token, int cap) {
        var known = token.from().known().isEmpty() ? List.of(-1L) : token.from().known();
        return jdbc.sql("select count(*) from (%s limit :cap) n"
                        .formatted(posts(token.criteria(), "m.item_id > :floor and m.item_id not in (:known)")))
                .params(parameters(viewer, token.criteria(), FeedCursor.FIRST))
                .param("floor", token.from().floor())
                .param("known", known)
                .param("cap", cap)
                .query(Integer.class)
                .single();
    }

    private static Map<String, Object> parameters(long viewer, FeedCriteria criteria, FeedCursor cursor) {
        var all = new HashMap<String, Object>();
        all.put("viewer", viewer);
        all.put("before", cursor.before());
        all.put("top", cursor.top());
        criteria.putInto(all);
        return all;
    }
}
