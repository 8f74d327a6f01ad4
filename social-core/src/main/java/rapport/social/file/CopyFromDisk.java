package rapport.social.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Copies what lies on disk to the bucket, once, beside the running server; started again it goes on with what is missing there.
 * Smaller sizes of images are not copied: they are made anew when they are asked for. The disk is left as it is.
 */
@Component
class CopyFromDisk implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(CopyFromDisk.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int CHUNK = 500;
    private static final int TOLD = 20;

    private final FileStorage storage;
    private final FileLeftovers leftovers;
    private final JdbcClient jdbc;
    private final Thread thread = new Thread(this::runUntilDone, "copy-files-from-disk");

    CopyFromDisk(FileStorage storage, FileLeftovers leftovers, JdbcClient jdbc) {
        this.storage = storage;
        this.leftovers = leftovers;
        this.jdbc = jdbc;
        thread.setDaemon(true);
    }

    /** @param missing files that are in neither place */
    record Outcome(int copied, int present, List<FileId> missing) {}

    private record Row(long id, long size) {}

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (storage instanceof MovingStorage) {
            thread.start();
        }
    }

    @Override
    public void destroy() {
        thread.interrupt();
    }

    private void runUntilDone() {
        while (!Thread.currentThread().isInterrupted() && storage instanceof MovingStorage moving) {
            try {
                var outcome = run(moving);
                LOG.info(
                        "Files were copied from {} to the bucket: {} now, {} were there. Set rapport.files.copy-from-disk to"
                                + " false; the folder can be deleted then.",
                        moving.disk().root(),
                        outcome.copied(),
                        outcome.present());
                if (!outcome.missing().isEmpty()) {
                    LOG.warn(
                            "{} files are neither on disk nor in the bucket: {}",
                            outcome.missing().size(),
                            outcome.missing().stream().limit(TOLD).toList());
                }
                return;
            } catch (RuntimeException e) {
                LOG.warn("Files could not all be copied to the bucket; it goes on in a minute: {}", e.toString());
                try {
                    Thread.sleep(PAUSE.toMillis());
                } catch (InterruptedException ended) {
                    return;
                }
            }
        }
    }

    /** @throws FilesUnavailable if the bucket can't be used; what was copied stays */
    Outcome run(MovingStorage moving) {
        int copied = 0;
        int present = 0;
        List<FileId> missing = new ArrayList<>();
        List<Row> rows = after(0);
        while (!rows.isEmpty() && !Thread.currentThread().isInterrupted()) {
            for (Row row : rows) {
                var file = new FileId(row.id());
                Path original = moving.disk().place(file, UploadedFiles.ORIGINAL);
                if (Objects.equals(moving.bucket().size(file, UploadedFiles.ORIGINAL), row.size())) {
                    present++;
                } else if (size(original) == row.size()) {
                    copy(moving, file, original);
                    copied++;
                } else {
                    missing.add(file);
                }
            }
            rows = after(rows.get(rows.size() - 1).id());
        }
        return new Outcome(copied, present, missing);
    }

    private List<Row> after(long id) {
        return jdbc.sql("select f.id, f.size from file f where f.id > :id order by f.id limit :chunk")
                .param("id", id)
                .param("chunk", CHUNK)
                .query(Row.class)
                .list();
    }

    /** Noted as a leftover first: a file that is deleted while it is copied must not stay behind in the bucket. */
    private void copy(MovingStorage moving, FileId file, Path original) {
        leftovers.expect(file);
        moving.bucket().put(file, UploadedFiles.ORIGINAL, original);
        boolean stillThere = jdbc.sql("select count(*) from file where id = :file")
                        .param("file", file.value())
                        .query(Integer.class)
                        .single()
                > 0;
        if (stillThere) {
            leftovers.done(file);
        }
    }

    private static long size(Path original) {
        try {
            return Files.exists(original) ? Files.size(original) : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
