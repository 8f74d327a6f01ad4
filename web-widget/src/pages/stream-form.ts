import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Api } from '../api/api.ts';
import type { NewStream } from '../api/me.ts';
import type { ApiProblem } from '../api/problem.ts';
import { search } from '../api/search.ts';
import type { SourceKind, Stream } from '../api/schema.ts';
import { base, fields } from '../design/base.ts';
import { glyph, X } from '../design/icons.ts';
import '../elements/rapport-picker/rapport-picker.ts';
import type { Choice } from '../elements/rapport-picker/rapport-picker.ts';
import { tell } from '../feed/surface.ts';
import { problemText, recordKindName } from '../i18n/names.ts';

const LIMIT = 100;

type Source = Stream['sources'][number];

/**
 * The name of a stream and what it is made of.
 * @fires rapport-save - `detail` is what was entered  @fires rapport-close - it is to go away
 */
@customElement('rapport-stream-form')
@localized()
export class RapportStreamForm extends LitElement {
  @property({ attribute: false }) api?: Api;
  /** What to change; nothing for a new one. */
  @property({ attribute: false }) stream?: Stream | undefined;
  @property({ attribute: false }) problem?: ApiProblem | undefined;
  @property({ type: Boolean }) busy = false;
  @state() private sources: Source[] = [];
  @state() private lacking = false;

  static override styles = [
    base,
    fields,
    css`
      form {
        display: grid;
        gap: 16px;
        min-height: 380px;
        align-content: start;
      }
      ul {
        list-style: none;
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        padding-inline: 12px 2px;
        border-radius: 99px;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
      .buttons button {
        min-height: 38px;
      }
      .problem {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
    `,
  ];

  override connectedCallback() {
    super.connectedCallback();
    this.sources = this.stream?.sources ?? [];
  }

  override focus() {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  override render() {
    const { sources, stream } = this;
    return html`<form @submit=${this.#submit}>
      ${this.problem ? html`<p class="problem" role="alert">${problemText(this.problem)}</p>` : nothing}
      <div>
        <label for="name">${msg('Name')}</label>
        <input id="name" name="name" required maxlength="100" autocomplete="off" .value=${stream?.name ?? ''} />
      </div>
      <rapport-picker
        label=${msg('Add a record, a space, a colleague or a topic')}
        placeholder=${msg('Name')}
        .find=${(query: string) => this.#find(query)}
        @rapport-pick=${this.#add}
      ></rapport-picker>
      ${this.lacking ? html`<p class="problem" role="alert">${msg('Add at least one source.')}</p>` : nothing}
      <ul aria-label=${msg('Sources')}>
        ${sources.map(source => {
          const name = source.name ?? msg('Something you can’t open');
          return html`<li>
            <span>${source.kind === 'topic' ? `#${name}` : name}</span>
            <button
              type="button"
              class="icon quiet"
              aria-label=${msg(str`Remove ${name}`)}
              @click=${() => (this.sources = sources.filter(each => each !== source))}
            >
              ${glyph(X)}
            </button>
          </li>`;
        })}
      </ul>
      <div class="buttons">
        <button type="button" class="outline" @click=${() => tell(this, 'rapport-close')}>${msg('Cancel')}</button>
        <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${stream ? msg('Save') : msg('Create stream')}
        </button>
      </div>
    </form>`;
  }

  async #find(query: string): Promise<Choice[]> {
    const { groups } = await search(this.api!, { q: query, limit: 5 });
    const choices: Choice[] = [];
    for (const group of groups) {
      if (group.type === 'records')
        for (const { record } of group.items)
          choices.push({
            id: `record:${record.id}`,
            name: record.name,
            note: recordKindName(record.kind, record.type),
            kind: record.kind,
          });
      else if (group.type === 'members')
        for (const { member } of group.items) choices.push({ id: `member:${member.id}`, name: member.name });
      else if (group.type === 'spaces')
        for (const { space } of group.items)
          choices.push({ id: `space:${space.id}`, name: space.name, note: msg('Space'), kind: 'space' });
      else if (group.type === 'topics')
        for (const { topic } of group.items)
          choices.push({ id: `topic:${topic.id}`, name: topic.name, note: msg('Topic'), kind: 'topic' });
    }
    const taken = new Set(this.sources.map(({ kind, id }) => `${kind}:${id}`));
    return choices.filter(choice => !taken.has(choice.id));
  }

  #add = (event: CustomEvent<Choice>) => {
    event.stopPropagation();
    const { id, name } = event.detail;
    const [kind, source] = id.split(':') as [SourceKind, string];
    if (this.sources.length < LIMIT) this.sources = [...this.sources, { kind, id: source, name }];
    this.lacking = false;
  };

  #submit = (event: Event) => {
    event.preventDefault();
    if (this.busy) return;
    if (this.sources.length === 0) {
      this.lacking = true;
      return;
    }
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim();
    const stream: NewStream = { name, sources: this.sources.map(({ kind, id }) => ({ kind, id })) };
    tell(this, 'rapport-save', stream);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-stream-form': RapportStreamForm;
  }
}
