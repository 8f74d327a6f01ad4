import Combobox from '@github/combobox-nav';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Api } from '../api/api.ts';
import { search } from '../api/search.ts';
import type { Marked, SearchAnswer } from '../api/schema.ts';
import { base, fields } from '../design/base.ts';
import { glyph, MessageCircle, Search, type Icon } from '../design/icons.ts';
import type { RapportAvatar } from '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import { appPath, targetOf } from '../feed/surface.ts';
import { recordKindName } from '../i18n/names.ts';
import type { Router } from './router.ts';
import { recentSearches } from './searches.ts';

interface Hit {
  path: string;
  name: string;
  note?: string;
  kind?: RapportAvatar['kind'];
  /** A person's. */
  id?: string;
  icon?: Icon;
}

/** The place whose page is open; one may search in it alone. */
export interface Here {
  id: string;
  name: string;
}

const PAUSE = 250;
const LETTERS = 2;

/** The one field to search with: it leads to what is known by name at once, and to a page with all that was found. */
@customElement('rapport-finder')
@localized()
export class RapportFinder extends LitElement {
  @property({ attribute: false }) api?: Api;
  @property({ attribute: false }) router?: Router;
  @property({ attribute: false }) here?: Here | undefined;
  /** What the page of results was asked for. */
  @property() query = '';
  /** Whose searches are remembered on this device. */
  @property() member = '';
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
        max-height: 70vh;
        overflow: auto;
      }
      li {
        display: grid;
        grid-template-columns: var(--r-avatar-small) minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        min-height: 40px;
        padding: 4px 8px;
        border-radius: var(--r-radius-control);
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
      li > svg {
        justify-self: center;
        color: var(--r-muted);
      }
      .name {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .none {
        padding: 8px;
      }
      @media (max-width: 599px) {
        .popup {
          position: fixed;
          inset: 58px 8px auto;
        }
      }
    `,
  ];

  override focus() {
    this.field.focus();
    this.field.select();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#close();
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('query')) this.field.value = this.query;
  }

  override render() {
    const { hits } = this;
    return html`<div class="box" role="search">
      ${glyph(Search)}
      <input
        type="search"
        autocomplete="off"
        enterkeyhint="search"
        aria-label=${msg('Search')}
        placeholder=${msg('Search')}
        @input=${this.#typed}
        @focus=${() => !this.field.value && void this.#show(this.#recent())}
        @keydown=${this.#key}
        @blur=${() => setTimeout(() => !this.matches(':focus-within') && this.#close(), 150)}
      />
      ${
        hits && (hits.length > 0 || this.failed)
          ? html`<div class="popup">
              ${
                this.failed
                  ? html`<p class="muted small none">${msg('The server can’t be reached.')}</p>`
                  : html`<ul
                      id="hits"
                      role="listbox"
                      aria-label=${msg('Found')}
                      @combobox-commit=${this.#taken}
                      @mousedown=${(event: Event) => event.preventDefault()}
                    >
                      ${hits.map((hit, at) => this.#hit(hit, at))}
                    </ul>`
              }
            </div>`
          : nothing
      }
      <span class="unseen" role="status">${hits && hits.length > 0 ? msg('Results below') : ''}</span>
    </div>`;
  }

  #hit(hit: Hit, at: number) {
    return html`<li id="hit-${at}" role="option" aria-selected="false" data-at=${at}>
      ${
        hit.icon
          ? glyph(hit.icon)
          : hit.kind
            ? html`<rapport-avatar size="small" kind=${hit.kind}></rapport-avatar>`
            : html`<rapport-avatar size="small" name=${hit.name} member-id=${hit.id!}></rapport-avatar>`
      }
      <span class="name"
        ><span dir="auto">${hit.name}</span>
        ${hit.note ? html`<span class="muted small">${hit.note}</span>` : nothing}</span
      >
    </li>`;
  }

  #typed = () => {
    clearTimeout(this.#asking);
    const text = this.field.value.trim();
    if (!text) return void this.#show(this.#recent());
    if (text.length < LETTERS) return this.#close();
    this.#asking = setTimeout(() => void this.#ask(text), PAUSE);
  };

  async #ask(text: string) {
    const { api } = this;
    if (!api) return;
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    this.failed = false;
    try {
      const answer = await search(api, { q: this.field.value.trimStart(), limit: 4 }, signal);
      if (!signal.aborted) await this.#show([...hitsOf(answer), ...this.#further(text)]);
    } catch {
      if (signal.aborted) return;
      this.failed = true;
      this.hits = [];
    }
  }

  /** On to the page of results; in the place that is open, if there is one. */
  #further(q: string): Hit[] {
    const { here } = this;
    return [
      { path: searchPath({ q }), name: msg(str`Search everywhere for “${q}”`), icon: Search },
      ...(here
        ? [
            {
              path: searchPath({ q, subjectId: here.id }),
              name: msg(str`Search for “${q}” in ${here.name}`),
              icon: Search,
            },
          ]
        : []),
    ];
  }

  #recent(): Hit[] {
    return recentSearches(this.member).map(q => ({ path: searchPath({ q }), name: q, icon: Search }));
  }

  async #show(hits: Hit[]) {
    this.failed = false;
    this.hits = hits;
    await this.updateComplete;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    if (!this.list) return;
    this.#combobox = new Combobox(this.field, this.list, {
      tabInsertsSuggestions: false,
      // What was searched before waits to be chosen; what was found for the words typed is one key away.
      firstOptionSelectionMode: this.field.value.trim() ? 'selected' : 'none',
    });
    this.#combobox.start();
  }

  #taken = (event: Event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const hit = this.hits?.[Number(option?.dataset.at)];
    if (hit) this.#go(hit.path);
  };

  #go(path: string) {
    this.#close();
    this.field.value = this.query;
    this.field.blur();
    this.router?.go(path);
  }

  #key = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const text = this.field.value.trim();
    if (event.key === 'Enter' && !event.defaultPrevented && text) {
      // The list takes the key where something in it is selected.
      if (this.list?.querySelector('[aria-selected=true]')) return;
      event.preventDefault();
      this.#go(searchPath({ q: text }));
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (this.hits?.length) this.#close();
      else if (text) this.field.value = '';
      else this.field.blur();
    }
  };

  #close() {
    clearTimeout(this.#asking);
    this.#abort?.abort();
    this.#combobox?.destroy();
    this.#combobox = undefined;
    this.hits = undefined;
    this.failed = false;
  }
}

export const searchPath = (query: Record<string, string>) => `search?${new URLSearchParams(query)}`;

const plain = (parts: Marked[]) => parts.map(part => part.text).join('');

/** What can be opened by its name comes before what was said. */
function hitsOf({ groups }: SearchAnswer): Hit[] {
  const hits: Record<'named' | 'said', Hit[]> = { named: [], said: [] };
  for (const group of groups) {
    switch (group.type) {
      case 'records':
        for (const { record } of group.items)
          hits.named.push({
            path: appPath(targetOf(record)),
            name: record.name,
            note: recordKindName(record.kind, record.type),
            kind: record.kind,
          });
        break;
      case 'members':
        for (const { member } of group.items)
          hits.named.push({
            path: appPath({ kind: 'member', id: member.id }),
            name: member.name,
            id: member.id,
            ...(member.title ? { note: member.title } : {}),
          });
        break;
      case 'spaces':
        for (const { space } of group.items)
          hits.named.push({
            path: appPath({ kind: 'space', id: space.id }),
            name: space.name,
            note: msg('Space'),
            kind: 'space',
          });
        break;
      case 'topics':
        for (const { topic } of group.items)
          hits.named.push({
            path: appPath({ kind: 'topic', id: topic.id }),
            name: `#${topic.name}`,
            note: msg('Topic'),
            kind: 'topic',
          });
        break;
      case 'posts':
        for (const post of group.items.slice(0, 3))
          hits.said.push({
            path: appPath({ kind: 'post', id: post.id }),
            name: plain(post.title ?? post.excerpt),
            note: [post.author?.name, post.subject.name].filter(Boolean).join(' · '),
            icon: MessageCircle,
          });
        break;
    }
  }
  return [...hits.named, ...hits.said];
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-finder': RapportFinder;
  }
}
