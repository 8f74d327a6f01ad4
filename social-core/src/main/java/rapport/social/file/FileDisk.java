package rapport.social.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The bytes, on disk: one file for each upload and size, in folders of a thousand. */
@Component
class FileDisk {
    private final Path root;

    FileDisk(FileSettings settings, @Value("${rapport.data-directory:./data}") String data) {
        Path directory = settings.directory() == null ? Path.of(data, "files") : settings.directory();
        this.root = directory.toAbsolutePath().normalize();
    }

    /** A new empty file beside the others, so that it can be moved to its place at once. */
    Path newPart() throws IOException {
        Files.createDirectories(root);
        return Files.createTempFile(root, "part-", ".tmp");
    }

    void put(FileId file, String variant, Path part) throws IOException {
        Path place = place(file, variant);
        Files.createDirectories(place.getParent());
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws NoSuchFileException if it is not there */
    InputStream open(FileId file, String variant) throws IOException {
        return Files.newInputStream(place(file, variant));
    }

    boolean has(FileId file, String variant) {
        return Files.exists(place(file, variant));
    }

    long copy(FileId file, String variant, OutputStream out) throws IOException {
        return Files.copy(place(file, variant), out);
    }

    void delete(FileId file, String... variants) throws IOException {
        for (String variant : variants) {
            Files.deleteIfExists(place(file, variant));
        }
    }

    private Path place(FileId file, String variant) {
        return root.resolve(Long.toString(file.value() / 1_000)).resolve(file + "." + variant);
    }
}
