package rapport.social.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Bytes on disk: one file for each upload and size, in folders of a thousand. */
final class DiskStorage implements FileStorage {
    private final Path root;

    /** @param root on the file system on which parts are made: they are moved to their place at once */
    DiskStorage(Path root) {
        this.root = root;
    }

    @Override
    public void put(FileId file, String variant, Path part) {
        Path place = place(file, variant);
        try {
            Files.createDirectories(place.getParent());
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FilesUnavailable("Writing " + place, e);
        }
    }

    @Override
    public InputStream open(FileId file, String variant) throws NoSuchFileException {
        Path place = place(file, variant);
        try {
            return Files.newInputStream(place);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new FilesUnavailable("Reading " + place, e);
        }
    }

    @Override
    public void delete(FileId file) {
        for (String variant : UploadedFiles.VARIANTS) {
            Path place = place(file, variant);
            try {
                Files.deleteIfExists(place);
            } catch (IOException e) {
                throw new FilesUnavailable("Deleting " + place, e);
            }
        }
    }

    Path root() {
        return root;
    }

    Path place(FileId file, String variant) {
        return root.resolve(name(file, variant));
    }

    /** Below the root or the prefix; alike everywhere, so that copying a folder moves a storage too. */
    static String name(FileId file, String variant) {
        return file.value() / 1_000 + "/" + file + "." + variant;
    }
}
