import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NewSpace } from '../api/spaces.ts';
import type { ApiProblem } from '../api/problem.ts';
import type { Space, SpaceTemplate, SpaceVisibility } from '../api/schema.ts';
import { base, fields } from '../design/base.ts';
import { consume } from '../feed/context.ts';
import { limitOf } from '../feed/limits.ts';
import { surfaceContext, tell, type Surface } from '../feed/surface.ts';
import { plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';

const visibilities: SpaceVisibility[] = ['public', 'private', 'unlisted'];

export function visibilityName(visibility: SpaceVisibility): string {
  switch (visibility) {
    case 'public':
      return msg('Public');
    case 'private':
      return msg('Private');
    case 'unlisted':
      return msg('Unlisted');
  }
}

export function visibilityText(visibility: SpaceVisibility): string {
  switch (visibility) {
    case 'public':
      return msg('Everybody finds it, reads it and may join.');
    case 'private':
      return msg('Everybody finds its name; its members read it; one asks to join.');
    case 'unlisted':
      return msg('Only its members and those invited know that it exists.');
  }
}

/** The presets that come with Rapport are called in the reader's language; a company's own as it calls them. */
function templateName({ key, name }: SpaceTemplate): string {
  if (key === 'project' && name === 'Project') return msg('Project');
  if (key === 'practice' && name === 'Community of practice') return msg('Community of practice');
  if (key === 'news' && name === 'News') return msg('News');
  return name;
}

/** Words as they are typed, with or without their hash, each once. */
export const topicWords = (text: string) => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map(word => word.replace(/^#+/, ''))
      .filter(Boolean),
  ),
];

/**
 * The facts of a space, of a new one or one that is there.
 * @fires rapport-save - `detail` is what was entered  @fires rapport-close - it is to go away
 */
@customElement('rapport-space-form')
@localized()
export class RapportSpaceForm extends LitElement {
  @consume(surfaceContext) @state() surface?: Surface;
  /** What to change; nothing for a new space. */
  @property({ attribute: false }) space?: Space | undefined;
  /** What a new one can start from. */
  @property({ attribute: false }) templates: SpaceTemplate[] = [];
  @property({ attribute: false }) problem?: ApiProblem | undefined;
  @property({ type: Boolean }) busy = false;
  @state() private visibility: SpaceVisibility = 'public';
  @state() private broadcast = false;
  @state() private template = '';
  @state() private tooMany = false;
  /** What a preset has put into the fields: another one may replace it, and nothing that was typed. */
  #preset = { description: '', topics: '' };

  static override styles = [
    base,
    fields,
    css`
      form {
        display: grid;
        gap: 16px;
      }
      textarea {
        min-height: 84px;
        resize: vertical;
      }
      fieldset {
        display: grid;
        gap: 6px;
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
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        margin: 0;
        padding: 8px 12px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        font-weight: 400;
        cursor: pointer;
      }
      .choice:has(:checked) {
        border-color: var(--r-accent);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      .choice:has(:checked) .small {
        color: inherit;
      }
      .choice .small {
        grid-column: 2;
      }
      .choice.plain {
        border: 0;
        padding-inline: 0;
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
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
      .buttons button {
        min-height: 38px;
      }
      .wrong {
        color: var(--r-danger);
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
    if (!this.space) return;
    this.visibility = this.space.visibility;
    this.broadcast = this.space.broadcast;
  }

  override focus() {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  override render() {
    const { space } = this;
    const mayHide = !space || space.membership === 'owner';
    const topics = this.#topics;
    return html`<form @submit=${this.#submit}>
      ${this.problem ? html`<p class="problem" role="alert">${problemText(this.problem)}</p>` : nothing}
      ${space || this.templates.length === 0 ? nothing : this.#templates()}
      <div>
        <label for="name">${msg('Name')}</label>
        <input
          id="name"
          name="name"
          required
          maxlength=${limitOf(this.surface, 'spaceName')}
          autocomplete="off"
          .value=${space?.name ?? ''}
        />
      </div>
      <div>
        <label for="description">${msg('What it is for (optional)')}</label>
        <textarea
          id="description"
          name="description"
          maxlength=${limitOf(this.surface, 'spaceDescription')}
          .value=${space?.description ?? ''}
        ></textarea>
      </div>
      <div>
        <label for="topics">${msg('Topics (optional)')}</label>
        <input
          id="topics"
          name="topics"
          autocomplete="off"
          autocapitalize="off"
          aria-describedby="topics-help"
          aria-invalid=${this.tooMany ? 'true' : 'false'}
          .value=${space?.topics?.map(topic => `#${topic}`).join(' ') ?? ''}
          @input=${this.#counted}
        />
        <p id="topics-help" class="small ${this.tooMany ? 'wrong' : 'muted'}" role=${this.tooMany ? 'alert' : nothing}>
          ${
            this.tooMany
              ? plural(topics, {
                  one: msg(str`At most ${topics} topic.`),
                  other: msg(str`At most ${topics} topics.`),
                })
              : msg('Words with spaces between them; they are offered to who writes here.')
          }
        </p>
      </div>
      ${
        mayHide
          ? html`<fieldset>
              <legend>${msg('Who sees it')}</legend>
              ${visibilities.map(
                each =>
                  html`<label class="choice"
                    ><input
                      type="radio"
                      name="visibility"
                      value=${each}
                      .checked=${each === this.visibility}
                      @change=${() => (this.visibility = each)}
                    /><span>${visibilityName(each)}</span
                    ><span class="small muted">${visibilityText(each)}</span></label
                  >`,
              )}
            </fieldset>`
          : nothing
      }
      <label class="choice plain"
        ><input
          type="checkbox"
          name="broadcast"
          .checked=${this.broadcast}
          @change=${(event: Event) => (this.broadcast = (event.target as HTMLInputElement).checked)}
        /><span>${msg('Only managers post')}</span
        ><span class="small muted">${msg('All members may comment.')}</span></label
      >
      <div class="buttons">
        <button type="button" class="outline" @click=${() => tell(this, 'rapport-close')}>${msg('Cancel')}</button>
        <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${space ? msg('Save') : msg('Create space')}
        </button>
      </div>
    </form>`;
  }

  #templates() {
    return html`<fieldset>
      <legend>${msg('Start from')}</legend>
      <div class="choices">
        ${this.templates.map(
          each =>
            html`<label class="choice"
              ><input
                type="radio"
                name="template"
                value=${each.key}
                .checked=${each.key === this.template}
                @change=${() => this.#start(each)}
              /><span>${templateName(each)}</span></label
            >`,
        )}
      </div>
    </fieldset>`;
  }

  #start(template: SpaceTemplate) {
    this.template = template.key;
    this.visibility = template.visibility;
    this.broadcast = template.broadcast;
    const next = {
      description: template.description ?? '',
      topics: template.topics.map(topic => `#${topic}`).join(' '),
    };
    for (const name of ['description', 'topics'] as const) {
      const field = this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${name}`)!;
      if (field.value.trim() === this.#preset[name]) field.value = next[name];
    }
    this.#preset = next;
    this.#counted();
  }

  get #topics() {
    return limitOf(this.surface, 'spaceTopics');
  }

  #counted = () => {
    this.tooMany = topicWords(this.renderRoot.querySelector<HTMLInputElement>('#topics')!.value).length > this.#topics;
  };

  #submit = (event: Event) => {
    event.preventDefault();
    if (this.busy) return;
    if (this.tooMany) return this.renderRoot.querySelector<HTMLInputElement>('#topics')!.focus();
    const entered = new FormData(event.target as HTMLFormElement);
    const { space, visibility, broadcast } = this;
    const change: NewSpace = {
      name: String(entered.get('name')).trim(),
      description: String(entered.get('description')).trim(),
      visibility,
      broadcast,
      topics: topicWords(String(entered.get('topics'))),
      ...(!space && this.template ? { template: this.template } : {}),
    };
    // Who sees it is the owners' to change: others don't send it.
    if (space && space.membership !== 'owner') delete (change as Partial<NewSpace>).visibility;
    tell(this, 'rapport-save', change);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-space-form': RapportSpaceForm;
  }
}
