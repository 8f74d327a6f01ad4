import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from '../../design/base.ts';
import { tell } from '../../feed/surface.ts';

/**
 * A question over the page, open as long as it is in it. Esc closes it; a press beside it doesn't, for something may have been typed.
 * @fires rapport-close - it is to be taken away
 * @slot - what is asked; the focus goes to its `[data-first]`, else to its first field or button
 */
@customElement('rapport-dialog')
export class RapportDialog extends LitElement {
  @property() heading = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  #opener: HTMLElement | undefined;

  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
      dialog {
        width: min(480px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        padding: 20px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        color: var(--r-text);
        box-shadow: var(--r-shadow);
        overflow: auto;
      }
      dialog::backdrop {
        background: #0009;
      }
      h2 {
        margin-block-end: 12px;
        font-size: var(--r-lg);
        line-height: 1.3;
      }
    `,
  ];

  override connectedCallback() {
    super.connectedCallback();
    this.#opener = deepFocus();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    const opener = this.#opener;
    queueMicrotask(() => opener?.isConnected && opener.focus());
  }

  protected override firstUpdated() {
    this.dialog.showModal();
    const first =
      this.querySelector<HTMLElement>('[data-first]') ??
      this.querySelector<HTMLElement>('input, textarea, select, rapport-picker, button');
    requestAnimationFrame(() => first?.focus());
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${() => tell(this, 'rapport-close')}>
      <h2 id="heading">${this.heading}</h2>
      <slot></slot>
    </dialog>`;
  }
}

function deepFocus(): HTMLElement | undefined {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement && at !== document.body ? at : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-dialog': RapportDialog;
  }
}
