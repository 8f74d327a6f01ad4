import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MemberSummary, Money, StoryChange, StoryValue } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { day, money, number, plural } from '../../i18n/format.ts';
import { fieldName } from '../../i18n/more-names.ts';

/** A value as a reader of this language writes it. */
export function storyValue(type: StoryChange['type'], value: StoryValue | undefined): string {
  if (value === undefined || value === null || value === '') return msg('empty', { desc: 'a field without a value' });
  if (typeof value === 'object') return 'amount' in value ? money(value as Money) : (value as MemberSummary).name;
  if (typeof value === 'boolean' || type === 'boolean')
    return value === true || value === 'true' ? msg('yes') : msg('no');
  if (type === 'date' && typeof value === 'string') return day(value);
  if (typeof value === 'number') return number(value);
  if (type === 'number') return number(Number(value));
  return value;
}

/** The line that stands for an import: how many records were changed, not what of each. */
const IMPORTED = 'recordsChanged';

export const importedText = (count: number) =>
  plural(count, {
    one: msg(str`${number(count)} record was changed in one go`),
    other: msg(str`${number(count)} records were changed in one go`),
  });

/** What changed in the CRM, one line a field: what it was, what it is. */
@customElement('rapport-story')
@localized()
export class RapportStory extends LitElement {
  @property({ attribute: false }) changes: StoryChange[] = [];

  static override styles = [
    base,
    css`
      :host {
        font-size: var(--r-sm);
      }
      ul {
        list-style: none;
        display: grid;
        gap: 2px;
      }
      li {
        overflow-wrap: anywhere;
      }
      .before {
        color: var(--r-muted);
        text-decoration: line-through;
        text-decoration-color: color-mix(in srgb, currentColor 55%, transparent);
      }
      .after {
        font-weight: 600;
      }
      .arrow {
        color: var(--r-muted);
        padding-inline: 2px;
      }
    `,
  ];

  override render() {
    return html`<ul>
      ${this.changes.map(change => {
        if (change.field === IMPORTED) return html`<li>${importedText(Number(change.after))}</li>`;
        const field = fieldName(change.field);
        const before = storyValue(change.type, change.before);
        const after = storyValue(change.type, change.after);
        return html`<li>
          <span class="muted">${msg(str`${field}:`)}</span>
          <span class="before"><span class="unseen">${msg('was')} </span>${before}</span>
          <span class="arrow" aria-hidden="true">→</span>
          <span class="after"><span class="unseen">${msg('is now')} </span>${after}</span>
        </li>`;
      })}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-story': RapportStory;
  }
}
