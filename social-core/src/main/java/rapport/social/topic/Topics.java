package rapport.social.topic;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.shared.Words;

/** Topics and the posts that they hold. */
@Component
public class Topics {
    static final int MAX_NAME = 100;
    /** Posts are counted up to here. */
    static final int COUNT_CAP = 1_000;

    /** At least one post that the viewer may see: without it the topic does not exist for the viewer. */
    private static final String KNOWN = """
            exists (select 1 from post_topic kt join post kp on kp.id = kt.post_id
                      join subject_access s on s.subject_id = kp.subject_id
                     where kt.topic_id = t.id and %s)
            """.formatted(Audience.MAY_SEE);

    private final JdbcClient jdbc;
    private final Posts posts;
    private final Ids ids;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Topics(JdbcClient jdbc, Posts posts, Ids ids, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.ids = ids;
        this.clock = clock;
        this.events = events;
    }

    /** A topic and how many posts of it the viewer may see. */
    record Counted(Topic topic, int posts) {}

    /**
     * A topic with what the viewer has to do with it.
     *
     * @param level     how much the viewer hears of it, as {@code follow.level}; null: does not follow it
     * @param followers active members who follow it and have not muted it
     */
    record Known(Counted counted, @Nullable Integer level, int followers) {}

    /**
     * Sets the topics that stand in the text of a post; those assigned by readers stay.
     *
     * @param names as they are written, without the sign; known to be well-formed
     */
    @Transactional
    public void setFromText(PostId post, Collection<String> names) {
        Set<Long> wanted = findOrCreate(names);
        Set<Long> present =
                new HashSet<>(jdbc.sql("select topic_id from post_topic where post_id = :post and by_hand = false")
                        .param("post", post.value())
                        .query(Long.class)
                        .list());
        for (Long gone : present) {
            if (!wanted.contains(gone)) {
                jdbc.sql("delete from post_topic where topic_id = :topic and post_id = :post and by_hand = false")
                        .param("topic", gone)
                        .param("post", post.value())
                        .update();
            }
        }
        for (Long added : wanted) {
            if (!present.contains(added)) {
                insert(added, post, false);
            }
        }
    }

    /** The same for a post that was just added, and has none yet. */
    @Transactional
    public void addFromText(PostId post, Collection<String> names) {
        findOrCreate(names).forEach(topic -> insert(topic, post, false));
    }

    private Set<Long> findOrCreate(Collection<String> names) {
        Map<String, String> byKey = new LinkedHashMap<>();
        names.forEach(name -> byKey.putIfAbsent(key(name), name));
        Set<Long> topics = new LinkedHashSet<>();
        byKey.forEach((key, name) -> topics.add(findOrCreate(key, name)));
        return topics;
    }

    /** Assigns a topic by hand. Twice is as once. @throws Problem if the viewer may not see the post, or take no part in it */
    @Transactional
    public Topic assign(MemberId viewer, PostId post, String name) {
        requireMayTakePart(viewer, post);
        String clean = checkedName(name);
        long topic = findOrCreate(key(clean), clean);
        insert(topic, post, true);
        return byId(topic).orElseThrow();
    }

    private static String checkedName(String name) {
        String clean = name.strip().replaceFirst("^#+", "");
        if (!clean.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]*") || clean.length() > MAX_NAME) {
            throw Problem.invalid("name", clean, "1 to " + MAX_NAME + " letters, digits, - and _");
        }
        return clean;
    }

    /** Takes away a topic that was assigned by hand; one that stands in the text stays until the text is edited. */
    @Transactional
    public void unassign(MemberId viewer, PostId post, SubjectId topic) {
        requireMayTakePart(viewer, post);
        jdbc.sql("delete from post_topic where topic_id = :topic and post_id = :post and by_hand = true")
                .param("topic", topic.value())
                .param("post", post.value())
                .update();
    }

    /**
     * A topic by id or by name; of a merged one the topic that it became part of.
     *
     * @throws Problem not found, if there is none of which the viewer may see a post
     */
    public Topic visibleTo(MemberId viewer, String idOrName) {
        Optional<Topic> found = Optional.empty();
        if (idOrName.matches("\\d{1,18}")) {
            found = known(viewer, "t.id = :id", "id", current(Long.parseLong(idOrName)));
        }
        if (found.isEmpty() && idOrName.length() <= MAX_NAME) {
            var named = jdbc.sql("select id from topic where topic_key = :key")
                    .param("key", key(idOrName))
                    .query(Long.class)
                    .optional();
            if (named.isPresent()) {
                found = known(viewer, "t.id = :id", "id", current(named.get()));
            }
        }
        return found.orElseThrow(Problem::notFound);
    }

    /** The same with counts and the viewer's follow. */
    Known read(MemberId viewer, String idOrName) {
        var topic = visibleTo(viewer, idOrName);
        return jdbc.sql("""
                        select (select f.level from follow f where f.member_id = :viewer and f.subject_id = :topic) as level,
                               (select count(*) from follow f join member m on m.id = f.member_id
                                 where f.subject_id = :topic and f.level < 3 and m.active) as followers
                        """)
                .param("viewer", viewer.value())
                .param("topic", topic.id().value())
                .query((row, number) -> new Known(
                        new Counted(topic, count(viewer, topic.id())),
                        row.getObject("level", Integer.class),
                        row.getInt("followers")))
                .single();
    }

    /** Topics whose name starts so, lately used first, for the field in which one writes. */
    List<Topic> suggest(MemberId viewer, String prefix, int limit) {
        String key = key(prefix);
        return jdbc.sql("""
                        select t.id, sj.name, t.description,
                               (select max(pt.post_id) from post_topic pt where pt.topic_id = t.id) as latest
                          from topic t join subject sj on sj.id = t.id
                         where t.merged_into is null and t.topic_key >= :from and t.topic_key < :to and %s
                         order by latest desc, t.id limit :limit
                        """.formatted(KNOWN))
                .param("viewer", viewer.value())
                .param("from", key)
                .param("to", Words.after(key))
                .param("limit", limit)
                .query((row, number) -> topic(row))
                .list();
    }

    /** Topics of the most posts of late, counted over what the viewer may see. */
    List<Counted> trending(MemberId viewer, Duration over, int limit) {
        return jdbc.sql("""
                        select t.id, sj.name, t.description, x.posts
                          from (select pt.topic_id, count(*) as posts
                                  from (select p.id, p.subject_id, p.published_at from post p order by p.id desc limit 20000) w
                                  join post_topic pt on pt.post_id = w.id
                                  join subject_access s on s.subject_id = w.subject_id
                                 where w.published_at > :since and %s
                                 group by pt.topic_id) x
                          join topic t on t.id = x.topic_id join subject sj on sj.id = t.id
                         order by x.posts desc, t.topic_key limit :limit
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("since", Times.utc(clock.instant().minus(over)))
                .param("limit", limit)
                .query((row, number) -> new Counted(topic(row), row.getInt("posts")))
                .list();
    }

    /** Topics that stand on the same posts, those most often together first. */
    List<Counted> related(MemberId viewer, SubjectId topic, int limit) {
        return jdbc.sql("""
                        select t.id, sj.name, t.description, x.posts
                          from (select other.topic_id, count(*) as posts
                                  from (select post_id from post_topic where topic_id = :topic
                                         order by post_id desc limit 2000) here
                                  join post_topic other on other.post_id = here.post_id and other.topic_id <> :topic
                                  join post p on p.id = here.post_id join subject_access s on s.subject_id = p.subject_id
                                 where %s group by other.topic_id) x
                          join topic t on t.id = x.topic_id join subject sj on sj.id = t.id
                         order by x.posts desc, t.topic_key limit :limit
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("topic", topic.value())
                .param("limit", limit)
                .query((row, number) -> new Counted(topic(row), row.getInt("posts")))
                .list();
    }

    /** Gives a topic another name. The old name leads to nothing, unless a text still holds it. @throws TopicTaken */
    @Transactional
    public Topic rename(SubjectId topic, String name, @Nullable String description) {
        var present = byId(topic.value()).orElseThrow(Problem::notFound);
        String clean = checkedName(name);
        var taken = jdbc.sql("select id from topic where topic_key = :key and id <> :id")
                .param("key", key(clean))
                .param("id", topic.value())
                .query(Long.class)
                .optional();
        if (taken.isPresent()) {
            throw new TopicTaken(clean);
        }
        try {
            jdbc.sql("update topic set topic_key = :key, description = :description where id = :id")
                    .param("key", key(clean))
                    .param("description", description == null ? present.description() : strippedOrNull(description))
                    .param("id", topic.value())
                    .update();
        } catch (DuplicateKeyException e) { // somebody made it in between
            throw new TopicTaken(clean);
        }
        jdbc.sql("update subject set name = :name where id = :id")
                .param("name", clean)
                .param("id", topic.value())
                .update();
        return byId(topic.value()).orElseThrow();
    }

    private static @Nullable String strippedOrNull(String description) {
        String text = description.strip();
        return text.isEmpty() ? null : text;
    }

    /** Puts one topic's posts and followers into another. Old links and texts lead to the other from now on. */
    @Transactional
    public Topic merge(SubjectId from, SubjectId into) {
        long winner = current(into.value());
        long loser = from.value();
        if (winner == loser) {
            throw Problem.invalid("into", into, "another topic");
        }
        byId(loser).orElseThrow(Problem::notFound);
        var result = byId(winner).orElseThrow(Problem::notFound);
        jdbc.sql("""
                        insert into post_topic (topic_id, post_id, by_hand, subject_id, author_id, kind, bump)
                        select :winner, l.post_id, l.by_hand, l.subject_id, l.author_id, l.kind, l.bump from post_topic l where l.topic_id = :loser on conflict do nothing
                        """).param("winner", winner).param("loser", loser).update();
        jdbc.sql("delete from post_topic where topic_id = :loser")
                .param("loser", loser)
                .update();
        jdbc.sql("""
                        insert into follow (member_id, subject_id, level, origin, of_topic, created_at)
                        select f.member_id, :winner, f.level, f.origin, true, f.created_at from follow f where f.subject_id = :loser
                        on conflict do nothing
                        """).param("winner", winner).param("loser", loser).update();
        jdbc.sql("delete from follow where subject_id = :loser")
                .param("loser", loser)
                .update();
        jdbc.sql("update topic set merged_into = :winner where id = :loser or merged_into = :loser")
                .param("winner", winner)
                .param("loser", loser)
                .update();
        events.publishEvent(new TopicMerged(from, new SubjectId(winner)));
        return result;
    }

    /** Takes a topic away from all posts and followers; a text that holds it makes it anew when it is edited. */
    @Transactional
    public void delete(SubjectId topic) {
        byId(topic.value()).orElseThrow(Problem::notFound);
        for (String statement : List.of(
                "delete from post_topic where topic_id = :id",
                "delete from follow where subject_id = :id",
                "delete from stream_source where source_id = :id",
                "delete from topic where id = :id or merged_into = :id",
                "delete from subject_access where subject_id = :id",
                "delete from subject where id = :id")) {
            jdbc.sql(statement).param("id", topic.value()).update();
        }
    }

    private int count(MemberId viewer, SubjectId topic) {
        return jdbc.sql("""
                        select count(*) from (select 1 from post_topic pt join post p on p.id = pt.post_id
                            join subject_access s on s.subject_id = p.subject_id
                           where pt.topic_id = :topic and %s limit :cap) c
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("topic", topic.value())
                .param("cap", COUNT_CAP)
                .query(Integer.class)
                .single();
    }

    private Optional<Topic> known(MemberId viewer, String condition, String parameter, long value) {
        return jdbc.sql("select t.id, sj.name, t.description from topic t join subject sj on sj.id = t.id where "
                        + condition
                        + " and "
                        + KNOWN)
                .param("viewer", viewer.value())
                .param(parameter, value)
                .query((row, number) -> topic(row))
                .optional();
    }

    private Optional<Topic> byId(long id) {
        return jdbc.sql(
                        "select t.id, sj.name, t.description from topic t join subject sj on sj.id = t.id where t.id = :id")
                .param("id", id)
                .query((row, number) -> topic(row))
                .optional();
    }

    /** The topic that a merged one became part of; any other stays as it is. */
    public SubjectId current(SubjectId id) {
        return new SubjectId(current(id.value()));
    }

    private long current(long id) {
        return jdbc.sql("select coalesce(merged_into, id) from topic where id = :id")
                .param("id", id)
                .query(Long.class)
                .optional()
                .orElse(id);
    }

    private long findOrCreate(String key, String name) {
        var known = jdbc.sql("select coalesce(merged_into, id) from topic where topic_key = :key")
                .param("key", key)
                .query(Long.class)
                .optional();
        if (known.isPresent()) {
            return known.get();
        }
        long id = ids.next();
        int inserted = jdbc.sql(
                        "insert into topic (id, topic_key, created_at) values (:id, :key, :now) on conflict do nothing")
                .param("id", id)
                .param("key", key)
                .param("now", Times.utc(clock.instant()))
                .update();
        if (inserted == 0) {
            return findOrCreate(key, name); // another post made it at this moment
        }
        jdbc.sql("insert into subject (id, kind, name) values (:id, :kind, :name)")
                .param("id", id)
                .param("kind", SubjectKind.TOPIC.code())
                .param("name", name)
                .update();
        jdbc.sql("insert into subject_access (subject_id, audience_id) values (:id, :everybody)")
                .param("id", id)
                .param("everybody", Audience.EVERYBODY)
                .update();
        return id;
    }

    private void insert(long topic, PostId post, boolean byHand) {
        // a comment that comes at this moment waits: it raises the post in all its topics
        jdbc.sql("select bump from post_activity where post_id = :post for update")
                .param("post", post.value())
                .query(Long.class)
                .optional();
        jdbc.sql("""
                        insert into post_topic (topic_id, post_id, by_hand, subject_id, author_id, kind, bump)
                        select :topic, a.post_id, :byHand, a.subject_id, a.author_id, a.kind, a.bump
                          from post_activity a where a.post_id = :post
                        on conflict do nothing
                        """)
                .param("topic", topic)
                .param("post", post.value())
                .param("byHand", byHand)
                .update();
    }

    /** A post rises in the feeds of its topics as it does in all others. */
    void raise(PostId post, CommentId comment) {
        jdbc.sql("update post_topic set bump = :bump where post_id = :post and bump < :bump")
                .param("bump", comment.value())
                .param("post", post.value())
                .update();
    }

    /** What stands with a post's topics follows the post: its kind when it is edited, and that it is gone, or back. */
    void refresh(PostId post) {
        jdbc.sql("""
                        update post_topic set
                               subject_id = (select a.subject_id from post_activity a where a.post_id = :post),
                               author_id = (select a.author_id from post_activity a where a.post_id = :post),
                               kind = (select a.kind from post_activity a where a.post_id = :post),
                               bump = coalesce((select a.bump from post_activity a where a.post_id = :post), 0)
                         where post_id = :post
                        """).param("post", post.value()).update();
    }

    private void requireMayTakePart(MemberId viewer, PostId post) {
        posts.requireMayTakePart(viewer, posts.visibleTo(viewer, post));
    }

    private static Topic topic(ResultSet row) throws SQLException {
        return new Topic(new SubjectId(row.getLong("id")), row.getString("name"), row.getString("description"));
    }

    private static String key(String name) {
        String folded = Words.fold(name);
        return folded.length() > MAX_NAME ? folded.substring(0, MAX_NAME) : folded;
    }
}
