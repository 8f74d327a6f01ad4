@NullMarked
package rapport.social.follow;

import org.jspecify.annotations.NullMarked;
