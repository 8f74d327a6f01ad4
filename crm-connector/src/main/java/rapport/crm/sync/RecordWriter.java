package rapport.crm.sync;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Visibility;
import rapport.crm.follow.FollowRules;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.story.Stories;
import rapport.crm.sync.SyncLeases.Lease;
import rapport.social.record.Money;
import rapport.social.record.RecordAudience;
import rapport.social.record.RecordDifference;
import rapport.social.record.RecordMerges;
import rapport.social.record.RecordRef;
import rapport.social.record.RecordSnapshot;
import rapport.social.record.Records;
import rapport.social.record.UpsertResult;

/** Writes what was read of one type, and whatever has to be committed with it, in one transaction. */
@Component
class RecordWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);
    private static final int MAX_URL = 1_000;

    private final TransactionTemplate transaction;
    private final SyncLeases leases;
    private final SyncStore store;
    private final Records records;
    private final RecordMerges merges;
    private final Stories stories;
    private final FollowRules rules;
    private final MovedChildren movedChildren;

    RecordWriter(
            TransactionTemplate transaction,
            SyncLeases leases,
            SyncStore store,
            Records records,
            RecordMerges merges,
            Stories stories,
            FollowRules rules,
            MovedChildren movedChildren) {
        this.transaction = transaction;
        this.leases = leases;
        this.store = store;
        this.records = records;
        this.merges = merges;
        this.stories = stories;
        this.rules = rules;
        this.movedChildren = movedChildren;
    }

    /**
     * What writing a page came to.
     *
     * @param differences of the rows that were new or changed
     * @param goneIds     external ids of those that the CRM has no more and that were not known to be gone
     */
    record Written(int created, int updated, int unchanged, List<RecordDifference> differences, List<String> goneIds) {
        static final Written NOTHING = new Written(0, 0, 0, List.of(), List.of());

        Written plus(Written other) {
            return new Written(
                    created + other.created,
                    updated + other.updated,
                    unchanged + other.unchanged,
                    Stream.concat(differences.stream(), other.differences.stream())
                            .toList(),
                    Stream.concat(goneIds.stream(), other.goneIds.stream()).toList());
        }

        int gone() {
            return goneIds.size();
        }
    }

    /**
     * @param tellSince differences are told, and are not older than this; null while the first load lasts, which tells none
     * @param along     what is committed with the rows: the checkpoint
     */
    Written write(
            Connection connection,
            Lease lease,
            CrmType type,
            List<CrmChange> changes,
            List<Unreadable> unreadable,
            @Nullable Instant tellSince,
            Runnable along) {
        try {
            return inTransaction(connection, lease, type, changes, unreadable, tellSince, along);
        } catch (DataIntegrityViolationException e) {
            // One row that the database refuses must not hold up the others for ever.
            LOG.warn(
                    "connection {}: a page of {} {} records is refused by the database, going one by one",
                    connection.key(),
                    changes.size(),
                    type);
            return oneByOne(connection, lease, type, changes, unreadable, tellSince, along);
        }
    }

    private Written oneByOne(
            Connection connection,
            Lease lease,
            CrmType type,
            List<CrmChange> changes,
            List<Unreadable> unreadable,
            @Nullable Instant tellSince,
            Runnable along) {
        Written all = Written.NOTHING;
        List<Unreadable> refused = new ArrayList<>(unreadable);
        for (CrmChange change : changes) {
            try {
                all = all.plus(inTransaction(connection, lease, type, List.of(change), List.of(), tellSince, () -> {}));
            } catch (DataIntegrityViolationException e) {
                // without the exception: databases quote the value, which is a customer's
                LOG.warn("connection {}: {} cannot be stored", connection.key(), change.ref());
                refused.add(new Unreadable(
                        type,
                        change.ref().externalId(),
                        "refused by the database (" + e.getClass().getSimpleName() + ")"));
            }
        }
        inTransaction(connection, lease, type, List.of(), refused, tellSince, along);
        return all;
    }

    private Written inTransaction(
            Connection connection,
            Lease lease,
            CrmType type,
            List<CrmChange> changes,
            List<Unreadable> unreadable,
            @Nullable Instant tellSince,
            Runnable along) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            leases.renew(lease);
            List<RecordSnapshot> snapshots = new ArrayList<>(changes.size());
            Map<String, String> writers = new HashMap<>();
            Map<String, Tombstone> gone = new LinkedHashMap<>();
            for (CrmChange change : changes) {
                String id = change.ref().externalId();
                if (change instanceof CrmRecord record) {
                    gone.remove(id);
                    snapshots.add(snapshot(connection, record));
                    if (record.modifiedByExternalId() != null) {
                        writers.put(id, record.modifiedByExternalId());
                    }
                } else if (change instanceof Tombstone tombstone) {
                    snapshots.removeIf(snapshot -> snapshot.externalId().equals(id));
                    gone.put(id, tombstone);
                }
            }
            Written written = Written.NOTHING;
            for (int start = 0; start < snapshots.size(); start += Records.MAX_PAGE) {
                List<RecordSnapshot> chunk =
                        snapshots.subList(start, Math.min(start + Records.MAX_PAGE, snapshots.size()));
                UpsertResult result = records.upsert(connection.key(), type.name(), chunk);
                written = written.plus(new Written(
                        result.created(), result.updated(), result.unchanged(), result.differences(), List.of()));
                if (tellSince != null) {
                    List<RecordDifference> differences = result.differences();
                    stories.notice(connection, type, differences, writers, tellSince);
                }
            }
            List<String> marked =
                    gone.isEmpty() ? List.of() : records.markGone(connection.key(), type.name(), gone.keySet());
            gone.values().forEach(tombstone -> merge(connection, tombstone));
            if (!connection.adapter().namesWinners()) {
                movedChildren.mergeByThem(connection, type, written.differences(), marked);
            }
            rules.review(
                    connection,
                    type,
                    written.differences().stream().map(RecordDifference::record).toList());
            store.takeBack(
                    connection.key(),
                    type,
                    snapshots.stream().map(RecordSnapshot::externalId).toList());
            store.takeBack(connection.key(), type, gone.keySet());
            store.setAside(connection.key(), unreadable);
            along.run();
            return written.plus(new Written(0, 0, 0, List.of(), marked));
        }));
    }

    private void merge(Connection connection, Tombstone gone) {
        CrmRef winner = gone.mergedInto();
        if (winner != null) {
            merges.merge(ref(connection, gone.ref()), ref(connection, winner));
        }
    }

    private static RecordRef ref(Connection connection, CrmRef ref) {
        return new RecordRef(connection.key(), ref.type().name(), ref.externalId());
    }

    static RecordSnapshot snapshot(Connection connection, CrmRecord record) {
        Map<String, Object> fields = new HashMap<>();
        record.fields().forEach((name, value) -> fields.put(name, value(value)));
        String url = record.url();
        return new RecordSnapshot(
                record.ref().externalId(),
                text(record.name()),
                record.account() == null ? null : record.account().externalId(),
                record.ownerExternalId(),
                connection.visibility() == Visibility.TEAMS
                                && !record.teamExternalIds().isEmpty()
                        ? RecordAudience.of(record.ownerExternalId(), Set.copyOf(record.teamExternalIds()))
                        : RecordAudience.everyone(),
                Set.copyOf(record.teamExternalIds()),
                record.followers(),
                fields,
                url == null || url.length() > MAX_URL ? null : text(url),
                record.modifiedAt());
    }

    private static Object value(Object value) {
        if (value instanceof CrmMoney money) {
            return new Money(money.amount(), money.currency());
        }
        if (value instanceof LocalDate day) {
            return day.toString();
        }
        if (value instanceof BigDecimal || value instanceof Boolean) {
            return value;
        }
        return text(value.toString());
    }

    /** PostgreSQL stores no NUL in text. */
    private static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }
}
