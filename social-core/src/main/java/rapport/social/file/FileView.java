package rapport.social.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as the API shows. Its bytes are at {@code /files/{id}/content}; an image's smaller sizes at
 * {@code /files/{id}/content?size=64|320|960|1600}.
 */
public record FileView(
        FileId id,
        String name,
        String mediaType,
        long size,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable String description,
        Instant createdAt) {

    public static FileView of(StoredFile file) {
        return new FileView(
                file.id(),
                file.name(),
                file.mediaType(),
                file.size(),
                file.width(),
                file.height(),
                file.description(),
                file.createdAt());
    }
}
