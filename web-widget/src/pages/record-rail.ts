import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { App } from '../app/context.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { readRelated } from '../api/records.ts';
import { readSpacesOfRecord } from '../api/spaces.ts';
import type { MemberSummary, Record_, RecordSummary, Space } from '../api/schema.ts';
import { base } from '../design/base.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import { appPath, targetOf } from '../feed/surface.ts';
import { number } from '../i18n/format.ts';
import { problemText, recordKindName } from '../i18n/names.ts';
import { pageStyles } from './page.ts';

type Kind = 'contact' | 'opportunity';

interface Related {
  items: RecordSummary[];
  next?: string | undefined;
  problem?: ApiProblem | undefined;
}

const FEW = 5;
const MORE = 20;
const FACES = 8;

/** What belongs to a record: who follows it, its spaces, its account, and of an account its contacts and opportunities. */
@customElement('rapport-record-rail')
@localized()
export class RapportRecordRail extends LitElement {
  @property({ attribute: false }) app?: App;
  @property({ attribute: false }) record?: Record_;
  @property({ attribute: false }) followers: MemberSummary[] = [];
  @state() private spaces: Space[] = [];
  @state() private related: Partial<Record<Kind, Related>> = {};
  @state() private busy = false;
  #of = '';

  static override styles = [
    base,
    pageStyles,
    css`
      .facts {
        display: grid;
        align-content: start;
        gap: 12px;
      }
      ul {
        list-style: none;
        display: grid;
        gap: 8px;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 10px;
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      a {
        display: inline-block;
        min-height: 24px;
        color: inherit;
        line-height: 24px;
        text-decoration: none;
      }
      a:hover {
        text-decoration: underline;
      }
      h2 span {
        color: var(--r-muted);
        font-weight: 400;
      }
      .rest {
        justify-self: start;
        min-height: 32px;
      }
      .wrong {
        color: var(--r-danger);
        font-size: var(--r-sm);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app, record } = this;
    if (!app || !record || !changed.has('record')) return;
    // What the CRM links to it may change while its page is open.
    const of = [record.id, record.related?.contacts, record.related?.opportunities].join(' ');
    if (of === this.#of) return;
    if (!this.#of.startsWith(`${record.id} `)) {
      this.spaces = [];
      this.related = {};
    }
    this.#of = of;
    void this.#spaces(record.id, of);
    for (const kind of this.#kinds) void this.#load(kind);
  }

  get #kinds(): Kind[] {
    const { contacts = 0, opportunities = 0 } = this.record?.related ?? {};
    return [...(contacts > 0 ? ['contact' as const] : []), ...(opportunities > 0 ? ['opportunity' as const] : [])];
  }

  async #spaces(id: string, of: string) {
    try {
      const spaces = await readSpacesOfRecord(this.app!.api, id);
      if (of === this.#of) this.spaces = spaces;
    } catch {
      // They are an extra, and the record's page does without.
    }
  }

  async #load(kind: Kind, more = false) {
    const of = this.#of;
    const before = more ? this.related[kind] : undefined;
    const put = (related: Related) => {
      if (of === this.#of) this.related = { ...this.related, [kind]: related };
    };
    this.busy = true;
    try {
      const page = await readRelated(this.app!.api, this.record!.id, kind, more ? MORE : FEW, before?.next);
      put({ items: [...(before?.items ?? []), ...page.items], next: page.nextPageToken });
      if (!before) return;
      await this.updateComplete;
      this.renderRoot.querySelectorAll<HTMLElement>(`.${kind} a`)[before.items.length]?.focus();
    } catch (failure) {
      put({ items: [], ...before, problem: problemOf(failure) });
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { app, record } = this;
    if (!app || !record) return nothing;
    const { account } = record;
    const parts = [
      this.followers.length > 0
        ? this.#panel(
            msg('Followers'),
            this.followers
              .slice(0, FACES)
              .map(({ id, name }) =>
                this.#row(
                  html`<rapport-avatar size="small" name=${name} member-id=${id}></rapport-avatar>`,
                  appPath({ kind: 'member', id }),
                  name,
                ),
              ),
          )
        : nothing,
      this.spaces.length > 0
        ? this.#panel(
            msg('Spaces'),
            this.spaces.map(({ id, name }) =>
              this.#row(
                html`<rapport-avatar size="small" kind="space"></rapport-avatar>`,
                appPath({ kind: 'space', id }),
                name,
              ),
            ),
          )
        : nothing,
      account ? this.#panel(recordKindName('account'), [this.#record(account)]) : nothing,
      ...this.#kinds.map(kind => this.#linked(kind)),
    ].filter(part => part !== nothing);
    return html`<div class="facts">
      ${parts.length > 0 ? parts : html`<p class="muted">${msg('Nothing is linked to this record yet.')}</p>`}
    </div>`;
  }

  #panel(heading: string, rows: TemplateResult[]) {
    return html`<section class="panel">
      <h2>${heading}</h2>
      <ul>
        ${rows}
      </ul>
    </section>`;
  }

  #row(picture: TemplateResult, path: string, name: string) {
    return html`<li>${picture} <a href=${this.app!.router.href(path)} dir="auto">${name}</a></li>`;
  }

  #record(record: RecordSummary) {
    return this.#row(
      html`<rapport-avatar size="small" kind=${record.kind}></rapport-avatar>`,
      appPath(targetOf(record)),
      record.name,
    );
  }

  #linked(kind: Kind) {
    const { contacts = 0, opportunities = 0 } = this.record!.related ?? {};
    const count = kind === 'contact' ? contacts : opportunities;
    const heading = kind === 'contact' ? msg('Contacts') : msg('Opportunities');
    const { items, next, problem } = this.related[kind] ?? { items: undefined };
    return html`<section class="panel ${kind}">
      <h2>${heading} <span>${number(count)}</span></h2>
      ${
        items
          ? html`<ul>
              ${repeat(
                items,
                record => record.id,
                record => this.#record(record),
              )}
            </ul>`
          : html`<div aria-busy="true"></div>`
      }
      ${
        problem
          ? html`<p class="wrong" role="alert">${problemText(problem)}</p>
              <button
                type="button"
                class="outline rest"
                aria-label=${msg(str`Retry: ${heading}`)}
                @click=${() => void this.#load(kind, (items?.length ?? 0) > 0)}
              >
                ${msg('Retry')}
              </button>`
          : next
            ? html`<button
                type="button"
                class="outline rest"
                aria-label=${msg(str`Load more: ${heading}`)}
                aria-disabled=${this.busy ? 'true' : 'false'}
                @click=${() => !this.busy && void this.#load(kind, true)}
              >
                ${msg('Load more')}
              </button>`
            : nothing
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-record-rail': RapportRecordRail;
  }
}
