package rapport.crm.adapter.espocrm;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** @param at the CRM's clock, by its Date header */
record EspoAnswer(
        int status,
        String reason,
        String location,
        @Nullable Duration retryAfter,
        Instant at,
        byte[] body) {}
