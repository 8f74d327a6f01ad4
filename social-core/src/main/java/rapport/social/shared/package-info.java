/** Ids, refusals, page tokens and the clock: what every capability uses and nothing of what any capability means. */
@NullMarked
package rapport.social.shared;

import org.jspecify.annotations.NullMarked;
