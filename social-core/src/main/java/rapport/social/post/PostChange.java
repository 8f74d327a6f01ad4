package rapport.social.post;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an edit changes; what is missing stays.
 *
 * @param body      Markdown
 * @param publishAt of a post that is not published yet
 */
@Schema(example = "{\"body\":\"Signed **today**, delivery in March.\"}")
public record PostChange(
        @Nullable String title,
        @Nullable String body,
        @Nullable Instant publishAt) {

    /** Other words. */
    public static PostChange of(@Nullable String title, @Nullable String body) {
        return new PostChange(title, body, null);
    }
}
