package rapport.social.feed;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
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
        move(merge.loser(), merge.winner());
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
}
