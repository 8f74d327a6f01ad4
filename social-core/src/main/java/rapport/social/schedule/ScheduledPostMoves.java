package rapport.social.schedule;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.record.RecordSplit;

/** A post that waits for its time will stand on what its record was merged into. */
@Component
class ScheduledPostMoves {
    private final JdbcClient jdbc;

    ScheduledPostMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged move) {
        jdbc.sql("delete from moved_scheduled_post where loser_id = :loser")
                .param("loser", move.loser().value())
                .update();
        jdbc.sql("""
                        insert into moved_scheduled_post (loser_id, post_id)
                        select p.subject_id, p.id from scheduled_post p where p.subject_id = :loser
                        """).param("loser", move.loser().value()).update();
        jdbc.sql("update scheduled_post set subject_id = :winner where subject_id = :loser")
                .param("winner", move.winner().value())
                .param("loser", move.loser().value())
                .update();
    }

    /** What still waits returns. */
    @EventListener
    void on(RecordSplit split) {
        jdbc.sql("""
                        update scheduled_post set subject_id = :record where subject_id = :winner
                           and id in (select m.post_id from moved_scheduled_post m where m.loser_id = :record)
                        """)
                .param("record", split.record().value())
                .param("winner", split.winner().value())
                .update();
        jdbc.sql("delete from moved_scheduled_post where loser_id = :record")
                .param("record", split.record().value())
                .update();
    }
}
