package rapport.social.post;

import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.record.RecordSplit;
import rapport.social.shared.SubjectId;

/** What was said on a record goes where the CRM merges it to, with its comments, and keeps its ids: old links open it. */
@Component
class PostMoves {
    private static final List<String> TABLES = List.of("post", "deleted_post");

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    PostMoves(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @EventListener
    void on(RecordMerged merge) {
        long loser = merge.loser().value();
        int moved = 0;
        for (String table : TABLES) {
            // a post that has moved before keeps its first place
            jdbc.sql("insert into moved_post (post_id, origin_id) select p.id, p.subject_id from " + table
                            + " p where p.subject_id = :loser on conflict do nothing")
                    .param("loser", loser)
                    .update();
            moved += jdbc.sql("update " + table + " set subject_id = :winner where subject_id = :loser")
                    .param("winner", merge.winner().value())
                    .param("loser", loser)
                    .update();
        }
        jdbc.sql("update post_activity set subject_id = :winner where subject_id = :loser")
                .param("winner", merge.winner().value())
                .param("loser", loser)
                .update();
        if (moved > 0) {
            events.publishEvent(new PostsMoved(merge.loser(), merge.winner()));
        }
    }

    @EventListener
    void on(RecordSplit split) {
        List<Long> origins = split.origins().stream().map(SubjectId::value).toList();
        int moved = 0;
        for (String table : TABLES) {
            moved += back(table, "id", split, origins);
        }
        back("post_activity", "post_id", split, origins);
        jdbc.sql("delete from moved_post where origin_id = :record")
                .param("record", split.record().value())
                .update();
        if (moved > 0) {
            events.publishEvent(new PostsMoved(split.winner(), split.record()));
        }
    }

    private int back(String table, String key, RecordSplit split, List<Long> origins) {
        return jdbc.sql("update " + table + " set subject_id = :record where subject_id = :winner and " + key
                        + " in (select m.post_id from moved_post m where m.origin_id in (:origins))")
                .param("record", split.record().value())
                .param("winner", split.winner().value())
                .param("origins", origins)
                .update();
    }
}
