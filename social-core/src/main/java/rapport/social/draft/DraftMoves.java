package rapport.social.draft;

import java.time.Clock;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.shared.Times;

/** A post begun on a record is found on what the CRM merged it into; of two, the one there stays and the other is kept beside it. */
@Component
class DraftMoves {
    private final JdbcClient jdbc;
    private final Clock clock;

    DraftMoves(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @EventListener
    void on(RecordMerged merge) {
        Map<String, Object> both = Map.of(
                "loser", merge.loser().value(), "winner", merge.winner().value(), "now", Times.utc(clock.instant()));
        run("""
                update draft_version set place_id = :winner where place_kind = 1 and place_id = :loser
                """, both);
        run("""
                update draft set place_id = :winner where place_kind = 1 and place_id = :loser
                   and not exists (select 1 from draft w where w.member_id = draft.member_id and w.place_kind = 1 and w.place_id = :winner)
                """, both);
        run("""
                insert into draft_version (id, member_id, place_kind, place_id, title, body, kind, extra, updated_at, kept_at)
                select nextval('activity_seq'), d.member_id, 1, :winner, d.title, d.body, d.kind, d.extra, d.updated_at, :now
                  from draft d where d.place_kind = 1 and d.place_id = :loser
                """, both);
        run("delete from draft where place_kind = 1 and place_id = :loser", both);
    }

    private void run(String sql, Map<String, Object> parameters) {
        jdbc.sql(sql).params(parameters).update();
    }
}
