package rapport.crm.sync;

import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.spi.CrmType;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordMerges;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.shared.Problem;

/** Merges of which the CRM says only that one record is gone: an admin says which one has its content now. */
@Component
class MergesByHand {
    private final JdbcClient jdbc;
    private final Records records;
    private final RecordMerges merges;
    private final MovedChildren movedChildren;
    private final TransactionTemplate transaction;

    MergesByHand(
            JdbcClient jdbc,
            Records records,
            RecordMerges merges,
            MovedChildren movedChildren,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.records = records;
        this.merges = merges;
        this.movedChildren = movedChildren;
        this.transaction = transaction;
    }

    /** @return the record that has it all now */
    CrmRecord merge(Connection connection, RecordRef loser, String into) {
        return Objects.requireNonNull(transaction.execute(status -> {
            lock(connection);
            CrmRecord gone = records.find(loser).orElseThrow(Problem::notFound);
            if (gone.goneAt() == null) {
                throw new Problem(409, "record-still-there", "externalId", loser.externalId(), null);
            }
            RecordRef winner = new RecordRef(loser.connection(), loser.type(), into);
            CrmRecord there = records.find(winner)
                    .filter(record -> record.goneAt() == null)
                    .orElseThrow(() -> Problem.invalid(
                            "into", into, "the id of another " + loser.type() + " that the CRM still has"));
            merges.merge(loser, winner);
            return there;
        }));
    }

    void takeBack(Connection connection, RecordRef loser) {
        transaction.executeWithoutResult(status -> {
            lock(connection);
            if (!merges.takeBack(loser)) {
                throw Problem.notFound();
            }
            if (loser.type().equals(CrmType.ACCOUNT.name())) {
                movedChildren.forget(loser);
            }
        });
    }

    /** A run writes its pages under the same lock. */
    private void lock(Connection connection) {
        jdbc.sql("select connection from crm_connection where connection = :connection for update")
                .param("connection", connection.key())
                .query(String.class)
                .optional();
    }
}
