/**
 * What all CRMs share: when to read, how to apply, where to go on, what to do when it fails.
 *
 * <p>A run of a connection holds its lease, reads people, then each type page by page. A page, its tombstones, its rows set
 * aside, the differences to be told and the checkpoint from which to go on are one transaction, which first renews the
 * lease: so a kill at any instant costs at most the page under way, reading it again changes nothing, and of two nodes
 * only the holder writes. Between pages it looks where webhooks point. Now and then everything is read again and
 * compared, since most CRMs hide deletes and some hide changes.
 */
@NullMarked
package rapport.crm.sync;

import org.jspecify.annotations.NullMarked;
