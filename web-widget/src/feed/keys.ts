import type { RapportFeedList } from '../elements/rapport-feed-list/rapport-feed-list.ts';
import type { RapportPost } from '../elements/rapport-post/rapport-post.ts';
import { tell } from './surface.ts';

/** The keys of a feed. They act on the post that has the focus, never while something is being typed. */
export function feedKey(event: KeyboardEvent): void {
  const path = event.composedPath() as HTMLElement[];
  const origin = path[0]!;
  const list = path.find((node): node is RapportFeedList => node.localName === 'rapport-feed-list');
  const post = list?.currentPost;
  if (!list || !post || event.defaultPrevented || origin.matches('input, textarea, select, [contenteditable]')) return;
  const action = event.altKey
    ? withAlt(event, post)
    : event.ctrlKey || event.metaKey
      ? withControl(event, list)
      : plain(event, list, post, origin);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

type Action = (() => unknown) | undefined;

function withAlt({ key }: KeyboardEvent, post: RapportPost): Action {
  if (key === 'ArrowDown') return () => post.stepComment(1);
  return key === 'ArrowUp' ? () => post.stepComment(-1) : undefined;
}

function withControl({ key }: KeyboardEvent, list: RapportFeedList): Action {
  if (key === 'Home') return () => tell(list, 'rapport-compose');
  return key === 'End' ? () => list.leave() : undefined;
}

function plain({ key }: KeyboardEvent, list: RapportFeedList, post: RapportPost, origin: HTMLElement): Action {
  const onPost = origin.localName === 'article' && origin.getRootNode() === post.shadowRoot;
  const moves: Record<string, Action> = {
    PageDown: () => list.step(1),
    PageUp: () => list.step(-1),
    Home: () => list.step(-Infinity),
    End: () => list.step(Infinity),
    Enter: () => post.openThread(),
  };
  if (onPost && moves[key]) return moves[key];
  if (key === 'Escape') return onPost ? undefined : () => post.focus();
  if (!list.shortcuts) return undefined;
  const actions: Record<string, Action> = {
    j: () => list.step(1),
    k: () => list.step(-1),
    n: () => list.nextUnread(),
    o: () => post.openThread(),
    r: () => post.reply(),
    l: () => post.agree(),
    L: () => post.chooseReaction(),
    e: () => post.edit(),
    y: () => post.copyLink(),
    s: () => post.mark('bookmark'),
    m: () => post.mark('mute'),
    u: () => post.mark('unread'),
    c: () => tell(list, 'rapport-compose'),
    '.': () => (list.view?.arrived ?? 0) > 0 && tell(list, 'rapport-show-new'),
  };
  return actions[key];
}
