package rapport.crm.adapter.salesforce;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of rows, or why there is none.
 *
 * @param refusal the CRM's {@code errorCode}; empty when it answered
 * @param locator where the answer goes on, as a path; null on its last page
 * @param total   of the whole answer
 */
record SalesforceAnswer(
        String refusal, List<JsonNode> rows, @Nullable String locator, long total, Instant at) {
    boolean refusedAs(String code) {
        return refusal.equals(code);
    }
}
