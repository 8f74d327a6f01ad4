import type { Api } from '../api/api.ts';
import { readFeed, type FeedNarrowing, type Place } from '../api/feeds.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { FeedFilter, FeedOrder, Following, Member, MemberSummary, Post, Record_ } from '../api/schema.ts';
import { Conversation, type LocalPost, type Thread } from './conversation.ts';

/** A run of posts that came together. Pages are never cut anew, so that what is on screen stays where it is. */
export interface FeedPage {
  key: string;
  ids: string[];
}

export type Phase = 'loading' | 'ready' | 'failed' | 'denied';

/** What a feed list shows. A new object per change. */
export interface FeedView {
  phase: Phase;
  pages: FeedPage[];
  posts: ReadonlyMap<string, LocalPost>;
  threads: ReadonlyMap<string, Thread>;
  problem?: ApiProblem | undefined;
  hasMore: boolean;
  loadingMore: boolean;
  moreProblem?: ApiProblem | undefined;
  /** What a post was called before the server named it, so that its place on screen stays its own. */
  keys: ReadonlyMap<string, string>;
  /** New posts that wait to be asked for. */
  arrived: number;
  /** The last post that was unread on arrival: the line is drawn below it. */
  newUntil?: string | undefined;
  order: FeedOrder | undefined;
  filter: FeedFilter;
  /** Only some of the posts were asked for. */
  narrowed: boolean;
  record?: Record_ | undefined;
  member?: Member | undefined;
  /** When what is shown was read, if it could not be read again. */
  staleSince?: Date | undefined;
}

/** What to show from now on; what is left out stays as it was. */
export interface FeedChoice {
  order?: FeedOrder;
  filter?: FeedFilter;
  narrowing?: FeedNarrowing;
}

const PAGE = 20;
const AUTOMATIC_PAGES = 10;

export class FeedStore extends Conversation {
  #pages: FeedPage[] = [];
  readonly #keys = new Map<string, string>();
  #phase: Phase = 'loading';
  #problem: ApiProblem | undefined;
  #moreProblem: ApiProblem | undefined;
  #next: string | undefined;
  #updates: string | undefined;
  #loadingMore = false;
  #arrived = 0;
  #ownSince = 0;
  #newUntil: string | undefined;
  #serial = 0;
  #loadedAt: Date | undefined;
  #staleSince: Date | undefined;
  #automatic = 0;
  #abort: AbortController | undefined;
  /** Some feeds have an order of their own: there is none to choose. */
  order: FeedOrder | undefined = 'activity';
  filter: FeedFilter = 'all';
  narrowing: FeedNarrowing = {};
  record: Record_ | undefined;
  member: Member | undefined;
  /** May arrivals be shown at once? Only where nobody would see the page move. */
  atRest: () => boolean = () => false;

  constructor(
    api: Api,
    readonly place: Place,
    viewer?: MemberSummary,
  ) {
    super(api, viewer);
  }

  get query() {
    return { order: this.order, filter: this.filter, ...this.narrowing, limit: PAGE };
  }

  get view(): FeedView {
    return {
      phase: this.#phase,
      pages: this.#pages,
      posts: this.posts,
      threads: this.threads,
      keys: this.#keys,
      problem: this.#problem,
      hasMore: this.#next !== undefined,
      loadingMore: this.#loadingMore,
      moreProblem: this.#moreProblem,
      arrived: this.#arrived,
      newUntil: this.#newUntil,
      order: this.order,
      filter: this.filter,
      narrowed: this.filter !== 'all' || Object.keys(this.narrowing).length > 0,
      record: this.record,
      member: this.member,
      staleSince: this.#staleSince,
    };
  }

  /** Reads the first page. What is on screen stays there until the new page is here, and if it doesn't come. */
  async load(choice: FeedChoice = {}): Promise<void> {
    const before = this.query;
    this.order = choice.order ?? this.order;
    this.filter = choice.filter ?? this.filter;
    this.narrowing = choice.narrowing ?? this.narrowing;
    const other = JSON.stringify(before) !== JSON.stringify(this.query);
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.#problem = undefined;
    if (other || this.#pages.length === 0) {
      this.#phase = 'loading';
      this.#pages = [];
    }
    this.changed();
    try {
      const feed = await readFeed(this.api, this.place, this.query, abort.signal);
      if (abort.signal.aborted) return;
      this.record = feed.record ?? this.record;
      this.member = feed.member ?? this.member;
      const waiting = [...this.posts.values()].filter(post => post.local?.key).map(post => post.id);
      this.#serial++;
      this.#pages = [{ key: `${this.#serial}`, ids: [...waiting, ...feed.items.map(post => post.id)] }];
      for (const post of feed.items) this.accept(post);
      this.#next = feed.nextPageToken;
      this.#updates = feed.updatesToken;
      this.#arrived = 0;
      this.#ownSince = 0;
      this.#automatic = 0;
      this.#moreProblem = undefined;
      this.#newUntil = lastOfNew(feed.items);
      this.#loadedAt = new Date();
      this.#staleSince = undefined;
      this.#phase = 'ready';
    } catch (failure) {
      if (abort.signal.aborted) return;
      const problem = problemOf(failure);
      if (problem.denied) {
        // A right that was withdrawn takes what was shown along with it.
        this.#pages = [];
        this.posts.clear();
        this.threads.clear();
        this.record = undefined;
        this.#phase = 'denied';
      } else if (this.#pages.length > 0) {
        this.#staleSince = this.#loadedAt;
        this.#problem = problem;
      } else {
        this.#phase = 'failed';
        this.#problem = problem;
      }
    }
    this.changed();
  }

  /** The next page. `automatic` ones end after ten, so that one can reach the end of the page. */
  async more(automatic = false): Promise<void> {
    if (!this.#next || this.#loadingMore || this.#phase !== 'ready') return;
    if (automatic && (this.#automatic >= AUTOMATIC_PAGES || this.#moreProblem)) return;
    this.#automatic = automatic ? this.#automatic + 1 : 0;
    const token = this.#next;
    const serial = this.#serial;
    this.#loadingMore = true;
    this.#moreProblem = undefined;
    this.changed();
    try {
      const feed = await readFeed(this.api, this.place, { ...this.query, pageToken: token });
      if (serial !== this.#serial) return;
      const known = new Set(this.#pages.flatMap(page => page.ids));
      const ids = feed.items.map(post => post.id).filter(id => !known.has(id));
      for (const post of feed.items) this.accept(post);
      this.#pages = [...this.#pages, { key: `${this.#serial} ${this.#pages.length}`, ids }];
      this.#next = feed.nextPageToken;
    } catch (failure) {
      this.#moreProblem = problemOf(failure);
    } finally {
      this.#loadingMore = false;
      this.changed();
    }
  }

  remove(id: string): void {
    this.#pages = this.#pages.map(page => ({ ...page, ids: page.ids.filter(known => known !== id) }));
    this.posts.delete(id);
    this.changed();
  }

  /** From where to ask for what is new; nothing while there is no page to compare with. */
  get updatesToken(): string | undefined {
    return this.#phase === 'ready' ? this.#updates : undefined;
  }

  /** `count` posts came since the page was read, those among them that one wrote here included. */
  announce(count: number): void {
    this.#arrived = Math.max(0, count - this.#ownSince);
    if (this.#arrived > 0 && this.atRest()) void this.load();
    else this.changed();
  }

  follow(follow: Following | null): void {
    if (this.record) {
      const change = (follow ? 1 : 0) - (this.record.follow ? 1 : 0);
      this.record = { ...this.record, follow, followerCount: Math.max(0, (this.record.followerCount ?? 0) + change) };
    }
    if (this.member) {
      const member = { ...this.member };
      delete member.follow;
      this.member = follow ? { ...member, follow } : member;
    }
    this.changed();
  }

  /** Puts something of one's own on top. */
  prepend(id: string) {
    const [head, ...rest] = this.#pages;
    this.#pages = head ? [{ ...head, ids: [id, ...head.ids] }, ...rest] : [{ key: 'own', ids: [id] }];
    this.changed();
  }

  /** What was on its way has arrived, under the id that the server gave it. */
  rename(id: string, post: Post) {
    const present = this.#pages.some(page => page.ids.includes(post.id));
    this.#pages = this.#pages.map(page => ({
      ...page,
      ids: present ? page.ids.filter(known => known !== id) : page.ids.map(known => (known === id ? post.id : known)),
    }));
    this.posts.delete(id);
    this.threads.delete(id);
    this.#ownSince++;
    this.#keys.set(post.id, id);
    this.accept(post);
  }
}

/** Unread posts that lead the feed end somewhere; where nothing or everything is unread there is no line to draw. */
function lastOfNew(posts: Post[]): string | undefined {
  const firstRead = posts.findIndex(post => post.isRead !== false);
  return firstRead > 0 ? posts[firstRead - 1]!.id : undefined;
}
