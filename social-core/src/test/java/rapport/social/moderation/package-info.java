@NullMarked
package rapport.social.moderation;

import org.jspecify.annotations.NullMarked;
