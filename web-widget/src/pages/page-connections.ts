import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { readConnections } from '../api/connections.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { ConnectionStatus, Progress } from '../api/schema.ts';
import { CircleAlert, Plug } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-time/rapport-time.ts';
import { number } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { Page } from './page.ts';

function stateName(state: ConnectionStatus['state']): string {
  switch (state) {
    case 'starting':
      return msg('Starting');
    case 'loading':
      return msg('First load');
    case 'ok':
      return msg('In step');
    case 'failing':
      return msg('Failing');
    case 'stopped':
      return msg('Stopped');
  }
}

/** What a connection carries, by the CRM's word; plural words of ours for the usual ones. */
function kindsName(type: string): string {
  switch (type.toLowerCase().replace(/s$/, '')) {
    case 'account':
      return msg('Accounts');
    case 'contact':
      return msg('Contacts');
    case 'opportunity':
    case 'opportunitie':
      return msg('Opportunities');
    case 'lead':
      return msg('Leads');
    case 'user':
    case 'people':
    case 'member':
      return msg('People');
    case 'team':
      return msg('Teams');
    default:
      return type;
  }
}

/** How each connected CRM is doing, in words, with what to do where it isn't well. */
@customElement('rapport-page-connections')
@localized()
export class RapportPageConnections extends Page {
  @state() private items?: ConnectionStatus[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  #started = false;
  #stop?: (() => void) | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    ...Page.styles,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: 8px;
      }
      h2 {
        font-size: var(--r-lg);
      }
      .state {
        display: inline-flex;
        align-items: center;
        padding: 2px 10px;
        border-radius: 99px;
        font-size: var(--r-xs);
        font-weight: 600;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      .state.ok {
        background: var(--r-success-soft);
        color: var(--r-on-success-soft);
      }
      .state.failing,
      .state.stopped {
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
      }
      .trouble {
        padding: 10px 14px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
      .row {
        display: grid;
        gap: 4px;
      }
      .row > div {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        font-size: var(--r-sm);
        font-variant-numeric: tabular-nums;
      }
      progress {
        appearance: none;
        width: 100%;
        height: 8px;
        border: 0;
        border-radius: 99px;
        overflow: hidden;
        background: var(--r-hover);
      }
      progress::-webkit-progress-bar {
        background: var(--r-hover);
      }
      progress::-webkit-progress-value {
        background: var(--r-accent);
        border-radius: 99px;
        transition: width 200ms ease-out;
      }
      progress::-moz-progress-bar {
        background: var(--r-accent);
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 24px;
      }
      dt {
        font-size: var(--r-xs);
        color: var(--r-muted);
      }
      dd {
        font-size: var(--r-lg);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .synced {
        display: inline;
      }
      .wait {
        min-height: 240px;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#soon);
    this.#started = false;
  }

  protected override willUpdate() {
    const { app } = this;
    app?.title(msg('Connections'));
    if (!app || this.#started) return;
    this.#started = true;
    void this.#load();
    this.#stop = app.listen(news => {
      if (news.event === 'sync' || news.event === 'gap') this.#later();
    });
  }

  /** Progress comes in many small steps; one look a second is enough for an eye. */
  #later() {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.#load();
    }, 1_000);
  }

  async #load() {
    try {
      this.items = await readConnections(this.app!.api);
      this.problem = undefined;
    } catch (failure) {
      this.problem = problemOf(failure);
    }
  }

  override render() {
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${msg('Connections')}</h1></div>
      ${
        this.problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The connections can’t be shown')}
              text=${problemText(this.problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${
        this.items
          ? this.items.length === 0
            ? html`<rapport-notice
                .icon=${Plug}
                heading=${msg('No CRM is connected')}
                text=${msg('A connection is set up in the server’s configuration.')}
              ></rapport-notice>`
            : this.items.map(item => this.#connection(item))
          : this.problem
            ? nothing
            : html`<div class="wait" aria-busy="true"></div>`
      }
    </div>`;
  }

  #connection(item: ConnectionStatus) {
    const counts = Object.entries(item.counts ?? {});
    const loading = item.state === 'loading' || item.state === 'starting';
    return html`<section class="panel" aria-label=${item.name}>
      <div class="top">
        <div>
          <h2>${item.name}</h2>
          <p class="small muted">${item.crm} · ${item.key}</p>
        </div>
        <span class="state ${item.state}" role="status">${stateName(item.state)}</span>
      </div>
      ${
        item.message || item.remedy
          ? html`<div class=${item.state === 'failing' || item.state === 'stopped' ? 'trouble' : 'muted small'}>
              ${item.message ? html`<p>${item.message}</p>` : nothing}
              ${item.remedy ? html`<p><strong>${item.remedy}</strong></p>` : nothing}
            </div>`
          : nothing
      }
      ${loading ? (item.progress ?? []).map(progress => this.#progress(progress)) : nothing}
      ${
        counts.length > 0
          ? html`<dl>
              ${counts.map(
                ([type, count]) =>
                  html`<div>
                    <dt>${kindsName(type)}</dt>
                    <dd>${number(count)}</dd>
                  </div>`,
              )}
            </dl>`
          : nothing
      }
      ${
        item.lastSyncAt
          ? html`<p class="small muted">
              ${msg('Last in step:')} <rapport-time class="synced" at=${item.lastSyncAt}></rapport-time>
            </p>`
          : nothing
      }
    </section>`;
  }

  #progress({ type, done, total }: Progress) {
    const name = kindsName(type);
    const words = total === undefined ? number(done) : msg(str`${number(done)} of ${number(total)}`);
    return html`<div class="row">
      <div><span>${name}</span><span>${words}</span></div>
      ${
        total === undefined
          ? html`<progress aria-label=${name}></progress>`
          : html`<progress aria-label=${name} max=${Math.max(1, total)} .value=${Math.min(done, total)}></progress>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-connections': RapportPageConnections;
  }
}
