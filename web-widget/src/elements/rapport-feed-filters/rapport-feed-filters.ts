import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FeedNarrowing } from '../../api/feeds.ts';
import type { MemberSummary, PostKind, Topic } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { tell } from '../../feed/surface.ts';
import { postKindName, postKinds } from '../../i18n/kinds.ts';
import '../rapport-picker/rapport-picker.ts';
import type { Choice } from '../rapport-picker/rapport-picker.ts';

const DAY = 86_400_000;
const periods = [1, 7, 30, 365] as const;

/** The day so long ago, as the calendar here has it. */
function daysAgo(days: number): string {
  const at = new Date(Date.now() - days * DAY);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}

/**
 * What a feed is narrowed to, part by part; each choice acts at once.
 * @fires rapport-narrow - `detail` is the whole narrowing
 */
@customElement('rapport-feed-filters')
@localized()
export class RapportFeedFilters extends LitElement {
  @property({ attribute: false }) narrowing: FeedNarrowing = {};
  @property() authorName = '';
  @property({ attribute: false }) findMembers?: (query: string) => Promise<MemberSummary[]>;
  @property({ attribute: false }) findTopics?: (query: string) => Promise<Topic[]>;
  #picked = '';
  #own = false;

  static override styles = [
    base,
    fields,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(190px, 100%), 1fr));
        gap: 12px 16px;
        padding: var(--r-card);
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      select,
      input[type='date'] {
        min-height: 38px;
      }
      .checks {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
        align-items: center;
      }
      .checks label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-height: 32px;
        margin: 0;
        font-weight: 400;
      }
      input[type='checkbox'] {
        width: 18px;
        height: 18px;
        accent-color: var(--r-accent);
      }
      .clear {
        margin-inline-start: auto;
      }
    `,
  ];

  override render() {
    const { narrowing } = this;
    const { kind, topic, authorId, from, to } = narrowing;
    const period = periods.find(days => from === daysAgo(days) && !to);
    const own = this.#own || (!!(from || to) && period === undefined);
    return html`<form aria-label=${msg('Filter')} @submit=${(event: Event) => event.preventDefault()}>
      <div>
        <label for="kind">${msg('Kind of post')}</label>
        <select id="kind" @change=${(event: Event) => this.#set('kind', valueOf(event) as PostKind)}>
          <option value="" ?selected=${!kind}>${msg('All kinds')}</option>
          ${postKinds.map(each => html`<option value=${each} ?selected=${each === kind}>${postKindName(each)}</option>`)}
        </select>
      </div>
      <rapport-picker
        keep
        label=${msg('Written by')}
        placeholder=${msg('Anybody')}
        value=${authorId ? this.#picked || this.authorName : ''}
        .find=${async (query: string) => ((await this.findMembers?.(query)) ?? []).map(asChoice)}
        @rapport-pick=${(event: CustomEvent<Choice | undefined>) => {
          event.stopPropagation();
          this.#picked = event.detail?.name ?? '';
          this.#set('authorId', event.detail?.id);
        }}
      ></rapport-picker>
      <rapport-picker
        keep
        label=${msg('Topic')}
        placeholder=${msg('Any topic')}
        value=${topic ?? ''}
        .find=${async (query: string) =>
          ((await this.findTopics?.(query.replace(/^#/, ''))) ?? []).map(({ name }) => ({
            id: name,
            name,
            kind: 'topic',
          }))}
        @rapport-pick=${(event: CustomEvent<Choice | undefined>) => {
          event.stopPropagation();
          this.#set('topic', event.detail?.id);
        }}
      ></rapport-picker>
      <div>
        <label for="period">${msg('Period')}</label>
        <select id="period" @change=${this.#period}>
          <option value="" ?selected=${!from && !to && !own}>${msg('Any time')}</option>
          <option value="1" ?selected=${period === 1}>${msg('Since yesterday')}</option>
          <option value="7" ?selected=${period === 7}>${msg('The last 7 days')}</option>
          <option value="30" ?selected=${period === 30}>${msg('The last 30 days')}</option>
          <option value="365" ?selected=${period === 365}>${msg('The last 12 months')}</option>
          <option value="own" ?selected=${own}>${msg('From … to …')}</option>
        </select>
      </div>
      ${
        own
          ? html`<div>
                <label for="from">${msg('From', { desc: 'a day' })}</label>
                <input
                  id="from"
                  type="date"
                  .value=${from ?? ''}
                  max=${to ?? ''}
                  @change=${(event: Event) => this.#set('from', valueOf(event))}
                />
              </div>
              <div>
                <label for="to">${msg('To', { desc: 'a day' })}</label>
                <input
                  id="to"
                  type="date"
                  .value=${to ?? ''}
                  min=${from ?? ''}
                  @change=${(event: Event) => this.#set('to', valueOf(event))}
                />
              </div>`
          : nothing
      }
      <div class="checks">
        ${this.#check('unread', msg('Unread', { id: 'unread-posts', desc: 'posts' }))}
        ${this.#check('hasFile', msg('With files'))} ${this.#check('people', msg('People’s words only'))}
        ${
          Object.keys(narrowing).length > 0
            ? html`<button type="button" class="outline clear" @click=${this.#clear}>${msg('Clear filters')}</button>`
            : nothing
        }
      </div>
    </form>`;
  }

  #check(name: 'unread' | 'hasFile' | 'people', label: string) {
    return html`<label
      ><input
        type="checkbox"
        .checked=${this.narrowing[name] ?? false}
        @change=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).checked || undefined)}
      />${label}</label
    >`;
  }

  #period = (event: Event) => {
    const value = valueOf(event);
    this.#own = value === 'own';
    if (this.#own) return this.requestUpdate();
    const rest = { ...this.narrowing };
    delete rest.from;
    delete rest.to;
    tell(this, 'rapport-narrow', value ? { ...rest, from: daysAgo(Number(value)) } : rest);
  };

  #clear = () => {
    this.#own = false;
    this.#picked = '';
    tell(this, 'rapport-narrow', {});
    this.renderRoot.querySelector<HTMLElement>('#kind')?.focus();
  };

  #set<K extends keyof FeedNarrowing>(name: K, value: FeedNarrowing[K] | undefined) {
    const rest = { ...this.narrowing };
    delete rest[name];
    tell(this, 'rapport-narrow', value ? { ...rest, [name]: value } : rest);
  }
}

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

const asChoice = ({ id, name, title }: MemberSummary): Choice => ({ id, name, ...(title ? { note: title } : {}) });

declare global {
  interface HTMLElementTagNameMap {
    'rapport-feed-filters': RapportFeedFilters;
  }
}
