/** Posts written now and published later, once, with the rights that their authors have then. */
@NullMarked
package rapport.social.schedule;

import org.jspecify.annotations.NullMarked;
