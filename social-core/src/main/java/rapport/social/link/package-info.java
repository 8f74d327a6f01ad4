/**
 * Previews of linked pages. Off until an admin names the hosts whose pages may be fetched; then fetched by the server, once, after the post
 * was written, from public addresses only, with limits of size and time.
 */
@NullMarked
package rapport.social.link;

import org.jspecify.annotations.NullMarked;
