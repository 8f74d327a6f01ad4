package rapport.social.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Uploads while they come in, and images while they are made smaller: on the disk of this machine, never whole in memory. */
@Component
class Parts {
    /** Another process may share the folder, and nothing comes in for so long. */
    private static final Duration OLD = Duration.ofDays(1);

    private final Path directory;

    Parts(FileSettings settings, @Value("${rapport.data-directory:./data}") String data) {
        Path chosen = settings.directory() == null ? Path.of(data, "files") : settings.directory();
        this.directory = chosen.toAbsolutePath().normalize();
        deleteOld(Instant.now().minus(OLD));
    }

    Path directory() {
        return directory;
    }

    Path create() {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, "part-", ".tmp");
        } catch (IOException e) {
            throw new FilesUnavailable("Receiving a file in " + directory, e);
        }
    }

    static void delete(@Nullable Path part) {
        if (part != null) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // it goes at a later start, and the first failure is the one to tell
            }
        }
    }

    /** What a process left that was ended in the middle of an upload. */
    private void deleteOld(Instant before) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "part-*.tmp")) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                    delete(part);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
