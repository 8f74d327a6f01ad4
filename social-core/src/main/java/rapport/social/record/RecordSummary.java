package rapport.social.record;

import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** A record as others' items show it. */
public record RecordSummary(
        SubjectId id,
        SubjectKind kind,
        String type,
        String connection,
        String externalId,
        String name,
        @Nullable String url) {}
