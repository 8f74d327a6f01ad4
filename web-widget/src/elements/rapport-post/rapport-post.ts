import { consume } from '../../feed/context.ts';
import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { base } from '../../design/base.ts';
import { glyph, MessageCircle, RefreshCw } from '../../design/first-icons.ts';
import { composer, loadComposer, loadExtras } from '../../feed/compose.ts';
import type { LocalPost, Thread } from '../../feed/conversation.ts';
import type { ItemRef, Writing } from '../../feed/events.ts';
import { itemStyles } from '../../feed/item.styles.ts';
import { renderSegments } from '../../feed/segments.ts';
import { segmentStyles } from '../../feed/segments.styles.ts';
import { link, surfaceContext, targetOf, tell, type Surface } from '../../feed/surface.ts';
import { reasonText, recordKindName } from '../../i18n/names.ts';
import '../rapport-avatar/rapport-avatar.ts';
import type { RapportItemMenu } from '../rapport-item-menu/rapport-item-menu.ts';
import type { RapportPostActions } from '../rapport-post-actions/rapport-post-actions.ts';
import type { RapportThread } from '../rapport-thread/rapport-thread.ts';
import '../rapport-time/rapport-time.ts';
import { postStyles } from './rapport-post.styles.ts';

const badged = new Set(['question', 'note', 'poll', 'kudos', 'announcement']);

/** Most posts are words alone; the others' parts come with the first of them. */
function hasExtras(post: LocalPost) {
  const { removed, files, links, topics, poll, kudos, announcement, shared, question } = post;
  const parts = [removed, files?.[0], links?.[0], topics?.[0], poll, kudos, announcement, shared, question?.answer];
  const found = parts.some(Boolean);
  if (found) void loadExtras();
  return found;
}

/**
 * One post with its thread, or one line that tells a change in the CRM. The elements for doing something with it come with
 * `feed/working.ts`, which a reader need not wait for.
 * @csspart post - the card  @csspart author - who wrote it  @csspart body - its text
 * @csspart actions - what one can do with it  @csspart thread - its comments
 */
@customElement('rapport-post')
@localized()
export class RapportPost extends LitElement {
  /** What to show; nothing is rendered until it is set. */
  @property({ attribute: false }) post?: LocalPost;
  @property({ attribute: false }) thread?: Thread;
  /** The subject whose page this is; a post of another one tells where it is. */
  @property() here = '';
  /** Its controls are in the tab order: it is the one a keyboard is on. */
  @property({ type: Boolean }) current = true;
  @property({ type: Number }) position = 0;
  @property({ type: Number }) size = 0;
  /** Shows the whole text: it has a page of its own. */
  @property({ type: Boolean }) whole = false;
  /** The level of its heading. */
  @property({ type: Number }) level = 2;
  /** In a narrow place a thread that was read stays closed. */
  @property({ type: Boolean }) terse = false;
  @consume(surfaceContext) @state() surface?: Surface;
  /** The text as it was when its author opened it. */
  @state() private editing?: (Writing & { mode: 'edit' }) | undefined;
  @state() private long = false;
  @state() private unfolded = false;
  @state() private conversing = false;
  @query('article') private article?: HTMLElement;
  @query('.text') private text?: HTMLElement;
  @query('rapport-thread') private threadElement?: RapportThread;
  @query('rapport-post-actions') private actionsElement?: RapportPostActions;
  @query('rapport-item-menu') private menu?: RapportItemMenu;

  static override styles = [base, segmentStyles, itemStyles, postStyles];

  override focus(options?: FocusOptions) {
    this.article?.focus(options);
  }

  /** May it be taken out of the page while it is far from view? Not while somebody works in it. */
  get busy(): boolean {
    return (
      this.editing !== undefined ||
      this.matches(':focus-within') ||
      (this.threadElement?.writing ?? false) ||
      (this.actionsElement?.open ?? false) ||
      (this.menu?.open ?? false)
    );
  }

  agree() {
    this.actionsElement?.agree();
  }

  chooseReaction() {
    this.actionsElement?.chooseReaction();
  }

  async edit() {
    const { post } = this;
    if (post?.capabilities.edit) this.editing ??= (await loadComposer()).editing(post, post.subject.id);
  }

  async reply() {
    this.conversing = true;
    await this.updateComplete;
    this.threadElement?.answer();
  }

  copyLink() {
    tell(this, 'rapport-copy-link', this.#ref);
  }

  /** Saves the post, mutes its thread, or takes that back; counts it as unread. */
  mark(act: 'bookmark' | 'mute' | 'unread') {
    const { capabilities, bookmarked, muted } = this.post!;
    if (!capabilities[act === 'unread' ? 'markUnread' : act]) return;
    tell(this, 'rapport-do', { ...this.#ref, act, on: act === 'bookmark' ? !bookmarked : !muted });
  }

  openThread() {
    this.conversing = true;
    tell(this, 'rapport-open-thread', { postId: this.post!.id });
  }

  stepComment(by: 1 | -1) {
    this.threadElement?.step(by);
  }

  protected override updated() {
    if (!this.text || this.unfolded || this.whole) return;
    const long = this.text.scrollHeight > this.text.clientHeight + 8;
    if (long !== this.long) this.long = long;
  }

  override render() {
    const { post } = this;
    if (!post) return nothing;
    if (post.local?.state === 'deleted') {
      return html`<article tabindex=${this.current ? 0 : -1} part="post" class="card">
        <p class="gone">${msg('This post was deleted.')}</p>
      </article>`;
    }
    return post.kind === 'change-story' ? this.#story(post) : this.#card(post);
  }

  get #ref(): ItemRef {
    return { item: 'post', id: this.post!.id, postId: this.post!.id };
  }

  get #tab() {
    return this.current ? 0 : -1;
  }

  #card(post: LocalPost) {
    const unread = post.isRead === false;
    const { local } = post;
    return html`<article
      tabindex=${this.#tab}
      part="post"
      class="card ${unread ? 'unread' : ''} ${local?.state === 'sending' ? 'sending' : ''}"
      aria-posinset=${ifDefined(this.position || undefined)}
      aria-setsize=${ifDefined(this.position ? this.size : undefined)}
      aria-labelledby="who when"
      aria-describedby="text"
    >
      ${this.#byline(post, unread)} ${this.#kind(post)}
      ${this.editing ? this.#editor(this.editing, post) : this.#body(post)}
      ${hasExtras(post) ? html`<rapport-extras .post=${post} .tab=${this.#tab}></rapport-extras>` : nothing}
      ${local?.state === 'failed' ? html`<rapport-unsent .item=${post}></rapport-unsent>` : nothing}
      ${local ? nothing : this.#actions(post)} ${this.#thread(post)}
    </article>`;
  }

  #byline(post: LocalPost, unread: boolean) {
    const { author, subject, local } = post;
    const { surface } = this;
    const reason = post.reason && !this.here && reasonText(post.reason);
    return html`<header>
      <rapport-avatar name=${author?.name ?? '?'} member-id=${author?.id ?? ''}></rapport-avatar>
      <div>
        <div class="names">
          <span id="who" class="who" part="author"
            >${author ? link(surface, { kind: 'member', id: author.id }, author.name, { tab: this.#tab }) : msg('The CRM')}</span
          >
          ${
            subject.id === this.here || subject.id === author?.id
              ? nothing
              : html`<span class="where"
                  ><span aria-hidden="true">›</span>
                  ${link(surface, targetOf(subject), subject.name, { tab: this.#tab, title: recordKindName(subject.kind) })}</span
                >`
          }
        </div>
        <div class="meta">
          ${author?.title ? html`<span class="role">${author.title} ·</span>` : nothing}
          <span id="when"
            >${
              local?.state === 'sending'
                ? msg('Sending…')
                : link(
                    surface,
                    { kind: 'post', id: post.id },
                    html`<rapport-time at=${post.publishedAt}></rapport-time>`,
                    { tab: this.#tab },
                  )
            }
            ${unread ? html`<span class="unseen">${msg('New')}</span>` : nothing}</span
          >
          ${post.editedAt ? html`<span class="dot">${this.#edited(post)}</span>` : nothing}
          ${reason ? html`<span class="dot reason">${reason}</span>` : nothing}
        </div>
      </div>
      ${local ? nothing : html`<rapport-item-menu .item=${post} .tab=${this.#tab} @rapport-edit=${() => this.edit()}></rapport-item-menu>`}
    </header>`;
  }

  #edited(post: LocalPost) {
    if (!post.capabilities.history) return msg('edited');
    return html`<button
      type="button"
      class="link"
      tabindex=${this.#tab}
      @click=${() => tell(this, 'rapport-history', this.#ref)}
    >
      ${msg('edited')}
    </button>`;
  }

  #kind(post: LocalPost) {
    const marked = badged.has(post.kind) || post.pinned || post.closed || post.muted;
    if (!marked && !post.title) return nothing;
    return html`<div class="headline">
      ${marked ? html`<rapport-badges .post=${post}></rapport-badges>` : nothing}
      ${post.title && !this.editing ? html`<div class="title" role="heading" aria-level=${this.level} dir="auto">${post.title}</div>` : nothing}
    </div>`;
  }

  #body(post: LocalPost) {
    const folded = !this.unfolded && !this.whole;
    return html`<div id="text" class="body text ${folded ? 'folded' : ''}" part="body" dir="auto">
        ${renderSegments(post.segments, this.surface, this.#tab)}
      </div>
      ${
        this.long || this.unfolded
          ? html`<button
              type="button"
              class="fold"
              tabindex=${this.#tab}
              aria-expanded=${this.unfolded ? 'true' : 'false'}
              @click=${() => (this.unfolded = !this.unfolded)}
            >
              ${this.unfolded ? msg('Show less') : msg('Show more')}
            </button>`
          : nothing
      }`;
  }

  #editor(writing: Writing, newest: LocalPost) {
    const close = () => (this.editing = undefined);
    return composer(writing, { newest, onCancel: close, onSent: close });
  }

  #actions(post: LocalPost) {
    return html`<rapport-post-actions
      part="actions"
      .post=${post}
      .tab=${this.#tab}
      @rapport-converse=${() => (post.commentCount > 0 && !this.#showsThread ? this.openThread() : void this.reply())}
    ></rapport-post-actions>`;
  }

  get #showsThread() {
    const { post, thread } = this;
    if (!post || post.local?.state === 'sending') return false;
    if (this.conversing || thread?.open || (this.whole && (post.capabilities.comment || post.closed))) return true;
    const waiting = thread?.comments.some(comment => comment.local) ?? false;
    const begun = this.surface?.drafts.read(`comment ${post.id}`) !== undefined;
    return waiting || begun || (post.commentCount > 0 && !(this.terse && post.isRead !== false));
  }

  #thread(post: LocalPost) {
    if (!this.#showsThread) return nothing;
    return html`<rapport-thread part="thread" .post=${post} .thread=${this.thread} .tab=${this.#tab}></rapport-thread>`;
  }

  #story(post: LocalPost) {
    const { author, subject } = post;
    return html`<article
      tabindex=${this.#tab}
      part="post"
      class="story ${post.isRead === false ? 'unread' : ''}"
      aria-posinset=${ifDefined(this.position || undefined)}
      aria-setsize=${ifDefined(this.position ? this.size : undefined)}
      aria-labelledby="who when"
      aria-describedby="text"
    >
      <span class="sign">${glyph(RefreshCw)}</span>
      <div class="told">
        <div class="meta">
          <span id="who"
            >${
              author
                ? html`${link(this.surface, { kind: 'member', id: author.id }, author.name, { tab: this.#tab })}
                  ${msg('changed in the CRM', { desc: 'after a name' })}`
                : msg('Changed in the CRM')
            }</span
          >
          ${subject.id === this.here ? nothing : html`<span class="dot">${link(this.surface, targetOf(subject), subject.name, { tab: this.#tab })}</span>`}
          <span id="when" class="dot"
            >${link(this.surface, { kind: 'post', id: post.id }, html`<rapport-time at=${post.publishedAt}></rapport-time>`, { tab: this.#tab })}</span
          >
        </div>
        <rapport-story id="text" .changes=${post.story?.changes ?? []}></rapport-story>
        ${this.#showsThread ? html`${this.#actions(post)}${this.#thread(post)}` : nothing}
      </div>
      ${
        this.#showsThread || !post.capabilities.comment
          ? nothing
          : html`<button
              type="button"
              class="icon quiet"
              tabindex=${this.#tab}
              aria-label=${msg('Comment')}
              title=${msg('Comment')}
              @click=${() => void this.reply()}
            >
              ${glyph(MessageCircle)}
            </button>`
      }
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-post': RapportPost;
  }
}
