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
 * @param restarted  whether the checkpoint was no longer honoured, so that reading began anew: what was deleted since then
 *                   shows in the ids alone
 */
public record ChangePage(
        List<CrmChange> changes,
        List<Unreadable> unreadable,
        Checkpoint next,
        boolean more,
        @Nullable Long total,
        boolean restarted) {

    /** One that goes on from where the one before ended. */
    public ChangePage(
            List<CrmChange> changes, List<Unreadable> unreadable, Checkpoint next, boolean more, @Nullable Long total) {
        this(changes, unreadable, next, more, total, false);
    }
}
