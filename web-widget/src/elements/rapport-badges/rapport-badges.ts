import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Post } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { glyph, Note, Question } from '../../design/icons.ts';

/** What kind of post it is, in an icon and a word. */
@customElement('rapport-badges')
@localized()
export class RapportBadges extends LitElement {
  @property({ attribute: false }) post?: Post;

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      span {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 1px 8px 1px 6px;
        border-radius: 99px;
        background: var(--r-hover);
        color: var(--r-muted);
        font-size: var(--r-xs);
        font-weight: 600;
      }
      svg.glyph {
        width: 14px;
        height: 14px;
      }
      .question {
        background: var(--r-question-soft);
        color: var(--r-on-question-soft);
      }
      @media (forced-colors: active) {
        span {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  override render() {
    switch (this.post?.kind) {
      case 'question':
        return html`<span class="question">${glyph(Question)}${msg('Question')}</span>`;
      case 'note':
        return html`<span>${glyph(Note)}${msg('Note')}</span>`;
      default:
        return nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-badges': RapportBadges;
  }
}
