package rapport.crm.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * One event that the CRM tells us.
 *
 * @param externalId the CRM's id of the subscription
 * @param secret     what it signs with; {@link #toString} does not show it
 * @param address    where it calls
 */
public record WebhookSubscription(String event, String externalId, String secret, String address) {
    private static final Pattern UNGUESSABLE = Pattern.compile("[A-Za-z0-9_-]{24,100}");

    /**
     * The word for the address by which a CRM that signs nothing proves itself: an admin copies the address into that CRM, and
     * whoever knows it is believed as far as a hint goes.
     *
     * @throws CrmFailure if the secret is too easy to guess or does not fit into an address
     */
    public static String unsignedEvent(String connection, String event, String secret) {
        if (!UNGUESSABLE.matcher(secret).matches()) {
            throw CrmFailure.stop(
                    connection + ": webhook-secret: " + secret.length()
                            + " characters, or others than expected (expected: 24 to 100 letters, digits, - or _).",
                    "Set a long random webhook-secret, such as 48 hexadecimal digits.");
        }
        return event + "." + secret;
    }

    /** Whether a call came to the address that {@link #unsignedEvent} made; in constant time. */
    public boolean isAddressedBy(WebhookCall call) {
        return MessageDigest.isEqual(
                call.event().getBytes(StandardCharsets.UTF_8), (event + "." + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "WebhookSubscription[" + event + ", " + externalId + "]";
    }
}
