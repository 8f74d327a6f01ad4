package rapport.crm.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the CRM.
 *
 * @param unreadable rows that could not be understood; the others of the page stand
 * @param next       from where the next call goes on: the next page while there is {@code more}, later changes afterwards
 * @param more       whether the CRM already has more to tell
 * @param total      how many records there are in all, when the CRM says so at little cost
 */
public record ChangePage(
        List<CrmChange> changes,
        List<Unreadable> unreadable,
        Checkpoint next,
        boolean more,
        @Nullable Long total) {}
