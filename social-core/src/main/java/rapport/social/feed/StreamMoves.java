package rapport.social.feed;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;

/** A saved stream that mixes a record in goes on with what the record was merged into. */
@Component
class StreamMoves {
    private final JdbcClient jdbc;

    StreamMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged move) {
        jdbc.sql("""
                        update stream_source set source_id = :winner
                         where source_id = :loser and not exists (select 1 from stream_source w
                                                                   where w.stream_id = stream_source.stream_id and w.source_id = :winner)
                        """)
                .param("winner", move.winner().value())
                .param("loser", move.loser().value())
                .update();
        jdbc.sql("delete from stream_source where source_id = :loser")
                .param("loser", move.loser().value())
                .update();
    }
}
