/**
 * Posts and their threads as one reader sees them: with names, comments, reactions and what the reader may do. The
 * capabilities below know their own part each; what puts the parts on one page has to know them all, and stands here.
 */
@NullMarked
package rapport.social.thread;

import org.jspecify.annotations.NullMarked;
