package rapport.social.schedule;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;

/** A post that waits for its time will stand on what its record was merged into. */
@Component
class ScheduledPostMoves {
    private final JdbcClient jdbc;

    ScheduledPostMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged move) {
        jdbc.sql("update scheduled_post set subject_id = :winner where subject_id = :loser")
                .param("winner", move.winner().value())
                .param("loser", move.loser().value())
                .update();
    }
}
