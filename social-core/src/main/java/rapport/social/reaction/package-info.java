/** Reactions on posts and comments, up-votes for answers: one a person and item. The answer that is accepted: one a question. */
@NullMarked
package rapport.social.reaction;

import org.jspecify.annotations.NullMarked;
