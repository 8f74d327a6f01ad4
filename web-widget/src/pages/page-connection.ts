import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { part } from '../api/api.ts';
import {
  compareNow,
  findMirrored,
  mergeRecord,
  readAudienceReason,
  readComparison,
  readConnection,
  readFiles,
  readRuns,
  readSetAside,
  removeConnection,
  replaySetAside,
  setRunning,
  testConnection,
  type AudienceReason,
  type Check,
  type Comparison,
  type ConnectionDetail,
  type MirroredRecord,
  type ReadFile,
  type Run,
  type SetAsideRow,
} from '../api/connections.ts';
import { findMembers } from '../api/members.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { MemberSummary } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { CircleAlert } from '../design/icons.ts';
import { ask } from '../elements/rapport-ask/rapport-ask.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-time/rapport-time.ts';
import { listOf, number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import {
  checkList,
  connectionStyles,
  fieldName,
  kindsName,
  lagText,
  loadProgress,
  stateName,
} from './connection-parts.ts';
import { Page } from './page.ts';

/** One connection: how it is, what it did, what it could not do, and who sees what it brought. */
@customElement('rapport-page-connection')
@localized()
export class RapportPageConnection extends Page {
  @state() private connection?: ConnectionDetail | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private runs: Run[] = [];
  @state() private moreRuns?: string | undefined;
  @state() private setAside: SetAsideRow[] = [];
  @state() private setAsideCount = 0;
  @state() private moreSetAside?: string | undefined;
  @state() private files: ReadFile[] = [];
  @state() private comparison?: Comparison | undefined;
  @state() private checks?: Check[] | undefined;
  @state() private testing = false;
  @state() private found?: MirroredRecord[] | undefined;
  @state() private moreFound?: string | undefined;
  @state() private people?: MemberSummary[] | undefined;
  @state() private record = '';
  @state() private reason?: AudienceReason | undefined;
  @query('#removing') private dialog!: HTMLDialogElement;
  #key = '';
  #sought = '';
  #stop?: (() => void) | undefined;
  #timer?: ReturnType<typeof setInterval> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    ...Page.styles,
    fields,
    connectionStyles,
    css`
      .panel > .buttons {
        margin-block-start: 4px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px;
      }
      form > div {
        flex: 1 1 180px;
      }
      .list {
        list-style: none;
        display: grid;
        gap: 8px;
      }
      .list li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: 4px 12px;
        overflow-wrap: anywhere;
      }
      .list li > div {
        flex: 1 1 240px;
      }
      dialog {
        width: min(460px, calc(100% - 32px));
        padding: 20px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        color: var(--r-text);
      }
      dialog .buttons {
        justify-content: flex-end;
        margin-block-start: 16px;
      }
      .wait {
        min-height: 240px;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
    clearInterval(this.#timer);
    this.#timer = undefined;
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#key = '';
  }

  protected override willUpdate() {
    const { app } = this;
    if (!app) return;
    const key = app.route.params.key ?? '';
    app.title(this.connection?.name ?? msg('Connection'));
    if (this.#key !== key) {
      this.#key = key;
      this.connection = undefined;
      void this.#load();
    }
    this.#stop ??= app.listen(news => {
      if (news.event !== 'sync' && news.event !== 'gap') return;
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.#load();
      }, 1_000);
    });
    // Rate and time left move between the events too.
    const loading = this.connection?.running === 'running' && this.connection.load?.phase === 'loading';
    if (loading) this.#timer ??= setInterval(() => void this.#load(), 3_000);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async #load() {
    const { api } = this.app!;
    const key = this.#key;
    try {
      const [connection, runs, aside, comparison] = await Promise.all([
        readConnection(api, key),
        readRuns(api, key),
        readSetAside(api, key),
        readComparison(api, key),
      ]);
      if (key !== this.#key) return;
      this.connection = connection;
      if (this.runs.length <= 10) {
        this.runs = runs.items;
        this.moreRuns = runs.nextPageToken;
      }
      if (this.setAside.length <= aside.items.length) {
        this.setAside = aside.items;
        this.moreSetAside = aside.nextPageToken;
      }
      this.setAsideCount = aside.count;
      this.comparison = comparison;
      this.problem = undefined;
      if (connection.crm === 'csv') this.files = await readFiles(api, key);
    } catch (failure) {
      this.problem = problemOf(failure);
    }
  }

  override render() {
    const { connection } = this;
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1">${connection?.name ?? msg('Connection')}</h1>
        <a href=${this.app?.router.href('admin/connections') ?? ''}>${msg('All connections')}</a>
      </div>
      ${
        this.problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('This can’t be shown')}
              text=${problemText(this.problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${
        connection
          ? html`${this.#health(connection)} ${this.#tested()} ${this.#history()} ${this.#filesRead()} ${this.#aside()}
            ${this.#compared()} ${this.#audience()} ${this.#addresses(connection)}`
          : this.problem
            ? nothing
            : html`<div class="wait" aria-busy="true"></div>`
      }
    </div>`;
  }

  #health(connection: ConnectionDetail) {
    const { running, callBudget: budget, load } = connection;
    const loading = running !== 'draft' && load?.phase === 'loading';
    return html`<section class="panel" aria-labelledby="health">
      <div class="top">
        <h2 id="health">${msg('How it is')}</h2>
        <span class="state ${running === 'running' ? connection.state : ''}" role="status"
          >${stateName(connection)}</span
        >
      </div>
      ${
        connection.message
          ? html`<div class=${connection.state === 'failing' || connection.state === 'stopped' ? 'trouble' : 'note'}>
              <p>${connection.message}</p>
              ${connection.nextStep ? html`<p><strong>${connection.nextStep}</strong></p>` : nothing}
              ${
                connection.nextTryAt
                  ? html`<p class="small">
                      ${msg('Next try:')} <rapport-time at=${connection.nextTryAt}></rapport-time>
                    </p>`
                  : nothing
              }
            </div>`
          : nothing
      }
      ${loading ? loadProgress(connection) : nothing}
      <dl class="facts">
        ${Object.entries(connection.counts ?? {}).map(
          ([type, count]) =>
            html`<div>
              <dt>${kindsName(type)}</dt>
              <dd>${number(count)}</dd>
            </div>`,
        )}
        ${
          connection.lagSeconds === undefined
            ? nothing
            : html`<div>
                <dt>${msg('Behind the CRM by at most')}</dt>
                <dd>${lagText(connection.lagSeconds)}</dd>
              </div>`
        }
        ${
          budget
            ? html`<div>
                <dt>${msg('Calls to the CRM')}</dt>
                <dd>
                  ${msg(str`${number(budget.used)} of ${number(budget.limit)}`)}${
                    budget.resetsAt
                      ? html` · ${msg('anew')} <rapport-time at=${budget.resetsAt}></rapport-time>`
                      : nothing
                  }
                </dd>
              </div>`
            : nothing
        }
        ${
          connection.lastReconciledAt
            ? html`<div>
                <dt>${msg('Compared')}</dt>
                <dd><rapport-time at=${connection.lastReconciledAt}></rapport-time></dd>
              </div>`
            : nothing
        }
        <div>
          <dt>${msg('Webhooks')}</dt>
          <dd>${connection.webhooks ? msg('on') : msg('off')}</dd>
        </div>
      </dl>
      <div class="buttons">
        ${
          running === 'running'
            ? html`<button class="outline" @click=${() => this.#run('paused')}>${msg('Pause')}</button>
                ${loading ? html`<button class="outline" @click=${() => this.#run('cancelled')}>${msg('Give up')}</button>` : nothing}`
            : html`<button class="primary" @click=${() => this.#run('running')}>
                ${running === 'paused' ? msg('Resume') : msg('Start the first load')}
              </button>`
        }
        <button class="outline" aria-disabled=${this.testing ? 'true' : 'false'} @click=${this.#test}>
          ${this.testing ? msg('Testing…') : msg('Test')}
        </button>
        ${
          connection.declared
            ? html`<span class="small muted">${msg('Set up in the server’s configuration.')}</span>`
            : html`<button
                  class="outline"
                  @click=${() => this.app!.router.go(`admin/connections/${part(connection.key)}/setup?step=2`)}
                >
                  ${msg('Change the set-up')}
                </button>
                <button class="outline" @click=${() => this.dialog.showModal()}>${msg('Remove')}</button>`
        }
      </div>
      ${connection.declared ? nothing : this.#removal(connection)}
    </section>`;
  }

  #removal(connection: ConnectionDetail) {
    return html`<dialog id="removing" aria-labelledby="removal">
      <h2 id="removal">${msg(str`Remove ${connection.name}?`)}</h2>
      <p>
        ${msg('Its credentials are forgotten and nothing is read any more. The records that are here and what was said about them stay.')}
      </p>
      <div class="buttons">
        <button class="outline" @click=${() => this.dialog.close()}>${msg('Cancel')}</button>
        <button
          class="primary"
          @click=${() =>
            void this.act(
              () => removeConnection(this.app!.api, connection.key),
              () => this.app!.router.go('admin/connections'),
            )}
        >
          ${msg('Remove')}
        </button>
      </div>
    </dialog>`;
  }

  #run(running: 'running' | 'paused' | 'cancelled') {
    void this.act(
      () => setRunning(this.app!.api, this.#key, running),
      connection => (this.connection = connection),
    );
  }

  #test = () => {
    if (this.testing) return;
    this.testing = true;
    void this.act(
      () => testConnection(this.app!.api, this.#key),
      checks => (this.checks = checks),
    ).finally(() => (this.testing = false));
  };

  #tested() {
    return this.checks
      ? html`<section class="panel" aria-labelledby="checks">
          <h2 id="checks">${msg('Test')}</h2>
          ${checkList(this.checks)}
        </section>`
      : nothing;
  }

  #history() {
    return html`<section class="panel" aria-labelledby="runs">
      <h2 id="runs">${msg('Runs')}</h2>
      ${
        this.runs.length === 0
          ? html`<p class="muted">${msg('No run has brought anything yet.')}</p>`
          : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="runs">
              <table>
                <thead>
                  <tr>
                    <th scope="col">${msg('When')}</th>
                    <th scope="col">${msg('What')}</th>
                    <th scope="col">${msg('Read')}</th>
                    <th scope="col">${msg('Written')}</th>
                    <th scope="col">${msg('Unchanged')}</th>
                    <th scope="col">${msg('Set aside')}</th>
                  </tr>
                </thead>
                <tbody>
                  ${this.runs.map(
                    run =>
                      html`<tr>
                        <td><rapport-time at=${run.at}></rapport-time></td>
                        <td>
                          ${this.#kind(run.kind)}${run.endedAt ? nothing : html` · ${msg('under way')}`}
                          ${run.failure ? html`<br /><span class="small">${run.failure}</span>` : nothing}
                        </td>
                        <td>${number(run.read)}</td>
                        <td>${number(run.written)}</td>
                        <td>${number(run.unchanged)}</td>
                        <td>${number(run.setAside)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
      ${
        this.moreRuns
          ? html`<button
              class="outline more"
              @click=${() =>
                void this.act(
                  () => readRuns(this.app!.api, this.#key, this.moreRuns),
                  page => {
                    this.runs = [...this.runs, ...page.items];
                    this.moreRuns = page.nextPageToken;
                  },
                )}
            >
              ${msg('Load more')}
            </button>`
          : nothing
      }
    </section>`;
  }

  #kind(kind: Run['kind']): string {
    switch (kind) {
      case 'load':
        return msg('First load');
      case 'changes':
        return msg('Changes');
      case 'comparison':
        return msg('Comparison');
    }
  }

  #aside() {
    return html`<section class="panel" aria-labelledby="aside">
      <div class="top">
        <h2 id="aside">${msg('Set aside')}</h2>
        ${
          this.setAsideCount > 0
            ? html`<button class="outline" @click=${() => this.#replay()}>${msg('Read all of them again')}</button>`
            : nothing
        }
      </div>
      ${
        this.setAsideCount === 0
          ? html`<p class="muted">${msg('Every record could be read.')}</p>`
          : html`<p class="muted small">
                ${plural(this.setAsideCount, {
                  one: msg(
                    str`${number(this.setAsideCount)} record could not be read. Correct it in the CRM, then read it again.`,
                  ),
                  other: msg(
                    str`${number(this.setAsideCount)} records could not be read. Correct them in the CRM, then read them again.`,
                  ),
                })}
              </p>
              <ul class="list">
                ${this.setAside.map(
                  row =>
                    html`<li>
                      <div>
                        <strong>${kindsName(row.type)} ${row.externalId}</strong>
                        <p class="small muted">${row.reason} · <rapport-time at=${row.lastAt}></rapport-time></p>
                      </div>
                      <button
                        class="outline"
                        aria-label=${msg(str`Read again: ${row.externalId}`)}
                        @click=${() => this.#replay([row.id])}
                      >
                        ${msg('Read again')}
                      </button>
                    </li>`,
                )}
              </ul>
              ${
                this.moreSetAside
                  ? html`<button class="outline more" @click=${this.#loadMoreSetAside}>${msg('Load more')}</button>`
                  : nothing
              }
              <div class="buttons">
                <a href=${this.#fileAddress('set-aside.csv')} download>${msg('All of them as a CSV file')}</a>
              </div>`
      }
    </section>`;
  }

  #loadMoreSetAside = () =>
    void this.act(
      () => readSetAside(this.app!.api, this.#key, this.moreSetAside),
      page => {
        this.setAside = [...this.setAside, ...page.items];
        this.moreSetAside = page.nextPageToken;
      },
    );

  /** For a link: the browser saves what comes. */
  #fileAddress(path: string): string {
    return new URL(`api/v1/connections/${part(this.#key)}/${path}`, this.app!.api.root).href;
  }

  #filesRead() {
    return this.files.length === 0
      ? nothing
      : html`<section class="panel" aria-labelledby="files">
          <h2 id="files">${msg('Files')}</h2>
          <ul class="list">
            ${this.files.map(
              file =>
                html`<li>
                  <div>
                    <strong>${file.name}</strong>
                    <p class="small muted">
                      ${kindsName(file.type)} · ${this.#fileState(file.state)} ·
                      ${msg(str`${number(file.created)} new, ${number(file.updated)} changed, ${number(file.unchanged)} equal, ${number(file.deleted)} gone, ${number(file.refused)} refused`)}
                      · <rapport-time at=${file.startedAt}></rapport-time>
                    </p>
                    ${file.notice ? html`<p class="small">${file.notice}</p>` : nothing}
                  </div>
                  ${
                    file.refused > 0
                      ? html`<a
                          href=${this.#fileAddress(`files/${part(file.type)}/${part(file.name)}/refusals.csv`)}
                          download
                          >${msg('Refused rows as a CSV file')}</a
                        >`
                      : nothing
                  }
                </li>`,
            )}
          </ul>
        </section>`;
  }

  #fileState(state: ReadFile['state']): string {
    switch (state) {
      case 'reading':
        return msg('being read');
      case 'read':
        return msg('read');
      case 'refused':
        return msg('refused');
    }
  }

  #replay(ids?: string[]) {
    void this.act(
      () => replaySetAside(this.app!.api, this.#key, ids),
      ({ asked }) => {
        this.app!.toasts()?.show({
          text: plural(asked, {
            one: msg(str`${number(asked)} record is read again.`),
            other: msg(str`${number(asked)} records are read again.`),
          }),
        });
        setTimeout(() => void this.#load(), 1_500);
      },
    );
  }

  #compared() {
    const { comparison } = this;
    const waiting = comparison?.state === 'requested' || comparison?.state === 'running';
    return html`<section class="panel" aria-labelledby="compared">
      <div class="top">
        <h2 id="compared">${msg('Differences')}</h2>
        <button
          class="outline"
          aria-disabled=${waiting ? 'true' : 'false'}
          @click=${() => {
            if (waiting) return;
            void this.act(
              () => compareNow(this.app!.api, this.#key),
              answer => (this.comparison = answer),
            );
          }}
        >
          ${waiting ? msg('Comparing…') : msg('Compare now')}
        </button>
      </div>
      <p class="muted small" role="status">
        ${
          !comparison || comparison.state === 'none'
            ? msg('Not compared yet.')
            : comparison.count === 0
              ? comparison.state === 'done'
                ? msg('Both sides are equal.')
                : msg('The comparison is under way.')
              : plural(comparison.count, {
                  one: msg(str`${number(comparison.count)} difference was found and repaired.`),
                  other: msg(str`${number(comparison.count)} differences were found and repaired.`),
                })
        }
      </p>
      ${
        comparison && comparison.differences.length > 0
          ? html`<ul class="list">
              ${comparison.differences.map(
                difference =>
                  html`<li>
                    <div>
                      <strong>${difference.name ?? difference.externalId}</strong>
                      <p class="small muted">${kindsName(difference.type)} · ${this.#what(difference.what)}</p>
                    </div>
                    ${
                      difference.what === 'gone' && difference.recordId
                        ? html`<button class="outline" @click=${() => this.#askMerge(difference)}>
                            ${msg('Merge into another…')}
                          </button>`
                        : nothing
                    }
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </section>`;
  }

  #askMerge(difference: Comparison['differences'][number]) {
    void ask(this.renderRoot, {
      heading: msg(str`Merge ${difference.name ?? difference.externalId}`),
      text: msg('Its posts, followers and links move to the record that took over. Nobody is notified.'),
      label: msg('The other record’s id in the CRM'),
      least: 1,
      most: 100,
      verb: msg('Merge'),
      send: async into => {
        const { name } = await mergeRecord(this.app!.api, this.#key, difference, into);
        this.app!.toasts()?.show({ text: msg(str`Merged into ${name}.`) });
      },
    });
  }

  #what(what: string): string {
    if (what === 'missing') return msg('was missing here');
    if (what === 'gone') return msg('is gone in the CRM');
    return listOf(what.split(/,\s*/).map(fieldName));
  }

  #audience() {
    return html`<section class="panel" aria-labelledby="audience">
      <h2 id="audience">${msg('Who sees a record, and why?')}</h2>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          const text = String(new FormData(event.target as HTMLFormElement).get('record')).trim();
          if (!text) return;
          this.reason = undefined;
          this.record = '';
          this.people = undefined;
          // An address of the record's page holds its number.
          this.#find(/\/r\/(\d+)/.exec(text)?.[1] ?? text);
        }}
      >
        <div>
          <label for="record">${msg('Record, by name, number or the CRM’s id')}</label>
          <input id="record" name="record" autocomplete="off" required />
        </div>
        <button class="outline">${msg('Search')}</button>
      </form>
      ${
        this.found && !this.record
          ? html`${
                this.found.length === 0
                  ? html`<p class="muted" role="status">${msg('This connection has no such record.')}</p>`
                  : nothing
              }
              <ul class="list">
                ${this.found.map(
                  record =>
                    html`<li>
                      <button class="link" @click=${() => this.#ask(record.id)}>${record.name}</button>
                      <span class="small muted"
                        >${kindsName(record.type)}
                        ${record.externalId}${record.gone ? html` · ${msg('gone')}` : nothing}</span
                      >
                    </li>`,
                )}
              </ul>
              ${
                this.moreFound
                  ? html`<button class="outline more" @click=${() => this.#find(this.#sought, this.moreFound)}>
                      ${msg('Load more')}
                    </button>`
                  : nothing
              }`
          : nothing
      }
      ${this.reason ? this.#reasons(this.reason) : nothing}
    </section>`;
  }

  #find(text: string, pageToken?: string) {
    this.#sought = text;
    void this.act(
      () => findMirrored(this.app!.api, this.#key, text, pageToken),
      page => {
        this.found = pageToken ? [...(this.found ?? []), ...page.items] : page.items;
        this.moreFound = page.nextPageToken;
        if (!pageToken && page.items.length === 1) this.#ask(page.items[0]!.id);
      },
    );
  }

  #ask(record: string, memberId?: string) {
    this.record = record;
    void this.act(
      () => readAudienceReason(this.app!.api, record, memberId),
      reason => (this.reason = reason),
    );
  }

  #reasons(reason: AudienceReason) {
    const { asked } = reason;
    return html`<div role="status">
        <h3>${reason.name}</h3>
        <p>
          ${
            reason.open
              ? msg(str`Everybody sees it: ${number(reason.count)} people.`)
              : plural(reason.count, {
                  one: msg(str`${number(reason.count)} person sees it.`),
                  other: msg(str`${number(reason.count)} people see it.`),
                })
          }
          ${reason.open ? this.#openBecause(reason.openReason) : nothing}
        </p>
        ${
          asked
            ? html`<p>
                <strong>${asked.member.name}: ${asked.maySee ? msg('yes') : msg('no')}</strong> ·
                ${asked.reasons.map(each => this.#why(each)).join(', ')}
              </p>`
            : nothing
        }
      </div>
      ${
        reason.members.length > 0
          ? html`<ul class="list">
              ${reason.members.map(
                seen =>
                  html`<li>
                    <span>${seen.member.name}</span
                    ><span class="muted">${seen.reasons.map(each => this.#why(each)).join(', ')}</span>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          const text = String(new FormData(event.target as HTMLFormElement).get('member')).trim();
          if (!text) return;
          void this.act(
            () => findMembers(this.app!.api, text),
            people => (this.people = people),
          );
        }}
      >
        <div>
          <label for="member">${msg('Does this person see it?')}</label>
          <input id="member" name="member" autocomplete="off" required />
        </div>
        <button class="outline">${msg('Search')}</button>
      </form>
      ${this.people?.length === 0 ? html`<p class="muted" role="status">${msg('Nothing found')}</p>` : nothing}
      ${
        this.people?.length
          ? html`<ul class="list">
              ${this.people.map(
                member =>
                  html`<li>
                    <button class="link" @click=${() => this.#ask(this.record, member.id)}>${member.name}</button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }`;
  }

  #openBecause(reason?: string): string {
    switch (reason) {
      case 'open-by-setting':
        return msg('So this connection is set.');
      case 'open-no-team':
        return msg('The CRM names no team for it.');
      case 'open-crm-tells-none':
        return msg('This CRM does not say who sees a record.');
      default:
        return '';
    }
  }

  #why({ kind, name }: { kind: string; name?: string }): string {
    switch (kind) {
      case 'owner':
        return msg('is its owner');
      case 'team':
        return msg(str`is in ${name ?? ''}`);
      case 'open':
      case 'open-by-setting':
      case 'open-no-team':
      case 'open-crm-tells-none':
        return msg('everybody sees it');
      case 'inactive':
        return msg('is no longer active');
      case 'none':
        return msg('is neither its owner nor in one of its teams');
      default:
        return msg('is named in the CRM');
    }
  }

  #addresses(connection: ConnectionDetail) {
    const addresses = connection.webhookAddresses ?? [];
    return addresses.length === 0
      ? nothing
      : html`<section class="panel" aria-labelledby="addresses">
          <h2 id="addresses">${msg('Webhook addresses')}</h2>
          <p class="muted small">${msg('Enter them in the CRM. They hold a secret: show them to nobody else.')}</p>
          ${addresses.map(address => html`<pre>${address}</pre>`)}
        </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-connection': RapportPageConnection;
  }
}
