/** The directory of CRM records: what is known of each, who may see it, and its place in feeds (the subject). */
@NullMarked
package rapport.social.record;

import org.jspecify.annotations.NullMarked;
