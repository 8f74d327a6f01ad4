/**
 * Posts of every kind: added, edited with their history kept, deleted, restored; and the change stories that a connector
 * tells. Also what posts share with comments: revisions, and the keys that make a create safe to repeat.
 *
 * <p>How posts are shown, with their comments and reactions, is in {@code thread}, which knows them all.
 */
@NullMarked
package rapport.social.post;

import org.jspecify.annotations.NullMarked;
