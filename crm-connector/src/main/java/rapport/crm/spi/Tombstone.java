package rapport.crm.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no longer there.
 *
 * @param mergedInto the record that took over its content, where the CRM says so
 */
public record Tombstone(
        CrmRef ref, @Nullable CrmRef mergedInto, @Nullable Instant goneAt) implements CrmChange {}
