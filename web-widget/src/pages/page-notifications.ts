import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  markAllNotificationsRead,
  markNotification,
  markNotificationsSeen,
  readNotifications,
  readNotificationsOf,
  type NotificationFilter,
  type NotificationView,
} from '../api/notifications.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { Notification_, NotificationBundle } from '../api/schema.ts';
import { Bell, CircleAlert } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import type { RapportInbox } from '../elements/rapport-inbox/rapport-inbox.ts';
import '../elements/rapport-inbox/rapport-inbox.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { surfaceContext, targetOf, type Surface } from '../feed/surface.ts';
import { number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, Page } from './page.ts';

const VIEW = 'rapport.inbox';

const filters: NotificationFilter[] = ['all', 'unread', 'mentions', 'answers', 'follows', 'system'];

function filterName(filter: NotificationFilter): string {
  switch (filter) {
    case 'all':
      return msg('All');
    case 'unread':
      return msg('Unread');
    case 'mentions':
      return msg('Mentions');
    case 'answers':
      return msg('Answers');
    case 'follows':
      return msg('Followed', { id: 'inbox-followed', desc: 'news of what one follows' });
    case 'system':
      return msg('Rapport', { id: 'inbox-system', desc: 'news of Rapport itself: memberships, followers, polls' });
  }
}

/** The inbox: thread by thread, or bundled by customer. */
@customElement('rapport-page-notifications')
@localized()
export class RapportPageNotifications extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private items?: Notification_[] | undefined;
  @state() private bundles?: NotificationBundle[] | undefined;
  @state() private next?: string | undefined;
  @state() private unread = 0;
  @state() private filter: NotificationFilter = 'all';
  @state() private view: NotificationView = rememberedView();
  @state() private problem?: ApiProblem | undefined;
  /** Bundles of which older ones were asked for, and how to read on in them. */
  @state() private opened: ReadonlyMap<string, string | undefined> = new Map();
  @state() private opening = '';
  #path: string | undefined;
  #stop?: (() => void) | undefined;
  #turn = 0;

  static override styles = [
    ...Page.styles,
    listStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 8px;
      }
      section {
        display: grid;
        gap: 6px;
        margin-block-end: 8px;
      }
      .customer {
        display: flex;
        align-items: center;
        gap: 10px;
        padding-inline: 4px;
      }
      .customer h2 {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .customer a {
        color: inherit;
        text-decoration: none;
      }
      .customer a:hover {
        text-decoration: underline;
      }
      .rest {
        justify-self: start;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#path = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(msg('Notifications'));
    if (!changed.has('app') || app.route.page !== 'notifications' || app.route.path === this.#path) return;
    const first = this.#path === undefined;
    this.#path = app.route.path;
    const asked = app.route.query.get('filter');
    this.filter = filters.find(each => each === asked) ?? 'all';
    void this.#load();
    if (!first) return;
    void markNotificationsSeen(app.api).catch(() => undefined);
    this.#stop = app.listen(news => {
      if (news.event === 'inbox' || news.event === 'gap') void this.#load();
    });
  }

  async #load(more = false) {
    const turn = ++this.#turn;
    this.problem = undefined;
    try {
      const page = await readNotifications(this.app!.api, this.filter, this.view, more ? this.next : undefined);
      if (turn !== this.#turn) return;
      this.items = page.items && [...(more ? (this.items ?? []) : []), ...page.items];
      const bundles = page.bundles && (await this.#reopened(page.bundles));
      if (turn !== this.#turn) return;
      this.bundles = bundles && [...(more ? (this.bundles ?? []) : []), ...bundles];
      this.next = page.nextPageToken;
      this.unread = page.unread;
    } catch (failure) {
      if (turn === this.#turn) this.problem = problemOf(failure);
    }
  }

  /** What was read anew holds the newest ones only: bundles that stood open are filled up again as far as they were. */
  #reopened(bundles: NotificationBundle[]): Promise<NotificationBundle[]> {
    return Promise.all(
      bundles.map(async bundle => {
        const before = this.bundles?.find(each => keyOf(each) === keyOf(bundle));
        if (!before || !this.opened.has(keyOf(bundle))) return bundle;
        return { ...bundle, items: await this.#read(keyOf(bundle), before.items.length) };
      }),
    );
  }

  /** At least so many of one bundle, if it has them. */
  async #read(key: string, atLeast: number, from: Notification_[] = [], pageToken?: string): Promise<Notification_[]> {
    const page = await readNotificationsOf(this.app!.api, key, this.filter, pageToken);
    const items = [...from, ...(page.items ?? [])];
    if (items.length < atLeast && page.nextPageToken) return this.#read(key, atLeast, items, page.nextPageToken);
    this.opened = new Map([...this.opened, [key, page.nextPageToken]]);
    return items;
  }

  /** Shows older ones of a bundle, with the keyboard on the first of them. */
  async #open(bundle: NotificationBundle) {
    const key = keyOf(bundle);
    if (this.opening) return;
    this.opening = key;
    const shown = bundle.items.length;
    try {
      const items = this.opened.has(key)
        ? await this.#read(key, 0, bundle.items, this.opened.get(key))
        : await this.#read(key, shown + 1);
      this.bundles = this.bundles?.map(each => (keyOf(each) === key ? { ...each, items } : each));
      await this.updateComplete;
      const inbox = this.renderRoot.querySelector<RapportInbox>(`[data-bundle="${CSS.escape(key)}"]`);
      await inbox?.updateComplete;
      inbox?.focusItem(shown);
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    } finally {
      this.opening = '';
    }
  }

  override render() {
    if (!this.app) return nothing;
    const { problem } = this;
    const views: [NotificationView, string][] = [
      ['threads', msg('By thread')],
      ['customers', msg('By customer')],
    ];
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1">${msg('Notifications')}</h1>
        ${this.unread > 0 ? html`<button type="button" class="outline" @click=${() => void this.#all()}>${msg('Mark all as read')}</button>` : nothing}
      </div>
      <div class="bar">
        <div class="chips" role="group" aria-label=${msg('Show')}>
          ${filters.map(
            filter =>
              html`<button
                type="button"
                aria-pressed=${filter === this.filter ? 'true' : 'false'}
                @click=${() => this.#choose(filter)}
              >
                ${filterName(filter)}
              </button>`,
          )}
        </div>
        <div class="chips" role="group" aria-label=${msg('Arrange')}>
          ${views.map(
            ([view, name]) =>
              html`<button
                type="button"
                aria-pressed=${view === this.view ? 'true' : 'false'}
                @click=${() => this.#arrange(view)}
              >
                ${name}
              </button>`,
          )}
        </div>
      </div>
      ${
        problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The notifications can’t be shown')}
              text=${problemText(problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      <div
        class="lists"
        @rapport-notification-read=${(event: CustomEvent<string>) => void this.#mark(event.detail, true)}
        @rapport-notification-unread=${(event: CustomEvent<string>) => void this.#mark(event.detail, false)}
      >
        ${this.#lists()}
      </div>
      ${this.next ? html`<button type="button" class="outline more" @click=${() => void this.#load(true)}>${msg('Load more')}</button>` : nothing}
    </div>`;
  }

  #lists() {
    const { items, bundles } = this;
    if (bundles) {
      if (bundles.length > 0) return repeat(bundles, keyOf, bundle => this.#bundle(bundle));
    } else if (!items) return this.problem ? nothing : html`<div class="wait" aria-busy="true"></div>`;
    else if (items.length > 0) return html`<rapport-inbox .items=${items}></rapport-inbox>`;
    return html`<rapport-notice
      .icon=${Bell}
      heading=${this.filter === 'all' ? msg('Nothing new') : msg('Nothing here with this filter.')}
      text=${this.filter === 'all' ? msg('Mentions, replies and comments on what you follow come here.') : ''}
      action=${this.filter === 'all' ? '' : msg('Show everything')}
      @rapport-act=${() => this.#choose('all')}
    ></rapport-notice>`;
  }

  #bundle(bundle: NotificationBundle) {
    const { customer, unread, total, items } = bundle;
    const key = keyOf(bundle);
    const further = this.opened.has(key) ? this.opened.get(key) !== undefined : total > items.length;
    const rest = total - items.length;
    const member = customer.kind === 'member';
    return html`<section>
      <div class="customer">
        ${
          member
            ? html`<rapport-avatar size="small" name=${customer.name} member-id=${customer.id}></rapport-avatar>`
            : html`<rapport-avatar size="small" kind=${customer.kind}></rapport-avatar>`
        }
        <h2>
          <a href=${this.surface?.hrefOf(targetOf(customer)) ?? ''} dir="auto">${customer.name}</a>
        </h2>
        ${
          unread > 0
            ? html`<button
                type="button"
                class="quiet"
                aria-label=${msg(str`Mark ${number(unread)} of ${customer.name} as read`)}
                @click=${() => void this.#all(key)}
              >
                ${msg(str`Mark ${number(unread)} as read`)}
              </button>`
            : nothing
        }
      </div>
      <rapport-inbox data-bundle=${key} .items=${items}></rapport-inbox>
      ${
        further
          ? html`<button
              type="button"
              class="outline rest"
              aria-disabled=${this.opening === key ? 'true' : 'false'}
              aria-label=${msg(str`Show older ones: ${customer.name}`)}
              @click=${() => void this.#open(bundle)}
            >
              ${
                rest > 0
                  ? plural(rest, {
                      one: msg(str`Show ${number(rest)} older one`),
                      other: msg(str`Show ${number(rest)} older ones`),
                    })
                  : msg('Load more')
              }
            </button>`
          : nothing
      }
    </section>`;
  }

  #choose(filter: NotificationFilter) {
    this.filter = filter;
    this.opened = new Map();
    this.#path = filter === 'all' ? 'notifications' : `notifications?filter=${filter}`;
    this.app!.router.go(this.#path, true);
    void this.#load();
  }

  #arrange(view: NotificationView) {
    this.view = view;
    rememberView(view);
    this.items = this.bundles = undefined;
    this.opened = new Map();
    void this.#load();
  }

  async #mark(id: string, read: boolean) {
    const put = (item: Notification_) => (item.id === id ? { ...item, read } : item);
    const change = read ? -1 : 1;
    this.items = this.items?.map(put);
    this.bundles = this.bundles?.map(bundle =>
      bundle.items.some(item => item.id === id)
        ? { ...bundle, items: bundle.items.map(put), unread: Math.max(0, bundle.unread + change) }
        : bundle,
    );
    this.unread = Math.max(0, this.unread + change);
    try {
      await markNotification(this.app!.api, id, read);
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
      void this.#load();
    }
  }

  async #all(customer?: string) {
    try {
      await markAllNotificationsRead(this.app!.api, customer);
      this.app?.toasts()?.announce(msg('All marked as read.'));
      this.focus();
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    }
    void this.#load();
  }
}

const keyOf = ({ key, customer }: NotificationBundle) => key ?? customer.id;

/** How the inbox was arranged the last time on this device. */
function rememberedView(): NotificationView {
  try {
    return localStorage.getItem(VIEW) === 'customers' ? 'customers' : 'threads';
  } catch {
    return 'threads';
  }
}

function rememberView(view: NotificationView) {
  try {
    localStorage.setItem(VIEW, view);
  } catch {
    // It holds until the page is left.
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-notifications': RapportPageNotifications;
  }
}
