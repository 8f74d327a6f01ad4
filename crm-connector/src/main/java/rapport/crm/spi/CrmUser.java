package rapport.crm.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A colleague who works in the CRM. Adapters leave out portal, technical and system users.
 *
 * @param language IETF tag, such as {@code fr}
 */
public record CrmUser(
        String externalId,
        String name,
        @Nullable String email,
        @Nullable String title,
        @Nullable String site,
        @Nullable String language,
        boolean active,
        List<String> teamExternalIds) {
    public CrmUser {
        teamExternalIds = List.copyOf(teamExternalIds);
    }
}
