package rapport.crm.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to this record; look.
 *
 * @param mergedInto who took over its content, to be believed only if the record turns out to be gone and the other one
 *                   to be there; for CRMs that tell of a merge when it happens and never again
 * @param settles    how long after the call the CRM shows what it told: some call before they commit
 */
public record CrmHint(CrmRef ref, @Nullable CrmRef mergedInto, Duration settles) {
    public CrmHint(CrmRef ref) {
        this(ref, null, Duration.ZERO);
    }
}
