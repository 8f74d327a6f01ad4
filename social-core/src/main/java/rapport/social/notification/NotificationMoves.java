package rapport.social.notification;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.post.PostsMoved;

/** What was told of a post stays in the inbox and leads to where the post is now; nothing new is told. */
@Component
class NotificationMoves {
    private final JdbcClient jdbc;

    NotificationMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(PostsMoved move) {
        jdbc.sql("""
                        update notification set subject_id = :to
                         where subject_id = :from and post_id in (select p.id from post p where p.subject_id = :to)
                        """)
                .param("to", move.to().value())
                .param("from", move.from().value())
                .update();
    }
}
