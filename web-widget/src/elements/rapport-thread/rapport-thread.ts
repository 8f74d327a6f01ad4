import { consume } from '../../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../design/base.ts';
import { glyph, Lock } from '../../design/icons.ts';
import { composer, draftPlace, loadComposer } from '../../feed/compose.ts';
import type { LocalComment, LocalPost, Thread } from '../../feed/conversation.ts';
import type { ItemRef } from '../../feed/events.ts';
import { surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import { problemText } from '../../i18n/names.ts';
import '../rapport-comment/rapport-comment.ts';
import type { RapportComment } from '../rapport-comment/rapport-comment.ts';

/** A first-level comment and what was answered to it. */
export interface Strand {
  first: LocalComment;
  replies: LocalComment[];
}

/** One level of replies. A reply whose comment isn't on this page stands alone. */
export function strandsOf(comments: LocalComment[]): Strand[] {
  const strands = new Map<string, Strand>();
  for (const comment of comments) {
    const above = comment.threadId && comment.threadId !== comment.id ? strands.get(comment.threadId) : undefined;
    if (above) above.replies.push(comment);
    else strands.set(comment.id, { first: comment, replies: [] });
  }
  return [...strands.values()];
}

/** The comments under a post and the place to add one. */
@customElement('rapport-thread')
@localized()
export class RapportThread extends LitElement {
  @property({ attribute: false }) post?: LocalPost;
  @property({ attribute: false }) thread?: Thread;
  @property({ type: Number }) tab?: number;
  @consume(surfaceContext) @state() surface?: Surface;
  /** What is being answered: the post itself, or one of its comments. */
  @state() private answering?: LocalComment | 'post' | undefined;
  #byItself = false;

  static override styles = [
    base,
    css`
      .strands,
      .replies {
        display: grid;
        gap: 10px;
      }
      .replies {
        margin-block-start: 8px;
        padding-inline-start: calc(var(--r-avatar-small) + 8px);
      }
      .strands > rapport-composer,
      .last {
        margin-block-start: 10px;
      }
      .start {
        width: 100%;
        justify-content: flex-start;
        min-height: 36px;
        padding: 6px 12px;
        border: 1px solid var(--r-line);
        border-radius: 99px;
        color: var(--r-muted);
      }
      .further {
        margin-block: 2px 6px;
        margin-inline-start: -8px;
        color: var(--r-accent);
      }
      .closed {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
        padding: 8px 12px;
        border: 1px dashed var(--r-control);
        border-radius: var(--r-radius);
        font-size: var(--r-sm);
      }
      .closed p {
        flex: 1;
        min-width: 12ch;
        overflow-wrap: anywhere;
      }
      .closed rapport-time {
        display: inline;
        font-size: inherit;
      }
      .problem {
        color: var(--r-danger);
        font-size: var(--r-sm);
      }
    `,
  ];

  /** Opens the field to comment, or to answer one comment. */
  answer(comment?: LocalComment) {
    if (!this.post?.capabilities.comment) return;
    this.#byItself = false;
    this.answering = comment ?? 'post';
  }

  get writing() {
    return this.answering !== undefined;
  }

  override focus() {
    this.renderRoot.querySelector<HTMLElement>('rapport-comment')?.focus();
  }

  /** To the next comment on the screen or the one before it. */
  step(by: 1 | -1) {
    const all = [...this.renderRoot.querySelectorAll<RapportComment>('rapport-comment')];
    const at = all.findIndex(comment => comment.matches(':focus-within'));
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    // What was typed here before stands open again on the next visit.
    if (changed.has('surface') && this.surface && this.post && this.answering === undefined) {
      const place = draftPlace({ mode: 'comment', postId: this.post.id, subjectId: this.post.subject.id });
      if (this.surface.drafts.read(place) && this.post.capabilities.comment) {
        this.answering = 'post';
        this.#byItself = true;
      }
    }
  }

  protected override updated(changed: PropertyValues<this>) {
    const marked = this.thread?.marked;
    const before = changed.get('thread');
    if (changed.has('thread') && marked && !this.thread?.loading && (before?.loading || !before)) this.#show(marked);
  }

  async #show(id: string) {
    const comment = this.renderRoot.querySelector<RapportComment>(`rapport-comment[data-id="${CSS.escape(id)}"]`);
    if (!comment) return;
    await comment.updateComplete;
    comment.scrollIntoView({ block: 'center' });
    comment.focus();
    comment.marked = true;
    setTimeout(() => (comment.marked = false), 2500);
  }

  override render() {
    const { post, thread } = this;
    if (!post) return nothing;
    const comments: LocalComment[] = thread?.comments ?? post.comments ?? [];
    const strands = strandsOf(comments);
    const hidden = thread?.open
      ? 0
      : Math.max(0, post.commentCount - comments.filter(comment => !comment.local && !comment.deleted).length);
    const more = thread?.open ? thread.earlier !== undefined : hidden > 0;
    const head = thread?.open ? thread.head : undefined;
    const before = head === undefined ? [] : strands.filter(strand => strand.first.ordinal <= head);
    const after = head === undefined ? strands : strands.filter(strand => strand.first.ordinal > head);
    const folded =
      head === undefined ? 0 : (comments.find(each => each.ordinal > head)?.ordinal ?? head + 1) - head - 1;
    const button = more ? this.#earlier(post.id, thread, folded || hidden, folded > 0) : nothing;
    return html`${head === undefined ? button : nothing}
      ${
        thread?.problem
          ? html`<p class="problem">
              ${problemText(thread.problem)}
              <button type="button" class="link" @click=${() => tell(this, 'rapport-open-thread', { postId: post.id })}>
                ${msg('Retry')}
              </button>
            </p>`
          : nothing
      }
      <div
        class="strands"
        @rapport-reply=${(event: CustomEvent<LocalComment>) => this.answer(event.detail)}
        @rapport-rework=${this.#rework}
      >
        ${this.#strands(before)} ${head === undefined ? nothing : html`<div>${button}</div>`} ${this.#strands(after)}
      </div>
      ${
        thread?.open && thread.later
          ? html`<button
              type="button"
              class="further"
              tabindex=${ifDefined(this.tab)}
              @click=${() => tell(this, 'rapport-later', { postId: post.id })}
            >
              ${msg('Show later comments')}
            </button>`
          : nothing
      }
      ${post.closed ? this.#closed(post.closed) : post.capabilities.comment ? html`<div class="last">${this.#field()}</div>` : nothing}`;
  }

  /** What was not taken goes back into the field where it was written. */
  #rework = async (event: CustomEvent<ItemRef>) => {
    event.stopPropagation();
    const ref = event.detail;
    const comments = this.thread?.comments ?? [];
    const { local, parentId } = comments.find(comment => comment.id === ref.id) ?? {};
    if (!local?.draft) return;
    this.#byItself = false;
    this.answering = comments.find(comment => comment.id === parentId) ?? 'post';
    await loadComposer();
    await this.updateComplete;
    const field = this.renderRoot.querySelector('rapport-composer')!;
    await field.updateComplete;
    field.takeBack(local.draft, local.key);
    tell(this, 'rapport-discard', ref);
  };

  #strands(strands: Strand[]) {
    return repeat(
      strands,
      strand => strand.first.local?.key ?? strand.first.id,
      strand => this.#strand(strand),
    );
  }

  #earlier(postId: string, thread: Thread | undefined, count: number, between: boolean) {
    const words = between
      ? plural(count, {
          one: msg(str`Show ${number(count)} more comment`),
          other: msg(str`Show ${number(count)} more comments`),
        })
      : thread?.open
        ? msg('Show earlier comments')
        : plural(count, {
            one: msg(str`Show ${number(count)} earlier comment`),
            other: msg(str`Show ${number(count)} earlier comments`),
          });
    return html`<button
      type="button"
      class="further"
      tabindex=${ifDefined(this.tab)}
      ?disabled=${thread?.loading ?? false}
      @click=${() => tell(this, 'rapport-earlier', { postId })}
    >
      ${thread?.loading ? msg('Loading…') : words}
    </button>`;
  }

  /** In the place of the field: why nobody can write here. */
  #closed({ by, reason, at }: NonNullable<LocalPost['closed']>) {
    const { id, capabilities } = this.post!;
    const who = by?.name;
    return html`<div class="closed last">
      ${glyph(Lock)}
      <p>
        ${
          reason
            ? html`<strong>${msg('Closed:', { desc: 'before the reason' })}</strong> <span dir="auto">${reason}</span>`
            : html`<strong>${msg('This thread is closed.')}</strong>`
        }
        <span class="small muted">${who ? html`${who} · ` : nothing}<rapport-time at=${at}></rapport-time></span>
      </p>
      ${
        capabilities.reopen
          ? html`<button
              type="button"
              class="outline"
              tabindex=${ifDefined(this.tab)}
              @click=${() => tell(this, 'rapport-do', { item: 'post', id, postId: id, act: 'reopen' })}
            >
              ${msg('Open again')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #strand({ first, replies }: Strand) {
    const answered = this.answering;
    const here =
      typeof answered === 'object' && (answered.id === first.id || replies.some(reply => reply.id === answered.id));
    return html`<div>
      ${this.#comment(first)}
      ${
        replies.length > 0 || here
          ? html`<div class="replies">
              ${repeat(
                replies,
                reply => reply.local?.key ?? reply.id,
                reply => this.#comment(reply),
              )}
              ${here ? this.#composer(answered) : nothing}
            </div>`
          : nothing
      }
    </div>`;
  }

  #comment(comment: LocalComment) {
    return html`<rapport-comment
      data-id=${comment.id}
      .comment=${comment}
      .subjectId=${this.post!.subject.id}
      .tab=${this.tab}
    ></rapport-comment>`;
  }

  #field() {
    if (this.answering === 'post') return this.#composer(undefined);
    return html`<button
      type="button"
      class="start"
      tabindex=${ifDefined(this.tab)}
      @pointerenter=${loadComposer}
      @focus=${loadComposer}
      @click=${() => this.answer()}
    >
      ${msg('Write a comment…')}
    </button>`;
  }

  #composer(parent: LocalComment | undefined) {
    const { id, subject } = this.post!;
    const to = parent ? { parentId: parent.id, parentName: parent.author.name } : {};
    const close = () => {
      this.answering = undefined;
    };
    const sent = async () => {
      close();
      await this.updateComplete;
      const all = [...this.renderRoot.querySelectorAll<RapportComment>('rapport-comment')];
      all.find(comment => comment.comment?.local)?.focus();
    };
    return composer(
      { mode: 'comment', postId: id, subjectId: subject.id, ...to },
      { onCancel: close, onSent: () => void sent(), byItself: this.#byItself },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-thread': RapportThread;
  }
}
