package rapport.social.record;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record as the CRM has it now.
 *
 * @param accountExternalId the account of a contact or an opportunity; of an account null
 * @param fields            by our names (stage, amount, closeOn, industry, phone …) or the CRM's own: text, {@link Money},
 *                          BigDecimal, Boolean, days as ISO text; null values are left out
 * @param url               the record's page in the CRM
 */
public record RecordSnapshot(
        String externalId,
        String name,
        @Nullable String accountExternalId,
        @Nullable String ownerExternalId,
        RecordAudience audience,
        Map<String, Object> fields,
        @Nullable String url,
        @Nullable Instant modifiedAt) {
    public RecordSnapshot {
        // sorted, so that equal contents give equal hashes
        fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
        name = name.isBlank() ? externalId : name.strip();
        if (name.length() > 300) {
            name = name.substring(0, 300);
        }
    }
}
