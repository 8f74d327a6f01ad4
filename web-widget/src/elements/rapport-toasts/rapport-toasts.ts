import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { base } from '../../design/base.ts';
import { glyph, X } from '../../design/icons.ts';

export interface Toast {
  text: string;
  /** What can be taken back, and how. */
  undo?: () => void;
  seconds?: number;
  tone?: 'plain' | 'danger';
}

/** Short news at the foot of the page, and the two live regions. One at a time: a new one replaces the old one. */
@customElement('rapport-toasts')
@localized()
export class RapportToasts extends LitElement {
  @state() private toast?: Toast | undefined;
  @state() private polite = '';
  @state() private urgent = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  static override styles = [
    base,
    css`
      :host {
        position: sticky;
        inset-block-end: calc(var(--r-foot, 0px) + 12px);
        z-index: 20;
        pointer-events: none;
        display: grid;
        justify-items: center;
        height: 0;
        align-content: end;
      }
      .toast {
        pointer-events: auto;
        display: flex;
        align-items: center;
        gap: 4px;
        max-width: calc(100% - 16px);
        padding: 6px 6px 6px 16px;
        border-radius: var(--r-radius);
        background: light-dark(#1b1f24, #e8eaed);
        color: light-dark(#ffffff, #16191d);
        box-shadow: var(--r-shadow);
        font-size: var(--r-sm);
      }
      .toast.danger {
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        border: 1px solid var(--r-danger);
      }
      .toast button:hover:not(:disabled) {
        background: color-mix(in srgb, currentColor 16%, transparent);
      }
      .toast :focus-visible {
        outline-color: currentColor;
      }
      .undo {
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 3px;
      }
    `,
  ];

  /** Says it to a screen reader and nobody else. */
  announce(text: string) {
    this.polite = text;
  }

  show(toast: Toast) {
    clearTimeout(this.#timer);
    this.toast = toast;
    if (toast.tone === 'danger') this.urgent = toast.text;
    else this.polite = toast.text;
    this.#over = false;
    this.#timer = setTimeout(this.#timeUp, (toast.seconds ?? 8) * 1000);
  }

  /** Takes back what the toast tells of; true if there was something to take back. */
  undo(): boolean {
    const undo = this.toast?.undo;
    this.close();
    undo?.();
    return undo !== undefined;
  }

  close() {
    clearTimeout(this.#timer);
    this.toast = undefined;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    return html`<div class="unseen" role="status">${this.polite}</div>
      <div class="unseen" role="alert">${this.urgent}</div>
      ${
        this.toast
          ? html`<div class="toast ${this.toast.tone ?? ''}" @focusout=${this.#left} @pointerleave=${this.#left}>
              <span>${this.toast.text}</span>
              ${
                this.toast.undo
                  ? html`<button type="button" class="undo" @click=${() => this.undo()}>${msg('Undo')}</button>`
                  : nothing
              }
              <button type="button" class="icon" aria-label=${msg('Close')} @click=${() => this.close()}>
                ${glyph(X)}
              </button>
            </div>`
          : nothing
      }`;
  }

  /** Not taken from under a finger or a focus: it then goes when they leave. */
  #timeUp = () => {
    this.#over = true;
    if (!this.renderRoot.querySelector('.toast:is(:hover, :focus-within)')) this.close();
  };

  #left = () => {
    if (this.#over) setTimeout(this.#timeUp);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-toasts': RapportToasts;
  }
}
