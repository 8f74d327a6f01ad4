package rapport.social.notification;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.shared.Times;

/**
 * Makes and withdraws notifications, set-based: candidates with their reasons, of whom those remain who are active, may see
 * the subject, did not act themselves and have not turned it off. All methods join the caller's transaction.
 */
@Component
class NotificationStore {
    /** Followers told by one statement. */
    static final int CHUNK = 1_000;

    private static final int CHANGE_STORY = 10;

    private static final String MENTIONED_IN =
            "select x.member_id, 1 as reason from mention x where x.item_id = :item and x.member_id > :after and x.member_id <= :upto";

    private static final String OF_A_POST = MENTIONED_IN + """
               union all
              select f.member_id, 5 from follow f
               where f.subject_id = :subject and f.level <= :level and f.member_id > :after and f.member_id <= :upto
               union all
              select f.member_id, 6 from follow f
               where f.subject_id = :followed and f.level <= :level and f.member_id > :after and f.member_id <= :upto
              """;

    private static final String OF_A_COMMENT = MENTIONED_IN + """
               union all
              select a.author_id, 2 from comment c join comment a on a.post_id = c.post_id and a.ordinal = c.parent_ordinal
               where c.id = :item
               union all
              select p.author_id, 3 from post p where p.id = :post and p.author_id is not null
               union all
              select c.author_id, 4 from comment c where c.post_id = :post and c.deleted_at is null
              """;

    private static final String OF_AN_EDIT = """
            select x.member_id, 1 as reason from mention x
             where x.item_id = :item and (x.member_id = any(:members) or x.via = any(:groups))
            """;

    private static final String OF_A_REACTION = """
            select p.author_id as member_id, 7 as reason from post p where p.id = :item and p.author_id is not null
             union all
            select c.author_id, 7 from comment c where c.id = :item and c.deleted_at is null
            """;

    /**
     * Who is told, once each, with the best reason. What a member said about this place comes first: muted is silence,
     * mentions only leaves what was said to the member in person.
     */
    private static final String TOLD = """
            select r.member_id, r.reason
              from (select c.member_id, min(c.reason) as reason from (%s) c group by c.member_id) r
              join member m on m.id = r.member_id and m.active
              join subject_access s on s.subject_id = :subject
              left join follow l on l.member_id = r.member_id and l.subject_id = :subject
             where r.member_id <> :actor and coalesce(l.level, 0) < 3 and (r.reason <= 3 or coalesce(l.level, 0) < 2)
               and %s
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    NotificationStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param actor null: nobody known */
    record News(
            long post,
            @Nullable Long comment,
            long subject,
            @Nullable Long actor) {
        long item() {
            return comment == null ? post : comment;
        }
    }

    /**
     * Lets one thread's news in one after the other, as rows of one thread replace each other.
     *
     * @return whether the post is still there
     */
    boolean lockThread(long post) {
        return !jdbc.sql("select id from post where id = :post for update")
                .param("post", post)
                .query(Long.class)
                .list()
                .isEmpty();
    }

    /** A new post: for its followers in chunks, ordered by member. */
    void tellOfPost(News news, boolean changeStory) {
        long after = 0;
        long followed = changeStory || news.actor() == null ? -1 : news.actor();
        while (true) {
            var chunk = jdbc.sql("""
                            select count(*) as followers, coalesce(max(n.member_id), 0) as last
                              from (select c.member_id
                                      from (select f.member_id from follow f
                                             where f.subject_id in (:subject, :followed) and f.member_id > :after
                                             union
                                            select x.member_id from mention x where x.item_id = :item and x.member_id > :after) c
                                     order by c.member_id limit :chunk) n
                            """)
                    .param("item", news.item())
                    .param("subject", news.subject())
                    .param("followed", followed)
                    .param("after", after)
                    .param("chunk", CHUNK)
                    .query(Chunk.class)
                    .single();
            boolean last = chunk.followers() < CHUNK;
            var values = values(news);
            values.put("followed", followed);
            values.put("level", changeStory ? 0 : 1);
            values.put("after", after);
            values.put("upto", last ? Long.MAX_VALUE : chunk.last());
            insert(OF_A_POST, values, false);
            if (last) {
                return;
            }
            after = chunk.last();
        }
    }

    record Chunk(int followers, long last) {}

    /** A new comment: replaces what the thread said before, but not an unread mention by less. */
    void tellOfComment(News news) {
        var values = values(news);
        values.put("after", 0L);
        values.put("upto", Long.MAX_VALUE);
        jdbc.sql("""
                        delete from notification
                         where post_id = :post and (comment_id is null or comment_id < :item)
                           and exists (select 1 from (%s) t
                                        where t.member_id = notification.member_id
                                          and (notification.is_read or notification.reason <> 1 or t.reason = 1))
                        """.formatted(told(OF_A_COMMENT))).params(values).update();
        insert(OF_A_COMMENT, values, false);
    }

    /**
     * Members whom an edit mentions for the first time.
     *
     * @param members by name
     * @param groups  through these spaces and roles
     */
    void tellOfMention(News news, Collection<Long> members, Collection<Long> groups) {
        if (members.isEmpty() && groups.isEmpty()) {
            return;
        }
        var values = values(news);
        values.put("members", members.toArray(Long[]::new));
        values.put("groups", groups.toArray(Long[]::new));
        jdbc.sql("""
                        delete from notification
                         where post_id = :post and (is_read or reason <> 1)
                           and not (reason = 1 and coalesce(comment_id, post_id) = :item)
                           and exists (select 1 from (%s) t where t.member_id = notification.member_id)
                        """.formatted(told(OF_AN_EDIT))).params(values).update();
        insert(OF_AN_EDIT, values, false);
    }

    /** A reaction is told quietly, as already read, and takes the place of nothing but an earlier reaction. */
    void tellOfReaction(News news) {
        var values = values(news);
        jdbc.sql("""
                        delete from notification
                         where post_id = :post and reason = 7
                           and exists (select 1 from (%s) t where t.member_id = notification.member_id)
                        """.formatted(told(OF_A_REACTION))).params(values).update();
        insert(OF_A_REACTION, values, true);
    }

    private void insert(String candidates, Map<String, Object> values, boolean read) {
        values.put("now", Times.utc(clock.instant()));
        values.put("read", read);
        jdbc.sql("""
                        insert into notification
                               (id, member_id, post_id, comment_id, subject_id, actor_id, kind, reason, is_read, created_at)
                        select nextval('activity_seq'), t.member_id, :post, nullif(:item, :post), :subject, nullif(:actor, -1),
                               case t.reason when 1 then 1 when 2 then 2 when 3 then 3 when 4 then 3 when 7 then 5 else 4 end,
                               t.reason, :read, :now
                          from (%s) t
                         where exists (select 1 from post p where p.id = :post)
                           and not exists (select 1 from comment d where d.id = :item and d.deleted_at is not null)
                        on conflict do nothing
                        """.formatted(told(candidates))).params(values).update();
    }

    private static String told(String candidates) {
        return TOLD.formatted(candidates, Audience.maySee("s.audience_id", "r.member_id"));
    }

    private static Map<String, Object> values(News news) {
        var values = new HashMap<String, Object>();
        values.put("post", news.post());
        values.put("item", news.item());
        values.put("subject", news.subject());
        values.put("actor", news.actor() == null ? -1L : news.actor());
        return values;
    }

    /** Members whose unread news is of a mention that the text no longer has. */
    List<Long> withoutMention(News news) {
        return jdbc.sql("""
                        select n.member_id from notification n
                         where n.post_id = :post and coalesce(n.comment_id, n.post_id) = :item and n.reason = 1 and not n.is_read
                           and not exists (select 1 from mention x where x.item_id = :item and x.member_id = n.member_id)
                        """)
                .param("post", news.post())
                .param("item", news.item())
                .query(Long.class)
                .list();
    }

    void withdrawMentions(News news, Collection<Long> members) {
        if (members.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        delete from notification
                         where post_id = :post and coalesce(comment_id, post_id) = :item and reason = 1 and not is_read
                           and member_id = any(:members)
                        """)
                .param("post", news.post())
                .param("item", news.item())
                .param("members", members.toArray(Long[]::new))
                .update();
    }

    void withdrawReaction(News news) {
        jdbc.sql("""
                        delete from notification
                         where post_id = :post and coalesce(comment_id, post_id) = :item and reason = 7 and actor_id = :actor
                        """).params(values(news)).update();
    }

    /** All that was told of a thread, or of one comment. */
    void withdraw(News news) {
        if (news.comment() == null) {
            jdbc.sql("delete from notification where post_id = :post")
                    .param("post", news.post())
                    .update();
        } else {
            jdbc.sql("delete from notification where post_id = :post and comment_id = :comment")
                    .param("post", news.post())
                    .param("comment", news.comment())
                    .update();
        }
    }

    /** Whose inbox has something of this thread, or of this comment. */
    List<Long> told(News news) {
        return jdbc.sql("""
                        select member_id from notification
                         where post_id = :post and (:item = :post or comment_id = :item)
                        """)
                .param("post", news.post())
                .param("item", news.item())
                .query(Long.class)
                .list();
    }
}
