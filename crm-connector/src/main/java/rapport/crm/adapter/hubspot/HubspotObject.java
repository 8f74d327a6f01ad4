package rapport.crm.adapter.hubspot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A company, contact or deal as the CRM sends it.
 *
 * @param properties   by their internal names; every value is text or null, also numbers and booleans
 * @param associations by object type; only lists and single reads have them, a search never does
 */
record HubspotObject(
        String id,
        @Nullable Boolean archived,
        @Nullable String archivedAt,
        @Nullable String updatedAt,
        @Nullable String url,
        @Nullable Map<String, @Nullable String> properties,
        @Nullable Map<String, Associated> associations) {

    /** The same record stands here once for each label. */
    record Associated(@Nullable List<Association> results) {}

    record Association(String id, @Nullable String type) {}

    @Nullable
    String property(String name) {
        String value = properties == null ? null : properties.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
