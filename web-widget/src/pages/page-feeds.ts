import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from '../api/feeds.ts';
import { readMember } from '../api/members.ts';
import { readFollowers } from '../api/records.ts';
import { readSpacesOfRecord } from '../api/spaces.ts';
import type { FollowLevel, MemberSummary, Space, Subject } from '../api/schema.ts';
import { Bell, CircleAlert, glyph } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { followItems, followLabel } from '../elements/rapport-record-card/rapport-record-card.ts';
import type { FeedStore } from '../feed/feed-store.ts';
import { appPath, surfaceContext, targetOf, tell, type Surface } from '../feed/surface.ts';
import { consume } from '../feed/context.ts';
import { recordKindName } from '../i18n/names.ts';
import type { Route } from '../app/router.ts';
import { FeedOnPage, feedStyles } from './feed-on-page.ts';
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
  @state() private spaces: Space[] = [];
  readonly feed = new FeedOnPage(this);

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
      .facts {
        display: grid;
        align-content: start;
        gap: 12px;
      }
      .facts ul {
        list-style: none;
        display: grid;
        gap: 8px;
      }
      .facts li {
        display: flex;
        align-items: center;
        gap: 10px;
        font-size: var(--r-sm);
      }
      .facts a {
        color: inherit;
        text-decoration: none;
      }
      .facts a:hover {
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
    // Files and facts stand beside the feed, which they come back to.
    const [path] = route.path.split('?') as [string];
    this.feed.open({
      path: tab && !questions ? path.slice(0, path.lastIndexOf('/')) : route.path,
      place,
      ...(questions ? { filter: 'questions' as const } : {}),
      writing: route.page === 'compose' || route.hash === 'compose',
      subject: () => this.#subject,
      arrived: store => void this.#arrived(store),
    });
  }

  async #arrived(store: FeedStore) {
    this.followers = [];
    this.spaces = [];
    if (store.place.kind === 'member') return this.#member(store, store.place.id);
    if (!store.record) return;
    const { id } = store.record;
    const [followers, spaces] = await Promise.allSettled([
      readFollowers(store.api, id),
      readSpacesOfRecord(store.api, id),
    ]);
    if (store !== this.feed.store) return;
    // The count of followers stands in the card, and the faces are an extra; so are the spaces.
    if (followers.status === 'fulfilled') this.followers = followers.value.items;
    if (spaces.status === 'fulfilled') this.spaces = spaces.value;
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

  get #nothingLinked() {
    const { account, related } = this.feed.store!.record!;
    const parts = (related?.contacts ?? 0) + (related?.opportunities ?? 0) + this.followers.length + this.spaces.length;
    return !account && parts === 0;
  }

  #spacesOf() {
    if (this.spaces.length === 0) return nothing;
    return html`<section class="panel">
      <h2>${msg('Spaces')}</h2>
      <ul>
        ${repeat(
          this.spaces,
          space => space.id,
          space =>
            html`<li>
              <rapport-avatar size="small" kind="space"></rapport-avatar>
              <a href=${this.surface?.hrefOf({ kind: 'space', id: space.id }) ?? ''}>${space.name}</a>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #rail() {
    const { record } = this.feed.store!;
    if (!record) return nothing;
    const { account, related } = record;
    const contacts = related?.contacts ?? 0;
    const opportunities = related?.opportunities ?? 0;
    return html`<div class="facts">
      ${
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
      ${this.#spacesOf()}
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
      }
      ${this.#nothingLinked ? html`<p class="muted">${msg('Nothing is linked to this record yet.')}</p>` : nothing}
    </div>`;
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
