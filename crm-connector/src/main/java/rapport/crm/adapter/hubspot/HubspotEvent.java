package rapport.crm.adapter.hubspot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a webhook call. Only ids are taken from it.
 *
 * @param subscriptionType {@code deal.propertyChange}, or {@code object.propertyChange} with an {@code objectTypeId}
 */
record HubspotEvent(
        @Nullable String subscriptionType,
        @Nullable String objectTypeId,
        @Nullable String objectId,
        @Nullable String primaryObjectId,
        @Nullable List<String> mergedObjectIds,
        @Nullable String newObjectId,
        @Nullable String associationType,
        @Nullable String fromObjectId,
        @Nullable String toObjectId) {}
