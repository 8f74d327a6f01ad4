package rapport.crm.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at one of the CRM's pages right now, by the CRM's own word.
 *
 * @param userExternalId as {@link CrmUser} has it
 * @param record  what they look at; mostly said by the page itself and not signed, so it opens nothing by itself
 * @param onlyOnce what may not come a second time; null where the CRM repeats its calls
 * @param validUntil when the call itself is over, by the CRM's word; null where it says nothing
 */
public record PageVisit(
        String userExternalId,
        @Nullable CrmRef record,
        @Nullable String onlyOnce,
        @Nullable Instant validUntil) {
    /** One that does not say how long it is good. */
    public PageVisit(String userExternalId, @Nullable CrmRef record, @Nullable String onlyOnce) {
        this(userExternalId, record, onlyOnce, null);
    }
}
