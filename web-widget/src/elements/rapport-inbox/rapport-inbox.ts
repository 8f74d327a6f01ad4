import { consume } from '../../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Notification_ } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { Bell, Check, glyph } from '../../design/icons.ts';
import { link, surfaceContext, targetOf, tell, type Surface, type Target } from '../../feed/surface.ts';
import '../rapport-avatar/rapport-avatar.ts';
import '../rapport-notice/rapport-notice.ts';
import '../rapport-time/rapport-time.ts';

/** What happened, as a sentence. */
export function notificationText({ kind, actor, subject, reason }: Notification_): string {
  const who = actor?.name ?? msg('The CRM');
  const where = subject.name;
  switch (kind) {
    case 'mention':
      return msg(str`${who} mentioned you on ${where}`);
    case 'comment':
      return reason?.kind === 'own-post'
        ? msg(str`${who} commented on your post on ${where}`)
        : msg(str`${who} commented on ${where}`);
    case 'reply':
      return reason?.kind === 'follows-comment'
        ? msg(str`${who} replied to a comment on ${where}`)
        : msg(str`${who} replied to you on ${where}`);
    case 'reaction':
      return msg(str`${who} reacted to what you wrote on ${where}`);
    case 'edit':
      return msg(str`${who} edited a post on ${where}`);
    case 'answer-accepted':
      return reason?.kind === 'own-comment'
        ? msg(str`${who} accepted your answer on ${where}`)
        : msg(str`${who} accepted an answer on ${where}`);
    case 'kudos':
      return msg(str`${who} thanked you on ${where}`);
    case 'announcement':
      return msg(str`${who} announced something on ${where}`);
    case 'follow':
      return msg(str`${who} follows you`);
    case 'membership':
      return membershipText(who, where, reason?.kind);
    case 'poll-ended':
      return msg(str`A poll on ${where} has ended`);
    default:
      return msg(str`${who} posted on ${where}`);
  }
}

function membershipText(who: string, where: string, what: string | undefined): string {
  switch (what) {
    case 'requested':
      return msg(str`${who} asks to join ${where}`);
    case 'invited':
      return msg(str`${who} invites you to ${where}`);
    case 'accepted':
      return msg(str`${who} let you into ${where}`);
    case 'declined':
      return msg(str`${who} declined your request to join ${where}`);
    default:
      return msg(str`${who} changed your role in ${where}`);
  }
}

function reasonOf({ reason }: Notification_): string | undefined {
  switch (reason?.kind) {
    case 'mentioned':
      return msg('You were mentioned');
    case 'follows-record':
    case 'follows-member':
    case 'follows-space':
    case 'follows-topic':
      return reason.name ? msg(str`You follow ${reason.name}`) : msg('You follow this');
    case 'follows-post':
    case 'follows-comment':
      return msg('You follow this');
    case 'own-post':
      return msg('Your post');
    case 'own-comment':
      return msg('Your comment');
    case 'participated':
      return msg('You took part');
    case 'voted':
      return msg('You voted');
    default:
      return undefined;
  }
}

/**
 * Notifications, one per thread.
 * @fires rapport-notification-read - `detail` is the id  @fires rapport-notification-unread - `detail` is the id
 */
@customElement('rapport-inbox')
@localized()
export class RapportInbox extends LitElement {
  @property({ attribute: false }) items: Notification_[] = [];
  @consume(surfaceContext) @state() surface?: Surface;

  static override styles = [
    base,
    css`
      ul {
        list-style: none;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
        overflow: hidden;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 12px;
        align-items: start;
        padding: 12px var(--r-card);
      }
      li + li {
        border-block-start: 1px solid var(--r-line);
      }
      li:hover {
        background: var(--r-hover);
      }
      .unread::before {
        content: '';
        position: absolute;
        inset-block: 10px;
        inset-inline-start: 0;
        width: 3px;
        border-radius: 0 3px 3px 0;
        background: var(--r-accent);
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      a::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      a:focus-visible {
        outline: none;
      }
      li:has(a:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: -2px;
      }
      .unread a {
        font-weight: 600;
      }
      .excerpt {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        color: var(--r-muted);
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      .meta {
        display: flex;
        gap: 6px;
        flex-wrap: wrap;
        color: var(--r-muted);
        font-size: var(--r-xs);
      }
      .meta rapport-time {
        font-size: inherit;
        color: inherit;
      }
      button {
        position: relative;
        z-index: 1;
      }
      .dot {
        width: 9px;
        height: 9px;
        border: 2px solid currentColor;
        border-radius: 50%;
      }
    `,
  ];

  /** Puts the keyboard on one of them. */
  focusItem(at: number) {
    this.renderRoot.querySelectorAll<HTMLElement>('li a')[at]?.focus();
  }

  override render() {
    if (this.items.length === 0) {
      return html`<rapport-notice
        .icon=${Bell}
        heading=${msg('Nothing new')}
        text=${msg('Mentions, replies and comments on what you follow come here.')}
      ></rapport-notice>`;
    }
    return html`<ul>
      ${repeat(
        this.items,
        item => item.id,
        item => this.#item(item),
      )}
    </ul>`;
  }

  #item(item: Notification_) {
    const reason = reasonOf(item);
    const { postId, commentId } = item;
    const target: Target = postId
      ? { kind: 'post', id: postId, ...(commentId ? { comment: commentId } : {}) }
      : targetOf(item.subject);
    return html`<li class=${item.read ? '' : 'unread'} @click=${(event: Event) => this.#opened(event, item)}>
      <rapport-avatar name=${item.actor?.name ?? '?'} member-id=${item.actor?.id ?? ''}></rapport-avatar>
      <div>
        ${link(this.surface, target, html`${item.read ? nothing : html`<span class="unseen">${msg('New')}: </span>`}${notificationText(item)}`)}
        ${item.excerpt ? html`<p class="excerpt" dir="auto">${item.excerpt}</p>` : nothing}
        <p class="meta">
          <rapport-time at=${item.at}></rapport-time>${reason ? html`<span>· ${reason}</span>` : nothing}
        </p>
      </div>
      ${this.#mark(item)}
    </li>`;
  }

  #mark(item: Notification_) {
    const name = item.read ? msg('Mark as unread') : msg('Mark as read');
    return html`<button
      type="button"
      class="icon quiet"
      aria-label=${name}
      title=${name}
      @click=${() => tell(this, item.read ? 'rapport-notification-unread' : 'rapport-notification-read', item.id)}
    >
      ${item.read ? html`<span class="dot"></span>` : glyph(Check)}
    </button>`;
  }

  #opened(event: Event, item: Notification_) {
    const onLink = event.composedPath().some(node => node instanceof HTMLAnchorElement);
    if (onLink && !item.read) tell(this, 'rapport-notification-read', item.id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-inbox': RapportInbox;
  }
}
