/**
 * Files and images on posts and comments: checked by content, kept below the data directory, served only to whoever may see the post. Images
 * are stored upright and without the place and device that cameras write into them.
 */
@NullMarked
package rapport.social.file;

import org.jspecify.annotations.NullMarked;
