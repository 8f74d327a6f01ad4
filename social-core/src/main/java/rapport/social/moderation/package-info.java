/**
 * Keeping order: what moderators and admins take out for good, who may do what, and the log of it, which can be read and
 * not be changed. Also deletes for good what authors deleted long ago. Knows all that can hold the words of a post or comment.
 */
@NullMarked
package rapport.social.moderation;

import org.jspecify.annotations.NullMarked;
