/**
 * One configured CRM: its settings, its state, the way to it, and what a page of it may embed. Knows the adapters through
 * {@code rapport.crm.spi} only.
 */
@NullMarked
package rapport.crm.connection;

import org.jspecify.annotations.NullMarked;
