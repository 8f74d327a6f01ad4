import { localized } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { exactTime, relativeTime } from '../../i18n/format.ts';

/** One clock for all: each minute the times on screen are told anew, and nothing runs when there are none. */
const shown = new Set<RapportTime>();
let clock: ReturnType<typeof setInterval> | undefined;

/** When: "3 hours ago", with the exact time to hover over. */
@customElement('rapport-time')
@localized()
export class RapportTime extends LitElement {
  @property() at = '';

  static override styles = css`
    time {
      white-space: nowrap;
    }
  `;

  override connectedCallback() {
    super.connectedCallback();
    shown.add(this);
    clock ??= setInterval(() => shown.forEach(time => time.requestUpdate()), 60_000);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    shown.delete(this);
    if (shown.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  }

  override render() {
    if (!this.at) return html``;
    return html`<time datetime=${this.at} title=${exactTime(this.at)}>${relativeTime(this.at)}</time>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-time': RapportTime;
  }
}
