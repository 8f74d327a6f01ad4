package rapport.crm.adapter.dynamics;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids are lower-case in the Web API; forms and addresses write them in capitals and braces. */
final class DynamicsId {
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private DynamicsId() {}

    static Optional<String> of(@Nullable String text) {
        String id = text == null ? "" : text.strip().replaceAll("[{}]", "").toLowerCase(Locale.ROOT);
        return GUID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    }
}
