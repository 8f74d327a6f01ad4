package rapport.crm.adapter.espocrm;

import org.jspecify.annotations.Nullable;

/** @param secretKey made by the CRM and told when the webhook is created */
record EspoWebhook(
        String id,
        @Nullable String event,
        @Nullable String url,
        @Nullable Boolean isActive,
        @Nullable String secretKey) {}
