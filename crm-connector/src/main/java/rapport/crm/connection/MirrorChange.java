package rapport.crm.connection;

import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a CRM is mirrored, as the pages set it; what is null stays as it is.
 *
 * @param types of the adapter's types; empty: all of them
 */
public record MirrorChange(
        @Size(max = 40) @Nullable List<String> types,
        @Size(max = 200) @Nullable List<TrackedField> trackedFields,
        @Size(max = 100) @Nullable List<FollowRule> followRules) {}
