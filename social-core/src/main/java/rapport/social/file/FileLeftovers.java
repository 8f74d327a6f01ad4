package rapport.social.file;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.shared.Times;

/**
 * Bytes that may not stay: of files whose row was deleted, and of uploads that broke off before they had one. They are noted in
 * the database, so that a failing storage or an ended process only delays their deletion.
 */
@Component
class FileLeftovers {
    private static final Logger LOG = LoggerFactory.getLogger(FileLeftovers.class);

    /** An upload under way has its row by then. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Deleted with the commit; the job has the rest of a large deletion. */
    private static final int AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final FileStorage storage;
    private final Clock clock;
    private final TransactionTemplate ownTransaction;

    FileLeftovers(JdbcClient jdbc, FileStorage storage, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.storage = storage;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Notes that bytes are about to be written for which there is no row yet, whatever becomes of the caller's transaction. */
    void expect(FileId file) {
        ownTransaction.executeWithoutResult(status -> note(file, clock.instant()));
    }

    /** Notes bytes whose rows are deleted in this transaction; they are deleted once it is committed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<FileId> files) {
        files.forEach(file -> note(file, Instant.EPOCH)); // due whenever it was uploaded
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                deleteAll(files.subList(0, Math.min(files.size(), AT_ONCE)));
            }
        });
    }

    private void note(FileId file, Instant since) {
        jdbc.sql("insert into file_leftover (file_id, since) values (:file, :since) on conflict do nothing")
                .param("file", file.value())
                .param("since", Times.utc(since))
                .update();
    }

    /** The file has its row. */
    void done(FileId file) {
        forget(file);
    }

    /** Deletes what was left over. @return how many files */
    int delete() {
        List<FileId> due = jdbc.sql("""
                        select l.file_id from file_leftover l
                         where l.since < :before and not exists (select 1 from file f where f.id = l.file_id)
                         order by l.since limit 1000
                        """)
                .param("before", Times.utc(clock.instant().minus(PATIENCE)))
                .query((row, number) -> new FileId(row.getLong(1)))
                .list();
        return deleteAll(due);
    }

    /** Up to the first that fails: a storage that is down is not asked a thousand times. */
    private int deleteAll(List<FileId> files) {
        int deleted = 0;
        while (deleted < files.size() && deleteBytes(files.get(deleted))) {
            deleted++;
        }
        return deleted;
    }

    private boolean deleteBytes(FileId file) {
        try {
            storage.delete(file);
        } catch (FilesUnavailable e) {
            LOG.warn("file {}: its bytes could not be deleted and will be tried again", file);
            return false;
        }
        forget(file);
        return true;
    }

    /** After a commit nothing more would be committed with it: hence a transaction of its own. */
    private void forget(FileId file) {
        ownTransaction.executeWithoutResult(status -> jdbc.sql("delete from file_leftover where file_id = :file")
                .param("file", file.value())
                .update());
    }
}
