import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Post } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import {
  Award,
  BellOff,
  CircleCheck,
  Clock,
  glyph,
  Lock,
  Megaphone,
  Note,
  Pin,
  Question,
  Vote,
  type Icon,
} from '../../design/icons.ts';
import { timeSince } from '../../i18n/more-formats.ts';

/** What kind of post it is and how it stands, in icons and words. */
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
      .answered {
        background: var(--r-success-soft);
        color: var(--r-on-success-soft);
      }
      .news {
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      .kudos {
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
      }
      @media (forced-colors: active) {
        span {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  override render() {
    const { post } = this;
    if (!post) return nothing;
    return html`${post.pinned ? badge(Pin, msg('Pinned')) : nothing} ${kindBadge(post)}
    ${post.waitingSince ? badge(Clock, msg(str`Waiting for ${timeSince(post.waitingSince)}`)) : nothing}
    ${post.closed ? badge(Lock, msg('Closed')) : nothing}
    ${post.muted ? badge(BellOff, msg('Muted', { id: 'thread-muted', desc: 'a thread one no longer hears of' })) : nothing}`;
  }
}

const badge = (icon: Icon, word: string, look = ''): TemplateResult =>
  html`<span class=${look}>${glyph(icon)}${word}</span>`;

function kindBadge({ kind, question, poll }: Post) {
  switch (kind) {
    case 'question':
      return question?.state === 'answered'
        ? badge(CircleCheck, msg('Answered question'), 'answered')
        : badge(Question, question ? msg('Open question') : msg('Question'), 'question');
    case 'note':
      return badge(Note, msg('Note'));
    case 'poll':
      return badge(Vote, poll?.ended ? msg('Poll, ended') : msg('Poll'));
    case 'kudos':
      return badge(Award, msg('Thanks', { id: 'kudos', desc: 'kind of post that thanks colleagues' }), 'kudos');
    case 'announcement':
      return badge(Megaphone, msg('Announcement'), 'news');
    default:
      return nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-badges': RapportBadges;
  }
}
