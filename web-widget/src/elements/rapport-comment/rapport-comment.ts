import { consume } from '../../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { base } from '../../design/base.ts';
import { ArrowUp, CircleCheck, glyph, Reply } from '../../design/icons.ts';
import { composer, loadComposer, loadExtras } from '../../feed/compose.ts';
import type { LocalComment } from '../../feed/conversation.ts';
import type { ItemRef, Writing } from '../../feed/events.ts';
import { itemStyles } from '../../feed/item.styles.ts';
import { renderSegments } from '../../feed/segments.ts';
import { segmentStyles } from '../../feed/segments.styles.ts';
import { link, surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import '../rapport-avatar/rapport-avatar.ts';
import '../rapport-item-menu/rapport-item-menu.ts';
import '../rapport-reactions/rapport-reactions.ts';
import '../rapport-time/rapport-time.ts';
import '../rapport-unsent/rapport-unsent.ts';

/**
 * One comment, or a reply under one.
 * @fires rapport-reply - the reader pressed Reply; `detail` is the comment
 * @csspart body - its text
 */
@customElement('rapport-comment')
@localized()
export class RapportComment extends LitElement {
  /** What to show; nothing is rendered until it is set. */
  @property({ attribute: false }) comment?: LocalComment;
  @property() subjectId = '';
  @property({ type: Number }) tab?: number;
  /** Its address was opened. */
  @property({ type: Boolean }) marked = false;
  @consume(surfaceContext) @state() surface?: Surface;
  /** The text as it was when its author opened it. */
  @state() private editing?: Writing | undefined;
  @query('article') private article?: HTMLElement;

  static override styles = [
    base,
    segmentStyles,
    itemStyles,
    css`
      article {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 2px 8px;
        scroll-margin-block: 96px;
      }
      .said {
        padding: 8px 12px;
        border-radius: var(--r-radius);
        background: var(--r-hover);
      }
      .said .body {
        margin-block-start: 2px;
        font-size: max(var(--r-sm), calc(var(--r-md) - 1px));
      }
      .actions {
        grid-column: 2;
        margin-inline-start: 4px;
      }
      .actions button {
        font-size: var(--r-xs);
      }
      .body code,
      .body pre {
        background: color-mix(in srgb, var(--r-line) 55%, transparent);
      }
      .best {
        display: flex;
        align-items: center;
        gap: 4px;
        color: var(--r-success);
        font-size: var(--r-xs);
        font-weight: 600;
      }
      .best svg.glyph {
        width: 15px;
        height: 15px;
      }
      .own {
        color: var(--r-accent);
      }
      rapport-files {
        margin-block-start: 6px;
      }
      .answers {
        color: var(--r-muted);
      }
      rapport-avatar {
        margin-block-start: 6px;
      }
    `,
  ];

  override focus() {
    this.article?.focus();
  }

  /** Opens the text for its author to change. */
  async edit() {
    const { comment } = this;
    if (comment?.capabilities.edit) this.editing ??= (await loadComposer()).editing(comment, this.subjectId);
  }

  override render() {
    const { comment, surface, tab } = this;
    if (!comment) return nothing;
    if (comment.deleted) {
      return html`<article tabindex="-1" class=${this.marked ? 'marked' : ''}>
        <p class="gone">${msg('This comment was deleted.')}</p>
      </article>`;
    }
    if (comment.removed) {
      void loadExtras();
      return html`<article tabindex="-1" class=${this.marked ? 'marked' : ''}>
        <rapport-removed .removed=${comment.removed}></rapport-removed>
      </article>`;
    }
    const { author, local } = comment;
    const deleted = !author;
    return html`<article
      tabindex="-1"
      aria-labelledby="who when"
      class="${local?.state === 'sending' ? 'sending' : ''} ${this.marked ? 'marked' : ''}"
    >
      <rapport-avatar size="small" name=${author?.name ?? ''} member-id=${author?.id ?? ''}></rapport-avatar>
      <div>
        <div class="said">
          ${comment.accepted ? html`<p class="best">${glyph(CircleCheck)}${msg('Best answer')}</p>` : nothing}
          <div class="meta">
            ${deleted ? nothing : html`<span id="who" class="who">${link(surface, { kind: 'member', id: author.id }, author.name, { tab: tab ?? 0 })}</span>`}
            <span id="when"
              >${
                local?.state === 'sending'
                  ? msg('Sending…')
                  : link(
                      surface,
                      { kind: 'post', id: comment.postId, comment: comment.id },
                      html`<rapport-time at=${comment.publishedAt}></rapport-time>`,
                      { tab: tab ?? 0 },
                    )
              }</span
            >
            ${comment.editedAt ? this.#edited() : nothing}
          </div>
          ${
            this.editing
              ? nothing
              : html`<div class="body" part="body" dir="auto">
                  ${
                    comment.parentAuthor && comment.threadId && comment.parentId !== comment.threadId
                      ? html`<span class="answers small">${msg(str`In reply to ${comment.parentAuthor.name}`)}</span>`
                      : nothing
                  }
                  ${renderSegments(comment.segments, surface, tab ?? 0)} ${this.#files()}
                </div>`
          }
        </div>
        ${this.editing ? this.#editor(this.editing) : nothing}
        ${local?.state === 'failed' ? html`<rapport-unsent .item=${comment}></rapport-unsent>` : nothing}
      </div>
      ${local || this.editing ? nothing : this.#actions()}
    </article>`;
  }

  get #ref(): ItemRef {
    return { item: 'comment', id: this.comment!.id, postId: this.comment!.postId };
  }

  #edited() {
    if (!this.comment!.capabilities.history) return html`<span class="dot">${msg('edited')}</span>`;
    return html`<span class="dot"
      ><button
        type="button"
        class="link"
        tabindex=${ifDefined(this.tab)}
        @click=${() => tell(this, 'rapport-history', this.#ref)}
      >
        ${msg('edited')}
      </button></span
    >`;
  }

  #editor(writing: Writing) {
    const close = () => (this.editing = undefined);
    return composer(writing, { newest: this.comment!, onCancel: close, onSent: close });
  }

  #files() {
    const { files, segments } = this.comment!;
    if (!files?.length) return nothing;
    void loadExtras();
    return html`<rapport-files .files=${files} .text=${segments} .tab=${this.tab ?? 0}></rapport-files>`;
  }

  /** An answer's worth, by those who know. */
  #upVotes() {
    const { capabilities, upVotes = 0, upVoted = false } = this.comment!;
    if (!capabilities.upVote && upVotes === 0) return nothing;
    const words = plural(upVotes, {
      one: msg(str`Good answer, ${number(upVotes)} vote`),
      other: msg(str`Good answer, ${number(upVotes)} votes`),
    });
    return html`<button
      type="button"
      class="quiet ${upVoted ? 'own' : ''}"
      tabindex=${ifDefined(this.tab)}
      aria-pressed=${upVoted ? 'true' : 'false'}
      aria-label=${words}
      title=${msg('Good answer')}
      ?disabled=${!capabilities.upVote}
      @click=${() => tell(this, 'rapport-do', { ...this.#ref, act: 'up-vote', on: !upVoted })}
    >
      ${glyph(ArrowUp)}<span class=${upVotes > 0 ? '' : 'word'}
        >${upVotes > 0 ? number(upVotes) : msg('Good answer')}</span
      >
    </button>`;
  }

  #actions() {
    const { reactions, capabilities } = this.comment!;
    return html`<div class="actions">
      <rapport-reactions
        terse
        .reactions=${reactions}
        .tab=${this.tab}
        ?readonly=${!capabilities.react}
        ?known=${reactions.total > 0}
        @rapport-who=${() => tell(this, 'rapport-do', { ...this.#ref, act: 'reactors' })}
        @rapport-reacted=${(event: CustomEvent) => tell(this, 'rapport-react', { ...this.#ref, kind: event.detail })}
      ></rapport-reactions>
      ${this.#upVotes()}
      ${
        capabilities.reply
          ? html`<button
              type="button"
              class="quiet"
              tabindex=${ifDefined(this.tab)}
              @click=${() => tell(this, 'rapport-reply', this.comment)}
            >
              ${glyph(Reply)}<span>${msg('Reply')}</span>
            </button>`
          : nothing
      }
      <rapport-item-menu .item=${this.comment} .tab=${this.tab} @rapport-edit=${() => this.edit()}></rapport-item-menu>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-comment': RapportComment;
  }
}
