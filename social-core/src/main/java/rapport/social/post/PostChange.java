package rapport.social.post;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an edit changes; what is missing stays.
 *
 * @param body Markdown
 */
@Schema(example = "{\"body\":\"Signed **today**, delivery in March.\"}")
public record PostChange(@Nullable String title, @Nullable String body) {}
