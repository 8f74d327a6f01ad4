package rapport.samples.crm.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which webhook hears of which change. Events carry no time, no person, no entity and no id of their own, as EspoCRM's;
 * the queue is kept with the records, so an event outlives a restart.
 */
final class WebhookQueue {
    private final List<WebhookEvent> waiting = new ArrayList<>();
    private long lastNumber;

    void created(CrmRecord record, Map<String, @Nullable Object> all, String actor, Collection<CrmRecord> webhooks) {
        listening(webhooks, record.type(), "create", actor).forEach(hook -> add(hook, all));
    }

    void updated(
            CrmRecord record, Map<String, @Nullable Object> changed, String actor, Collection<CrmRecord> webhooks) {
        Map<String, @Nullable Object> news = new LinkedHashMap<>(changed);
        news.keySet().removeAll(EntityType.BOOKKEEPING);
        if (news.isEmpty()) {
            return;
        }
        listening(webhooks, record.type(), "update", actor).forEach(hook -> add(hook, withId(record, news)));
        Set<String> fields = new HashSet<>();
        news.keySet().forEach(attribute -> fields.add(fieldOf(attribute)));
        for (String field : fields) {
            Map<String, @Nullable Object> ofField = new LinkedHashMap<>(news);
            ofField.keySet().removeIf(attribute -> !fieldOf(attribute).equals(field));
            listening(webhooks, record.type(), "fieldUpdate." + field, actor)
                    .forEach(hook -> add(hook, withId(record, ofField)));
        }
    }

    void deleted(CrmRecord record, String actor, Collection<CrmRecord> webhooks) {
        listening(webhooks, record.type(), "delete", actor).forEach(hook -> add(hook, Map.of("id", record.id())));
    }

    private static Stream<CrmRecord> listening(
            Collection<CrmRecord> webhooks, EntityType type, String event, String actor) {
        String wanted = type.wireName() + "." + event;
        return webhooks.stream()
                .filter(hook -> !hook.isDeleted() && !Boolean.FALSE.equals(hook.get("isActive")))
                .filter(hook -> wanted.equals(hook.get("event")))
                .filter(hook -> !(Boolean.TRUE.equals(hook.get("skipOwn")) && actor.equals(hook.get("userId"))));
    }

    private static Map<String, @Nullable Object> withId(CrmRecord record, Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("id", record.id());
        payload.putAll(attributes);
        return payload;
    }

    /** The field to which an attribute belongs: {@code assignedUserId} to assignedUser, {@code amountCurrency} to amount. */
    static String fieldOf(String attribute) {
        for (String suffix : List.of("Ids", "Names", "Id", "Name", "Currency", "Converted")) {
            if (attribute.endsWith(suffix) && attribute.length() > suffix.length()) {
                String stem = attribute.substring(0, attribute.length() - suffix.length());
                if (!stem.equals("first") && !stem.equals("last") && !stem.equals("user")) {
                    return stem;
                }
            }
        }
        return attribute;
    }

    private void add(CrmRecord webhook, Map<String, @Nullable Object> payload) {
        waiting.add(new WebhookEvent("q" + ++lastNumber, webhook.id(), payload, 0, 0));
    }

    /** The next events of one webhook that may be sent now, oldest first. */
    List<WebhookEvent> due(String webhookId, long now, int limit) {
        return waiting.stream()
                .filter(event -> event.webhookId().equals(webhookId) && event.notBefore() <= now)
                .limit(limit)
                .toList();
    }

    void remove(Collection<WebhookEvent> events) {
        Set<String> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.id()));
        waiting.removeIf(event -> ids.contains(event.id()));
    }

    void removeAllOf(String webhookId) {
        waiting.removeIf(event -> event.webhookId().equals(webhookId));
    }

    void retry(Collection<WebhookEvent> events, long notBefore) {
        Set<String> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.id()));
        waiting.replaceAll(event -> ids.contains(event.id()) ? event.after(event.attempts() + 1, notBefore) : event);
    }

    List<WebhookEvent> all() {
        return List.copyOf(waiting);
    }

    void restore(List<WebhookEvent> events) {
        waiting.clear();
        waiting.addAll(events);
        events.forEach(event ->
                lastNumber = Math.max(lastNumber, Long.parseLong(event.id().substring(1))));
    }
}
