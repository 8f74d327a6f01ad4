package rapport.social.post;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.Viewer;
import rapport.social.mention.Texts;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Closes threads with a reason, and opens them again. */
@Component
public class Closings {
    private final JdbcClient jdbc;
    private final Posts posts;
    private final Texts texts;
    private final ConversationSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Closings(
            JdbcClient jdbc,
            Posts posts,
            Texts texts,
            ConversationSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.texts = texts;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Closes a thread; a closed one gets the new reason.
     *
     * @throws Problem if the post is not found, the viewer may not close it, or the reason is too long
     */
    @Transactional
    public void close(Viewer viewer, PostId id, @Nullable String reason) {
        Post post = mine(viewer, id);
        String words = texts.line("reason", reason, settings.closeReason());
        posts.lockThread(id); // who is commenting now comes first
        remove(id);
        jdbc.sql("""
                        insert into closed_post (post_id, closed_by, reason, closed_at) values (:post, :by, :reason, :now)
                        """)
                .param("post", id.value())
                .param("by", viewer.id())
                .param("reason", words.isEmpty() ? null : words)
                .param("now", Times.utc(clock.instant()))
                .update();
        events.publishEvent(new PostStateChanged(id, post.subject(), viewer.memberId()));
    }

    /** Opens a thread again; an open one stays as it is. */
    @Transactional
    public void reopen(Viewer viewer, PostId id) {
        Post post = mine(viewer, id);
        if (remove(id)) {
            events.publishEvent(new PostStateChanged(id, post.subject(), viewer.memberId()));
        }
    }

    private Post mine(Viewer viewer, PostId id) {
        Post post = posts.visibleTo(viewer.memberId(), id);
        if (!posts.standing(viewer.memberId(), post).mayClose()) {
            throw Problem.forbidden();
        }
        return post;
    }

    private boolean remove(PostId id) {
        return jdbc.sql("delete from closed_post where post_id = :post")
                        .param("post", id.value())
                        .update()
                == 1;
    }
}
