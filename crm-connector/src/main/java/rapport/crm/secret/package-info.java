/**
 * Secrets at rest. What is kept of passwords, keys and tokens of CRMs is sealed with AES-256-GCM under a key that does not
 * stand in the database, so that a copy of the database opens nothing.
 */
@NullMarked
package rapport.crm.secret;

import org.jspecify.annotations.NullMarked;
