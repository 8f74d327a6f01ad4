package rapport.social.moderation;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where posts and comments leave rows, in one list, so that nothing is forgotten when they have to go. A test compares it with
 * the tables that there are.
 */
@Component
class Traces {
    /** Rows of a post or of a comment. */
    static final List<Trace> OF_ITEMS = List.of(
            new Trace("revision", "item_id", true),
            new Trace("revision_file", "item_id", true),
            new Trace("mention", "item_id", true),
            new Trace("mention_group", "item_id", true),
            new Trace("reaction", "item_id", false),
            new Trace("up_vote", "comment_id", false),
            new Trace("bookmark", "item_id", false),
            new Trace("item_follow", "item_id", false),
            new Trace("idempotency", "item_id", false),
            new Trace("removal", "item_id", false));

    /** Rows of a post alone. */
    static final List<Trace> OF_POSTS = List.of(
            new Trace("post_topic", "post_id", true),
            new Trace("post_link", "post_id", true),
            new Trace("share", "post_id", true),
            new Trace("poll", "post_id", true),
            new Trace("poll_option", "post_id", true),
            new Trace("vote", "post_id", true),
            new Trace("closed_post", "post_id", false),
            new Trace("kudos", "post_id", false),
            new Trace("kudos_member", "post_id", false),
            new Trace("announcement", "post_id", false),
            new Trace("acknowledgement", "post_id", false),
            new Trace("accepted_answer", "post_id", false),
            new Trace("open_question", "post_id", true),
            new Trace("poll_told", "post_id", false),
            new Trace("pin", "post_id", false),
            new Trace("thread_mute", "post_id", false),
            new Trace("moved_post", "post_id", false),
            new Trace("notification", "post_id", false),
            new Trace("comment", "post_id", false));

    private final JdbcClient jdbc;

    Traces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A table that names posts or comments.
     *
     * @param words whether it holds what was said or follows from that, and not only what others did about it
     */
    record Trace(String table, String column, boolean words) {}

    /** Forgets what posts or comments said; what others did about it stays. */
    void forgetWords(Collection<Long> items) {
        List<String> previews = previewsOf(items);
        for (List<Trace> traces : List.of(OF_ITEMS, OF_POSTS)) {
            traces.stream().filter(Trace::words).forEach(trace -> delete(trace, items));
        }
        forgetUnused(previews);
    }

    /** Forgets posts with all that stood on them. */
    void forgetPosts(Collection<Long> posts, Collection<Long> items) {
        List<String> previews = previewsOf(posts);
        OF_ITEMS.forEach(trace -> delete(trace, items));
        OF_POSTS.forEach(trace -> delete(trace, posts));
        forgetUnused(previews);
    }

    private List<String> previewsOf(Collection<Long> posts) {
        return jdbc.sql("select distinct l.url_hash from post_link l where l.post_id = any(:posts)")
                .param("posts", posts.toArray(Long[]::new))
                .query(String.class)
                .list();
    }

    /** What a linked page says of itself can tell what a text was about. */
    private void forgetUnused(List<String> previews) {
        if (!previews.isEmpty()) {
            jdbc.sql("""
                            delete from link_preview
                             where url_hash = any(:previews)
                               and not exists (select 1 from post_link l where l.url_hash = link_preview.url_hash)
                            """).param("previews", previews.toArray(String[]::new)).update();
        }
    }

    private void delete(Trace trace, Collection<Long> ids) {
        jdbc.sql("delete from " + trace.table() + " where " + trace.column() + " = any(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }
}
