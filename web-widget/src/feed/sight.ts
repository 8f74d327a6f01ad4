import type { RapportFeedList } from '../elements/rapport-feed-list/rapport-feed-list.ts';
import type { RapportPost } from '../elements/rapport-post/rapport-post.ts';
import { tell } from './surface.ts';

const READ_AFTER = 1_000;
const PAGES_KEPT = 3;

/**
 * What the reader has in view: the end of the list, for which more is fetched; posts that are read; pages so far away that a space of
 * their height can stand for them. The first posts can do without.
 */
export class Sight {
  readonly #pages: IntersectionObserver;
  readonly #end: IntersectionObserver;
  readonly #reading: IntersectionObserver;
  readonly #visible = new Map<Element, ReturnType<typeof setTimeout>>();

  constructor(private readonly list: RapportFeedList) {
    // Old browsers ignore `scrollMargin`; they then swap pages a little later inside a host's own scroll area.
    const margin = (pixels: number) =>
      ({ rootMargin: `${pixels}px 0px`, scrollMargin: `${pixels}px` }) as IntersectionObserverInit;
    this.#pages = new IntersectionObserver(entries => entries.forEach(entry => this.#swap(entry)), margin(1400));
    this.#end = new IntersectionObserver(entries => {
      if (list.automatic && entries.some(entry => entry.isIntersecting))
        tell(list, 'rapport-more', { automatic: true });
    }, margin(600));
    this.#reading = new IntersectionObserver(entries => entries.forEach(entry => this.#watch(entry)), {
      threshold: [0, 0.3, 0.6, 0.9],
    });
  }

  /** Looks at what the list shows now. */
  look() {
    const { list } = this;
    for (const page of list.renderRoot.querySelectorAll('.page')) this.#pages.observe(page);
    for (const post of list.shown) if (post.post?.isRead === false) this.#reading.observe(post);
    const end = list.renderRoot.querySelector('.more');
    this.#end.disconnect();
    if (end) this.#end.observe(end);
  }

  stop() {
    this.#pages.disconnect();
    this.#end.disconnect();
    this.#reading.disconnect();
    for (const timer of this.#visible.values()) clearTimeout(timer);
    this.#visible.clear();
  }

  #swap({ target, isIntersecting, boundingClientRect }: IntersectionObserverEntry) {
    const page = target as HTMLElement;
    const key = page.dataset.key!;
    if (isIntersecting) return this.list.show(key);
    const posts = [...page.querySelectorAll('rapport-post')];
    // Few pages are light enough, and a feed whose every post is away would be an empty one to a screen reader.
    if ((this.list.view?.pages.length ?? 0) < PAGES_KEPT || posts.length === 0) return;
    if (boundingClientRect.height === 0 || posts.some(post => post.busy)) return;
    this.list.putAway(key, boundingClientRect.height);
  }

  /** Read: most of it, or most of the window, was in view for a second while somebody was there. */
  #watch({ target, intersectionRatio, intersectionRect, isIntersecting }: IntersectionObserverEntry) {
    const enough = isIntersecting && (intersectionRatio >= 0.6 || intersectionRect.height >= innerHeight * 0.6);
    if (!enough) {
      clearTimeout(this.#visible.get(target));
      this.#visible.delete(target);
      return;
    }
    if (this.#visible.has(target)) return;
    const timer = setTimeout(() => {
      this.#visible.delete(target);
      const id = (target as RapportPost).post?.id;
      if (!document.hasFocus() || !id) return;
      this.#reading.unobserve(target);
      tell(this.list, 'rapport-read', { postId: id });
    }, READ_AFTER);
    this.#visible.set(target, timer);
  }
}
