/**
 * Tracked fields become change stories: one for each save, by the person who saved. Differences are noticed in the
 * transaction of their rows and told soon after, because telling may first ask the CRM who it was; a kill between the two
 * loses and doubles nothing.
 */
@NullMarked
package rapport.crm.story;

import org.jspecify.annotations.NullMarked;
