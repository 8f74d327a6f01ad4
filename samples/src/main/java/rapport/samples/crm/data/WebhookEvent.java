package rapport.samples.crm.data;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * News for one webhook, waiting to be sent.
 *
 * @param attempts  how often it was tried
 * @param notBefore epoch milliseconds: a failed one waits
 */
public record WebhookEvent(
        String id, String webhookId, Map<String, @Nullable Object> payload, int attempts, long notBefore) {

    WebhookEvent after(int tried, long notBeforeNow) {
        return new WebhookEvent(id, webhookId, payload, tried, notBeforeNow);
    }
}
