/**
 * What a text says: Markdown as members write it, read as a tree of segments, and the members and records that it names.
 *
 * <p>Knows members, audiences and records; nothing of posts and comments, which use it.
 */
@NullMarked
package rapport.social.mention;

import org.jspecify.annotations.NullMarked;
