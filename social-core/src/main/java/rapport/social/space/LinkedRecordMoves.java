package rapport.social.space;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;

/** A space that shows a record shows what the CRM merged it into. */
@Component
class LinkedRecordMoves {
    private final JdbcClient jdbc;

    LinkedRecordMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged merge) {
        jdbc.sql("""
                        insert into space_record (space_id, record_id, linked_by, linked_at)
                        select l.space_id, :winner, l.linked_by, l.linked_at from space_record l where l.record_id = :loser
                        on conflict do nothing
                        """)
                .param("winner", merge.winner().value())
                .param("loser", merge.loser().value())
                .update();
        jdbc.sql("delete from space_record where record_id = :loser")
                .param("loser", merge.loser().value())
                .update();
    }
}
