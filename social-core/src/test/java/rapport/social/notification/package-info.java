@NullMarked
package rapport.social.notification;

import org.jspecify.annotations.NullMarked;
