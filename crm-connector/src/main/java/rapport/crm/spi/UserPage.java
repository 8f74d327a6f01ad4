package rapport.crm.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next where to go on; null after the last page */
public record UserPage(
        List<CrmUser> users,
        List<Unreadable> unreadable,
        @Nullable Checkpoint next) {}
