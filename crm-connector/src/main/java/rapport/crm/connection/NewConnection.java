package rapport.crm.connection;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to be set up.
 *
 * @param key         part of addresses and of every record ref, never to change; made of the name unless given
 * @param credentials by the adapter's names for them; written, never read back
 * @param visibility  everyone or teams
 */
@Schema(example = """
        {"name":"Acme CRM","adapter":"espocrm","address":"https://crm.acme.example","credentials":{"api-key":"…"},
         "visibility":"teams","mirror":{"types":["account","contact","opportunity"],
         "trackedFields":[{"type":"opportunity","field":"stage"},{"type":"opportunity","field":"amount","thresholdPercent":10}],
         "followRules":[{"id":"mine","type":"opportunity","reason":"OWNER","criteria":[],"endDaysAfterClose":90}]}}""")
public record NewConnection(
        @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,59}") @Nullable
        String key,

        @NotBlank @Size(max = 100) String name,
        @NotBlank @Size(max = 60) String adapter,
        @Size(max = 500) @Nullable String address,
        @Size(max = 50) @Nullable Map<@Size(max = 60) String, @Size(max = 10_000) String> credentials,
        @Size(max = 20) @Nullable String visibility,
        @Valid @Nullable MirrorChange mirror,
        @Size(max = 50) @Nullable Map<@Size(max = 60) String, @Size(max = 1_000) String> options,
        @Nullable Boolean webhooks,
        @Valid @Nullable EmbedChange embed) {
    /** Without the credentials. */
    @Override
    public String toString() {
        return "NewConnection[" + name + ", " + adapter + "]";
    }
}
