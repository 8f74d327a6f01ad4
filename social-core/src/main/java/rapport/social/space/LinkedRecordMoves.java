package rapport.social.space;

import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.record.RecordSplit;

/** A space that shows a record shows what the CRM merged it into; the record again, when the merge is taken back. */
@Component
class LinkedRecordMoves {
    private final JdbcClient jdbc;

    LinkedRecordMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged merge) {
        Map<String, Object> loser = Map.of("loser", merge.loser().value());
        Map<String, Object> both =
                Map.of("loser", merge.loser().value(), "winner", merge.winner().value());
        run("delete from moved_space_record where loser_id = :loser", loser);
        run("""
                insert into moved_space_record (loser_id, space_id, linked_by, linked_at, also_winner)
                select l.record_id, l.space_id, l.linked_by, l.linked_at,
                       exists (select 1 from space_record w where w.space_id = l.space_id and w.record_id = :winner)
                  from space_record l where l.record_id = :loser
                """, both);
        run("""
                insert into space_record (space_id, record_id, linked_by, linked_at)
                select l.space_id, :winner, l.linked_by, l.linked_at from space_record l where l.record_id = :loser
                on conflict do nothing
                """, both);
        run("delete from space_record where record_id = :loser", loser);
    }

    /** A link that somebody took away from the winner meanwhile does not come back. */
    @EventListener
    void on(RecordSplit split) {
        Map<String, Object> record = Map.of("record", split.record().value());
        Map<String, Object> both = Map.of(
                "record", split.record().value(), "winner", split.winner().value());
        run("""
                insert into space_record (space_id, record_id, linked_by, linked_at)
                select m.space_id, m.loser_id, m.linked_by, m.linked_at from moved_space_record m
                 where m.loser_id = :record
                   and exists (select 1 from space_record w where w.space_id = m.space_id and w.record_id = :winner)
                on conflict do nothing
                """, both);
        // another record that was merged into the winner too may be why it stands there
        run("""
                update moved_space_record set also_winner = false
                 where loser_id in (select mg.loser_id from record_merge mg where mg.winner_id = :winner)
                   and space_id in (select m.space_id from moved_space_record m where m.loser_id = :record and not m.also_winner)
                """, both);
        run("""
                delete from space_record where record_id = :winner and space_id in (
                  select m.space_id from moved_space_record m where m.loser_id = :record and not m.also_winner)
                   and not exists (select 1 from moved_space_record o join record_merge mg on mg.loser_id = o.loser_id
                                    where mg.winner_id = :winner and o.loser_id <> :record and o.space_id = space_record.space_id)
                """, both);
        run("delete from moved_space_record where loser_id = :record", record);
    }

    private void run(String sql, Map<String, Object> parameters) {
        jdbc.sql(sql).params(parameters).update();
    }
}
