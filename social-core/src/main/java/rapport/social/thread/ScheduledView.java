package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileView;
import rapport.social.post.NewPost;
import rapport.social.post.PostId;

/**
 * One's own post that waits for its time.
 *
 * @param id      its own; the post gets another one when it is published
 * @param subject where it is to stand; missing when one may not see that any more
 * @param post    what is to be published, as it was sent
 * @param refused why it could not be published at its time: the type of a problem, such as forbidden; until it is changed
 */
@Schema(name = "ScheduledPost")
public record ScheduledView(
        PostId id,
        Instant publishAt,
        Instant createdAt,
        int version,
        @Nullable SubjectView subject,
        NewPost post,
        List<FileView> files,
        @Nullable String refused) {

    /** What waits, the first to be published first. */
    @Schema(name = "ScheduledPosts")
    public record All(List<ScheduledView> items) {}
}
