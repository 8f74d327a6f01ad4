package rapport.social.notification;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.follow.FollowLevel;
import rapport.social.member.MemberId;
import rapport.social.post.PostKind;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;

/**
 * Makes and withdraws notifications, set-based: candidates with their reasons, of whom those remain who are active, may see
 * the subject, did not act themselves and have not turned it off. All methods join the caller's transaction.
 */
@Component
class NotificationStore {
    /** Followers told by one statement. */
    static final int CHUNK = 1_000;

    private static final String MENTIONED_IN =
            "select x.member_id, 1 as reason from mention x where x.item_id = :item and x.member_id > :after and x.member_id <= :upto";

    private static final String OF_A_POST = MENTIONED_IN + """
               union all
              select f.member_id, 5 from follow f
               where f.subject_id = :subject and f.level <= :level and f.member_id > :after and f.member_id <= :upto
               union all
              select f.member_id, 6 from follow f
               where f.subject_id = :followed and f.level <= :level and f.member_id > :after and f.member_id <= :upto
               union all
              select f.member_id, 10 from post_topic pt join follow f on f.subject_id = pt.topic_id
               where pt.post_id = :post and f.level <= :level and f.member_id > :after and f.member_id <= :upto
               union all
              select k.member_id, 0 from kudos_member k
               where k.post_id = :post and k.member_id > :after and k.member_id <= :upto
              """;

    private static final String OF_A_COMMENT = MENTIONED_IN + """
               union all
              select a.author_id, 2 from comment c join comment a on a.post_id = c.post_id and a.ordinal = c.parent_ordinal
               where c.id = :item
               union all
              select p.author_id, 3 from post p where p.id = :post and p.author_id is not null
               union all
              select c.author_id, 4 from comment c where c.post_id = :post and c.deleted_at is null
               union all
              select i.member_id, 8 from item_follow i where i.item_id = :post
               union all
              select i.member_id, 9 from comment c
                join comment a on a.post_id = c.post_id and (a.ordinal = c.parent_ordinal or a.ordinal = c.thread_ordinal)
                join item_follow i on i.item_id = a.id
               where c.id = :item
              """;

    private static final String OF_AN_EDIT = """
            select x.member_id, 1 as reason from mention x
             where x.item_id = :item and (x.member_id = any(:members) or x.via = any(:groups))
             union all
            select i.member_id, case when i.item_id = :post then 8 else 9 end from item_follow i where i.item_id = :item
            """;

    private static final String OF_AN_ANSWER = """
            select c.author_id as member_id, 11 as reason from comment c where c.id = :item and c.deleted_at is null
             union all
            select p.author_id, 3 from post p where p.id = :post and p.author_id is not null
             union all
            select i.member_id, 8 from item_follow i
             where i.item_id = :post and not exists (select 1 from comment c where c.id = :item and c.author_id = i.member_id)
            """;

    private static final String OF_A_POLL = """
            select p.author_id as member_id, 3 as reason from post p where p.id = :post and p.author_id is not null
             union all
            select v.member_id, 12 from vote v where v.post_id = :post
            """;

    /** As long as it is there: it may be taken back before this is told. */
    private static final String OF_A_REACTION = """
            select o.member_id, 7 as reason
              from (select p.id, p.author_id as member_id from post p where p.id = :item and p.author_id is not null
                     union all
                    select c.id, c.author_id from comment c where c.id = :item and c.deleted_at is null) o
             where exists (select 1 from reaction x where x.item_id = o.id and x.member_id = :actor)
            """;

    /** What a reason is told as: a mention and an answer are themselves, whatever else happened. */
    private static final String KIND_OF =
            "(case when %1$s.reason = 0 then 8 when %1$s.reason = 1 then 1 when %1$s.reason in (2, 9) and :kind = 3 then 2 else :kind end)";

    /**
     * Who is told, once each, with the best reason that she has not turned off. What a member said about a place, a thread or a
     * kind of news comes first: muted is silence, from a thread but for being named if she wants; mentions only leaves what was
     * said to the member in person and what she follows by itself; who unfollowed a thread is not told of it for having taken
     * part.
     */
    private static final String TOLD = """
            select r.member_id, r.reason
              from (select c.member_id, min(c.reason) as reason
                      from (%s) c
                      left join notification_setting n on n.member_id = c.member_id and n.channel = 0 and n.kind = %s
                     where coalesce(n.enabled, true)
                       and (c.reason not in (3, 4) or not exists (
                              select 1 from unfollowed u where u.member_id = c.member_id and u.subject_id = :post))
                     group by c.member_id) r
              join member m on m.id = r.member_id and m.active
              join subject_access s on s.subject_id = :subject
              left join follow l on l.member_id = r.member_id and l.subject_id = :subject
              left join thread_mute t on t.member_id = r.member_id and t.post_id = :post
              left join notification_preference w on w.member_id = r.member_id
             where r.member_id <> :actor and coalesce(l.level, 0) < 3
               and (r.reason not in (4, 5, 6, 7, 10) or :kind = 9 or coalesce(l.level, 0) < 2)
               and (t.member_id is null or r.reason = 1 and coalesce(w.muted_by_mention, true))
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
            @Nullable Long actor,
            NotificationKind kind) {
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
        return lockedKind(post).isPresent();
    }

    /** The same, and what kind of post it is. */
    Optional<PostKind> lockedKind(long post) {
        return jdbc.sql("select kind from post where id = :post for update")
                .param("post", post)
                .query((row, number) -> PostKind.of(row.getInt("kind")))
                .optional();
    }

    /**
     * A new post: for its followers in chunks, ordered by member.
     *
     * @param level the last that is told of it
     */
    void tellOfPost(News news, FollowLevel level) {
        long after = 0;
        boolean story = level == FollowLevel.EVERYTHING;
        long followed = story || news.actor() == null ? -1 : news.actor();
        while (true) {
            var chunk = jdbc.sql("""
                            select count(*) as followers, coalesce(max(n.member_id), 0) as last
                              from (select c.member_id
                                      from (select f.member_id from follow f
                                             where f.subject_id in (select cast(:subject as bigint) union all select cast(:followed as bigint)
                                                                     union all select pt.topic_id from post_topic pt where pt.post_id = :post)
                                               and f.member_id > :after
                                             union
                                            select x.member_id from mention x where x.item_id = :item and x.member_id > :after) c
                                     order by c.member_id limit :chunk) n
                            """)
                    .param("item", news.item())
                    .param("subject", news.subject())
                    .param("followed", followed)
                    .param("post", news.post())
                    .param("after", after)
                    .param("chunk", CHUNK)
                    .query(Chunk.class)
                    .single();
            boolean last = chunk.followers() < CHUNK;
            var values = values(news);
            values.put("followed", followed);
            values.put("level", level.ordinal());
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

    /**
     * A new comment: replaces what the thread said before, but not an unread mention by less. Comments can be told in another
     * order than they were written in: a mention still takes the place of what is less.
     */
    void tellOfComment(News news) {
        var values = values(news);
        values.put("after", 0L);
        values.put("upto", Long.MAX_VALUE);
        jdbc.sql("""
                        delete from notification
                         where post_id = :post and (comment_id is null or comment_id <> :item)
                           and exists (select 1 from (%s) t
                                        where t.member_id = notification.member_id
                                          and (coalesce(notification.comment_id, 0) < :item
                                               and (notification.is_read or notification.reason <> 1 or t.reason = 1)
                                            or notification.comment_id > :item and not notification.is_read
                                               and notification.reason <> 1 and t.reason = 1))
                        """.formatted(told(OF_A_COMMENT))).params(values).update();
        insert(OF_A_COMMENT, values, false);
    }

    /**
     * Members whom an edit mentions for the first time, and who follows the edited item by itself.
     *
     * @param members by name
     * @param groups  through these spaces and roles
     */
    void tellOfEdit(News news, Collection<Long> members, Collection<Long> groups) {
        var values = values(news);
        values.put("members", members.toArray(Long[]::new));
        values.put("groups", groups.toArray(Long[]::new));
        replace(OF_AN_EDIT, values);
    }

    /** A comment was accepted as the answer: for who wrote it, who asked, and who follows the question. */
    void tellOfAnswer(News news) {
        replace(OF_AN_ANSWER, values(news));
    }

    /** A poll has ended: for its author and who voted. */
    void tellOfPollEnd(News news) {
        replace(OF_A_POLL, values(news));
    }

    /** Takes the place of what the thread told before, but not of an unread mention. */
    private void replace(String candidates, Map<String, Object> values) {
        jdbc.sql("""
                        delete from notification
                         where post_id = :post
                           and not (reason = 1 and coalesce(comment_id, post_id) = :item)
                           and exists (select 1 from (%s) t
                                        where t.member_id = notification.member_id
                                          and (notification.is_read or notification.reason <> 1))
                        """.formatted(told(candidates))).params(values).update();
        insert(candidates, values, false);
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
                               %s, t.reason, :read, :now
                          from (%s) t
                         where exists (select 1 from post p where p.id = :post)
                           and not exists (select 1 from comment d where d.id = :item and d.deleted_at is not null)
                        on conflict do nothing
                        """.formatted(KIND_OF.formatted("t"), told(candidates)))
                .params(values)
                .update();
    }

    private static String told(String candidates) {
        return TOLD.formatted(candidates, KIND_OF.formatted("c"), Audience.maySee("s.audience_id", "r.member_id"));
    }

    private static Map<String, Object> values(News news) {
        var values = new HashMap<String, Object>();
        values.put("post", news.post());
        values.put("item", news.item());
        values.put("subject", news.subject());
        values.put("actor", news.actor() == null ? -1L : news.actor());
        values.put("kind", news.kind().code());
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

    /**
     * News that stands on no post: takes the place of the same from the same actor.
     *
     * @param members who is to be told; of them those who are active, did not act themselves and have not turned it off
     */
    void tellOfSubject(
            NotificationKind kind, Reason reason, SubjectId subject, MemberId actor, Collection<MemberId> members) {
        if (members.isEmpty()) {
            return;
        }
        var told = members.stream().map(MemberId::value).toList();
        withdrawFromSubject(kind, reason, subject, actor, members);
        jdbc.sql("""
                        insert into notification (id, member_id, subject_id, actor_id, kind, reason, is_read, created_at)
                        select nextval('activity_seq'), m.id, :subject, :actor, :kind, :reason, false, :now
                          from member m
                          left join notification_setting n on n.member_id = m.id and n.channel = 0 and n.kind = :kind
                         where m.id in (:members) and m.active and m.id <> :actor and coalesce(n.enabled, true)
                        """)
                .param("subject", subject.value())
                .param("actor", actor.value())
                .param("kind", kind.code())
                .param("reason", reason.code())
                .param("members", told)
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    void withdrawFromSubject(
            NotificationKind kind, Reason reason, SubjectId subject, MemberId actor, Collection<MemberId> members) {
        jdbc.sql("""
                        delete from notification
                         where member_id in (:members) and post_id is null and subject_id = :subject and kind = :kind
                           and reason = :reason and actor_id = :actor
                        """)
                .param("members", members.stream().map(MemberId::value).toList())
                .param("subject", subject.value())
                .param("kind", kind.code())
                .param("reason", reason.code())
                .param("actor", actor.value())
                .update();
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
