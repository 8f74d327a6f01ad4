import { msg, str } from '@lit/localize';
import { css, html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { FeedNarrowing, Place } from '../api/feeds.ts';
import { findMembers, readMember } from '../api/members.ts';
import { findTopics } from '../api/topics.ts';
import type { FeedFilter, FeedOrder, PostKind, Subject } from '../api/schema.ts';
import { glyph, PenLine, Question } from '../design/icons.ts';
import { usualFilters } from '../elements/rapport-feed-bar/rapport-feed-bar.ts';
import type { RapportFeedList } from '../elements/rapport-feed-list/rapport-feed-list.ts';
import '../elements/rapport-feed-list/rapport-feed-list.ts';
import { composer, draftPlace, loadComposer, type Opening } from '../feed/compose.ts';
import { FeedStore, type FeedChoice } from '../feed/feed-store.ts';
import type { Surface } from '../feed/surface.ts';
import { discussionOf, Wiring } from '../feed/working.ts';
import type { Page } from './page.ts';

const KEPT = 6;
const ORDER = 'rapport.order';
const narrowings = ['kind', 'authorId', 'topic', 'from', 'to', 'unread', 'hasFile', 'people'] as const;

export interface FeedPlace {
  /** Under which the feed is kept for the way back. */
  path: string;
  place: Place;
  /** What the feed is narrowed to at first, where the address doesn't say. */
  filter?: FeedFilter;
  /** The composer stands open from the start. */
  writing?: boolean;
  /** What a post written here starts as, where no draft was left. */
  opening?: Opening;
  /** What a post written here is about; nothing where one may not write. */
  subject?: () => Subject | undefined;
  arrived?: (store: FeedStore) => void;
}

interface Shown {
  label: string;
  empty: string;
  here?: string;
}

/** The line that opens the composer. */
export const feedStyles = css`
  .start {
    justify-content: flex-start;
    width: 100%;
    min-height: 48px;
    padding: 10px 14px;
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-surface);
    color: var(--r-muted);
    font-size: var(--r-md);
    gap: 10px;
    text-align: start;
  }
  .start:hover:not(:disabled) {
    border-color: var(--r-control);
    background: var(--r-surface);
  }
`;

/** A feed in a page: its store, what is written on it, its filters, its news. The page says which feed and puts a head above. */
export class FeedOnPage implements ReactiveController {
  store: FeedStore | undefined;
  writing = false;
  #at: FeedPlace | undefined;
  #byItself = false;
  #filtering = false;
  #authorName = '';
  #stop: (() => void) | undefined;

  constructor(private readonly page: Page & { surface?: Surface }) {
    page.addController(this);
    new Wiring(page, {
      conversation: () => this.store,
      surface: () => page.surface,
      toasts: () => page.app?.toasts(),
    });
    page.addEventListener('rapport-show-new', () => void this.#showNew());
    page.addEventListener('rapport-compose', () => void this.compose());
    page.addEventListener('rapport-filter', event => {
      const filter = (event as CustomEvent<FeedFilter>).detail;
      // "Show everything" means it, as far as this part of the page goes.
      this.choose(filter === 'all' ? { filter: this.#usual, narrowing: {} } : { filter });
    });
    page.addEventListener('rapport-order', event => this.choose({ order: (event as CustomEvent<FeedOrder>).detail }));
    page.addEventListener('rapport-narrow', event =>
      this.choose({ narrowing: (event as CustomEvent<FeedNarrowing>).detail }),
    );
  }

  hostDisconnected() {
    this.close();
  }

  close() {
    this.#stop?.();
    this.#stop = undefined;
    this.#at = undefined;
    this.store = undefined;
  }

  /** Shows the feed of a place; the one that is already open stays as it is. */
  open(at: FeedPlace) {
    if (this.#at?.path === at.path) return;
    const { app } = this.page;
    if (!app) return;
    this.#stop?.();
    this.#at = at;
    this.writing = at.writing ?? false;
    this.#byItself = false;
    const kept = app.kept.get(at.path);
    const store = (this.store = kept ?? new FeedStore(app.api, at.place, app.facts.member));
    if (!kept) {
      store.order = ordered(at.place.kind) ? rememberedOrder(at.place.kind) : undefined;
      store.filter = (app.route.query.get('filter') as FeedFilter | null) ?? at.filter ?? 'all';
      // There, `kind` is what is to be written, not what is to be read.
      store.narrowing = app.route.page === 'compose' ? {} : narrowingOf(app.route.query);
      app.kept.set(at.path, store);
      for (const path of app.kept.keys()) if (app.kept.size > KEPT && path !== at.path) app.kept.delete(path);
      void store.load().then(() => this.#arrived(store));
    } else this.#arrived(store);
    this.#filtering = Object.keys(store.narrowing).length > 0;
    if (this.#filtering) void this.#filters();
    store.atRest = () => scrollY < 40 && !this.writing && (this.list?.idle ?? true);
    this.#stop = app.listen(news => discussionOf(store).hear(news));
    this.page.requestUpdate();
  }

  get list(): RapportFeedList | null {
    return this.page.renderRoot.querySelector('rapport-feed-list');
  }

  /** What is shown where nothing else is chosen. */
  get #usual(): FeedFilter {
    return this.#at?.filter ?? 'all';
  }

  get subject(): Subject | undefined {
    return this.#at?.subject?.();
  }

  #arrived(store: FeedStore) {
    if (store !== this.store) return;
    const { subject } = this;
    if (subject && this.page.surface?.drafts.read(draftPlace({ mode: 'post', subject }))) {
      this.writing = this.#byItself = true;
      this.page.requestUpdate();
    }
    this.#at?.arrived?.(store);
  }

  choose(choice: FeedChoice) {
    const { store } = this;
    const { app } = this.page;
    if (!store || !app || !this.#at) return;
    if (choice.order) rememberOrder(store.place.kind, choice.order);
    void store.load(choice);
    if (!choice.filter && !choice.narrowing) return;
    const [path] = app.route.path.split('?');
    const query = new URLSearchParams(app.route.query);
    for (const name of ['filter', ...narrowings]) query.delete(name);
    if (store.filter !== this.#usual) query.set('filter', store.filter);
    for (const [name, value] of Object.entries(store.narrowing)) query.set(name, String(value));
    const next = query.size > 0 ? `${path}?${query}` : path!;
    app.kept.set(next, store);
    this.#at = { ...this.#at, path: next };
    app.router.go(next, true);
  }

  /** The field to write in, or the line that opens it. */
  writeHere(words?: string): TemplateResult | typeof nothing {
    const { subject } = this;
    if (!subject) return nothing;
    if (this.writing) {
      const close = () => {
        this.writing = false;
        this.page.requestUpdate();
      };
      return composer(
        { mode: 'post', subject },
        {
          onCancel: close,
          onSent: () => void this.#sent(),
          byItself: this.#byItself,
          placing: ['home', 'questions'].includes(this.store?.place.kind ?? ''),
          opening: this.#at?.opening,
        },
      );
    }
    const asking = this.#at?.opening?.kind === 'question';
    const colleagues = subject.kind === 'member' ? msg('Share something with your colleagues…') : undefined;
    const usual = asking ? msg('Ask a question…') : (words ?? colleagues);
    return html`<button
      type="button"
      class="start"
      @pointerenter=${loadComposer}
      @focus=${loadComposer}
      @click=${() => void this.compose()}
    >
      ${glyph(asking ? Question : PenLine)}
      <span>${usual ?? msg(str`Share something about ${subject.name}…`)}</span>
    </button>`;
  }

  /** Which posts, in which order. @param filters other chips than the usual ones */
  bar(filters?: FeedFilter[]): TemplateResult | typeof nothing {
    const { store } = this;
    const { app } = this.page;
    if (!store || !app) return nothing;
    const count = Object.keys(store.narrowing).length;
    return html`<rapport-feed-bar
        .order=${store.order}
        .filter=${store.filter}
        .narrowed=${count}
        .filters=${filters ?? usualFilters}
        ?filtering=${this.#filtering}
        @rapport-filtering=${() => void this.#filters(!this.#filtering)}
      ></rapport-feed-bar>
      ${
        this.#filtering
          ? html`<rapport-feed-filters
              .narrowing=${store.narrowing}
              .authorName=${this.#authorName}
              .findMembers=${(query: string) => findMembers(app.api, query)}
              .findTopics=${(query: string) => findTopics(app.api, query)}
            ></rapport-feed-filters>`
          : nothing
      }`;
  }

  posts({ label, empty, here }: Shown): TemplateResult | typeof nothing {
    const { store } = this;
    const { app } = this.page;
    if (!store || !app) return nothing;
    return html`<rapport-feed-list
      .view=${{ ...store.view, narrowed: store.filter !== this.#usual || Object.keys(store.narrowing).length > 0 }}
      .here=${here ?? ''}
      .shortcuts=${app.settings.shortcuts}
      .automatic=${app.settings.automatic && !saving()}
      label=${label}
      empty=${empty}
    ></rapport-feed-list>`;
  }

  async #filters(shown = true) {
    this.#filtering = shown;
    this.page.requestUpdate();
    if (!shown) return;
    await import('../elements/rapport-feed-filters/rapport-feed-filters.ts');
    const { authorId } = this.store?.narrowing ?? {};
    if (!authorId || this.#authorName) return;
    try {
      this.#authorName = (await readMember(this.page.app!.api, authorId)).name;
    } catch {
      this.#authorName = msg('Unknown');
    }
    this.page.requestUpdate();
  }

  /** Back to reading, with the focus on what was just written. */
  async #sent() {
    this.writing = false;
    this.page.requestUpdate();
    await this.page.updateComplete;
    await this.list?.updateComplete;
    this.list?.focusFirst();
  }

  async compose() {
    if (!this.subject) return;
    this.#byItself = false;
    this.writing = true;
    this.page.requestUpdate();
    await this.page.updateComplete;
    this.page.renderRoot.querySelector('rapport-composer')?.focus();
  }

  async #showNew() {
    await this.store?.load();
    await this.page.updateComplete;
    scrollTo({ top: 0, behavior: 'instant' });
    this.list?.focusFirst();
  }
}

function narrowingOf(query: URLSearchParams): FeedNarrowing {
  const flags = ['unread', 'hasFile', 'people'];
  return Object.fromEntries(
    narrowings.flatMap(name => {
      const value = query.get(name);
      return value ? [[name, flags.includes(name) ? true : value]] : [];
    }),
  );
}

const written: PostKind[] = ['update', 'question', 'note', 'poll', 'kudos', 'announcement'];

/** What the address asks to be written: `compose?kind=question&title=…`. */
export function openingOf(query: URLSearchParams): Opening | undefined {
  const kind = written.find(each => each === query.get('kind'));
  const title = query.get('title')?.trim();
  if (!kind && !title) return undefined;
  return { ...(kind ? { kind } : {}), ...(title ? { title } : {}) };
}

/** Questions go by how long they wait, mentions by when one was named. */
const ordered = (kind: string) => kind !== 'questions' && kind !== 'mentions';

/** Each kind of place remembers its order. */
function rememberedOrder(kind: string): FeedOrder {
  try {
    return localStorage.getItem(`${ORDER} ${kind}`) === 'newest' ? 'newest' : 'activity';
  } catch {
    return 'activity';
  }
}

function rememberOrder(kind: string, order: FeedOrder) {
  try {
    localStorage.setItem(`${ORDER} ${kind}`, order);
  } catch {
    // It holds until the page is left.
  }
}

/** Data saver is on: further pages come when they are asked for. */
const saving = () => (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData ?? false;
