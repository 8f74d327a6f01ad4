package rapport.crm.adapter.salesforce;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.WebhookRefused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The signed request that Salesforce posts into a canvas frame: signature, dot, content, both in Base64. The user and the org in it
 * are Salesforce's word; the record's id, where a component passed it as a parameter, is the browser's. The user's token that
 * comes along is not taken.
 *
 * @param org      18 characters
 * @param user     18 characters
 * @param recordId as it came; null when there is none
 */
record CanvasRequest(
        String signature, String org, String user, @Nullable String recordId) {
    static final String FIELD = "signed_request";
    private static final int MAX_LENGTH = 100_000;
    private static final String ALGORITHM = "HMACSHA256";

    /** @throws WebhookRefused if it is not signed with this secret, or is none */
    static CanvasRequest of(@Nullable String signed, String secret) {
        int dot = signed == null ? -1 : signed.indexOf('.');
        if (signed == null || dot <= 0 || signed.length() > MAX_LENGTH) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "no signed request");
        }
        String content = signed.substring(dot + 1);
        try {
            byte[] signature = decode(signed.substring(0, dot));
            if (!MessageDigest.isEqual(hmac(secret, content), signature)) {
                throw new WebhookRefused(
                        WebhookRefused.Reason.NOT_SIGNED, "the signed request does not fit the consumer secret");
            }
            JsonNode request = CrmJson.JSON.readTree(decode(content));
            // Ours to choose; a content that names another one is none of Salesforce's.
            if (!ALGORITHM.equals(request.path("algorithm").asString(""))) {
                throw new WebhookRefused(WebhookRefused.Reason.NOT_SIGNED, "signed by another algorithm");
            }
            JsonNode environment = request.path("context").path("environment");
            String record = environment
                    .path("record")
                    .path("Id")
                    .asString(environment.path("parameters").path("recordId").asString(null));
            return new CanvasRequest(
                    Base64.getEncoder().encodeToString(signature),
                    SalesforceId.of(
                            "organizationId",
                            request.path("context")
                                    .path("organization")
                                    .path("organizationId")
                                    .asString(null)),
                    SalesforceId.of("userId", request.path("userId").asString(null)),
                    SalesforceId.is(record) ? record : null);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "a signed request that cannot be read");
        }
    }

    /** Of the usual alphabet, or of the one for addresses. */
    private static byte[] decode(String text) {
        return Base64.getDecoder()
                .decode(text.replace('-', '+').replace('_', '/').strip());
    }

    private static byte[] hmac(String secret, String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
