import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { part } from '../api/api.ts';
import { readConnections, type ConnectionDetail } from '../api/connections.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { CircleAlert, Plug } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-time/rapport-time.ts';
import { number } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { connectionStyles, kindsName, loadProgress, stateName } from './connection-parts.ts';
import { Page } from './page.ts';

/** How each connected CRM is doing, in words, with what to do where it isn't well. */
@customElement('rapport-page-connections')
@localized()
export class RapportPageConnections extends Page {
  @state() private items?: ConnectionDetail[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  #started = false;
  #stop?: (() => void) | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    ...Page.styles,
    connectionStyles,
    css`
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
      a.action {
        font-size: var(--r-sm);
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
      <div class="head">
        <h1 tabindex="-1">${msg('Connections')}</h1>
        ${
          this.#isAdmin
            ? html`<button class="primary" @click=${() => this.app!.router.go('admin/connections/new')}>
                ${msg('Connect a CRM')}
              </button>`
            : nothing
        }
      </div>
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
                text=${this.#isAdmin ? msg('Connect one here, or in the server’s configuration.') : msg('An admin connects one.')}
              ></rapport-notice>`
            : this.items.map(item => this.#connection(item))
          : this.problem
            ? nothing
            : html`<div class="wait" aria-busy="true"></div>`
      }
    </div>`;
  }

  #connection(item: ConnectionDetail) {
    const counts = Object.entries(item.counts ?? {});
    const loading = item.state === 'loading' || item.state === 'starting';
    return html`<section class="panel" aria-label=${item.name}>
      <div class="top">
        <div>
          <h2>${item.name}</h2>
          <p class="small muted">${item.crm} · ${item.key}</p>
        </div>
        <span class="state ${item.state}" role="status">${stateName(item)}</span>
      </div>
      ${
        item.message || item.nextStep
          ? html`<div class=${item.state === 'failing' || item.state === 'stopped' ? 'trouble' : 'muted small'}>
              ${item.message ? html`<p>${item.message}</p>` : nothing}
              ${item.nextStep ? html`<p><strong>${item.nextStep}</strong></p>` : nothing}
            </div>`
          : nothing
      }
      ${loading && item.running !== 'draft' ? loadProgress(item) : nothing}
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
      ${
        this.#isAdmin
          ? html`<p>
              <a
                class="action"
                href=${this.app!.router.href(`admin/connections/${part(item.key)}${item.running === 'draft' ? '/setup?step=2' : ''}`)}
                >${item.running === 'draft' ? msg(str`Go on setting up ${item.name}`) : msg(str`Open ${item.name}`)}</a
              >
            </p>`
          : nothing
      }
    </section>`;
  }

  get #isAdmin() {
    return this.app?.facts.capabilities?.admin === true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-connections': RapportPageConnections;
  }
}
