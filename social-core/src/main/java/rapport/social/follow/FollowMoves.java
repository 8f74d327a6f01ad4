package rapport.social.follow;

import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.record.RecordMerged;
import rapport.social.record.RecordSplit;

/**
 * Who followed a record follows what the CRM merged it into, once and at the same level. Who followed both keeps what was chosen
 * by hand, of two such the winner's. An unfollow by hand goes along too, unless the other record was followed by hand.
 * From then on it is a choice: no rule takes away what a merge brought together.
 */
@Component
class FollowMoves {
    private final JdbcClient jdbc;

    FollowMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void on(RecordMerged merge) {
        Map<String, Object> both =
                Map.of("loser", merge.loser().value(), "winner", merge.winner().value());
        run(
                "delete from moved_follow where loser_id = :loser",
                Map.of("loser", merge.loser().value()));
        run("""
                insert into moved_follow (loser_id, member_id, level, origin, pinned, last_read_post, created_at, also_winner)
                select f.subject_id, f.member_id, f.level, f.origin, f.pinned, f.last_read_post, f.created_at,
                       exists (select 1 from follow w where w.subject_id = :winner and w.member_id = f.member_id)
                  from follow f where f.subject_id = :loser
                """, both);
        // of both: nothing unread is lost
        run("""
                merge into follow t using (select f.member_id, f.level, f.origin, f.pinned, f.last_read_post
                                             from follow f where f.subject_id = :loser) l
                   on t.subject_id = :winner and t.member_id = l.member_id
                 when matched then update set
                      level = case when t.origin = 1 and l.origin = 0 then l.level else t.level end,
                      origin = case when l.origin = 0 then l.origin else t.origin end,
                      pinned = t.pinned or l.pinned, last_read_post = least(t.last_read_post, l.last_read_post)
                """, both);
        run("""
                delete from unfollowed where subject_id = :winner
                   and member_id in (select f.member_id from follow f where f.subject_id = :loser and f.origin = 0)
                """, both);
        run("""
                update follow set subject_id = :winner, origin = 0 where subject_id = :loser
                   and not exists (select 1 from follow w where w.subject_id = :winner and w.member_id = follow.member_id)
                   and not exists (select 1 from unfollowed u where u.subject_id = :winner and u.member_id = follow.member_id)
                """, both);
        run(
                "delete from follow where subject_id = :loser",
                Map.of("loser", merge.loser().value()));
        run("""
                insert into unfollowed (member_id, subject_id, unfollowed_at)
                select u.member_id, :winner, u.unfollowed_at from unfollowed u
                 where u.subject_id = :loser
                   and not exists (select 1 from follow w where w.subject_id = :winner and w.member_id = u.member_id)
                on conflict do nothing
                """, both);
        run("""
                update read_position set place_id = :winner where place_id = :loser
                   and not exists (select 1 from read_position w where w.place_id = :winner and w.member_id = read_position.member_id)
                """, both);
    }

    @EventListener
    void on(RecordSplit split) {
        Map<String, Object> both =
                Map.of("loser", split.record().value(), "winner", split.winner().value());
        run("""
                insert into follow (member_id, subject_id, level, origin, pinned, last_read_post, created_at)
                select m.member_id, m.loser_id, m.level, m.origin, m.pinned, m.last_read_post, m.created_at
                  from moved_follow m where m.loser_id = :loser
                on conflict do nothing
                """, Map.of("loser", split.record().value()));
        run("""
                delete from follow where subject_id = :winner and member_id in (
                  select m.member_id from moved_follow m where m.loser_id = :loser and not m.also_winner)
                """, both);
        run(
                "delete from moved_follow where loser_id = :loser",
                Map.of("loser", split.record().value()));
    }

    private void run(String sql, Map<String, Object> parameters) {
        jdbc.sql(sql).params(parameters).update();
    }
}
