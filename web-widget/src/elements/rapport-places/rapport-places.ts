import Combobox from '@github/combobox-nav';
import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { problemOf } from '../../api/problem.ts';
import type { Subject } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { consume } from '../../feed/context.ts';
import { lastPlaces } from '../../feed/places.ts';
import { surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { problemText, recordKindName } from '../../i18n/names.ts';

const ASK_AFTER = 150;

/**
 * Where something is to stand: a record, a space, one's own page. The places of last time stand first.
 * @fires rapport-place - `detail` is the place; undefined while there is none
 */
@customElement('rapport-places')
@localized()
export class RapportPlaces extends LitElement {
  @property() label = '';
  @property({ attribute: false }) place?: Subject | undefined;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private found?: Subject[] | undefined;
  @state() private said = '';
  /** What was typed while no place was chosen. */
  @state() private text = '';
  @query('input') private field!: HTMLInputElement;
  @query('#places') private list?: HTMLElement;
  #combobox: Combobox | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  static override styles = [
    base,
    fields,
    css`
      .field {
        position: relative;
      }
      .popup {
        position: absolute;
        inset-inline: 0;
        inset-block-start: calc(100% + 2px);
        z-index: 10;
        padding: 4px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        box-shadow: var(--r-shadow);
      }
      [role='listbox'] {
        list-style: none;
        max-height: 240px;
        overflow-y: auto;
      }
      [role='option'] {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 8px;
        min-height: 36px;
        padding: 4px 8px;
        border-radius: var(--r-radius-control);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      [role='option']:hover,
      [role='option'][aria-selected='true'] {
        background: var(--r-hover);
      }
      [role='option'][aria-selected='true'] {
        box-shadow: inset 2px 0 0 var(--r-accent);
      }
      .none {
        padding: 6px 8px;
      }
      @media (pointer: coarse) {
        [role='option'] {
          min-height: 44px;
        }
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
    return html`<label for="place">${this.label || msg('Where?')}</label>
      <div class="field">
        <input
          id="place"
          dir="auto"
          autocomplete="off"
          placeholder=${msg('A customer, a space, your own page')}
          .value=${live(this.place?.name ?? this.text)}
          @input=${this.#typed}
          @focus=${() => void this.#look('')}
          @blur=${() => setTimeout(() => this.#close(), 150)}
          @keydown=${this.#key}
        />
        ${this.found ? this.#popup(this.found) : nothing}
      </div>`;
  }

  #popup(found: Subject[]) {
    return html`<div class="popup" @mousedown=${(event: Event) => event.preventDefault()}>
      ${
        found.length === 0
          ? html`<p class="small muted none" role="status">${this.said}</p>`
          : html`<ul id="places" role="listbox" aria-label=${msg('Places')} @combobox-commit=${this.#taken}>
              ${found.map(
                (place, at) =>
                  html`<li id="place-${at}" role="option" aria-selected="false" data-at=${at}>
                    <strong>${place.name}</strong>
                    <span class="small muted">${this.#kind(place)}</span>
                  </li>`,
              )}
            </ul>`
      }
    </div>`;
  }

  #kind(place: Subject) {
    if (place.id === this.surface?.viewer?.id) return msg('Your own page');
    return recordKindName(place.kind, 'type' in place ? place.type : '');
  }

  #typed = () => {
    this.text = this.field.value;
    if (this.place) {
      this.place = undefined;
      tell(this, 'rapport-place', undefined);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(this.field.value.trim()), ASK_AFTER);
  };

  async #look(query: string) {
    const { surface } = this;
    if (!surface) return;
    const turn = ++this.#turn;
    let found: Subject[] = [];
    try {
      found = await (await surface.services()).findPlaces(query, query ? [] : lastPlaces(surface));
      this.said = msg('Nothing found');
    } catch (failure) {
      this.said = problemText(problemOf(failure));
    }
    if (turn !== this.#turn || !this.isConnected) return;
    const viewer = surface.viewer;
    if (viewer && viewer.name.toLowerCase().includes(query.toLowerCase()))
      found = [...found, { id: viewer.id, kind: 'member', name: viewer.name }];
    this.found = found;
    await this.updateComplete;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    if (!this.list) return;
    this.#combobox = new Combobox(this.field, this.list, { firstOptionSelectionMode: 'selected' });
    this.#combobox.start();
  }

  #taken = (event: Event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const place = this.found?.[Number(option?.dataset.at)];
    if (!place) return;
    this.#close();
    this.place = place;
    this.text = '';
    this.field.value = place.name;
    tell(this, 'rapport-place', place);
  };

  #key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && this.found) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  };

  #close() {
    clearTimeout(this.#timer);
    this.#turn++;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    this.found = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-places': RapportPlaces;
  }
}
