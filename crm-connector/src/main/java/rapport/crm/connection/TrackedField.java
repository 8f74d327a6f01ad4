package rapport.crm.connection;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A field whose changes are told in the feed.
 *
 * @param threshold        for numbers and amounts: a smaller change is not told
 * @param thresholdPercent for numbers and amounts: a change of fewer hundredths of the value before is not told
 */
public record TrackedField(
        String type,
        String field,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal thresholdPercent) {}
