@NullMarked
package rapport.social.live;

import org.jspecify.annotations.NullMarked;
