package rapport.crm.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One save by one person, from the CRM's own history.
 *
 * @param fields by our field names, those that this save touched
 */
public record CrmEdit(@Nullable String actorExternalId, Instant at, Map<String, FieldEdit> fields) {
    public CrmEdit {
        fields = Map.copyOf(fields);
    }

    /**
     * @param beforeKnown false where the history tells only the new value
     */
    public record FieldEdit(
            @Nullable Object before,
            boolean beforeKnown,
            @Nullable Object after) {}
}
