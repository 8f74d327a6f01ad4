package rapport.crm.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many calls the CRM allows, as it last said.
 *
 * @param used     in the CRM's own period, by all its programs
 * @param limit    of the same period
 * @param resetsAt when counting begins anew; null where the period moves along
 */
public record CallBudget(long used, long limit, @Nullable Instant resetsAt) {}
