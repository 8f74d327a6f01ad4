package rapport.crm.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next where the sweep goes on; null after the last page */
public record IdPage(List<String> externalIds, @Nullable Checkpoint next) {}
