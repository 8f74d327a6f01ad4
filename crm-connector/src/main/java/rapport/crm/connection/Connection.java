package rapport.crm.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmType;

/**
 * One configured CRM.
 *
 * @param key          its key in the configuration and in every record ref
 * @param name         what people call it
 * @param descriptor   the adapter's, with the fields and types that this connection's options declare
 * @param types        what is mirrored, in the order in which it is loaded: the adapter's types or some of them
 * @param trackedFields the fields whose changes are told
 * @param followRules  who follows which records by themselves
 * @param callLimit    the longest that one call to the CRM takes
 * @param settingsHash of address and credentials
 * @param embedSecret  what the CRM signs tickets with; null when nothing may be embedded
 * @param origins      of the CRM's pages
 */
public record Connection(
        String key,
        String name,
        CrmAdapter adapter,
        CrmDescriptor descriptor,
        CrmLink link,
        Visibility visibility,
        List<CrmType> types,
        List<TrackedField> trackedFields,
        List<FollowRule> followRules,
        Duration pollEvery,
        Duration reconcileEvery,
        Duration peopleEvery,
        Duration overlap,
        Duration callLimit,
        boolean webhooks,
        int vanishPercent,
        int storyLimit,
        String settingsHash,
        @Nullable String embedSecret,
        List<String> origins) {

    /** One without fields and types of its own. */
    public Connection(
            String key,
            String name,
            CrmAdapter adapter,
            CrmLink link,
            Visibility visibility,
            List<CrmType> types,
            List<TrackedField> trackedFields,
            List<FollowRule> followRules,
            Duration pollEvery,
            Duration reconcileEvery,
            Duration peopleEvery,
            Duration overlap,
            Duration callLimit,
            boolean webhooks,
            int vanishPercent,
            int storyLimit,
            String settingsHash,
            @Nullable String embedSecret,
            List<String> origins) {
        this(
                key,
                name,
                adapter,
                adapter.descriptor(),
                link,
                visibility,
                types,
                trackedFields,
                followRules,
                pollEvery,
                reconcileEvery,
                peopleEvery,
                overlap,
                callLimit,
                webhooks,
                vanishPercent,
                storyLimit,
                settingsHash,
                embedSecret,
                origins);
    }

    public Set<String> tracked(CrmType type) {
        Set<String> names = new TreeSet<>();
        trackedFields.stream()
                .filter(tracked -> tracked.type().equals(type.name()))
                .forEach(tracked -> names.add(tracked.field()));
        return names;
    }

    /** How the values of a field are told; text where the adapter says nothing. */
    public CrmField.Kind kind(CrmType type, String field) {
        return descriptor().fields().getOrDefault(type, List.of()).stream()
                .filter(known -> known.name().equals(field))
                .map(CrmField::kind)
                .findFirst()
                .orElse(CrmField.Kind.TEXT);
    }

    static Set<String> fieldNames(CrmDescriptor descriptor, CrmType type) {
        Set<String> names = new TreeSet<>();
        descriptor.fields().getOrDefault(type, List.of()).forEach(field -> names.add(field.name()));
        return names;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Connection[" + key + "]";
    }
}
