package rapport.social.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage of files does alike. */
abstract class FileStorageContract {
    private static final AtomicLong IDS = new AtomicLong(12_000);

    /** On the file system of the storage, as parts are. */
    @TempDir
    Path folder;

    abstract FileStorage storage();

    static FileId id() {
        return new FileId(IDS.incrementAndGet());
    }

    Path part(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "part-", ".tmp"), content);
    }

    void put(FileId file, String variant, String content) throws IOException {
        storage().put(file, variant, part(content.getBytes(StandardCharsets.UTF_8)));
    }

    String read(FileId file, String variant) throws IOException {
        try (InputStream in = storage().open(file, variant)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesBackWhatItWasGiven() throws IOException {
        FileId file = id();
        put(file, "original", "Cold room plan");
        put(file, "64", "small");
        put(id(), "original", "another");
        assertThat(read(file, "original")).isEqualTo("Cold room plan");
        assertThat(read(file, "64")).isEqualTo("small");
    }

    @Test
    void keepsTheLatestOfWhatItWasGivenTwice() throws IOException {
        FileId file = id();
        put(file, "320", "made by one request");
        put(file, "320", "made by another");
        assertThat(read(file, "320")).isEqualTo("made by another");
    }

    @Test
    void saysThatThereIsNothing() throws IOException {
        FileId file = id();
        assertThatThrownBy(() -> storage().open(file, "original")).isInstanceOf(NoSuchFileException.class);
        put(file, "original", "there");
        assertThatThrownBy(() -> storage().open(file, "960")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void deletesAllSizesOfAFileAndNoOtherFile() throws IOException {
        FileId file = new FileId(77_123);
        FileId longer = new FileId(771_230);
        FileId beside = new FileId(77_124);
        put(file, "original", "gone");
        put(file, "64", "gone too");
        put(longer, "original", "stays");
        put(beside, "original", "stays");
        storage().delete(file);
        assertThatThrownBy(() -> storage().open(file, "original")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> storage().open(file, "64")).isInstanceOf(NoSuchFileException.class);
        assertThat(read(longer, "original")).isEqualTo("stays");
        assertThat(read(beside, "original")).isEqualTo("stays");
        storage().delete(file);
        storage().delete(id());
    }

    @Test
    void passesLargeFilesThroughUnchangedAndLetsAReaderGoEarly() throws IOException {
        byte[] large = new byte[20 * 1024 * 1024];
        new Random(1).nextBytes(large);
        FileId file = id();
        storage().put(file, "original", part(large));
        for (int reader = 0; reader < 4; reader++) { // more than there are connections
            try (InputStream in = storage().open(file, "original")) {
                assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(large, 10));
            }
        }
        try (InputStream in = storage().open(file, "original")) {
            assertThat(Arrays.equals(in.readAllBytes(), large)).isTrue();
        }
    }
}
