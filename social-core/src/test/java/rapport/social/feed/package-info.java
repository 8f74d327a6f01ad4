@NullMarked
package rapport.social.feed;

import org.jspecify.annotations.NullMarked;
