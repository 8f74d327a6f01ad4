/**
 * What each member is told: an inbox with one row per thread, which carries its newest reason.
 *
 * <p>Rows are made after commit, from the event publication registry, in few statements whatever the number of followers.
 * Nobody is told of her own acts or of what she may not see; every read checks that again. May use post, comment, reaction,
 * mention, follow, record, member, audience, web and shared.
 */
@NullMarked
package rapport.social.notification;

import org.jspecify.annotations.NullMarked;
