package rapport.social.record;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record as the CRM has it now.
 *
 * @param accountExternalId the account of a contact or an opportunity; of an account null
 * @param fields            by our names (stage, amount, closeOn, industry, phone …) or the CRM's own: text, {@link Money},
 *                          BigDecimal, Boolean, days as ISO text; null values are left out
 * @param teamExternalIds   the teams that the CRM names on it, whether they restrict who sees it or not
 * @param followerExternalIds the CRM's users on its team, whom rules may let follow it; says nothing about who sees it
 * @param url               the record's page in the CRM
 */
public record RecordSnapshot(
        String externalId,
        String name,
        @Nullable String accountExternalId,
        @Nullable String ownerExternalId,
        RecordAudience audience,
        Set<String> teamExternalIds,
        Set<String> followerExternalIds,
        Map<String, Object> fields,
        @Nullable String url,
        @Nullable Instant modifiedAt) {
    /** With nobody on its team. */
    public RecordSnapshot(
            String externalId,
            String name,
            @Nullable String accountExternalId,
            @Nullable String ownerExternalId,
            RecordAudience audience,
            Set<String> teamExternalIds,
            Map<String, Object> fields,
            @Nullable String url,
            @Nullable Instant modifiedAt) {
        this(
                externalId,
                name,
                accountExternalId,
                ownerExternalId,
                audience,
                teamExternalIds,
                Set.of(),
                fields,
                url,
                modifiedAt);
    }

    /** With no other teams than those of its audience. */
    public RecordSnapshot(
            String externalId,
            String name,
            @Nullable String accountExternalId,
            @Nullable String ownerExternalId,
            RecordAudience audience,
            Map<String, Object> fields,
            @Nullable String url,
            @Nullable Instant modifiedAt) {
        this(
                externalId,
                name,
                accountExternalId,
                ownerExternalId,
                audience,
                audience instanceof RecordAudience.OwnerAndTeams some ? some.teamExternalIds() : Set.of(),
                fields,
                url,
                modifiedAt);
    }

    public RecordSnapshot {
        teamExternalIds = Set.copyOf(teamExternalIds);
        followerExternalIds = Set.copyOf(followerExternalIds);
        // sorted, so that equal contents give equal hashes
        fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
        name = name.isBlank() ? externalId : name.strip();
        if (name.length() > 300) {
            name = name.substring(0, 300);
        }
    }
}
