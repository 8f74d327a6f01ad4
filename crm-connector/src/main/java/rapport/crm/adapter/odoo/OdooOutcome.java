package rapport.crm.adapter.odoo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import tools.jackson.databind.JsonNode;

/**
 * What came of a call.
 *
 * @param at the CRM's clock
 */
record OdooOutcome(@Nullable JsonNode result, @Nullable Refusal refusal, Instant at) {

    /**
     * @param name    the exception, such as {@code odoo.exceptions.AccessError}; empty where something before Odoo answered
     * @param message may name a customer's records: looked at, never shown
     */
    record Refusal(String name, String message, CrmAnswer answer) {
        int status() {
            return answer.status();
        }

        boolean is(String exception) {
            return name.endsWith("." + exception) || name.equals(exception);
        }
    }
}
