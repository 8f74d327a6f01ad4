package rapport.crm.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param secretKey          32 random bytes as base64; seals what is written
 * @param previousSecretKeys still open what was sealed with them; at the next start everything is sealed anew
 */
@ConfigurationProperties("rapport")
record SecretSettings(
        @Nullable String secretKey,
        @DefaultValue List<String> previousSecretKeys,
        @DefaultValue("./data") String dataDirectory) {
    /** Without the keys. */
    @Override
    public String toString() {
        return "SecretSettings[" + dataDirectory + "]";
    }
}
