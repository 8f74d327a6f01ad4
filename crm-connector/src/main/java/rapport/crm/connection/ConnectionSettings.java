package rapport.crm.connection;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of one connection, {@code rapport.connections.<key>}. Which of them are right is checked in one place,
 * {@link Connections}, so that all mistakes are told at once.
 *
 * @param crm          the adapter's word, such as {@code espocrm}
 * @param name         what people call this CRM; its key unless set
 * @param secretKey    when set, calls are signed instead of carrying the key
 * @param credentials  whatever else the adapter signs in with, by its names for them
 * @param types        what is mirrored, of the adapter's types; all of them unless set
 * @param tracked      the fields whose changes are told, by type; instead of the default for the types named
 * @param trackedFields the same with thresholds; instead of the default and of {@code tracked} for the types named
 * @param followRules  who follows which records by themselves
 * @param pollEvery    how often changes are asked for, webhooks or not
 * @param reconcileEvery how often everything is compared
 * @param overlap      how far each read of changes reaches back behind the last one
 * @param webhooks     whether the CRM is asked to call us
 * @param vanishPercent a reconciliation that would mark more of a type's records as gone marks none
 * @param storyLimit   so many records may be told of for one person within ten minutes; beyond, it is an import
 * @param options      the adapter's own
 */
record ConnectionSettings(
        @Nullable String crm,
        @Nullable String name,
        @Nullable URI address,
        @Nullable String apiKey,
        @Nullable String secretKey,
        @DefaultValue Map<String, String> credentials,
        @DefaultValue("everyone") Visibility visibility,
        @DefaultValue List<String> types,
        @DefaultValue Map<String, List<String>> tracked,
        @DefaultValue List<TrackedField> trackedFields,
        @DefaultValue List<FollowRule> followRules,
        @DefaultValue("30s") Duration pollEvery,
        @DefaultValue("6h") Duration reconcileEvery,
        @DefaultValue("10m") Duration peopleEvery,
        @DefaultValue("5m") Duration overlap,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration answerTimeout,
        @DefaultValue("true") boolean webhooks,
        @DefaultValue("5") int vanishPercent,
        @DefaultValue("50") int storyLimit,
        @DefaultValue Map<String, String> options,
        @DefaultValue Embed embed) {

    /** @param origins of the CRM's pages; only these may frame Rapport or call it from a script */
    record Embed(@Nullable String secret, @DefaultValue List<String> origins) {
        @Override
        public String toString() {
            return "Embed[" + origins + "]";
        }
    }

    /** By their names, those with a setting of their own included. */
    Map<String, String> allCredentials() {
        Map<String, String> all = new HashMap<>();
        credentials.forEach((name, value) -> put(all, name, value));
        put(all, "api-key", apiKey);
        put(all, "secret-key", secretKey);
        return all;
    }

    private static void put(Map<String, String> map, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            map.put(name, value.strip());
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + crm + ", " + address + "]";
    }
}
