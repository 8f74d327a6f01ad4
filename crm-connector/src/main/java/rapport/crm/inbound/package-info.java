/**
 * Calls of the CRMs, at {@code /api/hooks/<crm>/<connection>/<secret>/<event>}. The address carries a secret and most CRMs sign
 * as well; even so nothing in a call is believed but where to look. Answers come at once, work is done by the next run.
 */
@NullMarked
package rapport.crm.inbound;

import org.jspecify.annotations.NullMarked;
