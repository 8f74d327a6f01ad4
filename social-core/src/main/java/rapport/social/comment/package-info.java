/** Comments and replies under posts: their order, their history, their deletion that leaves the thread readable. */
@NullMarked
package rapport.social.comment;

import org.jspecify.annotations.NullMarked;
