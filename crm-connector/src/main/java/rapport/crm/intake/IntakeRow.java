package rapport.crm.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that was understood.
 *
 * @param content    JSON of its fields in one form only, so that equal rows are equal texts; null when it is gone
 * @param mergedInto who took over what is gone, if its sender says so
 */
public record IntakeRow(
        String externalId,
        @Nullable Instant updatedAt,
        @Nullable String content,
        @Nullable String mergedInto) {
    boolean gone() {
        return content == null;
    }
}
