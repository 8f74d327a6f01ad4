/**
 * EspoCRM's REST protocol, spoken over the sample CRM's records: sign-in by API key or HMAC, lists with {@code where}
 * and {@code searchParams}, single records, related lists, stream, actions, webhooks. Written after the source of EspoCRM
 * 9.3 and 10.0 (July 2026); what EspoCRM answers oddly is answered oddly here, on purpose.
 */
@NullMarked
package rapport.samples.crm.api;

import org.jspecify.annotations.NullMarked;
