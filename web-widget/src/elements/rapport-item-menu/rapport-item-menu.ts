import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from '../../design/base.ts';
import {
  Ban,
  BellOff,
  BellRing,
  Bookmark,
  CircleCheck,
  EyeOff,
  Hash,
  History,
  Link,
  Lock,
  Pencil,
  Pin,
  PinOff,
  Question,
  Share,
  Trash,
} from '../../design/icons.ts';
import type { LocalComment, LocalPost } from '../../feed/conversation.ts';
import type { Act, ItemRef } from '../../feed/events.ts';
import { tell } from '../../feed/surface.ts';
import type { MenuItem, RapportMenu } from '../rapport-menu/rapport-menu.ts';
import '../rapport-menu/rapport-menu.ts';

/** What has an event of its own. */
const own = new Set(['copy-link', 'edit', 'history', 'delete']);

/**
 * What one can do with a post or a comment besides reacting and answering.
 * @fires rapport-edit - its author wants to change the text, in its place
 */
@customElement('rapport-item-menu')
@localized()
export class RapportItemMenu extends LitElement {
  @property({ attribute: false }) item?: LocalPost | LocalComment;
  @property({ type: Number }) tab?: number;
  @query('rapport-menu') private menu?: RapportMenu;

  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];

  get open() {
    return this.menu?.open ?? false;
  }

  override render() {
    const { item } = this;
    if (!item) return nothing;
    return html`<rapport-menu
      .tab=${this.tab}
      label=${'postId' in item ? msg('More about this comment') : msg('More about this post')}
      .items=${this.#items(item)}
      @rapport-choose=${this.#chosen}
    ></rapport-menu>`;
  }

  #items(item: LocalPost | LocalComment): MenuItem[] {
    const { capabilities: may, editedAt, bookmarked, followed } = item;
    const comment = 'postId' in item ? item : undefined;
    const post = comment ? undefined : (item as LocalPost);
    const can = post?.capabilities ?? {};
    const all: (MenuItem | false | undefined)[] = [
      may.bookmark && {
        id: bookmarked ? 'un-bookmark' : 'bookmark',
        label: bookmarked
          ? msg('No longer save')
          : msg('Save', { id: 'bookmark', desc: 'keeps a post in one’s own list' }),
        icon: Bookmark,
      },
      { id: 'copy-link', label: msg('Copy link'), icon: Link },
      can.share && { id: 'share', label: msg('Share…'), icon: Share },
      comment &&
        may.accept && {
          id: comment.accepted ? 'un-accept' : 'accept',
          label: comment.accepted ? msg('No longer the best answer') : msg('Best answer'),
          icon: CircleCheck,
        },
      may.follow && {
        id: followed ? 'un-follow' : 'follow',
        label: followed ? msg('No longer follow') : msg('Follow', { id: 'follow-thread', desc: 'button' }),
        icon: BellRing,
      },
      can.mute && {
        id: post!.muted ? 'un-mute' : 'mute',
        label: post!.muted ? msg('No longer mute') : msg('Mute this thread'),
        icon: BellOff,
      },
      can.markUnread && { id: 'unread', label: msg('Mark as unread from here'), icon: EyeOff },
      can.topics && { id: 'topics', label: msg('Topics…'), icon: Hash },
      can.turnIntoQuestion && { id: 'question', label: msg('Turn into a question…'), icon: Question },
      can.pin && {
        id: post!.pinned ? 'un-pin' : 'pin',
        label: post!.pinned ? msg('Unpin') : msg('Pin to the top'),
        icon: post!.pinned ? PinOff : Pin,
      },
      can.close && { id: 'close', label: msg('Close the thread…'), icon: Lock },
      can.reopen && { id: 'reopen', label: msg('Open the thread again'), icon: Lock },
      may.edit && { id: 'edit', label: msg('Edit'), icon: Pencil },
      may.history && editedAt !== undefined && { id: 'history', label: msg('Versions'), icon: History },
      may.delete && { id: 'delete', label: msg('Delete'), icon: Trash, danger: true },
      may.remove && { id: 'remove', label: msg('Remove for good…'), icon: Ban, danger: true },
    ];
    return all.filter((each): each is MenuItem => typeof each === 'object');
  }

  #chosen = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const { id } = this.item!;
    const comment = 'postId' in this.item! ? this.item : undefined;
    const ref: ItemRef = { item: comment ? 'comment' : 'post', id, postId: comment?.postId ?? id };
    const chosen = event.detail;
    if (own.has(chosen)) return tell(this, `rapport-${chosen}`, ref);
    const on = !chosen.startsWith('un-');
    tell(this, 'rapport-do', { ...ref, act: (on ? chosen : chosen.slice(3)) as Act, on });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-item-menu': RapportItemMenu;
  }
}
