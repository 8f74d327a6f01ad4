package rapport.social.comment;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileId;

/**
 * What an edit changes; what is missing stays.
 *
 * @param body    Markdown
 * @param fileIds the files that are to stand on it, in their order: those that do and uploads of one's own
 */
@Schema(example = "{\"body\":\"She was at **Initech** before.\"}")
public record CommentChange(@Nullable String body, @Nullable List<@Nullable FileId> fileIds) {}
