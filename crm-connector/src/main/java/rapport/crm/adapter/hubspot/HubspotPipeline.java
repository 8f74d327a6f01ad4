package rapport.crm.adapter.hubspot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stages are named on records by their id. */
record HubspotPipeline(String id, @Nullable List<Stage> stages) {
    /** @param metadata whose {@code isClosed} is text */
    record Stage(
            String id, @Nullable String label, @Nullable Map<String, @Nullable String> metadata) {
        boolean isClosed() {
            return metadata != null && "true".equals(metadata.get("isClosed"));
        }
    }
}
