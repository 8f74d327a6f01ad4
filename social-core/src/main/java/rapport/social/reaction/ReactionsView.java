package rapport.social.reaction;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reactions on one item, as one reader sees them.
 *
 * @param mine the reader's own
 */
@Schema(name = "Reactions", example = "{\"counts\":[{\"kind\":\"agree\",\"count\":3}],\"mine\":\"agree\",\"total\":3}")
public record ReactionsView(List<Count> counts, @Nullable String mine, int total) {

    public static final ReactionsView NONE = new ReactionsView(List.of(), null, 0);

    /** How many gave one kind. */
    @Schema(name = "ReactionCount")
    public record Count(String kind, int count) {}
}
