package rapport.crm.adapter.hubspot;

import org.jspecify.annotations.Nullable;

/** One value that a property had. The newest comes first. */
record HubspotPropertyVersion(
        @Nullable String value,
        @Nullable String timestamp,
        @Nullable String sourceType,
        @Nullable String sourceId,
        @Nullable String updatedByUserId) {

    /** Older versions name the user only inside {@code sourceId}, as {@code userId:77}. */
    @Nullable
    String userId() {
        if (updatedByUserId != null) {
            return updatedByUserId;
        }
        return sourceId != null && sourceId.startsWith("userId:") ? sourceId.substring("userId:".length()) : null;
    }
}
