package rapport.social.file;

import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the bytes are: one entry for each upload and size. It knows neither names nor rights; who may have an upload is asked in the
 * database at every read.
 *
 * <p>All methods throw {@link FilesUnavailable} while the storage can't be used.
 */
interface FileStorage {

    /** Keeps a part's bytes, in place of what was there: all of them or none. The part itself may be taken away. */
    void put(FileId file, String variant, Path part);

    /**
     * The bytes as a stream, which the caller closes.
     *
     * @throws NoSuchFileException if it is not there
     */
    InputStream open(FileId file, String variant) throws NoSuchFileException;

    /** Deletes everything of an upload; nothing happens when it is not there. */
    void delete(FileId file);
}
