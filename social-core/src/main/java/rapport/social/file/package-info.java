/**
 * Files and images on posts and comments: checked by content, kept on disk or in a bucket, served only to whoever may see the post. Photographs
 * (JPEG) that can be unpacked are stored upright and without the place and device that cameras write into them, other images
 * as they were sent.
 */
@NullMarked
package rapport.social.file;

import org.jspecify.annotations.NullMarked;
