package rapport.crm.adapter.hubspot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stages are named on records by their id. */
record HubspotPipeline(String id, @Nullable List<Stage> stages) {
    record Stage(String id, @Nullable String label) {}
}
