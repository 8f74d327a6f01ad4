package rapport.crm.connection;

import java.time.Instant;

/**
 * What a CRM vouches for: this user looks at one of its pages right now.
 *
 * @param userExternalId the CRM's user
 * @param id             used once
 */
record EmbedTicket(Connection connection, String userExternalId, String id, Instant expiresAt) {}
