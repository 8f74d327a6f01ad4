package rapport.social.feed;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;

/**
 * A saved stream as it is to be. A new one needs both; a change leaves as it is what is missing.
 *
 * @param name    1 to {@value StreamView#MAX_NAME} characters
 * @param sources in the order in which they are shown
 */
@Schema(
        name = "StreamChange",
        example =
                "{\"name\":\"Cold chain\",\"sources\":[{\"kind\":\"record\",\"id\":\"456\"},{\"kind\":\"topic\",\"id\":\"77\"}]}")
public record StreamChange(@Nullable String name, @Nullable List<@Valid @NotNull SourceKey> sources) {

    /** @param kind record, space, member or topic */
    @Schema(name = "StreamSourceKey")
    public record SourceKey(@NotNull String kind, @NotNull SubjectId id) {}
}
