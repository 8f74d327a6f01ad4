package rapport.crm.connection;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CRM's pages may embed, as the pages set it; what is null stays as it is.
 *
 * @param secret  with which the CRM's side signs; empty to take it away
 * @param origins of the CRM's pages
 */
public record EmbedChange(
        @Size(max = 500) @Nullable String secret,
        @Size(max = 50) @Nullable List<@NotNull @Size(max = 300) String> origins) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "EmbedChange[" + origins + "]";
    }
}
