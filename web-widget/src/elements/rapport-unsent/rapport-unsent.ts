import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ApiProblem } from '../../api/problem.ts';
import { base } from '../../design/base.ts';
import type { LocalComment, LocalPost } from '../../feed/conversation.ts';
import type { ItemRef } from '../../feed/events.ts';
import { tell } from '../../feed/surface.ts';
import { problemText } from '../../i18n/names.ts';

/** Under a text that the server did not take: why, and what its author can do with it. */
@customElement('rapport-unsent')
@localized()
export class RapportUnsent extends LitElement {
  @property({ attribute: false }) item?: LocalPost | LocalComment;

  static override styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        padding: 6px 10px;
        margin-block-start: 6px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
      button {
        text-decoration: underline;
        text-underline-offset: 2px;
      }
    `,
  ];

  override render() {
    const { item } = this;
    if (!item) return nothing;
    const { problem, draft } = item.local ?? {};
    return html`<div>
      <span>${msg(str`Not sent: ${problemText(problem as ApiProblem)}`)}</span>
      ${this.#button(msg('Retry'), 'rapport-retry')} ${draft ? this.#button(msg('Edit'), 'rapport-rework') : nothing}
      ${this.#button(msg('Discard'), 'rapport-discard')}
    </div>`;
  }

  #button(name: string, news: 'rapport-retry' | 'rapport-rework' | 'rapport-discard') {
    const item = this.item!;
    const ref: ItemRef =
      'postId' in item
        ? { item: 'comment', id: item.id, postId: item.postId }
        : { item: 'post', id: item.id, postId: item.id };
    return html`<button type="button" @click=${() => tell(this, news, ref)}>${name}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-unsent': RapportUnsent;
  }
}
