package rapport.crm.connection;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a connection; what is null stays as it is.
 *
 * @param credentials those named are replaced, an empty one is taken away, the others stay
 * @param options     instead of all that were set
 */
@Schema(example = "{\"credentials\":{\"api-key\":\"…\"},\"mirror\":{\"types\":[\"account\",\"opportunity\"]}}")
public record ConnectionChange(
        @Size(min = 1, max = 100) @Nullable String name,
        @Size(max = 500) @Nullable String address,
        @Size(max = 50) @Nullable Map<@Size(max = 60) String, @Size(max = 10_000) String> credentials,
        @Size(max = 20) @Nullable String visibility,
        @Valid @Nullable MirrorChange mirror,
        @Size(max = 50) @Nullable Map<@Size(max = 60) String, @Size(max = 1_000) String> options,
        @Nullable Boolean webhooks,
        @Valid @Nullable EmbedChange embed) {
    /** Without the credentials. */
    @Override
    public String toString() {
        return "ConnectionChange[" + name + "]";
    }
}
