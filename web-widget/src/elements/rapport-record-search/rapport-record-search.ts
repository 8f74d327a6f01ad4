import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import type { Marked, RecordSummary, SearchAnswer, SearchGroup } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { glyph, Search } from '../../design/icons.ts';
import { consume } from '../../feed/context.ts';
import { link, surfaceContext, tell, type Surface, type Target } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import { problemText } from '../../i18n/names.ts';
import '../rapport-time/rapport-time.ts';

const PAUSE = 250;
const LETTERS = 2;
const ROWS = 5;

/** One thing that was found, whatever it is. */
interface Hit {
  target: Target;
  /** Whose words they are, or what it is called. */
  head: string | Marked[];
  words: Marked[];
  at?: string | undefined;
}

/**
 * Searches in one record: what was written there, and its files.
 * @fires rapport-searched - it is to be put away
 */
@customElement('rapport-record-search')
@localized()
export class RapportRecordSearch extends LitElement {
  @property({ attribute: false }) record?: RecordSummary;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private answer?: SearchAnswer | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private words = '';
  @state() private slow = false;
  @query('input') private field!: HTMLInputElement;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;
  #opener: HTMLElement | undefined;

  static override styles = [
    base,
    fields,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
        padding: 8px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      .box {
        position: relative;
      }
      .box > svg {
        position: absolute;
        inset-block-start: 9px;
        inset-inline-start: 9px;
        color: var(--r-muted);
        pointer-events: none;
      }
      input[type='search'] {
        min-height: 36px;
        padding: 6px 10px 6px 34px;
      }
      ::placeholder {
        color: var(--r-muted);
        opacity: 1;
      }
      h3 {
        margin: 0;
        color: var(--r-muted);
        font-size: var(--r-xs);
        font-weight: 600;
      }
      ul {
        list-style: none;
        display: grid;
        gap: 2px;
      }
      li {
        position: relative;
        display: grid;
        gap: 2px;
        padding: 6px 8px;
        border-radius: var(--r-radius-control);
        overflow-wrap: anywhere;
      }
      li:hover {
        background: var(--r-hover);
      }
      a.plain {
        color: inherit;
        font-size: var(--r-sm);
        font-weight: 600;
        text-decoration: none;
      }
      a.plain::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      a.plain:focus-visible {
        outline: none;
      }
      li:has(a:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: -2px;
      }
      .words {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        font-size: var(--r-sm);
      }
      mark {
        padding: 0 1px;
        border-radius: 2px;
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
        font-weight: 600;
      }
      .further {
        display: inline-block;
        min-height: 24px;
        font-size: var(--r-sm);
      }
      .wrong {
        color: var(--r-danger);
      }
      p {
        padding-inline: 8px;
        font-size: var(--r-sm);
      }
    `,
  ];

  override connectedCallback() {
    super.connectedCallback();
    const { activeElement } = this.getRootNode() as ShadowRoot | Document;
    if (activeElement instanceof HTMLElement) this.#opener = activeElement;
    void this.updateComplete.then(() => this.field?.focus());
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    // Another record: nothing of the one before stays on screen.
    const before = changed.get('record');
    if (!before || before.id === this.record?.id) return;
    this.#stop();
    this.words = '';
    this.answer = this.problem = undefined;
    if (this.field) this.field.value = '';
  }

  override render() {
    const { answer, problem, words } = this;
    const groups = answer ? hitsOf(answer) : [];
    const count = groups.reduce((sum, [, hits]) => sum + hits.length, 0);
    return html`<div class="box" role="search">
        ${glyph(Search)}
        <input
          type="search"
          autocomplete="off"
          enterkeyhint="search"
          aria-label=${msg(str`Search in ${this.record?.name ?? ''}`)}
          placeholder=${msg('Search here')}
          @input=${this.#typed}
          @keydown=${this.#key}
        />
      </div>
      <span class="unseen" role="status">
        ${
          answer
            ? plural(count, { one: msg(str`${number(count)} result`), other: msg(str`${number(count)} results`) })
            : ''
        }
      </span>
      ${this.slow && !answer ? html`<p class="muted">${msg('Searching…')}</p>` : nothing}
      ${
        problem
          ? html`<p class="wrong" role="alert">${problemText(problem)}</p>
              <button type="button" class="outline" @click=${this.#again}>${msg('Retry')}</button>`
          : nothing
      }
      ${answer?.similar && count > 0 ? html`<p class="muted">${msg('Nothing is written exactly so. This comes close:')}</p>` : nothing}
      ${groups.map(([name, hits]) => this.#group(name, hits))}
      ${answer && count === 0 ? html`<p class="muted">${msg(str`Nothing was found for “${words}”`)}</p>` : nothing}
      ${
        answer && this.record
          ? html`<p>
              <a
                class="further"
                href=${this.#all(words)}
                target=${ifDefined(this.surface?.newTab ? '_blank' : undefined)}
                rel=${ifDefined(this.surface?.newTab ? 'noopener' : undefined)}
                >${msg('All results in Rapport')}</a
              >
            </p>`
          : nothing
      }`;
  }

  /** The app's page with all that is found: beside the record's. */
  #all(q: string) {
    const { id } = this.record!;
    const page = this.surface?.hrefOf({ kind: 'record', id }) ?? location.href;
    return new URL(`../search?${new URLSearchParams({ q, subjectId: id })}`, page).href;
  }

  #group(name: string, hits: Hit[]): TemplateResult {
    return html`<section aria-label=${name}>
      <h3>${name}</h3>
      <ul>
        ${hits.map(
          ({ target, head, words, at }) =>
            html`<li>
              ${link(this.surface, target, html`<span dir="auto">${typeof head === 'string' ? head : marked(head)}</span>`)}
              ${words.length > 0 ? html`<span class="words" dir="auto">${marked(words)}</span>` : nothing}
              ${at ? html`<span class="small muted"><rapport-time at=${at}></rapport-time></span>` : nothing}
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #typed = () => {
    clearTimeout(this.#asking);
    if (this.field.value.trim().length < LETTERS) {
      this.#stop();
      this.answer = this.problem = undefined;
      return;
    }
    this.#asking = setTimeout(() => void this.#ask(), PAUSE);
  };

  /** The button goes away with what was wrong: the keyboard stays in the field. */
  #again = () => {
    this.field.focus();
    void this.#ask();
  };

  async #ask() {
    const words = this.field.value.trim();
    this.#stop();
    if (words.length < LETTERS) return;
    const { signal } = (this.#abort = new AbortController());
    this.problem = undefined;
    this.#waiting = setTimeout(() => (this.slow = true), PAUSE);
    try {
      const services = await this.surface!.services();
      const answer = await services.search({ q: words, subjectId: this.record!.id, limit: ROWS }, signal);
      if (signal.aborted) return;
      this.words = words;
      this.answer = answer;
    } catch (failure) {
      if (signal.aborted) return;
      this.answer = undefined;
      this.problem = problemOf(failure);
    } finally {
      if (!signal.aborted) {
        clearTimeout(this.#waiting);
        this.slow = false;
      }
    }
  }

  /** The keyboard goes back to where it came from. */
  #leave() {
    const opener = this.#opener;
    tell(this, 'rapport-searched');
    opener?.focus();
  }

  #stop() {
    clearTimeout(this.#asking);
    clearTimeout(this.#waiting);
    this.#abort?.abort();
    this.slow = false;
  }

  /** Esc clears, a second one leaves; Enter doesn't wait. */
  #key = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void this.#ask();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (!this.field.value) return this.#leave();
      this.field.value = '';
      this.#typed();
    }
  };
}

const marked = (parts: Marked[]) => parts.map(part => (part.marked ? html`<mark>${part.text}</mark>` : part.text));

/** What stands in the record: what was said about it, and files. */
function hitsOf({ groups }: SearchAnswer): [string, Hit[]][] {
  return groups.map((group): [string, Hit[]] => named(group)).filter(([, hits]) => hits.length > 0);
}

function named(group: SearchGroup): [string, Hit[]] {
  switch (group.type) {
    case 'posts':
      return [
        msg('Posts', { id: 'found-posts', desc: 'things that a search finds' }),
        group.items.map(({ id, author, title, excerpt, publishedAt }) => ({
          target: { kind: 'post', id },
          head: title ?? author?.name ?? msg('The CRM'),
          words: excerpt,
          at: publishedAt,
        })),
      ];
    case 'comments':
      return [
        msg('Comments', { id: 'found-comments', desc: 'things that a search finds' }),
        group.items.map(({ id, postId, author, excerpt, publishedAt }) => ({
          target: { kind: 'post', id: postId, comment: id },
          head: author?.name ?? msg('The CRM'),
          words: excerpt,
          at: publishedAt,
        })),
      ];
    case 'files':
      return [
        msg('Files'),
        group.items.map(({ file, postId, commentId, name }) => ({
          target: { kind: 'post', id: postId, ...(commentId ? { comment: commentId } : {}) },
          head: name,
          words: [],
          at: file.createdAt,
        })),
      ];
    default:
      return ['', []];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-record-search': RapportRecordSearch;
  }
}
