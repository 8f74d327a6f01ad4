import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from '../api/feeds.ts';
import { readFollowers } from '../api/records.ts';
import type { FeedFilter, FeedOrder, FollowLevel, MemberSummary, Subject } from '../api/schema.ts';
import { Bell, CircleAlert, glyph, PenLine } from '../design/icons.ts';
import type { RapportFeedList } from '../elements/rapport-feed-list/rapport-feed-list.ts';
import '../elements/rapport-feed-list/rapport-feed-list.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { followItems, followLabel } from '../elements/rapport-record-card/rapport-record-card.ts';
import { composer, draftPlace, loadComposer } from '../feed/compose.ts';
import { FeedStore } from '../feed/feed-store.ts';
import { surfaceContext, tell, type Surface } from '../feed/surface.ts';
import { consume } from '../feed/context.ts';
import { discussionOf, Wiring } from '../feed/working.ts';
import { recordKindName } from '../i18n/names.ts';
import type { Route } from '../app/router.ts';
import { Page, pageStyles } from './page.ts';

const KEPT = 6;
const ORDER = 'rapport.order';

function placeOf(route: Route, viewer: string): Place | undefined {
  const { id, connection, type, externalId } = route.params;
  switch (route.page) {
    case 'home':
    case 'compose':
      return { kind: 'home' };
    case 'company':
      return { kind: 'company' };
    case 'member':
      return { kind: 'member', id: id ?? viewer };
    case 'record':
      if (id) return { kind: 'record', id };
      return connection && type && externalId ? { kind: 'record', connection, type, externalId } : undefined;
    default:
      return undefined;
  }
}

/** A page that is a feed: home, the company's, a record's, a member's. */
@customElement('rapport-page-feed')
@localized()
export class RapportPageFeed extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private store?: FeedStore | undefined;
  @state() private writing = false;
  @state() private followers: MemberSummary[] = [];
  @query('rapport-feed-list') private list?: RapportFeedList;
  #path: string | undefined;
  #byItself = false;
  #stop?: (() => void) | undefined;

  static override styles = [
    ...Page.styles,
    css`
      .grid {
        display: grid;
        gap: 20px;
        grid-template-columns: minmax(0, 1fr);
      }
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
      .person {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 14px;
        align-items: center;
      }
      .person rapport-menu {
        justify-self: end;
      }
      aside {
        display: none;
        align-content: start;
        gap: 12px;
      }
      aside ul {
        list-style: none;
        display: grid;
        gap: 8px;
      }
      aside li {
        display: flex;
        align-items: center;
        gap: 10px;
        font-size: var(--r-sm);
      }
      aside a {
        color: inherit;
        text-decoration: none;
      }
      aside a:hover {
        text-decoration: underline;
      }
      @container page (width < 480px) {
        .person {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .person rapport-menu {
          justify-self: start;
          grid-column: 1 / -1;
        }
      }
      @container page (width >= 960px) {
        .grid.railed {
          grid-template-columns: minmax(0, 680px) 280px;
          justify-content: center;
        }
        .railed aside {
          display: grid;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Wiring(this, {
      conversation: () => this.store,
      surface: () => this.surface,
      toasts: () => this.app?.toasts(),
    });
    this.addEventListener('rapport-show-new', () => void this.#showNew());
    this.addEventListener('rapport-compose', () => void this.#compose());
    this.addEventListener('rapport-filter', event =>
      this.#choose({ filter: (event as CustomEvent<FeedFilter>).detail }),
    );
    this.addEventListener('rapport-order', event => this.#choose({ order: (event as CustomEvent<FeedOrder>).detail }));
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
    this.#path = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    if (changed.has('app') && app.route.path !== this.#path) this.#enter();
    this.#title();
  }

  #enter() {
    const app = this.app!;
    const { route } = app;
    const place = placeOf(route, app.facts.member.id);
    this.#stop?.();
    this.#path = route.path;
    this.writing = route.page === 'compose' || route.hash === 'compose';
    this.followers = [];
    if (!place) return;
    const kept = app.kept.get(route.path);
    const store = (this.store = kept ?? new FeedStore(app.api, place, app.facts.member));
    if (!kept) {
      store.order = rememberedOrder(place.kind);
      store.filter = (route.query.get('filter') as FeedFilter | null) ?? 'all';
      app.kept.set(route.path, store);
      for (const path of app.kept.keys()) if (app.kept.size > KEPT && path !== route.path) app.kept.delete(path);
      void store.load().then(() => this.#arrived(store));
    } else void this.#arrived(store);
    store.atRest = () => scrollY < 40 && !this.writing && (this.list?.idle ?? true);
    this.#stop = app.listen(news => discussionOf(store).hear(news));
  }

  async #arrived(store: FeedStore) {
    if (store !== this.store) return;
    const subject = this.#subject;
    if (subject && this.surface?.drafts.read(draftPlace({ mode: 'post', subject })))
      this.writing = this.#byItself = true;
    if (!store.record) return;
    try {
      const { items } = await readFollowers(store.api, store.record.id);
      if (store === this.store) this.followers = items;
    } catch {
      // The count stands in the card; the faces are an extra.
    }
  }

  #choose(choice: { order?: FeedOrder; filter?: FeedFilter }) {
    const { store, app } = this;
    if (!store || !app) return;
    if (choice.order) rememberOrder(store.place.kind, choice.order);
    void store.load(choice);
    if (!choice.filter) return;
    const [path] = app.route.path.split('?');
    const next = choice.filter === 'all' ? path! : `${path}?filter=${choice.filter}`;
    app.kept.set(next, store);
    this.#path = next;
    app.router.go(next, true);
  }

  #title() {
    const { app, store } = this;
    if (!app || !store) return;
    const names: Partial<Record<Route['page'], string>> = {
      home: msg('Home'),
      compose: msg('Home'),
      company: msg('Company'),
    };
    app.title(names[app.route.page] ?? store.record?.name ?? this.#memberName ?? '');
  }

  get #memberName() {
    const { app, store } = this;
    if (store?.place.kind !== 'member') return undefined;
    return store.member?.name ?? (store.place.id === app?.facts.member.id ? app.facts.member.name : undefined);
  }

  /** What a post written on this page is about. */
  get #subject(): Subject | undefined {
    const { store, app } = this;
    if (!store || !app) return undefined;
    const own = { id: app.facts.member.id, kind: 'member', name: app.facts.member.name } as const;
    if (store.place.kind === 'record') {
      return store.record && store.record.capabilities?.post !== false && !store.record.goneAt
        ? store.record
        : undefined;
    }
    if (store.place.kind === 'member') return store.place.id === own.id ? own : undefined;
    return own;
  }

  override render() {
    const { store, app } = this;
    if (!app || !store) return nothing;
    const { view } = store;
    if (view.phase === 'denied') return html`<rapport-page-missing></rapport-page-missing>`;
    const railed = store.place.kind === 'record';
    return html`<div class="grid ${railed ? 'railed' : ''}">
      <div class="column">
        ${this.#head()} ${this.#writeHere()}
        <rapport-feed-bar .order=${view.order} .filter=${view.filter}></rapport-feed-bar>
        <rapport-feed-list
          .view=${view}
          .here=${view.record?.id ?? ''}
          .shortcuts=${app.settings.shortcuts}
          .automatic=${app.settings.automatic && !saving()}
          label=${this.#label}
          empty=${this.#empty}
        ></rapport-feed-list>
      </div>
      ${railed ? html`<aside aria-label=${msg('About this record')}>${this.#rail()}</aside>` : nothing}
    </div>`;
  }

  get #label(): string {
    const { store } = this;
    if (store?.record) return msg(str`Posts about ${store.record.name}`);
    if (store?.place.kind === 'home') return msg('Posts you follow');
    if (store?.place.kind === 'company') return msg('Posts of the company');
    return msg('Posts');
  }

  get #empty(): string {
    const { store } = this;
    if (store?.record)
      return msg(str`No one has written about ${store.record.name} yet. What should the next person know?`);
    if (store?.place.kind === 'home') return msg('Follow a few records and colleagues: what is said there comes here.');
    return msg('No posts yet.');
  }

  #head() {
    const { place, record } = this.store!;
    switch (place.kind) {
      case 'record':
        return record
          ? html`<rapport-record-card .record=${record} .followers=${this.followers}></rapport-record-card>`
          : nothing;
      case 'member':
        return this.#person();
      case 'home':
        return html`<div class="head"><h1 tabindex="-1">${msg('Home')}</h1></div>`;
      case 'company':
        return html`<div class="head">
          <h1 tabindex="-1">${msg('Company')}</h1>
          <span class="small muted">${msg('Everything open to you, from everybody')}</span>
        </div>`;
    }
  }

  #person() {
    const { member, place } = this.store!;
    const name = this.#memberName;
    if (!name || place.kind !== 'member') return nothing;
    const own = place.id === this.app!.facts.member.id;
    const person = member ?? this.app!.facts.member;
    const level = member?.follow?.level;
    return html`<div class="panel person">
      <rapport-avatar size="large" name=${name} member-id=${place.id}></rapport-avatar>
      <div>
        <h1 tabindex="-1">${name}</h1>
        <p class="muted">${[person.title, person.site].filter(Boolean).join(' · ')}</p>
        ${person.active === false ? html`<p class="small muted">${msg('No longer in the company')}</p>` : nothing}
      </div>
      ${
        own
          ? nothing
          : html`<rapport-menu
              outline
              label=${msg(str`Follow ${name}: ${followLabel(level)}`)}
              .items=${followItems(level)}
              @rapport-choose=${(event: CustomEvent<string>) => {
                event.stopPropagation();
                const chosen = event.detail === 'none' ? undefined : (event.detail as FollowLevel);
                tell(this.list ?? this, 'rapport-follow', { kind: 'member', id: place.id, level: chosen });
              }}
              >${glyph(Bell)} ${followLabel(level)}</rapport-menu
            >`
      }
    </div>`;
  }

  #writeHere() {
    const subject = this.#subject;
    if (!subject) return nothing;
    if (this.writing) {
      const close = () => {
        this.writing = false;
      };
      return composer(
        { mode: 'post', subject },
        { onCancel: close, onSent: () => void this.#sent(), byItself: this.#byItself },
      );
    }
    return html`<button
      type="button"
      class="start"
      @pointerenter=${loadComposer}
      @focus=${loadComposer}
      @click=${() => void this.#compose()}
    >
      ${glyph(PenLine)}
      <span
        >${subject.kind === 'member' ? msg('Share something with your colleagues…') : msg(str`Share something about ${subject.name}…`)}</span
      >
    </button>`;
  }

  #rail() {
    const { record } = this.store!;
    if (!record) return nothing;
    const { account, related } = record;
    const contacts = related?.contacts ?? 0;
    const opportunities = related?.opportunities ?? 0;
    return html`${
      this.followers.length > 0
        ? html`<section class="panel">
            <h2>${msg('Followers')}</h2>
            <ul>
              ${repeat(
                this.followers.slice(0, 8),
                follower => follower.id,
                follower =>
                  html`<li>
                    <rapport-avatar size="small" name=${follower.name} member-id=${follower.id}></rapport-avatar>
                    <a href=${this.surface?.hrefOf({ kind: 'member', id: follower.id }) ?? ''}>${follower.name}</a>
                  </li>`,
              )}
            </ul>
          </section>`
        : nothing
    }
    ${
      account || contacts > 0 || opportunities > 0
        ? html`<section class="panel">
            <h2>${msg('Related')}</h2>
            <ul>
              ${
                account
                  ? html`<li>
                      <rapport-avatar size="small" kind="account"></rapport-avatar>
                      <a href=${this.surface?.hrefOf({ ...account, kind: 'record' }) ?? ''}>${account.name}</a>
                    </li>`
                  : nothing
              }
              ${contacts > 0 ? html`<li class="muted">${recordKindName('contact')}: ${contacts}</li>` : nothing}
              ${opportunities > 0 ? html`<li class="muted">${recordKindName('opportunity')}: ${opportunities}</li>` : nothing}
            </ul>
          </section>`
        : nothing
    }`;
  }

  /** Back to reading, with the focus on what was just written. */
  async #sent() {
    this.writing = false;
    await this.updateComplete;
    await this.list?.updateComplete;
    this.list?.focusFirst();
  }

  async #compose() {
    if (!this.#subject) return;
    this.#byItself = false;
    this.writing = true;
    await this.updateComplete;
    this.renderRoot.querySelector('rapport-composer')?.focus();
  }

  async #showNew() {
    await this.store?.load();
    await this.updateComplete;
    scrollTo({ top: 0, behavior: 'instant' });
    this.list?.focusFirst();
  }
}

/** The same for what doesn't exist and what one may not see. */
@customElement('rapport-page-missing')
@localized()
export class RapportPageMissing extends Page {
  static override styles = [...Page.styles, pageStyles];

  override connectedCallback() {
    super.connectedCallback();
    this.app?.title(msg('Not here'));
  }

  override render() {
    return html`<div class="column">
      <h1 tabindex="-1" class="unseen">${msg('You can’t open this, or it’s gone.')}</h1>
      <rapport-notice
        .icon=${CircleAlert}
        heading=${msg('You can’t open this, or it’s gone.')}
        action=${msg('Go home')}
        @rapport-act=${() => this.app?.router.go('')}
      ></rapport-notice>
    </div>`;
  }
}

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

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-feed': RapportPageFeed;
    'rapport-page-missing': RapportPageMissing;
  }
}
