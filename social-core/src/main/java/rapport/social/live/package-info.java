/**
 * Tells open pages what happened, as server-sent events with keys only. A page that missed something, by a cut or because
 * it was too slow, asks the REST interface with its updates token: no event is kept for it.
 *
 * <p>Events reach all nodes by PostgreSQL's LISTEN and NOTIFY; on H2 there is one node. Whether a member may see the subject
 * is checked when the event is sent. May use post, comment, reaction, record, notification, member, audience and web.
 */
@NullMarked
package rapport.social.live;

import org.jspecify.annotations.NullMarked;
