/** Announcements: who may make them, when they expire, and who has said that they were read. */
@NullMarked
package rapport.social.announcement;

import org.jspecify.annotations.NullMarked;
