package rapport.crm.adapter.espocrm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The header that every call carries: the key itself, or a signature when there is a secret to sign with. */
record EspoCrmSignIn(String apiKey, @Nullable String secretKey) {

    String header() {
        return secretKey == null ? "X-Api-Key" : "X-Hmac-Authorization";
    }

    /** @param path below {@code /api/v1}, with its slash and without the query */
    String value(String method, String path) {
        if (secretKey == null) {
            return apiKey;
        }
        byte[] mac = EspoCrmSignature.hmac(secretKey, (method + " " + path).getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString((apiKey + ":" + HexFormat.of().formatHex(mac)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "EspoCrmSignIn[" + header() + "]";
    }
}
