/**
 * What members do with posts and comments besides talking: bookmark, follow, mute, and pin to the top of a place.
 *
 * <p>May use post, comment, member, audience, web and shared.
 */
@NullMarked
package rapport.social.mark;

import org.jspecify.annotations.NullMarked;
