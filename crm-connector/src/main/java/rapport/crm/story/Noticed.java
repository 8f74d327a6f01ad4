package rapport.crm.story;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmRef;
import rapport.social.record.FieldChange;
import rapport.social.shared.SubjectId;

/**
 * A difference of tracked fields that has not been told yet.
 *
 * @param lastWriter as the CRM names it; null when nobody knows
 * @param changedAt  the CRM's stamp, or when it was noticed where that is older than the change can be
 * @param since      the change is not older
 */
record Noticed(
        long id,
        SubjectId record,
        CrmRef ref,
        List<FieldChange> changes,
        @Nullable String lastWriter,
        Instant changedAt,
        Instant since) {}
