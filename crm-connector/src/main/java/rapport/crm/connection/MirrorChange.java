package rapport.crm.connection;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a CRM is mirrored, as the pages set it; what is null stays as it is.
 *
 * @param types of the adapter's types; empty: all of them
 */
public record MirrorChange(
        @Size(max = 40) @Nullable List<@NotNull @Size(max = 60) String> types,
        @Size(max = 200) @Nullable List<@NotNull TrackedField> trackedFields,
        @Size(max = 100) @Nullable List<@NotNull @Valid FollowRule> followRules) {}
