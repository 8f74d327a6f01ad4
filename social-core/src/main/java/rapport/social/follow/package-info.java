/**
 * Who wants to hear of which record, space, member or topic, and how much. May use member, record, topic, audience, web and
 * shared.
 */
@NullMarked
package rapport.social.follow;

import org.jspecify.annotations.NullMarked;
