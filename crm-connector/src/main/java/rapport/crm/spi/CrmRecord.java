package rapport.crm.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is now in the CRM, in our words.
 *
 * @param account            the account it stands under; may name one that has not arrived yet
 * @param ownerExternalId    the CRM's user in charge
 * @param teamExternalIds    the teams that the CRM lets see it, sorted; empty when it restricts nothing by team
 * @param followers          the CRM's users on its team, whom a follow rule may let follow it; says nothing about who sees it
 * @param fields             by the names of the adapter's {@link CrmDescriptor#fields()}; values are String, BigDecimal,
 *                           Boolean, LocalDate or {@link CrmMoney}. What is unknown is left out
 * @param url                where a person opens it in the CRM
 * @param modifiedAt         the CRM's own stamp; only ever compared, never a cursor
 * @param modifiedByExternalId the last writer, when the CRM names one
 */
public record CrmRecord(
        CrmRef ref,
        String name,
        @Nullable CrmRef account,
        @Nullable String ownerExternalId,
        List<String> teamExternalIds,
        Set<String> followers,
        Map<String, Object> fields,
        @Nullable String url,
        @Nullable Instant modifiedAt,
        @Nullable String modifiedByExternalId)
        implements CrmChange {
    public CrmRecord {
        teamExternalIds = teamExternalIds.stream().sorted().distinct().toList();
        followers = Set.copyOf(followers);
        fields = Map.copyOf(fields);
    }

    /** Of a CRM that tells nobody on the team of a record. */
    public CrmRecord(
            CrmRef ref,
            String name,
            @Nullable CrmRef account,
            @Nullable String ownerExternalId,
            List<String> teamExternalIds,
            Map<String, Object> fields,
            @Nullable String url,
            @Nullable Instant modifiedAt,
            @Nullable String modifiedByExternalId) {
        this(
                ref,
                name,
                account,
                ownerExternalId,
                teamExternalIds,
                Set.of(),
                fields,
                url,
                modifiedAt,
                modifiedByExternalId);
    }
}
