package rapport.crm.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import rapport.crm.spi.CrmFailure;

/** A claim that we sign with a key of our own, RS256, and change for a token. */
public final class SignedAssertion {
    private SignedAssertion() {}

    /**
     * @param header beside the algorithm
     * @param pem    {@code BEGIN PRIVATE KEY}; line breaks may be written as {@code \n}
     * @throws CrmFailure with the remedy STOP, if the key cannot be read
     */
    public static String of(String connection, Map<String, ?> header, Map<String, ?> claims, String pem) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("alg", "RS256");
        head.putAll(header);
        String signed =
                base64(CrmJson.JSON.writeValueAsBytes(head)) + "." + base64(CrmJson.JSON.writeValueAsBytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(pem));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Its message could show a part of the key.
            throw CrmFailure.stop(
                    connection + ": private-key cannot be read.",
                    "Give an RSA key as PEM that begins with BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt converts"
                            + " others.");
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(pem)));
    }

    /** What stands between the lines of a PEM file. */
    public static byte[] der(String pem) {
        return Base64.getDecoder()
                .decode(pem.replace("\\n", "\n")
                        .replaceAll("-----[A-Z ]+-----", "")
                        .replaceAll("\\s", ""));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
