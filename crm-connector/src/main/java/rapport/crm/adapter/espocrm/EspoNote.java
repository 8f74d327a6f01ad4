package rapport.crm.adapter.espocrm;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a record's stream.
 *
 * @param data Update: {@code attributes.was} and {@code .became}; Assign: {@code assignedUserId}; Status: {@code field} and
 *             {@code value}
 */
record EspoNote(
        String id,
        @Nullable String type,
        @Nullable String createdById,
        @Nullable String createdAt,
        @Nullable Map<String, @Nullable Object> data) {}
