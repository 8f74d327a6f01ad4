package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.connection.ConnectionView;
import rapport.crm.sync.SyncProgress;

/**
 * A connection with what only admins get to know.
 *
 * @param running    draft, running, paused or cancelled
 * @param load       how far it has come with what it does now
 * @param callBudget calls to the CRM, as it last told any of the nodes
 * @param nextStep   what to do about the failure
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionDetail(
        @JsonUnwrapped ConnectionView connection,
        @Nullable String running,
        @Nullable SyncProgress load,
        @Nullable Budget callBudget,
        @Nullable String nextStep) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Budget(long used, long limit, @Nullable Instant resetsAt) {}
}
