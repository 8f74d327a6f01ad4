import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Place } from '../api/feeds.ts';
import { readMember } from '../api/members.ts';
import { readFollowers } from '../api/records.ts';
import type { FollowLevel, MemberSummary, Subject } from '../api/schema.ts';
import { Award, Bell, CircleAlert, glyph } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-record-facts/rapport-record-facts.ts';
import { followItems, followLabel } from '../elements/rapport-record-card/rapport-record-card.ts';
import type { FeedStore } from '../feed/feed-store.ts';
import { appPath, surfaceContext, targetOf, tell, type Surface } from '../feed/surface.ts';
import { consume } from '../feed/context.ts';
import { number, plural } from '../i18n/format.ts';
import type { ActDetail } from '../feed/events.ts';
import type { Route } from '../app/router.ts';
import { openingOf, FeedOnPage, feedStyles } from './feed-on-page.ts';
import { Page, pageStyles, tabStyles } from './page.ts';

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

/** A page that is a feed: home, the company's, a record's, a member's; of the last two also their files and facts. */
@customElement('rapport-page-feed')
@localized()
export class RapportPageFeed extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private followers: MemberSummary[] = [];
  readonly feed = new FeedOnPage(this);

  constructor() {
    super();
    this.addEventListener('rapport-do', event => this.#counted((event as CustomEvent<ActDetail>).detail));
  }

  static override styles = [
    ...Page.styles,
    tabStyles,
    feedStyles,
    css`
      .grid {
        display: grid;
        gap: 20px;
        grid-template-columns: minmax(0, 1fr);
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
      }
      .thanked {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 24px;
        color: inherit;
      }
      .thanked svg {
        color: var(--r-warning);
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

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!this.app) return;
    if (changed.has('app')) this.#enter();
    this.#title();
  }

  #enter() {
    const app = this.app!;
    const { route } = app;
    const place = placeOf(route, app.facts.member.id);
    if (!place) return;
    const { tab } = route.params;
    if (tab === 'files') void import('./files-panel.ts');
    const questions = tab === 'questions';
    const opening = questions
      ? ({ kind: 'question' } as const)
      : route.page === 'compose'
        ? openingOf(route.query)
        : undefined;
    // Files and facts stand beside the feed, which they come back to.
    const [path] = route.path.split('?') as [string];
    this.feed.open({
      path: tab && !questions ? path.slice(0, path.lastIndexOf('/')) : route.path,
      place,
      ...(questions ? { filter: 'questions' as const } : {}),
      writing: route.page === 'compose' || route.hash === 'compose',
      ...(opening ? { opening } : {}),
      subject: () => this.#subject,
      arrived: store => void this.#arrived(store),
    });
  }

  async #arrived(store: FeedStore) {
    this.followers = [];
    if (store.place.kind === 'member') return this.#member(store, store.place.id);
    if (!store.record) return;
    // The count of followers stands in the card, and the faces are an extra.
    const { items } = await readFollowers(store.api, store.record.id).catch(() => ({ items: [] }));
    if (store === this.feed.store) this.followers = items;
  }

  /** The feed names the member; how one follows them stands elsewhere. */
  async #member(store: FeedStore, id: string) {
    try {
      store.member = await readMember(store.api, id);
      store.changed();
    } catch {
      // The feed is shown without it.
    }
  }

  /** On one's own page the count of thanks goes along with what one hides and shows. */
  #counted({ act, on = true }: ActDetail) {
    const member = this.feed.store?.member;
    if (act !== 'hide-kudos' || member?.kudosCount === undefined || member.id !== this.app?.facts.member.id) return;
    this.feed.store!.member = { ...member, kudosCount: Math.max(0, member.kudosCount + (on ? -1 : 1)) };
  }

  #title() {
    const { app } = this;
    const { store } = this.feed;
    if (!app || !store) return;
    const names: Partial<Record<Route['page'], string>> = {
      home: msg('Home'),
      compose: msg('Home'),
      company: msg('Company'),
    };
    app.title(names[app.route.page] ?? store.record?.name ?? this.#memberName ?? '', store.record ?? store.member);
  }

  get #memberName() {
    const { app } = this;
    const { store } = this.feed;
    if (store?.place.kind !== 'member') return undefined;
    return store.member?.name ?? (store.place.id === app?.facts.member.id ? app.facts.member.name : undefined);
  }

  /** What a post written on this page is about. */
  get #subject(): Subject | undefined {
    const { app } = this;
    const { store } = this.feed;
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
    const { app } = this;
    const { store } = this.feed;
    if (!app || !store) return nothing;
    if (store.view.phase === 'denied') return html`<rapport-page-missing></rapport-page-missing>`;
    const railed = store.place.kind === 'record' && app.route.params.tab !== 'about';
    return html`<div class="grid ${railed ? 'railed' : ''}">
      <div class="column">${this.#head()} ${this.#tabs()} ${this.#content()}</div>
      ${railed ? html`<aside aria-label=${msg('About this record')}>${this.#rail()}</aside>` : nothing}
    </div>`;
  }

  /** The address of the place itself, above its tabs. */
  get #base(): string | undefined {
    const { place, record, member } = this.feed.store!;
    if (place.kind === 'member') return appPath({ kind: 'member', id: member?.id ?? place.id });
    return record && appPath('externalId' in place ? targetOf(record) : { kind: 'record', id: record.id });
  }

  #tabs() {
    const { place } = this.feed.store!;
    const base = this.#base;
    if (!base || (place.kind !== 'record' && place.kind !== 'member')) return nothing;
    const { tab = '' } = this.app!.route.params;
    const names: [string, string][] = [
      ['', msg('Feed')],
      ['questions', msg('Questions')],
      ['files', msg('Files')],
      ...(place.kind === 'record' ? [['about', msg('About')] as [string, string]] : []),
    ];
    return this.tabs(
      msg('Parts of this page'),
      names.map(([id, name]) => ({ path: id ? `${base}/${id}` : base, name, here: id === tab })),
    );
  }

  #content() {
    const { store } = this.feed;
    const { tab } = this.app!.route.params;
    if (tab === 'files') {
      const id = store!.record?.id ?? store!.member?.id;
      const kind = store!.place.kind === 'record' ? 'record' : 'member';
      return id ? html`<rapport-files-panel .app=${this.app} .place=${{ kind, id }}></rapport-files-panel>` : nothing;
    }
    if (tab === 'about') return this.#rail();
    return html`${this.feed.writeHere()} ${tab === 'questions' ? nothing : this.feed.bar()}
    ${this.feed.posts({ label: this.#label, empty: this.#empty, here: store!.record?.id ?? '' })}`;
  }

  get #label(): string {
    const { store } = this.feed;
    if (store?.record) return msg(str`Posts about ${store.record.name}`);
    if (store?.place.kind === 'home') return msg('Posts you follow');
    if (store?.place.kind === 'company') return msg('Posts of the company');
    return msg('Posts');
  }

  get #empty(): string {
    if (this.app!.route.params.tab === 'questions') return msg('No questions here yet.');
    const { store } = this.feed;
    if (store?.record)
      return msg(str`No one has written about ${store.record.name} yet. What should the next person know?`);
    if (store?.place.kind === 'home') return msg('Follow a few records and colleagues: what is said there comes here.');
    return msg('No posts yet.');
  }

  #head() {
    const { place, record } = this.feed.store!;
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
      default:
        return nothing;
    }
  }

  #person() {
    const { member, place } = this.feed.store!;
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
        ${this.#thanked(member?.kudosCount ?? 0)}
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
                tell(this, 'rapport-follow', { kind: 'member', id: place.id, level: chosen });
              }}
              >${glyph(Bell)} ${followLabel(level)}</rapport-menu
            >`
      }
    </div>`;
  }

  /** How often this person was thanked, and the way to what for. */
  #thanked(count: number) {
    if (count === 0) return nothing;
    return html`<p class="small muted">
      <a class="thanked" href=${this.app!.router.href(`${this.#base}?kind=kudos`)}
        >${glyph(Award)}${plural(count, { one: msg('Thanked once'), other: msg(str`Thanked ${number(count)} times`) })}</a
      >
    </p>`;
  }

  #rail() {
    const { record } = this.feed.store!;
    if (!record) return nothing;
    void import('./record-rail.ts');
    return html`<rapport-record-rail
      .app=${this.app}
      .record=${record}
      .followers=${this.followers}
    ></rapport-record-rail>`;
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

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-feed': RapportPageFeed;
    'rapport-page-missing': RapportPageMissing;
  }
}
