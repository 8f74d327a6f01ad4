package rapport.social.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentAdded;
import rapport.social.mention.Prose;
import rapport.social.post.PostAdded;
import rapport.social.post.PostDeleted;
import rapport.social.post.PostEdited;
import rapport.social.post.PostId;
import rapport.social.post.PostRestored;

/** Reads the topics in the text of a post, in the transaction that writes it: a post is never without its topics. */
@Component
class TopicReader {
    private final Topics topics;
    private final JdbcClient jdbc;

    TopicReader(Topics topics, JdbcClient jdbc) {
        this.topics = topics;
        this.jdbc = jdbc;
    }

    private record Text(@Nullable String title, String body) {}

    @EventListener
    void on(PostAdded event) {
        text(event.post()).ifPresent(names -> topics.addFromText(event.post(), names));
    }

    @EventListener
    void on(PostEdited event) {
        read(event.post());
        topics.refresh(event.post());
    }

    @EventListener
    void on(PostDeleted event) {
        topics.refresh(event.post());
    }

    @EventListener
    void on(PostRestored event) {
        read(event.post());
        topics.refresh(event.post());
    }

    @EventListener
    void on(CommentAdded event) {
        topics.raise(event.post(), event.comment());
    }

    private void read(PostId post) {
        text(post).ifPresent(names -> topics.setFromText(post, names));
    }

    /** The topics that the post's words name; none of a post that is gone. */
    private Optional<List<String>> text(PostId post) {
        return jdbc.sql("select title, body from post where id = :post")
                .param("post", post.value())
                .query(Text.class)
                .optional()
                .map(text -> {
                    List<String> names = new ArrayList<>();
                    if (text.title() != null) {
                        names.addAll(Prose.of(text.title()).topics());
                    }
                    names.addAll(Prose.of(text.body()).topics());
                    return names;
                });
    }
}
