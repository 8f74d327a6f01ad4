/**
 * Search over everything that a member may read: posts, comments, records, members, spaces, topics.
 *
 * <p>An index only proposes: whatever it finds is an id, which counts once the database says at this moment that the viewer may
 * see it and that its text is still the one which was indexed. So counts, facets and corrections are made of nothing else, and
 * neither a late index nor a withdrawn right shows what it should not.
 */
@NullMarked
package rapport.social.search;

import org.jspecify.annotations.NullMarked;
