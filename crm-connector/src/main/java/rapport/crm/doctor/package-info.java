/**
 * What admins ask of a connection: set it up, try it, see what it would bring, hold it, look at its runs, at what it could
 * not read and at what differs, and who sees a record and why.
 */
@NullMarked
package rapport.crm.doctor;

import org.jspecify.annotations.NullMarked;
