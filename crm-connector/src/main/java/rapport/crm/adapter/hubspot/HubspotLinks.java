package rapport.crm.adapter.hubspot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one record is associated with, by the batch call for associations. */
record HubspotLinks(@Nullable From from, @Nullable List<To> to) {
    record From(String id) {}

    record To(String toObjectId, @Nullable List<Label> associationTypes) {}

    record Label(
            @Nullable String category,
            @Nullable Long typeId,
            @Nullable String label) {}
}
