package rapport.crm.adapter.dolibarr;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A list as answered, its rows not yet understood, so that one bad row does not spoil the others.
 *
 * @param total how many rows there are, where that was asked and this version tells
 * @param at    the CRM's clock
 */
record DolibarrList(@Nullable Long total, List<JsonNode> rows, Instant at) {
    boolean more() {
        return rows.size() >= DolibarrClient.PAGE_SIZE;
    }
}
