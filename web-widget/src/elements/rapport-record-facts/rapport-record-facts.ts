import { localized } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Record_ } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { consume } from '../../feed/context.ts';
import { safeUrl } from '../../feed/segments.ts';
import { link, surfaceContext, type Surface } from '../../feed/surface.ts';
import { day, money } from '../../i18n/format.ts';
import { fieldName } from '../../i18n/more-names.ts';

/** What the CRM says of a record, a name and a value each. In the CRM's own page nobody needs it. */
@customElement('rapport-record-facts')
@localized()
export class RapportRecordFacts extends LitElement {
  @property({ attribute: false }) record?: Record_;
  @consume(surfaceContext) @state() surface?: Surface;

  static override styles = [
    base,
    css`
      a {
        color: inherit;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(128px, 100%), 1fr));
        gap: 8px 16px;
        font-size: var(--r-sm);
      }
      dt {
        color: var(--r-muted);
        font-size: var(--r-xs);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  override render() {
    return this.record ? this.#facts(this.record) : nothing;
  }

  #facts(record: Record_) {
    const fields = record.fields ?? {};
    const facts: [string, unknown][] = [];
    const { stage, amount, closeOn, ...rest } = fields;
    if (stage) facts.push([fieldName('stage'), stage]);
    if (amount) facts.push([fieldName('amount'), money(amount)]);
    if (closeOn) facts.push([fieldName('closeOn'), day(closeOn)]);
    if (record.owner)
      facts.push([fieldName('owner'), link(this.surface, { kind: 'member', id: record.owner.id }, record.owner.name)]);
    for (const [name, value] of Object.entries(rest)) {
      if (value === undefined || value === null || value === '') continue;
      const text = String(value);
      if (name === 'website' && safeUrl(text)) {
        facts.push([
          fieldName(name),
          html`<a href=${safeUrl(text)!} target="_blank" rel="noopener noreferrer">${new URL(text).host}</a>`,
        ]);
      } else if (name === 'email') facts.push([fieldName(name), html`<a href="mailto:${text}">${text}</a>`]);
      else if (name === 'phone')
        facts.push([fieldName(name), html`<a href="tel:${text.replace(/[^+\d]/g, '')}">${text}</a>`]);
      else facts.push([fieldName(name), typeof value === 'object' ? '' : text]);
    }
    if (facts.length === 0) return nothing;
    return html`<dl>
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-record-facts': RapportRecordFacts;
  }
}
