package rapport.crm.adapter.hubspot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may own records.
 *
 * @param id     what records name as their owner
 * @param userId what webhooks, histories and the user interface name instead; null once deactivated
 */
record HubspotOwner(
        String id,
        @Nullable String type,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String userId,
        @Nullable String userIdIncludingInactive,
        @Nullable Boolean archived,
        @Nullable List<Team> teams) {
    record Team(String id, @Nullable String name) {}
}
