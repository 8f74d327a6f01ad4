/**
 * What an adapter for one CRM product promises, and all that it knows of Rapport: values in, values out, no Spring, no
 * database, no REST. The engine in {@code rapport.crm.sync} drives it and never reads an HTTP status.
 *
 * <p>Three ideas carry it:
 * <ul>
 * <li><b>Pages and checkpoints.</b> {@link rapport.crm.spi.CrmLink#read} gives one page of changes and the
 *     {@link rapport.crm.spi.Checkpoint} from which to go on. The engine stores the checkpoint in the transaction of the
 *     page's rows and never looks inside it, so windows, delta links, locators and search cuts are the adapter's own
 *     affair. Reading from the same checkpoint twice must be harmless; reading a change twice is allowed, losing one is
 *     not.
 * <li><b>Hints.</b> A webhook says where to look, never what is true: {@link rapport.crm.spi.CrmHint} names a record, the
 *     engine reads it through {@link rapport.crm.spi.CrmLink#find}.
 * <li><b>Failures with a remedy.</b> The adapter says once what helps ({@link rapport.crm.spi.Remedy}); the engine
 *     does it.
 * </ul>
 */
@NullMarked
package rapport.crm.spi;

import org.jspecify.annotations.NullMarked;
