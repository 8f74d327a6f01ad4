/**
 * What members have begun to write, the same on all their devices. Knows where a draft will stand, and asks for the right to
 * see that place like every other reader.
 */
@NullMarked
package rapport.social.draft;

import org.jspecify.annotations.NullMarked;
