package rapport.crm.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A colleague who works in the CRM. Adapters leave out portal, technical and system users.
 *
 * @param language IETF tag, such as {@code fr}
 * @param signInId how the company's sign-in by OpenID Connect names this person, where the CRM knows it
 */
public record CrmUser(
        String externalId,
        String name,
        @Nullable String email,
        @Nullable String title,
        @Nullable String site,
        @Nullable String language,
        boolean active,
        List<String> teamExternalIds,
        @Nullable String signInId) {
    public CrmUser {
        teamExternalIds = List.copyOf(teamExternalIds);
    }

    /** One of whom the CRM knows no such name. */
    public CrmUser(
            String externalId,
            String name,
            @Nullable String email,
            @Nullable String title,
            @Nullable String site,
            @Nullable String language,
            boolean active,
            List<String> teamExternalIds) {
        this(externalId, name, email, title, site, language, active, teamExternalIds, null);
    }
}
