/**
 * The records of the sample CRM: what they hold, who changed them, how they are found, and the file that keeps the
 * changes across restarts. It behaves as EspoCRM does where a connector can tell the difference: times in whole seconds,
 * soft deletes, relations that leave {@code modifiedAt} alone, stream notes that remember old values.
 */
@NullMarked
package rapport.samples.crm.data;

import org.jspecify.annotations.NullMarked;
