package rapport.social.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DiskStorageTest extends FileStorageContract {

    @Override
    FileStorage storage() {
        return new DiskStorage(folder);
    }

    @Test
    void saysThatItIsUnavailableWhenNothingCanBeWritten() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "x");
        var storage = new DiskStorage(notAFolder);
        Path part = part(new byte[] {1});
        assertThatThrownBy(() -> storage.put(id(), "original", part)).isInstanceOf(FilesUnavailable.class);
    }

    @Test
    void forgetsPartsThatAnEndedProcessLeft() throws IOException {
        Path old = part(new byte[] {1});
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path coming = part(new byte[] {1});
        Path kept = Files.writeString(folder.resolve("12.original"), "x");
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        var settings = new Binder(new MapConfigurationPropertySource(
                        java.util.Map.of("rapport.files.directory", folder.toString())))
                .bind("rapport.files", FileSettings.class)
                .get();
        assertThat(new Parts(settings, "unused").directory()).isEqualTo(folder);
        assertThat(old).doesNotExist();
        assertThat(Set.of(coming, kept)).allMatch(Files::exists);
    }
}
