import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FeedFilter, FeedOrder, RecordSummary } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { ChevronDown, Funnel, glyph, Search } from '../../design/icons.ts';
import { tell } from '../../feed/surface.ts';
import '../rapport-menu/rapport-menu.ts';

export const usualFilters: FeedFilter[] = ['all', 'people', 'questions', 'changes', 'mine'];

function filterName(filter: FeedFilter): string {
  switch (filter) {
    case 'all':
      return msg('All');
    case 'people':
      return msg('People’s posts');
    case 'questions':
      return msg('Questions');
    case 'changes':
      return msg('CRM changes');
    case 'mine':
      return msg('Mine');
  }
}

/**
 * Which posts, in which order.
 * @fires rapport-filter - `detail` is the filter  @fires rapport-order - `detail` is the order
 * @fires rapport-filtering - the further filters are to be shown or put away
 */
@customElement('rapport-feed-bar')
@localized()
export class RapportFeedBar extends LitElement {
  @property({ attribute: false }) filter: FeedFilter = 'all';
  /** Nothing where the feed has an order of its own. */
  @property({ attribute: false }) order: FeedOrder | undefined = 'activity';
  /** How many further filters hold; without a number there are none to offer. */
  @property({ type: Number }) narrowed?: number;
  /** The further filters are shown. */
  @property({ type: Boolean }) filtering = false;
  @property({ attribute: false }) filters = usualFilters;
  /** The record in which one can search here; none where the page around has a search of its own. */
  @property({ attribute: false }) within?: RecordSummary;
  @state() private searching = false;

  static override styles = [
    base,
    css`
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .chips {
        display: flex;
        gap: 2px;
        flex: 1;
        min-width: 0;
        overflow-x: auto;
        scrollbar-width: none;
        mask-image: linear-gradient(to right, #000 calc(100% - 16px), transparent);
        padding: 3px;
        margin: -3px;
      }
      .chips button {
        flex: none;
        border-radius: 99px;
        padding-inline: 8px;
        color: var(--r-muted);
        white-space: nowrap;
      }
      .chips button[aria-pressed='true'] {
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-weight: 600;
      }
      rapport-menu {
        flex: none;
      }
      rapport-menu svg {
        width: 14px;
        height: 14px;
      }
      .set {
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      rapport-record-search {
        margin-block-start: 8px;
      }
      .order {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        font-size: var(--r-sm);
        white-space: nowrap;
      }
      @media (forced-colors: active) {
        .chips button[aria-pressed='true'] {
          border: 2px solid Highlight;
        }
      }
    `,
  ];

  override render() {
    return html`<div class="bar">
        <div class="chips" role="group" aria-label=${msg('Show')}>
          ${this.filters.map(
            filter =>
              html`<button
                type="button"
                aria-pressed=${filter === this.filter ? 'true' : 'false'}
                @click=${() => tell(this, 'rapport-filter', filter)}
              >
                ${filterName(filter)}
              </button>`,
          )}
        </div>
        ${this.narrowed === undefined ? nothing : this.#further(this.narrowed)}
        ${this.within ? this.#search() : nothing} ${this.order ? this.#orders(this.order) : nothing}
      </div>
      ${
        this.within && this.searching
          ? html`<rapport-record-search
              .record=${this.within}
              @rapport-searched=${() => (this.searching = false)}
            ></rapport-record-search>`
          : nothing
      }`;
  }

  #further(count: number) {
    const name = count > 0 ? msg(str`Filter, ${count} set`) : msg('Filter');
    return html`<button
      type="button"
      class="icon ${count > 0 ? 'set' : 'quiet'}"
      aria-label=${name}
      title=${name}
      aria-expanded=${this.filtering ? 'true' : 'false'}
      @click=${() => tell(this, 'rapport-filtering')}
    >
      ${glyph(Funnel)}${count > 0 ? html`<span>${count}</span>` : nothing}
    </button>`;
  }

  #search() {
    return html`<button
      type="button"
      class="icon ${this.searching ? 'set' : 'quiet'}"
      aria-label=${msg('Search in this record')}
      title=${msg('Search in this record')}
      aria-expanded=${this.searching ? 'true' : 'false'}
      @click=${this.#searched}
    >
      ${glyph(Search)}
    </button>`;
  }

  /** The field comes when somebody wants to search. */
  #searched = async () => {
    await import('../rapport-record-search/rapport-record-search.ts');
    this.searching = !this.searching;
  };

  #orders(order: FeedOrder) {
    const name = this.#orderName(order);
    return html`<rapport-menu
      label=${msg(str`Order: ${name}`)}
      .items=${(['activity', 'newest'] as const).map(id => ({ id, label: this.#orderName(id), checked: id === order }))}
      @rapport-choose=${(event: CustomEvent<FeedOrder>) => {
        event.stopPropagation();
        tell(this, 'rapport-order', event.detail);
      }}
      ><span class="order"
        >${order === 'activity' ? msg('Activity') : msg('Newest')}${glyph(ChevronDown)}</span
      ></rapport-menu
    >`;
  }

  #orderName(order: FeedOrder) {
    return order === 'activity' ? msg('Latest activity first') : msg('Newest post first');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-feed-bar': RapportFeedBar;
  }
}
