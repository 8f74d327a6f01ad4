package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comments in the order of their thread.
 *
 * @param previousPageToken leads to those just before; missing at the start of the thread
 * @param nextPageToken     leads to those just after; missing at its end
 */
@Schema(name = "CommentPage")
public record CommentPage(
        List<CommentView> items,
        @Nullable String previousPageToken,
        @Nullable String nextPageToken) {}
