package rapport.social.reaction;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.comment.Comment;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.post.Post;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.post.RemovalMarks;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Gives, changes, takes back and counts reactions. */
@Component
@EnableConfigurationProperties(ReactionSettings.class)
public class Reactions {
    /** Names told of those who reacted; beyond it a number says enough. */
    static final int MOST_NAMES = 20;

    private static final String GIVEN = """
            select r.item_id as item, r.kind, count(*) as count, max(case when r.member_id = :viewer then 1 else 0 end) = 1 as mine
              from reaction r where r.item_id = any(:items) group by r.item_id, r.kind
            """;

    private final JdbcClient jdbc;
    private final Posts posts;
    private final Comments comments;
    private final RemovalMarks removals;
    private final ReactionSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Reactions(
            JdbcClient jdbc,
            Posts posts,
            Comments comments,
            RemovalMarks removals,
            ReactionSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.comments = comments;
        this.removals = removals;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /** Who gave which reaction. */
    public record Reactor(MemberSummary member, String kind) {}

    /**
     * The people who reacted to an item.
     *
     * @param items the latest first, at most 20
     */
    public record Reactors(List<Reactor> items, int total) {}

    /**
     * @param imported brought in from elsewhere: nobody is told of it
     * @throws Problem if the post is not found or there is no such reaction
     */
    @Transactional
    public ReactionsView give(MemberId member, PostId id, @Nullable String kind, boolean imported) {
        Post post = posts.visibleTo(member, id);
        if (!imported) {
            posts.requireMayTakePart(member, post);
        }
        if (put(id.value(), member, checked(kind))) {
            events.publishEvent(new ReactionChanged(id, post.subject(), member, null, post.author(), kind, imported));
        }
        return of(member, id.value());
    }

    /** @throws Problem if the comment is not found or deleted, or there is no such reaction */
    @Transactional
    public ReactionsView give(MemberId member, CommentId id, @Nullable String kind, boolean imported) {
        Comment comment = standing(member, id);
        if (!imported) {
            posts.requireMayTakePart(member, posts.visibleTo(member, comment.post()));
        }
        removals.requireStanding(id.value());
        if (put(id.value(), member, checked(kind))) {
            events.publishEvent(new ReactionChanged(
                    comment.post(), comment.subject(), member, id, comment.author(), kind, imported));
        }
        return of(member, id.value());
    }

    /** Takes one's reaction back; without one, does nothing. */
    @Transactional
    public ReactionsView takeBack(MemberId member, PostId id) {
        Post post = posts.visibleTo(member, id);
        if (remove(id.value(), member)) {
            events.publishEvent(new ReactionChanged(id, post.subject(), member, null, post.author(), null, false));
        }
        return of(member, id.value());
    }

    /** Takes one's reaction back; without one, does nothing. */
    @Transactional
    public ReactionsView takeBack(MemberId member, CommentId id) {
        Comment comment = standing(member, id);
        if (remove(id.value(), member)) {
            events.publishEvent(
                    new ReactionChanged(comment.post(), comment.subject(), member, id, comment.author(), null, false));
        }
        return of(member, id.value());
    }

    /** @throws Problem if the post is not found */
    @Transactional(readOnly = true)
    public Reactors who(MemberId viewer, PostId id, @Nullable String kind) {
        posts.visibleTo(viewer, id);
        return who(id.value(), kind);
    }

    /** @throws Problem if the comment is not found or deleted */
    @Transactional(readOnly = true)
    public Reactors who(MemberId viewer, CommentId id, @Nullable String kind) {
        standing(viewer, id);
        return who(id.value(), kind);
    }

    private Comment standing(MemberId viewer, CommentId id) {
        Comment comment = comments.visibleTo(viewer, id);
        if (comment.isDeleted()) {
            throw Problem.notFound();
        }
        return comment;
    }

    private String checked(@Nullable String kind) {
        if (kind == null) {
            throw Problem.required("kind");
        }
        if (!settings.kinds().contains(kind)) {
            throw Problem.invalid("kind", kind, String.join(", ", settings.kinds()));
        }
        return kind;
    }

    /** @return whether anything changed */
    private boolean put(long item, MemberId member, String kind) {
        int inserted = jdbc.sql("""
                        insert into reaction (item_id, member_id, kind, created_at)
                        values (:item, :member, :kind, :now) on conflict do nothing
                        """)
                .param("item", item)
                .param("member", member.value())
                .param("kind", kind)
                .param("now", Times.utc(clock.instant()))
                .update();
        if (inserted == 1) {
            return true;
        }
        return jdbc.sql("""
                                update reaction set kind = :kind, created_at = :now
                                 where item_id = :item and member_id = :member and kind <> :kind
                                """)
                        .param("item", item)
                        .param("member", member.value())
                        .param("kind", kind)
                        .param("now", Times.utc(clock.instant()))
                        .update()
                == 1;
    }

    private boolean remove(long item, MemberId member) {
        return jdbc.sql("delete from reaction where item_id = :item and member_id = :member")
                        .param("item", item)
                        .param("member", member.value())
                        .update()
                == 1;
    }

    private Reactors who(long item, @Nullable String kind) {
        List<Reactor> names = jdbc.sql("""
                        select m.id, m.name, m.title, m.site, m.active, r.kind
                          from reaction r join member m on m.id = r.member_id
                         where r.item_id = :item and (cast(:kind as varchar(20)) is null or r.kind = cast(:kind as varchar(20)))
                         order by r.created_at desc, m.id limit :most
                        """)
                .param("item", item)
                .param("kind", kind)
                .param("most", MOST_NAMES)
                .query((row, number) -> new Reactor(
                        new MemberSummary(
                                new MemberId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("title"),
                                row.getString("site"),
                                row.getBoolean("active")),
                        row.getString("kind")))
                .list();
        int total = jdbc.sql("""
                        select count(*) from reaction r
                         where r.item_id = :item and (cast(:kind as varchar(20)) is null or r.kind = cast(:kind as varchar(20)))
                        """)
                .param("item", item)
                .param("kind", kind)
                .query(Integer.class)
                .single();
        return new Reactors(names, total);
    }

    private ReactionsView of(MemberId viewer, long item) {
        return views(jdbc.sql(GIVEN)
                        .param("viewer", viewer.value())
                        .param("items", new Long[] {item})
                        .query(Given.class)
                        .list())
                .getOrDefault(item, ReactionsView.NONE);
    }

    /**
     * How often a reaction was given to an item.
     *
     * @param mine whether the viewer gave it too
     */
    public record Given(long item, String kind, int count, boolean mine) {}

    /** The reactions as they are shown, in their order; items without any are left out. */
    public Map<Long, ReactionsView> views(Collection<Given> all) {
        Map<Long, List<ReactionsView.Count>> counts = new HashMap<>();
        Map<Long, String> mine = new HashMap<>();
        for (Given given : all) {
            counts.computeIfAbsent(given.item(), item -> new ArrayList<>())
                    .add(new ReactionsView.Count(given.kind(), given.count()));
            if (given.mine()) {
                mine.put(given.item(), given.kind());
            }
        }
        Map<Long, ReactionsView> views = new HashMap<>();
        counts.forEach((item, given) -> {
            given.sort(Comparator.<ReactionsView.Count>comparingInt(count -> place(count.kind()))
                    .thenComparing(ReactionsView.Count::kind));
            int total = given.stream().mapToInt(ReactionsView.Count::count).sum();
            views.put(item, new ReactionsView(List.copyOf(given), mine.get(item), total));
        });
        return views;
    }

    private int place(String kind) {
        int place = settings.kinds().indexOf(kind);
        return place < 0 ? Integer.MAX_VALUE : place;
    }
}
