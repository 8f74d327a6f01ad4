/**
 * What a reader sees, page by page: home, company, record (an account with its contacts and opportunities),
 * space, topic, member, saved stream.
 *
 * <p>Feeds are computed on read. The home feed walks the company's posts from the newest with a budget and keeps those of
 * followed subjects and members; when the budget ends before the page is full, the newest post of each followed place, its
 * head, is probed instead. Both give the same pages. Access is checked on the candidate rows of each read.
 *
 * <p>May use thread, mark, post, record, space, topic, member, audience, notification, web and shared.
 */
@NullMarked
package rapport.social.feed;

import org.jspecify.annotations.NullMarked;
