package rapport.crm.spi;

/**
 * One event that the CRM tells us.
 *
 * @param externalId the CRM's id of the subscription; empty where an admin enters the address by hand
 * @param secret     what it signs with, empty where it signs nothing; {@link #toString} does not show it
 * @param address    where it calls
 */
public record WebhookSubscription(String event, String externalId, String secret, String address) {
    @Override
    public String toString() {
        return "WebhookSubscription[" + event + ", " + externalId + "]";
    }
}
