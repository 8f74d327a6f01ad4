package rapport.samples.crm.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.CrmRefusal;
import rapport.samples.crm.data.EntityType;
import rapport.samples.crm.data.WebhookEvent;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Works off the webhook queue, as EspoCRM's scheduled job does, only more often than every two minutes. */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final int BATCH = 50;
    private static final int MAX_ATTEMPTS = 4;

    /** 0 stands for no answer at all. What is neither here nor a success is dropped at once. */
    private static final Set<Integer> RETRIED = Set.of(0, 401, 403, 404, 405, 408, 500, 503);

    private final CrmData data;
    private final Faults faults;
    private final Duration retryAfter;
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ScheduledExecutorService schedule;

    public WebhookSender(CrmData data, Faults faults, Duration every, Duration retryAfter) {
        this.data = data;
        this.faults = faults;
        this.retryAfter = retryAfter;
        this.schedule = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sample-crm-webhooks");
            thread.setDaemon(true);
            return thread;
        });
        schedule.scheduleWithFixedDelay(this::sendDue, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sendDue() {
        try {
            for (CrmRecord webhook : data.list(EntityType.WEBHOOK, any -> true, Comparator.comparing(CrmRecord::id))) {
                List<WebhookEvent> events = data.dueEvents(webhook.id(), BATCH);
                if (!events.isEmpty()) {
                    deliver(webhook, events);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Webhook queue: {}", e.toString());
        }
    }

    private void deliver(CrmRecord webhook, List<WebhookEvent> events) throws InterruptedException {
        Faults.Settings wrong = faults.settings();
        Thread.sleep(wrong.webhookDelayMillis());
        if (faults.losesNextDelivery()) {
            data.eventsDone(events);
            return;
        }
        int status = send(webhook, events);
        if (wrong.webhookTwice()) {
            status = send(webhook, events);
        }
        if (status == 410) {
            remove(webhook);
        } else if (RETRIED.contains(status)) {
            data.eventsFailed(events, retryAfter, MAX_ATTEMPTS);
        } else {
            data.eventsDone(events);
        }
        if (status < 200 || status >= 400) {
            LOG.info("Webhook {} was answered {}", webhook.get("event"), status == 0 ? "not at all" : status);
        }
    }

    private void remove(CrmRecord webhook) {
        try {
            data.delete(EntityType.WEBHOOK, webhook.id(), CrmData.SYSTEM);
        } catch (CrmRefusal alreadyGone) {
            LOG.debug("Webhook {} is gone already", webhook.id());
        }
    }

    private int send(CrmRecord webhook, List<WebhookEvent> events) throws InterruptedException {
        byte[] body = json.writeValueAsBytes(
                events.stream().map(WebhookEvent::payload).toList());
        byte[] signature = ApiSignIn.hmac(webhook.textOr("secretKey", ""), body);
        byte[] start = (webhook.id() + ":").getBytes(StandardCharsets.UTF_8);
        byte[] hex = HexFormat.of().formatHex(signature).getBytes(StandardCharsets.US_ASCII);
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(webhook.textOr("url", "")))
                    .timeout(Duration.ofSeconds(10))
                    .header("Content-Type", "application/json")
                    .header("Signature", base64(start, hex))
                    .header("X-Signature", base64(start, signature))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }

    private static String base64(byte[] start, byte[] rest) {
        byte[] both = new byte[start.length + rest.length];
        System.arraycopy(start, 0, both, 0, start.length);
        System.arraycopy(rest, 0, both, start.length, rest.length);
        return Base64.getEncoder().encodeToString(both);
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        try {
            schedule.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
