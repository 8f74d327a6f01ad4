package rapport.crm.spi;

/**
 * One event that the CRM tells us.
 *
 * @param externalId the CRM's id of the subscription
 * @param secret     what it signs with; {@link #toString} does not show it
 * @param address    where it calls
 */
public record WebhookSubscription(String event, String externalId, String secret, String address) {
    @Override
    public String toString() {
        return "WebhookSubscription[" + event + ", " + externalId + "]";
    }
}
