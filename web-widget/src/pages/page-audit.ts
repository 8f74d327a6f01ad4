import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { findMembers, readMember } from '../api/members.ts';
import { auditExport, checkAudit, readAudit, readAuditActions, type AuditQuery } from '../api/moderation.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { AuditEntry } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { Archive, CircleAlert, CircleCheck, Download, glyph } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-picker/rapport-picker.ts';
import type { Choice } from '../elements/rapport-picker/rapport-picker.ts';
import '../elements/rapport-time/rapport-time.ts';
import { surfaceContext, type Surface, type Target } from '../feed/surface.ts';
import { auditActionName, auditText } from '../i18n/audit.ts';
import { number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, Page } from './page.ts';

const filters = ['actor', 'action', 'from', 'to'] as const;
type Filter = (typeof filters)[number];

/** Who did what where others could not: newest first, for those who may read it. */
@customElement('rapport-page-audit')
@localized()
export class RapportPageAudit extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private entries?: AuditEntry[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private actions: string[] = [];
  /** Of members that lines are about, by their ids. */
  @state() private names: ReadonlyMap<string, string> = new Map();
  @state() private busy = false;
  @state() private checking = false;
  @state() private checked?: { intact: boolean; text: string } | undefined;
  #next: string | undefined;
  #path: string | undefined;
  #turn = 0;

  static override styles = [
    ...Page.styles,
    fields,
    listStyles,
    css`
      .filters {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(150px, 100%), 1fr));
        gap: 10px 12px;
        align-items: start;
      }
      .filters input,
      .filters select {
        min-height: 38px;
      }
      .buttons a {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 28px;
        font-size: var(--r-sm);
      }
      .rows > li {
        align-items: start;
      }
      .said {
        overflow-wrap: anywhere;
      }
      .rows .small a {
        font-weight: 400;
        text-decoration: underline;
      }
      blockquote {
        margin-block-start: 4px;
        padding-inline-start: 10px;
        border-inline-start: 2px solid var(--r-line);
        color: var(--r-muted);
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      .checked {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-success-soft);
        color: var(--r-on-success-soft);
        font-size: var(--r-sm);
      }
      .checked.broken {
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#path = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(msg('Audit log'));
    if (!changed.has('app') || app.route.page !== 'audit' || app.route.path === this.#path) return;
    if (!app.facts.capabilities?.admin) return;
    const first = this.#path === undefined;
    this.#path = app.route.path;
    this.entries = undefined;
    void this.#load();
    if (first) void this.#prepare();
  }

  /** What there is to choose from, and who is chosen. */
  async #prepare() {
    const { actor } = this.#entered;
    if (actor) void this.#name([actor]);
    try {
      this.actions = await readAuditActions(this.app!.api);
    } catch {
      // One can still choose by person and time.
    }
  }

  /** As the address has it. */
  get #entered(): Partial<Record<Filter, string>> {
    const { query } = this.app!.route;
    return Object.fromEntries(filters.flatMap(name => (query.get(name) ? [[name, query.get(name)!]] : [])));
  }

  /** As the server is asked: whole days of the reader. */
  get #query(): AuditQuery {
    const { from, to, ...rest } = this.#entered;
    const start = from ? midnight(from) : undefined;
    const end = to ? midnight(to, 1) : undefined;
    return { ...rest, ...(start ? { from: start } : {}), ...(end ? { to: end } : {}) };
  }

  async #load(more = false) {
    const turn = ++this.#turn;
    this.problem = undefined;
    this.busy = true;
    try {
      const page = await readAudit(this.app!.api, this.#query, more ? this.#next : undefined);
      if (turn !== this.#turn) return;
      const before = more ? (this.entries ?? []) : [];
      this.entries = [...before, ...page.items];
      this.#next = page.nextPageToken;
      void this.#name(page.items.flatMap(({ item }) => (item?.startsWith('member:') ? [item.slice(7)] : [])));
      if (!more) return;
      await this.updateComplete;
      this.renderRoot.querySelectorAll<HTMLElement>('.rows .said a')[before.length]?.focus();
    } catch (failure) {
      if (turn === this.#turn) this.problem = problemOf(failure);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** The log holds ids: each member is asked for once. */
  async #name(ids: string[]) {
    const unknown = [...new Set(ids)].filter(id => !this.names.has(id));
    const found = await Promise.all(
      unknown.map(id =>
        readMember(this.app!.api, id).then(
          ({ name }): [string, string] => [id, name],
          () => undefined,
        ),
      ),
    );
    this.names = new Map([...this.names, ...found.filter(each => each !== undefined)]);
  }

  #narrow(change: Partial<Record<Filter, string | undefined>>) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.#entered, ...change })) if (value) query.set(name, value);
    this.app!.router.go(query.size > 0 ? `admin/audit?${query}` : 'admin/audit', true);
  }

  override render() {
    const { app, problem, entries } = this;
    if (!app || app.route.page !== 'audit') return nothing;
    if (!app.facts.capabilities?.admin || problem?.denied) return html`<rapport-page-missing></rapport-page-missing>`;
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1">${msg('Audit log')}</h1>
        <div class="buttons">
          <button
            type="button"
            class="outline"
            aria-disabled=${this.checking ? 'true' : 'false'}
            @click=${() => void this.#check()}
          >
            ${glyph(CircleCheck)}${msg('Check the log')}
          </button>
          <a href=${auditExport(app.api, this.#query)} download="audit.csv"
            >${glyph(Download)}${msg('Export as CSV')}</a
          >
        </div>
      </div>
      <div role="status">
        ${
          this.checked
            ? html`<p class="checked ${this.checked.intact ? '' : 'broken'}">
                ${glyph(this.checked.intact ? CircleCheck : CircleAlert)}<span>${this.checked.text}</span>
              </p>`
            : nothing
        }
      </div>
      ${this.#filters()}
      ${
        problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The audit log can’t be shown')}
              text=${problemText(problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${entries ? this.#list(entries) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
      ${
        this.#next && !problem
          ? html`<button
              type="button"
              class="outline more"
              aria-disabled=${this.busy ? 'true' : 'false'}
              @click=${() => !this.busy && void this.#load(true)}
            >
              ${msg('Load more')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #filters() {
    const { actor, action = '', from = '', to = '' } = this.#entered;
    // What the address asks for may occur nowhere; it is named all the same.
    const actions = action && !this.actions.includes(action) ? [action, ...this.actions] : this.actions;
    const date = (name: 'from' | 'to', label: string, value: string) =>
      html`<div>
        <label for=${name}>${label}</label>
        <input
          id=${name}
          type="date"
          .value=${value}
          @change=${(event: Event) => this.#narrow({ [name]: (event.target as HTMLInputElement).value })}
        />
      </div>`;
    return html`<div class="panel filters" role="group" aria-label=${msg('Filter')}>
      <div>
        <label for="action">${msg('What was done')}</label>
        <select
          id="action"
          @change=${(event: Event) => this.#narrow({ action: (event.target as HTMLSelectElement).value })}
        >
          <option value="" ?selected=${!action}>${msg('Everything')}</option>
          ${actions.map(each => html`<option value=${each} ?selected=${each === action}>${auditActionName(each)}</option>`)}
        </select>
      </div>
      <rapport-picker
        keep
        label=${msg('By whom', { id: 'audit-actor', desc: 'who did it' })}
        placeholder=${msg('Anybody')}
        value=${actor ? (this.names.get(actor) ?? '…') : ''}
        .find=${async (query: string) =>
          (await findMembers(this.app!.api, query)).map(({ id, name, title }): Choice => ({
            id,
            name,
            ...(title ? { note: title } : {}),
          }))}
        @rapport-pick=${(event: CustomEvent<Choice | undefined>) => {
          event.stopPropagation();
          const { detail } = event;
          if (detail) this.names = new Map([...this.names, [detail.id, detail.name]]);
          this.#narrow({ actor: detail?.id });
        }}
      ></rapport-picker>
      ${date('from', msg('From', { desc: 'a day' }), from)} ${date('to', msg('To', { desc: 'a day' }), to)}
    </div>`;
  }

  #list(entries: AuditEntry[]) {
    if (entries.length === 0) {
      const narrowed = Object.keys(this.#entered).length > 0;
      return html`<rapport-notice
        .icon=${Archive}
        heading=${narrowed ? msg('Nothing here with this filter.') : msg('Nothing has been recorded yet')}
        text=${narrowed ? '' : msg('Removals, changes of roles and the like come here, each with its reason.')}
        action=${narrowed ? msg('Show everything') : ''}
        @rapport-act=${() => this.#narrow({ actor: undefined, action: undefined, from: undefined, to: undefined })}
      ></rapport-notice>`;
    }
    return html`<ol class="rows" aria-label=${msg('Audit log')}>
      ${repeat(
        entries,
        entry => entry.id,
        entry => this.#entry(entry),
      )}
    </ol>`;
  }

  #entry(entry: AuditEntry) {
    const { actor, at, item = '', reason } = entry;
    const [kind, id = ''] = item.split(':');
    const about = kind === 'member' ? (this.names.get(id) ?? msg('a member')) : '';
    const target = targetOf(entry);
    return html`<li>
      <rapport-avatar name=${actor.name} member-id=${actor.id}></rapport-avatar>
      <div>
        <p class="said">
          <a href=${this.surface?.hrefOf({ kind: 'member', id: actor.id }) ?? ''}>${actor.name}</a>
          ${auditText(entry, about)}
        </p>
        ${reason ? html`<blockquote dir="auto">${reason}</blockquote>` : nothing}
        <p class="small muted">
          <rapport-time at=${at}></rapport-time>
          ${
            target
              ? html`·
                  <a href=${this.surface?.hrefOf(target) ?? ''}
                    >${kind === 'member' ? msg('Open the profile') : msg('Open where it stood')}</a
                  >`
              : nothing
          }
        </p>
      </div>
    </li>`;
  }

  async #check() {
    if (this.checking) return;
    this.checking = true;
    this.checked = undefined;
    try {
      const { entries, intact, firstBroken } = await checkAudit(this.app!.api);
      const text = intact
        ? plural(entries, {
            one: msg(str`${number(entries)} line, and it is as it was written.`),
            other: msg(str`${number(entries)} lines, and all are as they were written.`),
          })
        : firstBroken
          ? msg(str`Line ${firstBroken} isn’t as it was written, or one before it is missing.`)
          : msg('Lines are missing at the end of the log.');
      this.checked = { intact, text };
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    } finally {
      this.checking = false;
    }
  }
}

/** Where the thing stands that a line is about. */
function targetOf({ item, details }: AuditEntry): Target | undefined {
  const [kind, id] = item?.split(':') ?? [];
  if (!id) return undefined;
  switch (kind) {
    case 'post':
      return { kind: 'post', id };
    case 'comment':
      return details?.startsWith('post:') ? { kind: 'post', id: details.slice(5), comment: id } : undefined;
    case 'member':
    case 'space':
    case 'topic':
      return { kind, id };
    default:
      return undefined;
  }
}

/** The beginning of a day where the reader is, `later` days on. */
function midnight(day: string, later = 0): string | undefined {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-audit': RapportPageAudit;
  }
}
