package rapport.social.feed;

import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.record.RecordSplit;
import rapport.social.shared.SubjectId;
import rapport.social.topic.TopicMerged;

/** A saved stream that mixes a record or a topic in goes on with what that was merged into. */
@Component
class StreamMoves {
    private final JdbcClient jdbc;

    StreamMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged merge) {
        run(
                "delete from moved_stream_source where loser_id = :loser",
                Map.of("loser", merge.loser().value()));
        run("""
                insert into moved_stream_source (loser_id, stream_id, position, also_winner)
                select l.source_id, l.stream_id, l.position,
                       exists (select 1 from stream_source w where w.stream_id = l.stream_id and w.source_id = :winner)
                  from stream_source l where l.source_id = :loser
                """, Map.of("loser", merge.loser().value(), "winner", merge.winner().value()));
        move(merge.loser(), merge.winner());
    }

    /** A merge is taken back: the record is in the streams again, unless somebody took the winner out of them meanwhile. */
    @EventListener
    void on(RecordSplit split) {
        Map<String, Object> both = Map.of(
                "record", split.record().value(), "winner", split.winner().value());
        run("""
                insert into stream_source (stream_id, source_id, position, of_member, of_topic)
                select m.stream_id, m.loser_id, m.position, false, false from moved_stream_source m
                 where m.loser_id = :record
                   and exists (select 1 from stream_source w where w.stream_id = m.stream_id and w.source_id = :winner)
                on conflict do nothing
                """, both);
        // another record that was merged into the winner too may be why it stands there
        run("""
                update moved_stream_source set also_winner = false
                 where loser_id in (select mg.loser_id from record_merge mg where mg.winner_id = :winner)
                   and stream_id in (select m.stream_id from moved_stream_source m where m.loser_id = :record and not m.also_winner)
                """, both);
        run("""
                delete from stream_source where source_id = :winner and stream_id in (
                  select m.stream_id from moved_stream_source m where m.loser_id = :record and not m.also_winner)
                   and not exists (select 1 from moved_stream_source o join record_merge mg on mg.loser_id = o.loser_id
                                    where mg.winner_id = :winner and o.loser_id <> :record and o.stream_id = stream_source.stream_id)
                """, both);
        run(
                "delete from moved_stream_source where loser_id = :record",
                Map.of("record", split.record().value()));
    }

    @EventListener
    void on(TopicMerged merge) {
        move(merge.loser(), merge.winner());
    }

    private void move(SubjectId loser, SubjectId winner) {
        jdbc.sql("""
                        update stream_source set source_id = :winner
                         where source_id = :loser and not exists (select 1 from stream_source w
                                                                   where w.stream_id = stream_source.stream_id and w.source_id = :winner)
                        """)
                .param("winner", winner.value())
                .param("loser", loser.value())
                .update();
        jdbc.sql("delete from stream_source where source_id = :loser")
                .param("loser", loser.value())
                .update();
    }

    private void run(String sql, Map<String, Object> parameters) {
        jdbc.sql(sql).params(parameters).update();
    }
}
