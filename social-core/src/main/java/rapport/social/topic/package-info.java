/**
 * Topics: words that lead to posts. They are read from the text of a post or assigned by a reader. A topic is known to a reader only through
 * posts that the reader may see: a name, a count or a suggestion never tells of others.
 */
@NullMarked
package rapport.social.topic;

import org.jspecify.annotations.NullMarked;
