@NullMarked
package rapport.social.mark;

import org.jspecify.annotations.NullMarked;
