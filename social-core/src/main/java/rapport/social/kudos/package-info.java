/** Kudos: thanks to colleagues, as a post that names them. */
@NullMarked
package rapport.social.kudos;

import org.jspecify.annotations.NullMarked;
