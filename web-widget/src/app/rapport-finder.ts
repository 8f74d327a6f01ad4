import Combobox from '@github/combobox-nav';
import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Api } from '../api/api.ts';
import { findMembers } from '../api/members.ts';
import { findRecords } from '../api/records.ts';
import type { MemberSummary, RecordSummary } from '../api/schema.ts';
import { base, fields } from '../design/base.ts';
import { glyph, Search } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import { appPath, targetOf } from '../feed/surface.ts';
import { recordKindName } from '../i18n/names.ts';
import type { Router } from './router.ts';

interface Hit {
  path: string;
  name: string;
  note: string;
  record?: RecordSummary;
  member?: MemberSummary;
}

/** One field that leads to any record or colleague. */
@customElement('rapport-finder')
@localized()
export class RapportFinder extends LitElement {
  @property({ attribute: false }) api?: Api;
  @property({ attribute: false }) router?: Router;
  @state() private hits?: Hit[] | undefined;
  @state() private failed = false;
  @query('input') private field!: HTMLInputElement;
  @query('ul') private list?: HTMLElement;
  #combobox: Combobox | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;

  static override styles = [
    base,
    fields,
    css`
      :host {
        position: relative;
      }
      .box {
        position: relative;
      }
      .box > svg {
        position: absolute;
        inset-block-start: 10px;
        inset-inline-start: 10px;
        color: var(--r-muted);
        pointer-events: none;
      }
      input[type='search'] {
        min-height: 38px;
        padding: 6px 12px 6px 36px;
        border-radius: 99px;
        background: var(--r-canvas);
      }
      ::placeholder {
        color: var(--r-muted);
        opacity: 1;
      }
      .popup {
        position: absolute;
        inset-inline: 0;
        inset-block-start: calc(100% + 6px);
        padding: 4px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        box-shadow: var(--r-shadow);
      }
      ul {
        list-style: none;
        max-height: 60vh;
        overflow: auto;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        padding: 6px 8px;
        border-radius: var(--r-radius-control);
        cursor: pointer;
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
    this.field.focus();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#close();
  }

  override render() {
    const { hits } = this;
    return html`<div class="box" role="search">
      ${glyph(Search)}
      <input
        type="search"
        autocomplete="off"
        aria-label=${msg('Find a record or a colleague')}
        placeholder=${msg('Find a record or a colleague')}
        @input=${this.#typed}
        @keydown=${this.#key}
        @blur=${() => setTimeout(() => this.#close(), 150)}
      />
      ${
        hits
          ? html`<div class="popup">
              ${
                hits.length === 0
                  ? html`<p class="muted small none">
                      ${this.failed ? msg('The server can’t be reached.') : msg('Nothing found')}
                    </p>`
                  : html`<ul
                      id="hits"
                      role="listbox"
                      aria-label=${msg('Found')}
                      @combobox-commit=${this.#taken}
                      @mousedown=${(event: Event) => event.preventDefault()}
                    >
                      ${hits.map(
                        (hit, at) =>
                          html`<li id="hit-${at}" role="option" aria-selected="false" data-at=${at}>
                            ${
                              hit.record
                                ? html`<rapport-avatar size="small" kind=${hit.record.kind}></rapport-avatar>`
                                : html`<rapport-avatar
                                    size="small"
                                    name=${hit.name}
                                    member-id=${hit.member!.id}
                                  ></rapport-avatar>`
                            }
                            <span><span>${hit.name}</span> <span class="muted small">${hit.note}</span></span>
                          </li>`,
                      )}
                    </ul>`
              }
            </div>`
          : nothing
      }
      <span class="unseen" role="status"
        >${hits ? (hits.length === 0 ? msg('Nothing found') : msg('Results below')) : ''}</span
      >
    </div>`;
  }

  #typed = () => {
    clearTimeout(this.#asking);
    const query = this.field.value.trim();
    if (query.length < 2) return this.#close();
    this.#asking = setTimeout(() => void this.#ask(query), 200);
  };

  async #ask(query: string) {
    const { api } = this;
    if (!api) return;
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    this.failed = false;
    const [records, members] = await Promise.allSettled([
      findRecords(api, query, 6, signal),
      findMembers(api, query, signal),
    ]);
    if (signal.aborted) return;
    this.failed = records.status === 'rejected' && members.status === 'rejected';
    const hits: Hit[] = [];
    for (const record of records.status === 'fulfilled' ? records.value : []) {
      hits.push({
        path: appPath(targetOf(record)),
        name: record.name,
        note: recordKindName(record.kind, record.type),
        record,
      });
    }
    for (const member of members.status === 'fulfilled' ? members.value.slice(0, 4) : []) {
      hits.push({
        path: appPath({ kind: 'member', id: member.id }),
        name: member.name,
        note: member.title ?? '',
        member,
      });
    }
    this.hits = hits;
    await this.updateComplete;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    if (this.list) {
      this.#combobox = new Combobox(this.field, this.list, {
        tabInsertsSuggestions: false,
        firstOptionSelectionMode: 'selected',
      });
      this.#combobox.start();
    }
  }

  #taken = (event: Event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const hit = this.hits?.[Number(option?.dataset.at)];
    if (!hit) return;
    this.field.value = '';
    this.#close();
    this.field.blur();
    this.router?.go(hit.path);
  };

  #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    if (this.hits) this.#close();
    else this.field.value = '';
  };

  #close() {
    clearTimeout(this.#asking);
    this.#abort?.abort();
    this.#combobox?.destroy();
    this.#combobox = undefined;
    this.hits = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-finder': RapportFinder;
  }
}
