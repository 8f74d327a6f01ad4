package rapport.crm.adapter.espocrm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A list as answered, its rows not yet understood, so that one bad row does not spoil the others.
 *
 * @param total -1 and -2 where nothing was counted: more rows, no more rows
 * @param at    the CRM's clock
 */
record EspoList(@Nullable Long total, List<JsonNode> rows, int asked, Instant at) {
    boolean more() {
        if (total != null && total < 0) {
            return total == -1;
        }
        return rows.size() >= asked;
    }

    @Nullable
    Long counted() {
        return total != null && total >= 0 ? total : null;
    }
}
