/** Reactions on posts and comments: one a person and item. */
@NullMarked
package rapport.social.reaction;

import org.jspecify.annotations.NullMarked;
