package rapport.crm.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the API shows it.
 *
 * @param state    starting, loading, ok, failing or stopped
 * @param progress of the first load, by type; done equals total afterwards
 * @param counts   records here and not gone, by type
 * @param message  what is wrong and what to do; for admins only, like all that follows
 * @param webhookAddresses where the CRM calls, to be entered there where it cannot be asked to; they hold a secret
 * @param setAside rows that could not be understood, the latest first
 * @param declared whether it stands in the configuration, where alone it can be changed
 * @param version  of the settings, for If-Match; null when declared
 * @param lagSeconds how long ago it was last in step
 * @param setup    what it is set to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionView(
        String key,
        String crm,
        String name,
        String state,
        @Nullable Instant lastSyncAt,
        List<Progress> progress,
        Map<String, Long> counts,
        @Nullable String message,
        @Nullable String remedy,
        @Nullable Instant nextTryAt,
        @Nullable Instant lastReconciledAt,
        @Nullable Boolean webhooks,
        @Nullable List<String> webhookAddresses,
        @Nullable Long collapsedChanges,
        @Nullable Long setAsideCount,
        @Nullable List<SetAside> setAside,
        @Nullable Boolean declared,
        @Nullable Integer version,
        @Nullable Long lagSeconds,
        @Nullable Setup setup) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(String type, long done, @Nullable Long total, boolean loaded) {}

    /**
     * The settings, without any secret.
     *
     * @param types    that can be mirrored, those that the options declare among them
     * @param fields   that can be tracked and used in rules, by type
     * @param webhooks whether the CRM is asked to call us
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Setup(
            @Nullable String address,
            List<Credential> credentials,
            String visibility,
            Mirror mirror,
            List<String> types,
            Map<String, List<Field>> fields,
            Map<String, String> options,
            boolean webhooks,
            Embed embed) {}

    /** @param value of those that are no secret */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credential(
            String name, boolean set, @Nullable String value) {}

    /** @param kind text, money, date, number, boolean, member or record */
    public record Field(String name, String kind) {}

    public record Mirror(List<String> types, List<TrackedField> trackedFields, List<FollowRule> followRules) {}

    /** @param seenAt when a page of the CRM last brought somebody in */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Embed(
            boolean secretSet,
            List<String> origins,
            @Nullable Instant seenAt) {}

    public record SetAside(String type, String externalId, String reason, Instant lastAt, int times) {}
}
