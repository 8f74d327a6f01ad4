package rapport.social.mark;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.post.PostsMoved;

/** A pinned post stands first on the record that it has moved to. */
@Component
class PinMoves {
    private final JdbcClient jdbc;

    PinMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(PostsMoved move) {
        jdbc.sql("""
                        update pin set subject_id = :to
                         where subject_id = :from and post_id in (select p.id from post p where p.subject_id = :to
                                                       union all select d.id from deleted_post d where d.subject_id = :to)
                        """)
                .param("to", move.to().value())
                .param("from", move.from().value())
                .update();
    }
}
