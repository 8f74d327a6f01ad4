/** Search, on both databases. */
@NullMarked
package rapport.social.search;

import org.jspecify.annotations.NullMarked;
