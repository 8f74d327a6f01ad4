package rapport.social.topic;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.post.PostsMoved;

/** Topics know where their posts stand: who may see a post is told by its place. */
@Component
class TopicMoves {
    private final JdbcClient jdbc;

    TopicMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(PostsMoved move) {
        jdbc.sql("""
                        update post_topic set subject_id = :to
                         where subject_id = :from and post_id in (select p.id from post p where p.subject_id = :to)
                        """)
                .param("to", move.to().value())
                .param("from", move.from().value())
                .update();
    }
}
