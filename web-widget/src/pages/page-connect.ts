import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { part } from '../api/api.ts';
import {
  changeConnection,
  createConnection,
  dryRun,
  previewStories,
  readAdapters,
  readConnection,
  setRunning,
  simulateRules,
  testConnection,
  type Adapter,
  type Check,
  type ConnectionDetail,
  type DryRun,
  type FollowRule,
  type Mirror,
  type Simulation,
  type StoryPreview,
  type TrackedField,
} from '../api/connections.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { fields } from '../design/base.ts';
import { CircleAlert } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-time/rapport-time.ts';
import { listOf, number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { optionFields, optionsOf } from './connection-options.ts';
import {
  checkList,
  connectionStyles,
  fieldName,
  kindsName,
  loadProgress,
  peopleText,
  refusal,
  sampleDetails,
  stateName,
} from './connection-parts.ts';
import { followRuleForm } from './follow-rule-form.ts';
import { Page } from './page.ts';

type Step = 1 | 2 | 3 | 4 | 5;

const told: Record<string, string[]> = {
  opportunity: ['stage', 'amount', 'closeOn', 'owner'],
  account: ['owner', 'type', 'industry'],
  contact: ['account'],
};

/** Pasted with line breaks, which a field of one line would lose. */
const isLong = (name: string) => name.includes('private') || name === 'certificate';

/** A CRM is connected in five steps; each is saved when it is left, so the next visit goes on from there. */
@customElement('rapport-page-connect')
@localized()
export class RapportPageConnect extends Page {
  @state() private adapters?: Adapter[];
  @state() private adapterId = '';
  @state() private connection?: ConnectionDetail | undefined;
  @state() private mirror: Mirror = { types: [], trackedFields: [], followRules: [] };
  @state() private checks?: Check[] | undefined;
  @state() private preview?: DryRun | undefined;
  @state() private simulation?: Simulation | undefined;
  @state() private stories?: StoryPreview | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private failed?: ApiProblem | undefined;
  @state() private busy = '';
  @state() private secret = '';
  #loaded = '';
  #stop?: (() => void) | undefined;
  #timer?: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    ...Page.styles,
    fields,
    connectionStyles,
    css`
      ol.steps {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0;
        padding: 0 4px;
        list-style: none;
        font-size: var(--r-sm);
        color: var(--r-muted);
      }
      .steps [aria-current] {
        color: var(--r-text);
        font-weight: 600;
      }
      form {
        display: grid;
        gap: 16px;
      }
      fieldset {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      legend {
        padding: 0;
        margin-block-end: 6px;
        font-size: var(--r-sm);
        font-weight: 600;
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(170px, 1fr));
        gap: 8px;
      }
      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        margin: 0;
        padding: 10px 12px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        font-weight: 400;
        cursor: pointer;
      }
      .choice .small {
        grid-column: 2;
      }
      .choice:has(:checked) {
        border-color: var(--r-accent);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      .choice:has(:checked) .small {
        color: inherit;
      }
      .choice.plain {
        padding: 4px 0;
        border: 0;
        background: none;
        color: inherit;
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: 2px;
      }
      input[type='radio'],
      input[type='checkbox'] {
        width: 18px;
        height: 18px;
        accent-color: var(--r-accent);
      }
      textarea {
        min-height: 84px;
        resize: vertical;
      }
      .help {
        margin-block-start: 4px;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
      .foot button {
        min-height: 38px;
      }
      .tracked {
        display: grid;
        grid-template-columns: minmax(8em, 1fr) minmax(0, max-content);
        gap: 4px 12px;
        align-items: center;
      }
      .tracked .choice {
        grid-column: 1;
      }
      .threshold {
        display: flex;
        align-items: center;
        gap: 6px;
        margin: 0;
        font-size: var(--r-xs);
        font-weight: 400;
      }
      .threshold input {
        width: 72px;
        padding: 4px 6px;
      }
      .rule {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
        gap: 8px;
        align-items: end;
        padding: 12px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
      }
      .criteria {
        display: grid;
        gap: 8px;
        grid-column: 1 / -1;
      }
      .criterion,
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
        gap: 8px;
        align-items: end;
      }
      .pair .help {
        grid-column: 1 / -1;
        margin-block-start: 0;
      }
      .options {
        display: grid;
        gap: 12px;
        margin-block-start: 8px;
      }
      .thresholds {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
      }
      .samples {
        display: grid;
        gap: 6px;
        margin-block-start: 8px;
        padding: 0;
        list-style: none;
        font-size: var(--r-sm);
      }
      .wait {
        min-height: 240px;
      }
      .wrong {
        color: var(--r-danger);
        font-size: var(--r-sm);
      }
    `,
  ];

  get #step(): Step {
    if (!this.app?.route.params.key) return this.adapterId && this.app?.route.query.get('step') === '2' ? 2 : 1;
    const asked = Number(this.app.route.query.get('step') ?? '2');
    return (asked >= 2 && asked <= 5 ? asked : 2) as Step;
  }

  get #adapter(): Adapter | undefined {
    const id = this.connection?.crm ?? this.adapterId;
    return this.adapters?.find(each => each.id === id);
  }

  /** With what the connection's options declare. */
  get #types(): string[] {
    const own = this.connection?.setup?.types ?? [];
    return own.length > 0 ? own : this.#adapter!.types;
  }

  get #fields(): Adapter['fields'] {
    const own = this.connection?.setup?.fields ?? {};
    return Object.keys(own).length > 0 ? own : this.#adapter!.fields;
  }

  /** The step's own heading: the page's stays the same through all five. */
  override focus() {
    const heading = this.renderRoot.querySelector<HTMLElement>(this.#step === 1 ? 'h1' : 'h2');
    if (heading) heading.focus({ preventScroll: true });
    else super.focus();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#loaded = '';
  }

  protected override willUpdate() {
    const { app } = this;
    if (!app) return;
    app.title(msg('Connect a CRM'));
    const key = app.route.params.key ?? '';
    if (this.#loaded !== `/${key}`) {
      this.#loaded = `/${key}`;
      void this.#load(key);
    }
    this.#stop ??= app.listen(news => {
      if (news.event === 'sync' && this.#step === 5) void this.#again();
    });
    const loading = this.#step === 5 && this.connection?.running === 'running' && this.connection.state !== 'ok';
    if (loading) this.#timer ??= setInterval(() => void this.#again(), 2_000);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async #load(key: string) {
    const { api } = this.app!;
    try {
      this.adapters ??= await readAdapters(api);
      if (key && this.connection?.key !== key) this.#take(await readConnection(api, key));
      if (!key) this.connection = undefined;
      this.failed = undefined;
    } catch (failure) {
      this.failed = problemOf(failure);
    }
  }

  #take(connection: ConnectionDetail) {
    this.connection = connection;
    if (connection.setup) this.mirror = structuredClone(connection.setup.mirror);
  }

  /** Only what moves by itself; what somebody is choosing here stays. */
  async #again() {
    try {
      this.connection = await readConnection(this.app!.api, this.connection!.key);
    } catch {
      // The next look may succeed.
    }
  }

  async #work(what: string, work: () => Promise<void>) {
    if (this.busy) return;
    this.busy = what;
    this.problem = undefined;
    try {
      await work();
    } catch (failure) {
      this.problem = problemOf(failure);
      // It stands at the top of the step; what was pressed may be far below.
      await this.updateComplete;
      this.renderRoot.querySelector('[role=alert]')?.scrollIntoView({ block: 'center', behavior: 'instant' });
    } finally {
      this.busy = '';
    }
  }

  #go(step: Step) {
    this.problem = undefined;
    const { connection, app } = this;
    app!.router.go(
      connection
        ? `admin/connections/${part(connection.key)}/setup?step=${step}`
        : `admin/connections/new?step=${step}`,
    );
    scrollTo({ top: 0, behavior: 'instant' });
  }

  override render() {
    if (this.app && this.app.facts.capabilities?.admin !== true)
      return html`<div class="column">
        <h1 tabindex="-1">${msg('Connect a CRM')}</h1>
        <rapport-notice .icon=${CircleAlert} heading=${msg('Only admins connect a CRM')}></rapport-notice>
      </div>`;
    const { connection } = this;
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1">${connection ? msg(str`Connect ${connection.name}`) : msg('Connect a CRM')}</h1>
        <a href=${this.app?.router.href('admin/connections') ?? ''}>${msg('All connections')}</a>
      </div>
      ${this.#steps()}
      ${
        this.failed
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('This can’t be shown')}
              text=${problemText(this.failed)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load(this.app!.route.params.key ?? '')}
            ></rapport-notice>`
          : !this.adapters || (this.app?.route.params.key && !connection)
            ? html`<div class="wait" aria-busy="true"></div>`
            : connection?.declared
              ? html`<rapport-notice
                  heading=${msg('This connection stands in the server’s configuration')}
                  text=${msg('It is changed there.')}
                ></rapport-notice>`
              : html`<section class="panel">${this.#body()}</section>`
      }
    </div>`;
  }

  #steps() {
    const names = [msg('CRM'), msg('Credentials'), msg('Test'), msg('What to mirror'), msg('Start and embed')];
    return html`<nav aria-label=${msg('Steps')}>
      <ol class="steps">
        ${names.map(
          (name, index) =>
            html`<li aria-current=${index + 1 === this.#step ? 'step' : nothing}>${index + 1}. ${name}</li>`,
        )}
      </ol>
    </nav>`;
  }

  #body(): TemplateResult {
    switch (this.#step) {
      case 1:
        return this.#choose();
      case 2:
        return this.#credentials();
      case 3:
        return this.#test();
      case 4:
        return this.#mirrored();
      case 5:
        return this.#start();
    }
  }

  #choose() {
    return html`<h2 tabindex="-1">${msg('Which CRM do you use?')}</h2>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          if (this.adapterId) this.#go(2);
        }}
      >
        <fieldset>
          <legend class="unseen">${msg('Which CRM do you use?')}</legend>
          <div class="choices">
            ${this.adapters!.map(
              each =>
                html`<label class="choice"
                  ><input
                    type="radio"
                    name="adapter"
                    value=${each.id}
                    required
                    .checked=${each.id === this.adapterId}
                    @change=${() => (this.adapterId = each.id)}
                  /><span>${each.name}</span></label
                >`,
            )}
          </div>
        </fieldset>
        <div class="foot"><button class="primary">${msg('Continue')}</button></div>
      </form>`;
  }

  #credentials() {
    const adapter = this.#adapter!;
    const setup = this.connection?.setup;
    const options = setup?.options ?? {};
    return html`<h2 tabindex="-1">${msg(str`Where is ${adapter.name}, and how does Rapport sign in?`)}</h2>
      ${this.problem ? refusal(this.problem) : nothing}
      <form @submit=${this.#saveCredentials}>
        <div>
          <label for="name">${msg('Name, as people call it')}</label>
          <input
            id="name"
            name="name"
            required
            maxlength="100"
            autocomplete="off"
            .value=${this.connection?.name ?? adapter.name}
          />
        </div>
        ${adapter.needsAddress ? this.#address(adapter, setup?.address) : nothing}
        ${adapter.credentials.map(credential => this.#credential(credential))}
        ${adapter.tellsSight ? this.#sight(setup?.visibility) : html`<p class="note">${msg(str`${adapter.name} does not say who sees a record, so everybody here sees all of its records.`)}</p>`}
        ${
          adapter.options.length > 0
            ? html`<details ?open=${!adapter.needsAddress || Object.keys(options).length > 0}>
                <summary>${msg('More settings')}</summary>
                <div class="options">${optionFields(adapter, this.#types, options)}</div>
              </details>`
            : nothing
        }
        <p class="small muted">
          ${msg('Credentials are kept encrypted and are never shown again. Nothing is called before you test or start.')}
        </p>
        <div class="foot">
          <button type="button" class="outline" ?hidden=${this.connection !== undefined} @click=${() => this.#go(1)}>
            ${msg('Back')}
          </button>
          <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${msg('Save and test')}</button>
        </div>
      </form>`;
  }

  #address(adapter: Adapter, address?: string) {
    return html`<div>
      <label for="address">${msg('Address')}</label>
      <input
        id="address"
        name="address"
        type="url"
        required
        maxlength="500"
        autocomplete="off"
        spellcheck="false"
        placeholder="https://"
        aria-describedby=${adapter.addressHelp ? 'address-help' : nothing}
        .value=${address ?? ''}
      />
      ${adapter.addressHelp ? html`<p id="address-help" class="small muted help">${adapter.addressHelp}</p>` : nothing}
    </div>`;
  }

  #sight(visibility?: 'everyone' | 'teams') {
    return html`<fieldset>
      <legend>${msg('Who sees a record here?')}</legend>
      ${(['teams', 'everyone'] as const).map(
        each =>
          html`<label class="choice"
            ><input type="radio" name="visibility" value=${each} .checked=${each === (visibility ?? 'teams')} /><span
              >${each === 'teams' ? msg('Its owner and its teams') : msg('Everybody')}</span
            ><span class="small muted"
              >${each === 'teams' ? msg('As the CRM grants it. A record without a team is seen by everybody.') : msg('All members see all records of this CRM.')}</span
            ></label
          >`,
      )}
    </fieldset>`;
  }

  #credential(credential: Adapter['credentials'][number]) {
    const kept = this.connection?.setup?.credentials.find(each => each.name === credential.name);
    const id = `credential-${credential.name}`;
    const secret = credential.kind === 'secret';
    const placeholder = secret && kept?.set ? msg('Kept. Leave empty to keep it') : '';
    const required = credential.required && !(secret && kept?.set);
    const help = credential.help ? `${id}-help` : nothing;
    return html`<div>
      <label for=${id}
        >${credential.label}${credential.required ? nothing : html` <span class="muted">${msg('(optional)')}</span>`}</label
      >
      ${
        credential.choices
          ? html`<select id=${id} name=${id} aria-describedby=${help}>
              ${credential.choices.map(
                choice => html`<option value=${choice} .selected=${choice === kept?.value}>${choice}</option>`,
              )}
            </select>`
          : isLong(credential.name)
            ? html`<textarea
                id=${id}
                name=${id}
                spellcheck="false"
                autocomplete="off"
                placeholder=${placeholder}
                ?required=${required}
                aria-describedby=${help}
                .value=${kept?.value ?? ''}
              ></textarea>`
            : html`<input
                id=${id}
                name=${id}
                type=${secret ? 'password' : 'text'}
                autocomplete=${secret ? 'new-password' : 'off'}
                spellcheck="false"
                placeholder=${placeholder}
                ?required=${required}
                aria-describedby=${help}
                .value=${kept?.value ?? ''}
              />`
      }
      ${credential.help ? html`<p id=${`${id}-help`} class="small muted help">${credential.help}</p>` : nothing}
    </div>`;
  }

  #saveCredentials = (event: Event) => {
    event.preventDefault();
    const entered = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(entered.get(name) ?? '').trim();
    const credentials: Record<string, string> = {};
    for (const { name, kind } of this.#adapter!.credentials) {
      const value = text(`credential-${name}`);
      if (value || (kind !== 'secret' && this.connection)) credentials[name] = value;
    }
    const adapter = this.#adapter!;
    const change = {
      name: text('name'),
      ...(adapter.needsAddress ? { address: text('address') } : {}),
      visibility: adapter.tellsSight ? text('visibility') : 'everyone',
      credentials,
      options: optionsOf(adapter, entered),
    };
    void this.#work('save', async () => {
      const { api } = this.app!;
      const { connection, adapterId } = this;
      this.#take(
        connection
          ? await changeConnection(api, connection.key, change)
          : await createConnection(api, { ...change, adapter: adapterId }),
      );
      this.checks = undefined;
      this.#go(3);
      this.#runTest();
    });
  };

  #runTest() {
    queueMicrotask(
      () =>
        void this.#later('test', async () => {
          this.checks = await testConnection(this.app!.api, this.connection!.key);
        }),
    );
  }

  /** After the work under way has ended. */
  async #later(what: string, work: () => Promise<void>) {
    while (this.busy) await new Promise(resolve => setTimeout(resolve, 20));
    await this.#work(what, work);
  }

  #test() {
    const failed = this.checks?.filter(check => check.outcome === 'failed').length ?? 0;
    return html`<h2 tabindex="-1">${msg('Does it work?')}</h2>
      ${this.problem ? refusal(this.problem) : nothing}
      <p role="status" class=${failed > 0 ? 'wrong' : 'muted'}>
        ${
          this.busy === 'test'
            ? msg('Testing: each type is read for real. Nothing is written.')
            : this.checks
              ? failed > 0
                ? plural(failed, {
                    one: msg(str`${number(failed)} check failed. What helps stands beside it.`),
                    other: msg(str`${number(failed)} checks failed. What helps stands beside each.`),
                  })
                : msg('All that is needed works.')
              : msg('Not tested yet.')
        }
      </p>
      ${this.checks && this.busy !== 'test' ? checkList(this.checks) : nothing}
      <div class="foot">
        <button class="outline" @click=${() => this.#go(2)}>${msg('Back')}</button>
        <button class="outline" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.#runTest()}>
          ${this.checks ? msg('Test again') : msg('Test now')}
        </button>
        <button class=${failed > 0 ? 'outline' : 'primary'} @click=${() => this.#go(4)}>
          ${failed > 0 ? msg('Continue all the same') : msg('Continue')}
        </button>
      </div>`;
  }

  #mirrored() {
    const { mirror } = this;
    return html`<h2 tabindex="-1">${msg('What shall be mirrored?')}</h2>
      ${this.problem ? refusal(this.problem) : nothing}
      <fieldset>
        <legend>${msg('Records')}</legend>
        <div class="choices">
          ${this.#types.map(
            type =>
              html`<label class="choice"
                ><input
                  type="checkbox"
                  name="type"
                  value=${type}
                  .checked=${mirror.types.includes(type)}
                  @change=${(event: Event) => this.#toggleType(type, (event.target as HTMLInputElement).checked)}
                /><span>${kindsName(type)}</span></label
              >`,
          )}
        </div>
      </fieldset>
      <div class="buttons">
        <button class="outline" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#dryRun}>
          ${this.busy === 'dry' ? msg('Looking…') : msg('Show what would come')}
        </button>
        <span class="small muted">${msg('Reads a few pages and writes nothing.')}</span>
      </div>
      ${this.preview ? this.#previewed(this.preview) : nothing}
      ${mirror.types.map(
        type =>
          html`<fieldset>
            <legend>${msg(str`${kindsName(type)}: changes told in the feed`)}</legend>
            <div class="tracked">${(this.#fields[type] ?? []).map(field => this.#tracked(type, field))}</div>
          </fieldset>`,
      )}
      <div class="buttons">
        <button class="outline" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#previewStories}>
          ${msg('How many stories would that make?')}
        </button>
      </div>
      ${
        this.stories
          ? html`<p class="note" role="status">
              ${plural(this.stories.stories, {
                one: msg(
                  str`${number(this.stories.stories)} story in the last 30 days, with ${number(this.stories.changes)} changes.`,
                ),
                other: msg(
                  str`${number(this.stories.stories)} stories in the last 30 days, with ${number(this.stories.changes)} changes.`,
                ),
              })}
              ${this.stories.changes === 0 ? msg('Changes are known from the first load on.') : nothing}
            </p>`
          : nothing
      }
      <fieldset>
        <legend>${msg('Who follows by themselves?')}</legend>
        ${mirror.followRules.map((rule, index) => this.#rule(rule, index))}
        <div class="buttons">
          <button class="outline" @click=${this.#addRule}>${msg('Add a rule')}</button>
          ${
            mirror.followRules.length > 0
              ? html`<button class="outline" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#simulate}>
                  ${msg('Who would follow what?')}
                </button>`
              : nothing
          }
        </div>
      </fieldset>
      ${this.simulation ? this.#simulated(this.simulation) : nothing}
      <div class="foot">
        <button class="outline" @click=${() => this.#go(3)}>${msg('Back')}</button>
        <button
          class="primary"
          aria-disabled=${this.busy || mirror.types.length === 0 ? 'true' : 'false'}
          @click=${this.#saveMirror}
        >
          ${msg('Save and continue')}
        </button>
      </div>`;
  }

  #toggleType(type: string, on: boolean) {
    const { mirror } = this;
    const types = this.#types.filter(each => (each === type ? on : mirror.types.includes(each)));
    const known = this.#fields[type]?.map(field => field.name) ?? [];
    const trackedFields = on
      ? [
          ...mirror.trackedFields,
          ...(told[type] ?? []).filter(field => known.includes(field)).map(field => ({ type, field })),
        ]
      : mirror.trackedFields.filter(each => each.type !== type);
    this.mirror = {
      ...mirror,
      types,
      trackedFields,
      followRules: mirror.followRules.filter(rule => types.includes(rule.type)),
    };
  }

  #tracked(type: string, field: { name: string; kind: string }) {
    const set = this.mirror.trackedFields.find(each => each.type === type && each.field === field.name);
    const change = (next?: TrackedField) => {
      const others = this.mirror.trackedFields.filter(each => each !== set);
      this.mirror = { ...this.mirror, trackedFields: next ? [...others, next] : others };
      this.stories = undefined;
    };
    const sum = field.kind === 'money' || field.kind === 'number';
    const threshold = (name: 'threshold' | 'thresholdPercent', label: string, before: string, after: string) =>
      html`<label class="threshold"
        >${before}
        <input
          type="number"
          min="0"
          step="any"
          aria-label=${label}
          .value=${set?.[name] === undefined ? '' : String(set[name])}
          @change=${(event: Event) => {
            const value = (event.target as HTMLInputElement).valueAsNumber;
            const next: TrackedField = { ...set! };
            if (Number.isNaN(value)) delete next[name];
            else next[name] = value;
            change(next);
          }}
        />
        ${after}</label
      >`;
    return html`<label class="choice plain"
        ><input
          type="checkbox"
          .checked=${set !== undefined}
          @change=${(event: Event) =>
            change((event.target as HTMLInputElement).checked ? { type, field: field.name } : undefined)}
        /><span>${fieldName(field.name)}</span></label
      >
      ${
        set && sum
          ? html`<span class="thresholds"
              >${threshold('threshold', msg(str`${fieldName(field.name)}: tell changes from so much`), msg('from'), '')}
              ${threshold('thresholdPercent', msg(str`${fieldName(field.name)}: tell changes from so many per cent`), msg('and from'), '%')}</span
            >`
          : html`<span></span>`
      }`;
  }

  #rule(rule: FollowRule, index: number) {
    const set = (next?: FollowRule) => {
      const { followRules } = this.mirror;
      this.mirror = {
        ...this.mirror,
        followRules: next
          ? followRules.map((each, at) => (at === index ? next : each))
          : followRules.filter((_, at) => at !== index),
      };
      this.simulation = undefined;
    };
    return followRuleForm({
      rule,
      index,
      types: this.mirror.types,
      fields: this.#fields[rule.type] ?? [],
      teams: this.#adapter!.tellsTeam,
      change: set,
      remove: () => set(),
    });
  }

  #addRule = () => {
    const { mirror } = this;
    let number = mirror.followRules.length + 1;
    while (mirror.followRules.some(rule => rule.id === `rule-${number}`)) number++;
    const type = mirror.types.includes('opportunity') ? 'opportunity' : (mirror.types[0] ?? 'account');
    this.mirror = {
      ...mirror,
      followRules: [...mirror.followRules, { id: `rule-${number}`, type, reason: 'OWNER', criteria: [] }],
    };
    this.simulation = undefined;
  };

  #dryRun = () =>
    void this.#work('dry', async () => {
      const { api } = this.app!;
      this.connection = await changeConnection(api, this.connection!.key, { mirror: this.mirror });
      this.preview = await dryRun(api, this.connection.key);
    });

  #previewStories = () =>
    void this.#work('stories', async () => {
      await this.#saveTypes();
      this.stories = await previewStories(this.app!.api, this.connection!.key, this.mirror.trackedFields);
    });

  #simulate = () =>
    void this.#work('rules', async () => {
      await this.#saveTypes();
      this.simulation = await simulateRules(this.app!.api, this.connection!.key, this.mirror.followRules);
    });

  /** What is worked out is worked out for the types that the server knows. */
  async #saveTypes() {
    const { types } = this.mirror;
    this.connection = await changeConnection(this.app!.api, this.connection!.key, { mirror: { types } });
  }

  #saveMirror = () => {
    if (this.mirror.types.length === 0) return;
    void this.#work('save', async () => {
      this.#take(await changeConnection(this.app!.api, this.connection!.key, { mirror: this.mirror }));
      this.#go(5);
    });
  };

  #previewed({ people, types }: DryRun) {
    return html`<div class="note" role="status">
        <p>
          ${
            people.failure ? html`${msg('People')}: ${people.failure} ${people.remedy}` : peopleText(people)
          }${types.map(
            each =>
              html`,
              ${each.failure ? html`${kindsName(each.type)}: ${each.failure} ${each.remedy}` : html`${each.more ? msg(str`more than ${number(each.count)}`) : number(each.count)} ${kindsName(each.type)}`}`,
          )}
        </p>
      </div>
      ${types
        .filter(each => each.samples.length + each.unreadable.length > 0)
        .map(
          each =>
            html`<fieldset>
              <legend>${msg(str`${kindsName(each.type)}: as they would stand here`)}</legend>
              ${each.samples.map(sample => sampleDetails(sample))}
              ${each.unreadable.map(row => html`<p class="small wrong">${row.externalId}: ${row.reason}</p>`)}
            </fieldset>`,
        )}`;
  }

  #simulated({ records, members, followsNew, followsEnding, samples }: Simulation) {
    return html`<div class="note" role="status">
        <p>
          ${msg(str`${number(followsNew)} new follows of ${number(records)} records; ${number(followsEnding)} would end.`)}
          ${this.connection?.running === 'draft' ? msg('Before the first load there is nothing to follow yet.') : nothing}
        </p>
      </div>
      ${
        members.length > 0
          ? html`<div class="scroll" tabindex="0" role="group" aria-label=${msg('Who would follow')}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">${msg('Who')}</th>
                    <th scope="col">${msg('Records followed')}</th>
                  </tr>
                </thead>
                <tbody>
                  ${members.map(
                    ({ member, follows }) =>
                      html`<tr>
                        <td>${member.name}</td>
                        <td>${number(follows)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
          : nothing
      }
      ${
        samples.length > 0
          ? html`<details>
              <summary>${msg('Some of the records')}</summary>
              <ul class="samples">
                ${samples.map(
                  sample =>
                    html`<li>
                      <strong>${sample.name}</strong>
                      <span class="muted">${listOf(sample.members.map(member => member.name))}</span>
                    </li>`,
                )}
              </ul>
            </details>`
          : nothing
      }`;
  }

  #start() {
    const connection = this.connection!;
    const running = connection.running;
    const loading = running === 'running' && connection.state !== 'ok';
    return html`<h2 tabindex="-1">${msg('Start')}</h2>
      ${this.problem ? refusal(this.problem) : nothing}
      <p>
        <span class="state ${running === 'running' ? connection.state : ''}" role="status"
          >${stateName(connection)}</span
        >
      </p>
      ${
        running === 'running' &&
        (connection.state === 'failing' || connection.state === 'stopped') &&
        connection.message
          ? html`<div class="trouble">
              <p>${connection.message}</p>
              ${connection.nextStep ? html`<p><strong>${connection.nextStep}</strong></p>` : nothing}
            </div>`
          : nothing
      }
      ${loading || running === 'paused' ? loadProgress(connection) : nothing}
      ${
        running === 'running' && connection.state === 'ok'
          ? html`<p>${msg('All records are here. People who sign in now see their feeds.')}</p>`
          : html`<p class="muted small">${msg('The first load goes on when you leave this page.')}</p>`
      }
      <div class="buttons">
        ${
          running === 'running'
            ? loading
              ? html`<button class="outline" @click=${() => this.#run('paused')}>${msg('Pause')}</button>
                  <button class="outline" @click=${() => this.#run('cancelled')}>${msg('Give up')}</button>`
              : nothing
            : html`<button class="primary" @click=${() => this.#run('running')}>
                ${running === 'paused' ? msg('Resume') : msg('Start the first load')}
              </button>`
        }
        <a href=${this.app!.router.href(`admin/connections/${part(connection.key)}`)}
          >${msg('Open the connection’s page')}</a
        >
      </div>
      <h2>${msg('Embed')}</h2>
      ${this.#embed(connection)}
      <div class="foot"><button class="outline" @click=${() => this.#go(4)}>${msg('Back')}</button></div>`;
  }

  #run(state: 'running' | 'paused' | 'cancelled') {
    void this.#work('run', async () => {
      this.connection = await setRunning(this.app!.api, this.connection!.key, state);
    });
  }

  #embed(connection: ConnectionDetail) {
    const embed = connection.setup?.embed;
    const { kit, how } = this.#adapter?.embed ?? {};
    const server = this.app!.api.root.href.replace(/\/$/, '');
    const frame = `<iframe src="${server}/embed?connection=${connection.key}&record=account:…#ticket=…" title="Rapport"></iframe>`;
    const script = `<script type="module" src="${server}/widget/rapport-feed.js"></script>\n<rapport-feed server="${server}" connection="${connection.key}" record="account:…"></rapport-feed>`;
    return html`${how ? html`<p>${how}</p>` : nothing}
      ${kit ? html`<p class="small muted">${msg('Ready to install:')} <code>${kit}</code></p>` : nothing}
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          const entered = new FormData(event.target as HTMLFormElement);
          const origins = String(entered.get('origins')).split(/\s+/).filter(Boolean);
          void this.#work('embed', async () => {
            this.connection = await changeConnection(this.app!.api, connection.key, { embed: { origins } });
            this.app!.toasts()?.show({ text: msg('Saved.') });
          });
        }}
      >
        <div>
          <label for="origins">${msg('Origins of the CRM’s pages, one on each line')}</label>
          <textarea
            id="origins"
            name="origins"
            spellcheck="false"
            placeholder="https://crm.example"
            .value=${(embed?.origins ?? []).join('\n')}
          ></textarea>
        </div>
        <div class="buttons"><button class="outline">${msg('Save the origins')}</button></div>
      </form>
      <div class="buttons">
        <button class="outline" @click=${this.#newSecret}>
          ${embed?.secretSet ? msg('Replace the secret') : msg('Make a secret')}
        </button>
        <span class="small muted"
          >${embed?.secretSet ? msg('A secret is set.') : msg('With it the CRM’s side signs who is looking.')}</span
        >
      </div>
      ${
        this.secret
          ? html`<div class="note" role="status">
              <p>${msg('Copy it now into the CRM: it is not shown again.')}</p>
              <pre>${this.secret}</pre>
            </div>`
          : nothing
      }
      <h3>${msg('As a frame')}</h3>
      <pre>${frame}</pre>
      <h3>${msg('As an element in the page')}</h3>
      <pre>${script}</pre>
      <p class="small muted" role="status">
        ${
          embed?.seenAt
            ? html`${msg('Seen on a page of the CRM:')} <rapport-time at=${embed.seenAt}></rapport-time>`
            : msg('Not seen on a page of the CRM yet.')
        }
      </p>`;
  }

  /** Made here and sent once; the server never tells it. */
  #newSecret = () =>
    void this.#work('secret', async () => {
      const bytes = crypto.getRandomValues(new Uint8Array(32));
      const secret = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
      this.connection = await changeConnection(this.app!.api, this.connection!.key, { embed: { secret } });
      this.secret = secret;
    });
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-connect': RapportPageConnect;
  }
}
