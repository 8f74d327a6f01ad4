import { localized, msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  markAllNotificationsRead,
  markNotificationRead,
  markNotificationsSeen,
  readNotifications,
  type NotificationFilter,
} from '../api/notifications.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { Notification_ } from '../api/schema.ts';
import { CircleAlert } from '../design/icons.ts';
import '../elements/rapport-inbox/rapport-inbox.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { problemText } from '../i18n/names.ts';
import { Page } from './page.ts';

@customElement('rapport-page-notifications')
@localized()
export class RapportPageNotifications extends Page {
  @state() private items?: Notification_[] | undefined;
  @state() private next?: string | undefined;
  @state() private unread = 0;
  @state() private filter: NotificationFilter = 'all';
  @state() private problem?: ApiProblem | undefined;
  #started = false;
  #stop?: (() => void) | undefined;
  #turn = 0;

  static override styles = [
    ...Page.styles,
    css`
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .chips button {
        border-radius: 99px;
        padding-inline: 12px;
        color: var(--r-muted);
      }
      .chips button[aria-pressed='true'] {
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-weight: 600;
      }
      .more {
        justify-self: center;
      }
      .wait {
        min-height: 240px;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#started = false;
  }

  protected override willUpdate() {
    const { app } = this;
    app?.title(msg('Notifications'));
    if (!app || this.#started) return;
    this.#started = true;
    void this.#load();
    void markNotificationsSeen(app.api).catch(() => undefined);
    this.#stop = app.listen(news => {
      if (news.event === 'inbox' || news.event === 'gap') void this.#load();
    });
  }

  async #load(more = false) {
    const turn = ++this.#turn;
    this.problem = undefined;
    try {
      const page = await readNotifications(this.app!.api, this.filter, more ? this.next : undefined);
      if (turn !== this.#turn) return;
      this.items = more ? [...(this.items ?? []), ...page.items] : page.items;
      this.next = page.nextPageToken;
      this.unread = page.unread;
    } catch (failure) {
      if (turn === this.#turn) this.problem = problemOf(failure);
    }
  }

  override render() {
    const filters: [NotificationFilter, string][] = [
      ['all', msg('All')],
      ['unread', msg('Unread')],
      ['mentions', msg('Mentions')],
    ];
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1">${msg('Notifications')}</h1>
        ${this.unread > 0 ? html`<button type="button" class="outline" @click=${this.#all}>${msg('Mark all as read')}</button>` : nothing}
      </div>
      <div class="chips" role="group" aria-label=${msg('Show')}>
        ${filters.map(
          ([filter, name]) =>
            html`<button
              type="button"
              aria-pressed=${filter === this.filter ? 'true' : 'false'}
              @click=${() => this.#choose(filter)}
            >
              ${name}
            </button>`,
        )}
      </div>
      ${
        this.problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The notifications can’t be shown')}
              text=${problemText(this.problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${
        this.items
          ? html`<rapport-inbox .items=${this.items} @rapport-notification-read=${this.#read}></rapport-inbox>`
          : this.problem
            ? nothing
            : html`<div class="wait" aria-busy="true"></div>`
      }
      ${this.next ? html`<button type="button" class="outline more" @click=${() => void this.#load(true)}>${msg('Load more')}</button>` : nothing}
    </div>`;
  }

  #choose(filter: NotificationFilter) {
    this.filter = filter;
    void this.#load();
  }

  #read = async (event: CustomEvent<string>) => {
    const id = event.detail;
    this.items = this.items?.map(item => (item.id === id ? { ...item, read: true } : item));
    this.unread = Math.max(0, this.unread - 1);
    try {
      await markNotificationRead(this.app!.api, id);
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
      void this.#load();
    }
  };

  #all = async () => {
    try {
      await markAllNotificationsRead(this.app!.api);
      this.app?.toasts()?.announce(msg('All marked as read.'));
      this.focus();
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    }
    void this.#load();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-notifications': RapportPageNotifications;
  }
}
