/** What one needs to do something with a feed: the elements with buttons, and what their presses lead to. */
import '../elements/rapport-badges/rapport-badges.ts';
import '../elements/rapport-feed-bar/rapport-feed-bar.ts';
import '../elements/rapport-glance/rapport-glance.ts';
import '../elements/rapport-item-menu/rapport-item-menu.ts';
import '../elements/rapport-post-actions/rapport-post-actions.ts';
import '../elements/rapport-record-card/rapport-record-card.ts';
import '../elements/rapport-story/rapport-story.ts';
import '../elements/rapport-thread/rapport-thread.ts';
import '../elements/rapport-toasts/rapport-toasts.ts';
import '../elements/rapport-unsent/rapport-unsent.ts';

export { readSettings } from '../api/session.ts';
export { discussionOf } from './feed-discussion.ts';
export { Sight } from './sight.ts';
export { Wiring } from './wiring.ts';
