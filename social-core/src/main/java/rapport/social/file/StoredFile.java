package rapport.social.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;

/**
 * An uploaded file.
 *
 * @param mediaType   found from the content
 * @param size        in bytes
 * @param width       in pixels, of an image that browsers show
 * @param description what the image shows, for who can't see it
 */
public record StoredFile(
        FileId id,
        MemberId owner,
        String name,
        String mediaType,
        long size,
        String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable String description,
        Instant createdAt) {

    public boolean isImage() {
        return width != null;
    }
}
