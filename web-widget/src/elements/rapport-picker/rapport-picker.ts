import Combobox from '@github/combobox-nav';
import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, fields } from '../../design/base.ts';
import { tell } from '../../feed/surface.ts';
import type { RapportAvatar } from '../rapport-avatar/rapport-avatar.ts';
import '../rapport-avatar/rapport-avatar.ts';

/** Something that can be picked. */
export interface Choice {
  id: string;
  name: string;
  note?: string;
  /** Of a thing, for its icon; a person has initials. */
  kind?: RapportAvatar['kind'];
}

const PAUSE = 200;

/**
 * A field that finds things by name and gives out the one that is taken.
 * @fires rapport-pick - `detail` is the choice
 */
@customElement('rapport-picker')
@localized()
export class RapportPicker extends LitElement {
  @property() label = '';
  @property() placeholder = '';
  /** What stands in the field: a choice that was made before. */
  @property() value = '';
  /** Keeps the name of what was taken in the field; else it is empty again, for the next one. */
  @property({ type: Boolean }) keep = false;
  @property({ attribute: false }) find?: (query: string) => Promise<Choice[]>;
  @state() private choices?: Choice[] | undefined;
  @state() private failed = false;
  @query('input') private field!: HTMLInputElement;
  @query('ul') private list?: HTMLElement;
  #combobox: Combobox | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  static override styles = [
    base,
    fields,
    css`
      :host {
        position: relative;
      }
      input[type='text'] {
        min-height: 38px;
      }
      .popup {
        position: absolute;
        z-index: 8;
        inset-inline: 0;
        inset-block-start: calc(100% + 4px);
        padding: 4px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        box-shadow: var(--r-shadow);
      }
      ul {
        list-style: none;
        max-height: 260px;
        overflow: auto;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 10px;
        align-items: center;
        padding: 6px 8px;
        border-radius: var(--r-radius-control);
        font-size: var(--r-sm);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      li:hover,
      li[aria-selected='true'] {
        background: var(--r-hover);
      }
      li[aria-selected='true'] {
        box-shadow: inset 2px 0 0 var(--r-accent);
      }
      .none {
        padding: 8px;
      }
    `,
  ];

  override focus() {
    this.field?.focus();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#close();
  }

  override render() {
    const { choices } = this;
    return html`<label for="field">${this.label}</label>
      <input
        id="field"
        type="text"
        autocomplete="off"
        spellcheck="false"
        placeholder=${this.placeholder}
        .value=${this.value}
        @input=${this.#typed}
        @keydown=${this.#key}
        @blur=${() => setTimeout(() => !this.matches(':focus-within') && this.#close(), 150)}
      />
      ${
        choices
          ? html`<div class="popup">
              ${
                choices.length === 0
                  ? html`<p class="muted small none">
                      ${this.failed ? msg('The server can’t be reached.') : msg('Nothing found')}
                    </p>`
                  : html`<ul
                      id="choices"
                      role="listbox"
                      aria-label=${this.label}
                      @combobox-commit=${this.#taken}
                      @mousedown=${(event: Event) => event.preventDefault()}
                    >
                      ${choices.map((choice, at) => this.#choice(choice, at))}
                    </ul>`
              }
            </div>`
          : nothing
      }
      <span class="unseen" role="status"
        >${choices ? (choices.length === 0 ? msg('Nothing found') : msg('Results below')) : ''}</span
      >`;
  }

  #choice(choice: Choice, at: number) {
    return html`<li id="choice-${at}" role="option" aria-selected="false" data-at=${at}>
      ${
        choice.kind
          ? html`<rapport-avatar size="small" kind=${choice.kind}></rapport-avatar>`
          : html`<rapport-avatar size="small" name=${choice.name} member-id=${choice.id}></rapport-avatar>`
      }
      <span>${choice.name} ${choice.note ? html`<span class="muted small">${choice.note}</span>` : nothing}</span>
    </li>`;
  }

  #typed = () => {
    clearTimeout(this.#asking);
    this.#turn++;
    const query = this.field.value.trim();
    if (!query) {
      this.#close();
      if (this.keep && this.value) tell(this, 'rapport-pick', undefined);
      return;
    }
    this.#asking = setTimeout(() => void this.#ask(query), PAUSE);
  };

  async #ask(query: string) {
    const turn = ++this.#turn;
    let found: Choice[] = [];
    try {
      found = (await this.find?.(query)) ?? [];
      this.failed = false;
    } catch {
      this.failed = true;
    }
    if (turn !== this.#turn || !this.isConnected) return;
    this.choices = found;
    await this.updateComplete;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    if (!this.list) return;
    this.#combobox = new Combobox(this.field, this.list, {
      tabInsertsSuggestions: false,
      firstOptionSelectionMode: 'selected',
    });
    this.#combobox.start();
  }

  #taken = (event: Event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const choice = this.choices?.[Number(option?.dataset.at)];
    if (!choice) return;
    this.field.value = this.keep ? choice.name : '';
    this.#close();
    tell(this, 'rapport-pick', choice);
  };

  #key = (event: KeyboardEvent) => {
    // Enter takes what is selected in the list; it never sends the form around the field.
    if (event.key === 'Enter') event.preventDefault();
    if (event.key !== 'Escape' || event.isComposing || !this.choices) return;
    event.stopPropagation();
    event.preventDefault();
    this.#close();
  };

  #close() {
    clearTimeout(this.#asking);
    this.#turn++;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    this.choices = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-picker': RapportPicker;
  }
}
