package rapport.social.post;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileId;

/**
 * What an edit changes; what is missing stays.
 *
 * @param body         Markdown
 * @param fileIds      the files that are to stand on it, in their order: those that do and uploads of one's own
 * @param announcement of an announcement: its other end
 * @param publishAt    of a post that is not published yet
 */
@Schema(example = "{\"body\":\"Signed **today**, delivery in March.\"}")
public record PostChange(
        @Nullable String title,
        @Nullable String body,
        @Nullable List<@Nullable FileId> fileIds,
        @Nullable AnnouncementChange announcement,
        @Nullable Instant publishAt) {

    /** Until when an announcement is to stand on top of its place. */
    @Schema(example = "{\"expiresAt\":\"2027-03-01T17:00:00Z\"}")
    public record AnnouncementChange(@Nullable Instant expiresAt) {}

    /** Other words. */
    public static PostChange of(@Nullable String title, @Nullable String body) {
        return new PostChange(title, body, null, null, null);
    }
}
