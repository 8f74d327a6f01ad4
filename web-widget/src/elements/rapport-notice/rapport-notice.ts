import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../design/base.ts';
import { glyph, type Icon } from '../../design/first-icons.ts';
import { tell } from '../../feed/surface.ts';

/**
 * What stands where nothing else can: empty, failed, not allowed. One sentence, at most one thing to do.
 * @fires rapport-act - the reader pressed the button
 */
@customElement('rapport-notice')
export class RapportNotice extends LitElement {
  @property() heading = '';
  @property() text = '';
  @property() action = '';
  @property() reference = '';
  @property({ attribute: false }) icon?: Icon;
  @property({ reflect: true }) tone: 'plain' | 'danger' = 'plain';

  static override styles = [
    base,
    css`
      div {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 32px 16px;
        text-align: center;
        color: var(--r-muted);
        text-wrap: balance;
      }
      strong {
        color: var(--r-text);
      }
      svg.glyph {
        width: 26px;
        height: 26px;
        stroke-width: 1.5;
      }
      :host([tone='danger']) svg {
        color: var(--r-danger);
      }
      button {
        margin-block-start: 4px;
        color: var(--r-text);
      }
    `,
  ];

  override render() {
    return html`<div>
      ${this.icon ? glyph(this.icon) : nothing} ${this.heading ? html`<strong>${this.heading}</strong>` : nothing}
      ${this.text ? html`<span>${this.text}</span>` : nothing}
      ${
        this.action
          ? html`<button type="button" class="outline" @click=${() => tell(this, 'rapport-act')}>
              ${this.action}
            </button>`
          : nothing
      }
      ${this.reference ? html`<span class="small">${this.reference}</span>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-notice': RapportNotice;
  }
}
