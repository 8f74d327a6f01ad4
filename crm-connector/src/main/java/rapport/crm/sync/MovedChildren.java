package rapport.crm.sync;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.spi.CrmType;
import rapport.social.record.FieldChange;
import rapport.social.record.RecordDifference;
import rapport.social.record.RecordMerges;
import rapport.social.record.RecordRef;
import rapport.social.shared.Times;

/**
 * Merges of accounts that a CRM makes without naming the winner: it deletes the one and hands its contacts and opportunities to
 * the other. An account that is gone and of which everything went to one other account lately was merged into that one. One
 * record alone proves nothing, since people move them by hand.
 */
@Component
class MovedChildren {
    private static final Logger LOG = LoggerFactory.getLogger(MovedChildren.class);

    /** A delete that leaves no trace is found by the next comparison; what moved was found before, or by the same one. */
    private static final Duration LATELY = Duration.ofDays(2);

    private static final int ENOUGH = 2;

    /** Accounts move by themselves when a level of their group is dissolved. */
    private static final Set<CrmType> EVIDENCE = Set.of(CrmType.CONTACT, CrmType.OPPORTUNITY, CrmType.LEAD);

    private final JdbcClient jdbc;
    private final RecordMerges merges;
    private final Clock clock;

    MovedChildren(JdbcClient jdbc, RecordMerges merges, Clock clock) {
        this.jdbc = jdbc;
        this.merges = merges;
        this.clock = clock;
    }

    /**
     * Looks at one page, in the transaction that writes it.
     *
     * @param gone external ids of the records of this type that have just turned out to be gone
     */
    void mergeByThem(Connection connection, CrmType type, List<RecordDifference> differences, Collection<String> gone) {
        String key = connection.key();
        Set<String> left = new LinkedHashSet<>();
        for (RecordDifference difference : EVIDENCE.contains(type) ? differences : List.<RecordDifference>of()) {
            for (FieldChange change : difference.changes()) {
                if (change.field().equals("account") && change.before() instanceof String from) {
                    note(key, difference.ref(), from, change.after() instanceof String to ? to : null);
                    left.add(from);
                }
            }
        }
        if (type.equals(CrmType.ACCOUNT)) {
            left.addAll(gone);
        }
        for (String account : left) {
            winner(key, account).ifPresent(winner -> {
                LOG.info("connection {}: account/{} was merged into account/{}, by what moved", key, account, winner);
                merges.merge(ref(key, account), ref(key, winner));
            });
        }
    }

    private static RecordRef ref(String connection, String account) {
        return new RecordRef(connection, CrmType.ACCOUNT.name(), account);
    }

    private void note(String connection, RecordRef child, String from, @Nullable String to) {
        jdbc.sql("delete from crm_child_move where connection = :connection and type = :type and external_id = :id")
                .param("connection", connection)
                .param("type", child.type())
                .param("id", child.externalId())
                .update();
        jdbc.sql("""
                        insert into crm_child_move (connection, type, external_id, from_external_id, to_external_id, moved_at)
                        values (:connection, :type, :id, :from, :to, :now)
                        """)
                .param("connection", connection)
                .param("type", child.type())
                .param("id", child.externalId())
                .param("from", from)
                .param("to", to, Types.VARCHAR)
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    /**
     * Of an account that is gone, was not merged yet and has nothing left: where all that lately left it went, if to one place.
     * What is lately gone with it went nowhere.
     */
    private Optional<String> winner(String connection, String account) {
        return jdbc.sql("""
                        select w.external_id from crm_record w
                         where w.connection = :connection and w.type = 'account' and w.gone_at is null and w.external_id = (
                           select min(m.to_external_id) from crm_child_move m
                            where m.connection = :connection and m.from_external_id = :account and m.moved_at >= :since
                           having count(*) >= :enough and count(*) = count(m.to_external_id)
                              and min(m.to_external_id) = max(m.to_external_id))
                           and exists (select 1 from crm_record l
                                        where l.connection = :connection and l.type = 'account' and l.external_id = :account
                                          and l.gone_at is not null
                                          and not exists (select 1 from record_merge mg where mg.loser_id = l.id))
                           and not exists (select 1 from crm_record c
                                            where c.connection = :connection and c.account_external_id = :account
                                              and (c.gone_at is null or c.gone_at >= :since))
                        """)
                .param("connection", connection)
                .param("account", account)
                .param("since", Times.utc(clock.instant().minus(LATELY)))
                .param("enough", ENOUGH)
                .query(String.class)
                .optional();
    }

    /** What moved away from this account proves nothing any more: an admin has said so. */
    void forget(RecordRef account) {
        jdbc.sql("delete from crm_child_move where connection = :connection and from_external_id = :account")
                .param("connection", account.connection())
                .param("account", account.externalId())
                .update();
    }

    void forgetOld(String connection) {
        jdbc.sql("delete from crm_child_move where connection = :connection and moved_at < :before")
                .param("connection", connection)
                .param("before", Times.utc(clock.instant().minus(LATELY)))
                .update();
    }
}
