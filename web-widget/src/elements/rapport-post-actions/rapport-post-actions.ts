import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { base } from '../../design/base.ts';
import { Bookmark, glyph, MessageCircle } from '../../design/icons.ts';
import type { LocalPost } from '../../feed/conversation.ts';
import { tell } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import type { RapportReactions } from '../rapport-reactions/rapport-reactions.ts';
import '../rapport-reactions/rapport-reactions.ts';

/**
 * The row under a post: what people felt about it, and the way to its comments.
 * @fires rapport-converse - the reader pressed for the comments
 */
@customElement('rapport-post-actions')
@localized()
export class RapportPostActions extends LitElement {
  @property({ attribute: false }) post?: LocalPost;
  @property({ type: Number }) tab?: number;
  @query('rapport-reactions') private reactions?: RapportReactions;

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 4px;
        min-height: 28px;
        margin-inline-start: -8px;
      }
      .saved {
        color: var(--r-accent);
      }
      .saved svg.glyph {
        fill: currentColor;
      }
      .count {
        font-variant-numeric: tabular-nums;
      }
      @container (width < 480px) {
        .word {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  agree() {
    if (this.post?.capabilities.react) this.reactions?.toggle();
  }

  chooseReaction() {
    this.reactions?.choose();
  }

  get open() {
    return this.reactions?.open ?? false;
  }

  override render() {
    const { post } = this;
    if (!post) return nothing;
    return html`<rapport-reactions
        .reactions=${post.reactions}
        .tab=${this.tab}
        ?readonly=${!post.capabilities.react}
        ?known=${post.reactions.total > 0}
        @rapport-who=${() => tell(this, 'rapport-do', { item: 'post', id: post.id, postId: post.id, act: 'reactors' })}
        @rapport-reacted=${(event: CustomEvent) => tell(this, 'rapport-react', { item: 'post', id: post.id, postId: post.id, kind: event.detail })}
      ></rapport-reactions>
      ${this.#comments(post)} ${post.capabilities.bookmark ? this.#save(post) : nothing}`;
  }

  #save(post: LocalPost) {
    const on = post.bookmarked !== true;
    const name = msg('Save', { id: 'bookmark', desc: 'keeps a post in one’s own list' });
    return html`<button
      type="button"
      class="quiet ${on ? '' : 'saved'}"
      tabindex=${ifDefined(this.tab)}
      aria-label=${name}
      title=${name}
      aria-pressed=${on ? 'false' : 'true'}
      @click=${() => tell(this, 'rapport-do', { item: 'post', id: post.id, postId: post.id, act: 'bookmark', on })}
    >
      ${glyph(Bookmark)}<span class="word">${name}</span>
    </button>`;
  }

  #comments(post: LocalPost) {
    const count = post.commentCount;
    if (!post.capabilities.comment && count === 0) return nothing;
    const words = plural(count, {
      one: msg(str`${number(count)} comment`),
      other: msg(str`${number(count)} comments`),
    });
    return html`<button
      type="button"
      class="quiet"
      tabindex=${ifDefined(this.tab)}
      aria-label=${count > 0 ? words : msg('Comment')}
      @click=${() => tell(this, 'rapport-converse')}
    >
      ${glyph(MessageCircle)}${
        count > 0
          ? html`<span class="count">${number(count)}</span>`
          : html`<span class="word">${msg('Comment')}</span>`
      }
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-post-actions': RapportPostActions;
  }
}
