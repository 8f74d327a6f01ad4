package rapport.social.record;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;

/**
 * Records that the CRM merged. The loser's row stays, so that its ids lead to the winner; all that people said there and who
 * followed it is the winner's. A chain of merges has one end; a merge whose winner has not arrived waits for it.
 */
@Component
public class RecordMerges {
    private static final int AT_ONCE = 1_000;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RecordMerges(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    private record Merge(
            long loserId, @Nullable Long directId, @Nullable Long winnerId) {}

    /**
     * Merges one record into another of the same connection, in the caller's transaction. Twice is as once.
     *
     * @return whether the loser is known here and was not merged into this winner before
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean merge(RecordRef loser, RecordRef winner) {
        Long loserId = id(loser);
        if (loserId == null || loser.equals(winner)) {
            return false;
        }
        Long directId = id(winner);
        Merge known = find(loserId);
        if (known != null) {
            if (isNamed(loserId, winner)) {
                return complete(loserId, directId);
            }
            // the CRM says something else now: first back, then there
            split(loserId);
        }
        if (directId != null && loserId.equals(end(directId))) {
            split(directId); // it went the other way before
        }
        jdbc.sql("""
                        insert into record_merge (loser_id, connection, winner_type, winner_external_id, merged_at)
                        values (:loser, :connection, :type, :external, :now)
                        """)
                .param("loser", loserId)
                .param("connection", winner.connection())
                .param("type", winner.type())
                .param("external", winner.externalId())
                .param("now", Times.utc(clock.instant()))
                .update();
        jdbc.sql("update crm_record set gone_at = coalesce(gone_at, :now) where id = :id")
                .param("now", Times.utc(clock.instant()))
                .param("id", loserId)
                .update();
        complete(loserId, directId);
        return true;
    }

    /**
     * Takes a merge back, in the caller's transaction: what came from the record returns to it, and it stays gone.
     *
     * @return whether it had been merged
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean takeBack(RecordRef loser) {
        Long loserId = id(loser);
        if (loserId == null || find(loserId) == null) {
            return false;
        }
        split(loserId);
        return true;
    }

    /** Merges that waited for one of these records, which have just arrived. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void arrived(String connection, String type, Collection<String> externalIds) {
        boolean waiting = jdbc.sql("""
                        select exists (select 1 from record_merge where connection = :connection and winner_type = :type and direct_id is null)
                        """)
                .param("connection", connection)
                .param("type", type)
                .query(Boolean.class)
                .single();
        if (!waiting) {
            return;
        }
        List<String> all = List.copyOf(externalIds);
        for (int start = 0; start < all.size(); start += AT_ONCE) {
            jdbc.sql("""
                            select mg.loser_id, r.id as direct_id, cast(null as bigint) as winner_id
                              from record_merge mg join crm_record r on r.connection = mg.connection and r.type = mg.winner_type
                                                                    and r.external_id = mg.winner_external_id
                             where mg.connection = :connection and mg.winner_type = :type and mg.direct_id is null
                               and mg.winner_external_id in (:ids)
                            """)
                    .param("connection", connection)
                    .param("type", type)
                    .param("ids", all.subList(start, Math.min(all.size(), start + AT_ONCE)))
                    .query(Merge.class)
                    .list()
                    .forEach(merge -> complete(merge.loserId(), merge.directId()));
        }
    }

    private boolean complete(long loserId, @Nullable Long directId) {
        Merge merge = find(loserId);
        if (directId == null || merge == null || merge.directId() != null) {
            return false;
        }
        long winnerId = end(directId);
        if (winnerId == loserId) {
            return false; // in a ring nobody wins
        }
        jdbc.sql("update record_merge set direct_id = :direct, winner_id = :winner where loser_id = :loser")
                .param("direct", directId)
                .param("winner", winnerId)
                .param("loser", loserId)
                .update();
        jdbc.sql("update record_merge set winner_id = :winner where winner_id = :loser")
                .param("winner", winnerId)
                .param("loser", loserId)
                .update();
        // the account's contacts and opportunities stand under the winner, where that is an account
        jdbc.sql("""
                        update subject set root_id = :winner
                         where root_id = :loser and id <> :loser
                           and exists (select 1 from subject w where w.id = :winner and w.kind = 3)
                        """).param("winner", winnerId).param("loser", loserId).update();
        jdbc.sql("delete from subject_word where subject_id = :loser")
                .param("loser", loserId)
                .update();
        events.publishEvent(new RecordMerged(new SubjectId(loserId), new SubjectId(winnerId)));
        events.publishEvent(new RecordChanged(new SubjectId(loserId)));
        events.publishEvent(new RecordChanged(new SubjectId(winnerId)));
        return true;
    }

    /** The record is in the CRM again: its posts and followers return to it. */
    void split(long record) {
        Merge merge = find(record);
        if (merge == null) {
            return;
        }
        jdbc.sql("delete from record_merge where loser_id = :record")
                .param("record", record)
                .update();
        if (merge.winnerId() == null) {
            return;
        }
        List<Long> family = new ArrayList<>(List.of(record));
        for (int i = 0; i < family.size(); i++) {
            family.addAll(jdbc.sql("select loser_id from record_merge where direct_id = :direct")
                    .param("direct", family.get(i))
                    .query(Long.class)
                    .list());
        }
        jdbc.sql("update record_merge set winner_id = :record where loser_id in (:family)")
                .param("record", record)
                .param("family", family)
                .update();
        jdbc.sql("""
                        update subject set root_id = :record
                         where root_id = :winner and id in (
                           select r.id from crm_record r join crm_record a on a.connection = r.connection and a.type = 'account'
                                                                           and a.external_id = r.account_external_id
                            where r.type <> 'account' and a.id in (:family))
                        """)
                .param("record", record)
                .param("winner", merge.winnerId())
                .param("family", family)
                .update();
        events.publishEvent(new RecordSplit(
                new SubjectId(record),
                new SubjectId(merge.winnerId()),
                family.stream().map(SubjectId::new).toList()));
        events.publishEvent(new RecordChanged(new SubjectId(merge.winnerId())));
    }

    private boolean isNamed(long loser, RecordRef winner) {
        return jdbc.sql("""
                        select count(*) from record_merge
                         where loser_id = :loser and winner_type = :type and winner_external_id = :external
                        """)
                        .param("loser", loser)
                        .param("type", winner.type())
                        .param("external", winner.externalId())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Where a record's chain of merges ends; the record itself where it has not been merged. */
    private long end(long record) {
        Merge merge = find(record);
        return merge == null || merge.winnerId() == null ? record : merge.winnerId();
    }

    private @Nullable Merge find(long loser) {
        return jdbc.sql("select loser_id, direct_id, winner_id from record_merge where loser_id = :loser")
                .param("loser", loser)
                .query(Merge.class)
                .optional()
                .orElse(null);
    }

    private @Nullable Long id(RecordRef ref) {
        return jdbc.sql("""
                        select id from crm_record
                         where connection = :connection and type = :type and external_id = :external
                        """)
                .param("connection", ref.connection())
                .param("type", ref.type())
                .param("external", ref.externalId())
                .query(Long.class)
                .optional()
                .orElse(null);
    }
}
