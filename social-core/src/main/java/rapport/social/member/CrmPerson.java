package rapport.social.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of a connected CRM, as the connector reports it.
 *
 * @param externalId      the CRM's id, opaque
 * @param email           joins the same person of two connections; null when the CRM has none
 * @param teamExternalIds the teams that the person is in now, all of them
 * @param signInId        how the company's sign-in names the person, where the CRM knows it
 */
public record CrmPerson(
        String externalId,
        String name,
        @Nullable String email,
        @Nullable String title,
        @Nullable String site,
        @Nullable String language,
        boolean active,
        List<String> teamExternalIds,
        @Nullable String signInId) {

    public CrmPerson(
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
