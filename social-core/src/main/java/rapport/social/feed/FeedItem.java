package rapport.social.feed;

import org.jspecify.annotations.Nullable;

/**
 * One row of a feed, before its post is fetched.
 *
 * @param key of the order read by: the post's id, or its bump
 */
record FeedItem(long post, long subject, @Nullable Long author, int kind, long key) {}
