import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from '../../design/base.ts';
import { History, Link, Pencil, Trash } from '../../design/icons.ts';
import type { LocalComment, LocalPost } from '../../feed/conversation.ts';
import type { ItemRef } from '../../feed/events.ts';
import { tell } from '../../feed/surface.ts';
import type { MenuItem, RapportMenu } from '../rapport-menu/rapport-menu.ts';
import '../rapport-menu/rapport-menu.ts';

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

  #items({ capabilities, editedAt }: LocalPost | LocalComment): MenuItem[] {
    return [
      { id: 'copy-link', label: msg('Copy link'), icon: Link },
      ...(capabilities.edit ? [{ id: 'edit', label: msg('Edit'), icon: Pencil }] : []),
      ...(capabilities.history && editedAt ? [{ id: 'history', label: msg('Versions'), icon: History }] : []),
      ...(capabilities.delete ? [{ id: 'delete', label: msg('Delete'), icon: Trash, danger: true }] : []),
    ];
  }

  #chosen = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const { id } = this.item!;
    const comment = 'postId' in this.item! ? this.item : undefined;
    const ref: ItemRef = { item: comment ? 'comment' : 'post', id, postId: comment?.postId ?? id };
    tell(this, `rapport-${event.detail}`, ref);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-item-menu': RapportItemMenu;
  }
}
