package rapport.social.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;

/** What an upsert did to one record; of a new one without changes. */
public record RecordDifference(
        SubjectId record,
        RecordRef ref,
        boolean created,
        List<FieldChange> changes,
        @Nullable Instant modifiedAt) {}
