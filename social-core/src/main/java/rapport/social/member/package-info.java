/** People, their sessions and sign-in, and the {@link Viewer}: the member for whom a request runs. */
@NullMarked
package rapport.social.member;

import org.jspecify.annotations.NullMarked;
