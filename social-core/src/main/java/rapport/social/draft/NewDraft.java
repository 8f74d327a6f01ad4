package rapport.social.draft;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.post.PostKind;

/**
 * A draft as a device has it.
 *
 * @param extra     what else the screen wants back, such as the options of a poll
 * @param updatedAt when the words were typed; absent: now
 * @param basedOn   the version that this device read or wrote last; absent: it knows of none
 */
@Schema(
        example =
                "{\"body\":\"She asked for **refer\",\"kind\":\"question\",\"title\":\"Who knows the new buyer?\",\"updatedAt\":\"2026-11-20T09:15:27.000Z\",\"basedOn\":\"4711\"}")
public record NewDraft(
        @Nullable String body,
        @Nullable String title,
        @Nullable PostKind kind,
        @Nullable Map<String, Object> extra,
        @Nullable Instant updatedAt,

        @Schema(
                description =
                        "The `version` that this device read or wrote last: with it, a text of another device is not overwritten unseen.")
        @Nullable
        String basedOn) {}
