package rapport.crm.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.Phrase;
import rapport.crm.sync.SyncLeases.Lease;
import rapport.social.record.FieldChange;
import rapport.social.record.RecordDifference;
import rapport.social.record.Records;

/**
 * Compares all records with the CRM and repairs what differs: changes that left no trace, records that were deleted
 * unseen. Goes page by page with a checkpoint of its own, so that it may take long and be interrupted.
 *
 * <p>Nothing is marked as gone because a list lacks it. The CRM is asked for each such record, and if more are missing than
 * the setting allows, none is: a right taken from the integration user looks just like a mass delete.
 */
@Component
class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** In a small CRM a few per cent are less than an ordinary clean-up. */
    private static final int ALWAYS_ALLOWED = 10;

    /** Asked for one by one in the end, so a group must fit into one lease. */
    private static final int CONFIRMED_AT_ONCE = 20;

    private final SyncStore store;
    private final SyncLeases leases;
    private final RecordWriter writer;
    private final Records records;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Sweep(
            SyncStore store,
            SyncLeases leases,
            RecordWriter writer,
            Records records,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.leases = leases;
        this.writer = writer;
        this.records = records;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @param whole every record is to be read, not its id alone */
    void start(Connection connection, Lease lease, boolean whole) {
        transaction.executeWithoutResult(status -> {
            leases.renew(lease);
            connection.types().stream()
                    .filter(type -> store.progress(connection.key(), type).loaded())
                    .forEach(type -> store.startSweep(connection.key(), type, whole));
            store.compareBegun(connection.key());
            store.forgetDifferences(connection.key());
        });
    }

    /**
     * Goes on until the time is over or all is compared.
     *
     * @return whether all is compared
     */
    boolean goOn(Connection connection, Lease lease, Runs.Run run, Instant until, Runnable betweenPages) {
        for (CrmType type : connection.types()) {
            while (true) {
                var state = store.sweep(connection.key(), type);
                if (state.isEmpty() || state.get().compared()) {
                    break; // this type is done
                }
                if (!clock.instant().isBefore(until)) {
                    return false;
                }
                if (isRefused(connection, type)) {
                    transaction.executeWithoutResult(status -> {
                        leases.renew(lease);
                        store.sweepCompared(
                                connection.key(),
                                type,
                                Phrase.of("sweep.refused", Phrase.of(type)).toString());
                    });
                    break;
                }
                if (state.get().read()) {
                    String notice = compare(connection, lease, run, type);
                    if (notice != null) {
                        LOG.warn("connection {}: {}", connection.key(), Phrases.english(notice));
                    }
                    transaction.executeWithoutResult(status -> {
                        leases.renew(lease);
                        store.sweepCompared(connection.key(), type, notice);
                        if (readsRows(connection, state.get())) {
                            store.takeBackNameless(
                                    connection.key(), type, state.get().startedAt());
                        }
                    });
                } else {
                    page(connection, lease, run, type, state.get());
                }
                betweenPages.run();
            }
        }
        return true;
    }

    private boolean isRefused(Connection connection, CrmType type) {
        Instant nextAt = store.progress(connection.key(), type).nextAt();
        return nextAt != null && nextAt.isAfter(clock.instant());
    }

    /** Or the ids alone. */
    private static boolean readsRows(Connection connection, SyncStore.SweepState state) {
        return state.whole()
                || !connection.descriptor().tracksAll()
                || !connection.descriptor().sweepsIds();
    }

    private void page(Connection connection, Lease lease, Runs.Run run, CrmType type, SyncStore.SweepState state) {
        leases.renew(lease);
        if (!readsRows(connection, state)) {
            IdPage page = connection.link().ids(type, state.checkpoint());
            transaction.executeWithoutResult(status -> {
                leases.renew(lease);
                store.sweepAdvanced(connection.key(), type, page.next(), page.next() != null, page.externalIds());
            });
            run.advanced();
            return;
        }
        ChangePage page = connection.link().read(type, state.checkpoint());
        List<String> seen = new ArrayList<>();
        page.changes().forEach(change -> {
            if (!(change instanceof rapport.crm.spi.Tombstone)) {
                seen.add(change.ref().externalId());
            }
        });
        page.unreadable().forEach(row -> {
            if (row.externalId() != null) {
                seen.add(row.externalId());
            }
        });
        RecordWriter.Written written = writer.write(
                connection,
                lease,
                type,
                page.changes(),
                page.unreadable(),
                tellSince(connection, type),
                () -> store.sweepAdvanced(connection.key(), type, page.next(), page.more(), seen));
        run.advanced();
        found(connection, run, type, written, page.unreadable().size());
    }

    /** What differed was repaired by writing it; the admin is told which records and which of their fields. */
    private void found(Connection connection, Runs.Run run, CrmType type, RecordWriter.Written written, int setAside) {
        run.count(type, written, setAside);
        Map<String, String> what = new LinkedHashMap<>();
        written.differences().forEach(difference -> what.put(difference.ref().externalId(), what(difference)));
        written.goneIds().forEach(id -> what.put(id, "gone"));
        store.addDifferences(connection.key(), run.id(), type, what);
    }

    private static String what(RecordDifference difference) {
        if (difference.created()) {
            return "missing";
        }
        String fields =
                difference.changes().stream().map(FieldChange::field).sorted().collect(Collectors.joining(", "));
        return fields.isEmpty() ? "teams or address" : fields;
    }

    /**
     * What was saved since the last read of changes may be told with its stamp and its writer. What differs although it was
     * saved before was changed without a trace: neither the stamp nor the writer is of that change.
     */
    private Instant tellSince(Connection connection, CrmType type) {
        Instant read = store.progress(connection.key(), type).readAt();
        return (read == null ? clock.instant() : read).minus(connection.overlap());
    }

    private @Nullable String compare(Connection connection, Lease lease, Runs.Run run, CrmType type) {
        int known = records.count(connection.key(), type.name());
        long allowed = Math.max(ALWAYS_ALLOWED, (long) known * connection.vanishPercent() / 100);
        List<String> missing = new ArrayList<>();
        String after = "";
        List<String> page;
        do {
            page = records.knownIds(connection.key(), type.name(), after, Records.MAX_PAGE);
            Set<String> seen = store.seen(connection.key(), type, page);
            page.stream().filter(id -> !seen.contains(id)).forEach(missing::add);
            if (!page.isEmpty()) {
                after = page.get(page.size() - 1);
            }
        } while (page.size() == Records.MAX_PAGE);
        if (missing.size() > allowed) {
            return Phrase.of("sweep.too-many-gone", Phrase.of(type), known, missing.size(), connection.vanishPercent())
                    .toString();
        }
        for (int start = 0; start < missing.size(); start += CONFIRMED_AT_ONCE) {
            leases.renew(lease);
            List<String> some = missing.subList(start, Math.min(start + CONFIRMED_AT_ONCE, missing.size()));
            Found found = connection.link().find(type, some);
            List<CrmChange> changes = new ArrayList<>(found.records());
            changes.addAll(found.gone());
            RecordWriter.Written written = writer.write(
                    connection, lease, type, changes, found.unreadable(), tellSince(connection, type), () -> {});
            found(connection, run, type, written, found.unreadable().size());
        }
        return null;
    }
}
