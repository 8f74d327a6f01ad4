/** Polls: what stands on posts of that kind, and the votes that are given. Nobody's choice in an anonymous poll leaves this package. */
@NullMarked
package rapport.social.poll;

import org.jspecify.annotations.NullMarked;
