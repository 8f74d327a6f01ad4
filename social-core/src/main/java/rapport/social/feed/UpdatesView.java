package rapport.social.feed;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How much is newer than a page.
 *
 * @param count  posts by others, at most {@value Feeds#COUNT_CAP}; in latest activity also older ones that others commented on
 * @param capped whether there are more
 */
@Schema(name = "Updates")
public record UpdatesView(int count, boolean capped) {}
