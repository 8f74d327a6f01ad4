/**
 * Any other system, which pushes its rows to {@code /api/v1/push/<connection>/<type>}. There is nothing to call: reading goes through the
 * rows that came in.
 */
@NullMarked
package rapport.crm.adapter.push;

import org.jspecify.annotations.NullMarked;
