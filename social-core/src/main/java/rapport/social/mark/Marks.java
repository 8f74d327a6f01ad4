package rapport.social.mark;

import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.ConversationSettings;
import rapport.social.post.Post;
import rapport.social.post.PostId;
import rapport.social.post.PostStateChanged;
import rapport.social.post.Posts;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/**
 * Sets and takes back marks; each twice is as once. To set one needs sight of the post, to take one's own back needs nothing:
 * who lost sight of a thread may still stop hearing of it.
 */
@Component
public class Marks {
    private final JdbcClient jdbc;
    private final Posts posts;
    private final ConversationSettings settings;
    private final Ids ids;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Marks(
            JdbcClient jdbc,
            Posts posts,
            ConversationSettings settings,
            Ids ids,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.events = events;
    }

    /** What a mark stands on. */
    private record Item(long id, long post) {}

    private Item visible(MemberId viewer, PostId post) {
        return jdbc.sql("""
                        select p.id, p.id as post from post p join subject_access s on s.subject_id = p.subject_id
                         where p.id = :id and %s
                        """.formatted(Audience.MAY_SEE))
                .param("id", post.value())
                .param("viewer", viewer.value())
                .query(Item.class)
                .optional()
                .orElseThrow(Problem::notFound);
    }

    private Item visible(MemberId viewer, CommentId comment) {
        return jdbc.sql("""
                        select c.id, c.post_id as post from comment c join post p on p.id = c.post_id
                          join subject_access s on s.subject_id = p.subject_id
                         where c.id = :id and c.deleted_at is null and %s
                        """.formatted(Audience.MAY_SEE))
                .param("id", comment.value())
                .param("viewer", viewer.value())
                .query(Item.class)
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /** @throws Problem not found, if there is none or the viewer may not see it */
    @Transactional
    public void set(MemberId viewer, PostId post, PostMark mark) {
        switch (mark) {
            case BOOKMARK -> bookmark(viewer, visible(viewer, post));
            case FOLLOW -> follow(viewer, visible(viewer, post));
            case MUTE -> mute(viewer, visible(viewer, post));
            case PIN -> pin(viewer, post);
        }
    }

    /** @throws Problem not found, if there is none, it is deleted, or the viewer may not see it */
    @Transactional
    public void set(MemberId viewer, CommentId comment, CommentMark mark) {
        switch (mark) {
            case BOOKMARK -> bookmark(viewer, visible(viewer, comment));
            case FOLLOW -> follow(viewer, visible(viewer, comment));
        }
    }

    @Transactional
    public void takeBack(MemberId viewer, PostId post, PostMark mark) {
        switch (mark) {
            case BOOKMARK -> delete("bookmark", "item_id", viewer, post.value());
            case FOLLOW -> unfollow(viewer, post.value());
            case MUTE -> delete("thread_mute", "post_id", viewer, post.value());
            case PIN -> unpin(viewer, post);
        }
    }

    @Transactional
    public void takeBack(MemberId viewer, CommentId comment, CommentMark mark) {
        switch (mark) {
            case BOOKMARK -> delete("bookmark", "item_id", viewer, comment.value());
            case FOLLOW -> unfollow(viewer, comment.value());
        }
    }

    private void bookmark(MemberId viewer, Item item) {
        jdbc.sql("""
                        insert into bookmark (id, member_id, item_id, post_id, created_at) values (:id, :viewer, :item, :post, :now)
                        on conflict do nothing
                        """)
                .param("id", ids.next())
                .param("viewer", viewer.value())
                .param("item", item.id())
                .param("post", item.post())
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    private void follow(MemberId viewer, Item item) {
        jdbc.sql("""
                        insert into item_follow (member_id, item_id, post_id, created_at) values (:viewer, :item, :post, :now)
                        on conflict do nothing
                        """)
                .param("viewer", viewer.value())
                .param("item", item.id())
                .param("post", item.post())
                .param("now", Times.utc(clock.instant()))
                .update();
        delete("unfollowed", "subject_id", viewer, item.id());
    }

    /** Is remembered: who takes part in a thread would be told of it without having followed it. */
    private void unfollow(MemberId viewer, long item) {
        delete("item_follow", "item_id", viewer, item);
        jdbc.sql("""
                        insert into unfollowed (member_id, subject_id, unfollowed_at)
                        select :viewer, p.id, :now from post p where p.id = :item
                        on conflict do nothing
                        """)
                .param("viewer", viewer.value())
                .param("item", item)
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    private void mute(MemberId viewer, Item item) {
        jdbc.sql("""
                        insert into thread_mute (member_id, post_id, created_at) values (:viewer, :post, :now)
                        on conflict do nothing
                        """)
                .param("viewer", viewer.value())
                .param("post", item.post())
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    private void delete(String table, String column, MemberId viewer, long item) {
        jdbc.sql("delete from " + table + " where member_id = :viewer and " + column + " = :item")
                .param("viewer", viewer.value())
                .param("item", item)
                .update();
    }

    /** @throws Problem not found, if there is none or the viewer may not see it; forbidden, if the place is not the viewer's to keep */
    private Post managed(MemberId viewer, PostId id) {
        Post post = posts.visibleTo(viewer, id);
        var standing = posts.standing(viewer, post);
        if (!standing.owner() && !standing.mayManage() && !post.subject().equals(viewer.profile())) {
            throw Problem.forbidden();
        }
        return post;
    }

    private void pin(MemberId viewer, PostId post) {
        var place = managed(viewer, post).subject();
        // two who pin at once wait for each other: the number stays true
        jdbc.sql("select id from subject where id = :subject for update")
                .param("subject", place.value())
                .query(Long.class)
                .single();
        int others = jdbc.sql("""
                        select count(*) from pin n join post p on p.id = n.post_id
                         where n.subject_id = :subject and n.post_id <> :post
                        """)
                .param("subject", place.value())
                .param("post", post.value())
                .query(Integer.class)
                .single();
        if (others >= settings.pins()) {
            throw new TooManyPins(others + 1, settings.pins());
        }
        int pinned = jdbc.sql("""
                        insert into pin (id, post_id, subject_id, pinned_by, pinned_at) values (:id, :post, :subject, :viewer, :now)
                        on conflict do nothing
                        """)
                .param("id", ids.next())
                .param("post", post.value())
                .param("subject", place.value())
                .param("viewer", viewer.value())
                .param("now", Times.utc(clock.instant()))
                .update();
        if (pinned > 0) {
            events.publishEvent(new PostStateChanged(post, place, viewer));
        }
    }

    private void unpin(MemberId viewer, PostId post) {
        var place = managed(viewer, post).subject();
        int unpinned = jdbc.sql("delete from pin where post_id = :post")
                .param("post", post.value())
                .update();
        if (unpinned > 0) {
            events.publishEvent(new PostStateChanged(post, place, viewer));
        }
    }
}
