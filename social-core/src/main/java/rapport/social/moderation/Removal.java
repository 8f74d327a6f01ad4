package rapport.social.moderation;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Why something is taken out.
 *
 * @param reason 1 to 500 characters, shown to every reader
 */
@Schema(example = "{\"reason\":\"Names a patient\"}")
public record Removal(@Nullable String reason) {}
