package rapport.social.file;

import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.beans.factory.DisposableBean;

/** While files move from the disk to a bucket: what is not there yet is read from the disk, and what is deleted goes from both. */
final class MovingStorage implements FileStorage, DisposableBean {
    private final S3Storage bucket;
    private final DiskStorage disk;

    MovingStorage(S3Storage bucket, DiskStorage disk) {
        this.bucket = bucket;
        this.disk = disk;
    }

    S3Storage bucket() {
        return bucket;
    }

    DiskStorage disk() {
        return disk;
    }

    @Override
    public void put(FileId file, String variant, Path part) {
        bucket.put(file, variant, part);
    }

    @Override
    public InputStream open(FileId file, String variant) throws NoSuchFileException {
        try {
            return bucket.open(file, variant);
        } catch (NoSuchFileException e) {
            return disk.open(file, variant);
        }
    }

    @Override
    public void delete(FileId file) {
        disk.delete(file);
        bucket.delete(file);
    }

    @Override
    public void destroy() {
        bucket.destroy();
    }
}
