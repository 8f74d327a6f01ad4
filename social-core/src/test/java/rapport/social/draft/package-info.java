@NullMarked
package rapport.social.draft;

import org.jspecify.annotations.NullMarked;
