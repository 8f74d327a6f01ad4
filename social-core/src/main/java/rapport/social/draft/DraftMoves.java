package rapport.social.draft;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.record.RecordSplit;
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
        Map<String, Object> loser = Map.of("loser", merge.loser().value());
        Map<String, Object> both =
                Map.of("loser", merge.loser().value(), "winner", merge.winner().value());
        run("delete from moved_draft where loser_id = :loser", loser);
        run("delete from moved_draft_version where loser_id = :loser", loser);
        run("""
                insert into moved_draft (loser_id, member_id, version, kept_id)
                select d.place_id, d.member_id, d.version,
                       case when exists (select 1 from draft w where w.member_id = d.member_id and w.place_kind = 1 and w.place_id = :winner)
                            then nextval('activity_seq') end
                  from draft d where d.place_kind = 1 and d.place_id = :loser
                """, both);
        run("""
                insert into moved_draft_version (loser_id, version_id)
                select v.place_id, v.id from draft_version v where v.place_kind = 1 and v.place_id = :loser
                """, loser);
        run("update draft_version set place_id = :winner where place_kind = 1 and place_id = :loser", both);
        run("""
                insert into draft_version (id, member_id, place_kind, place_id, title, body, kind, extra, updated_at, kept_at)
                select m.kept_id, d.member_id, 1, :winner, d.title, d.body, d.kind, d.extra, d.updated_at, :now
                  from draft d join moved_draft m on m.loser_id = d.place_id and m.member_id = d.member_id and m.kept_id is not null
                 where d.place_kind = 1 and d.place_id = :loser
                """, withNow(both));
        run("""
                delete from draft where place_kind = 1 and place_id = :loser
                   and member_id in (select m.member_id from moved_draft m where m.loser_id = :loser and m.kept_id is not null)
                """, loser);
        run("update draft set place_id = :winner where place_kind = 1 and place_id = :loser", both);
    }

    /** A draft returns as long as nobody typed at it since the merge; one that lay beside the winner's is one again. */
    @EventListener
    void on(RecordSplit split) {
        Map<String, Object> record = Map.of("record", split.record().value());
        Map<String, Object> both = Map.of(
                "record", split.record().value(), "winner", split.winner().value());
        // saved at the loser by a request that had looked up its place before the merge: nobody could open it since
        run("""
                delete from draft where place_kind = 1 and place_id = :record
                   and member_id in (select m.member_id from moved_draft m where m.loser_id = :record)
                """, record);
        run("""
                update draft set place_id = :record where place_kind = 1 and place_id = :winner
                   and exists (select 1 from moved_draft m where m.loser_id = :record and m.member_id = draft.member_id
                                  and m.kept_id is null and m.version = draft.version)
                """, both);
        run("""
                update draft_version set place_id = :record where place_kind = 1 and place_id = :winner
                   and id in (select m.version_id from moved_draft_version m where m.loser_id = :record)
                """, both);
        run("""
                insert into draft (member_id, place_kind, place_id, version, title, body, kind, extra, updated_at, saved_at)
                select v.member_id, 1, :record, nextval('activity_seq'), v.title, v.body, v.kind, v.extra, v.updated_at, :now
                  from draft_version v join moved_draft m on m.kept_id = v.id
                 where m.loser_id = :record and v.place_kind = 1 and v.place_id = :winner
                """, withNow(both));
        run("""
                delete from draft_version where place_kind = 1 and place_id = :winner
                   and id in (select m.kept_id from moved_draft m where m.loser_id = :record)
                """, both);
        run("delete from moved_draft where loser_id = :record", record);
        run("delete from moved_draft_version where loser_id = :record", record);
    }

    private Map<String, Object> withNow(Map<String, Object> parameters) {
        Map<String, Object> more = new HashMap<>(parameters);
        more.put("now", Times.utc(clock.instant()));
        return more;
    }

    private void run(String sql, Map<String, Object> parameters) {
        jdbc.sql(sql).params(parameters).update();
    }
}
