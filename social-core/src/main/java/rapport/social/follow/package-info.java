/** Who wants to hear of which record or member, and how much. May use member, record, audience, web and shared. */
@NullMarked
package rapport.social.follow;

import org.jspecify.annotations.NullMarked;
