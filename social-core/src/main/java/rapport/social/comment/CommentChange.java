package rapport.social.comment;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an edit changes.
 *
 * @param body Markdown
 */
@Schema(example = "{\"body\":\"She was at **Initech** before.\"}")
public record CommentChange(@Nullable String body) {}
