import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../design/base.ts';
import { ArrowUp, CircleAlert, glyph, MessageCircle, WifiOff } from '../../design/first-icons.ts';
import type { FeedPage, FeedView } from '../../feed/feed-store.ts';
import { tell } from '../../feed/surface.ts';
import { clockTime, number, plural } from '../../i18n/format.ts';
import { problemText } from '../../i18n/names.ts';
import '../rapport-notice/rapport-notice.ts';
import type { RapportPost } from '../rapport-post/rapport-post.ts';
import '../rapport-post/rapport-post.ts';
import { feedListStyles } from './rapport-feed-list.styles.ts';

const STORIES_IN_A_ROW = 3;

/** What a row of the list is: a post, the fold of further changes, or the line under what is new. */
type Row =
  | { kind: 'post'; key: string; id: string; at: number }
  | { kind: 'fold'; key: string; count: number }
  | { kind: 'line'; key: string };

/**
 * Posts in their order, page by page. Pages far from view give way to a space of their height, so that a long feed stays light; a page
 * that somebody works in never does.
 * @csspart pill - tells that new posts wait
 */
@customElement('rapport-feed-list')
@localized()
export class RapportFeedList extends LitElement {
  @property({ attribute: false }) view?: FeedView;
  @property() label = '';
  /** The subject whose page this is. */
  @property() here = '';
  @property({ type: Boolean }) terse = false;
  /** The level of the headings inside. */
  @property({ type: Number }) level = 2;
  @property({ type: Boolean }) shortcuts = true;
  @property({ type: Boolean }) automatic = true;
  /** What to say where there is nothing. */
  @property() empty = '';
  @state() private currentId = '';
  @state() private slow = false;
  @state() private waited = false;
  #heights = new Map<string, number>();
  #unfolded = new Set<string>();
  #sight?: import('../../feed/sight.ts').Sight | undefined;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #focusAfterMore: number | undefined;

  static override styles = [base, feedListStyles];

  override connectedCallback() {
    super.connectedCallback();
    void this.#open();
    if (this.hasUpdated) this.requestUpdate();
  }

  /** Reading on comes with what one needs to do something; the list can be read before. */
  async #open() {
    const { Sight } = await import('../../feed/working.ts').catch(() => ({ Sight: undefined }));
    if (!Sight || !this.isConnected) return;
    this.#sight?.stop();
    this.#sight = new Sight(this);
    this.#sight.look();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#sight?.stop();
    this.#sight = undefined;
    this.#timers.forEach(clearTimeout);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('view')) return;
    const phase = this.view?.phase;
    const before = changed.get('view')?.phase;
    if (phase === 'loading' && before !== 'loading') {
      this.waited = false;
      this.slow = false;
      this.#timers.forEach(clearTimeout);
      this.#timers = [setTimeout(() => (this.waited = true), 150), setTimeout(() => (this.slow = true), 8_000)];
    } else if (phase !== 'loading') {
      this.#timers.forEach(clearTimeout);
    }
    const ids = this.ids;
    if (!ids.includes(this.currentId)) this.currentId = ids[0] ?? '';
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('view')) {
      this.#sight?.look();
      const first = this.#focusAfterMore;
      const grown = this.ids.length;
      if (first !== undefined && !this.view?.loadingMore) {
        this.#focusAfterMore = undefined;
        if (grown > first) void this.focusPost(this.ids[first]!);
      }
    }
  }

  /** All posts of the list, in their order. */
  get ids(): string[] {
    return this.view?.pages.flatMap(page => page.ids) ?? [];
  }

  /** Those that are in the page now. */
  get shown(): RapportPost[] {
    return [...this.renderRoot.querySelectorAll('rapport-post')];
  }

  /** The post that a keyboard is on. */
  get currentPost(): RapportPost | undefined {
    return this.#post(this.currentId);
  }

  #post(id: string): RapportPost | undefined {
    return this.shown.find(post => post.post?.id === id);
  }

  async focusPost(id: string, scroll = true): Promise<void> {
    this.currentId = id;
    for (const page of this.view?.pages ?? []) {
      if (page.ids.includes(id) && this.#heights.delete(page.key)) this.requestUpdate();
    }
    await this.updateComplete;
    const post = this.#post(id);
    await post?.updateComplete;
    post?.focus({ preventScroll: !scroll });
    if (scroll) post?.scrollIntoView({ block: 'nearest' });
  }

  /** The neighbour so many posts on, or the last one that way. Posts that are folded away are passed over. */
  step(by: number): void {
    const shown = new Set(this.shown.map(post => post.post?.id));
    const away = new Set(this.view?.pages.filter(page => this.#heights.has(page.key)).flatMap(page => page.ids));
    const ids = this.ids.filter(id => shown.has(id) || away.has(id));
    const at = ids.indexOf(this.currentId) + by;
    const next = ids[Math.max(0, Math.min(ids.length - 1, at))];
    if (next) void this.focusPost(next);
  }

  nextUnread(): void {
    const { ids } = this;
    const next = ids.slice(ids.indexOf(this.currentId) + 1).find(id => this.view!.posts.get(id)?.isRead === false);
    if (next) void this.focusPost(next);
  }

  /** Out of the feed, to what comes after it. */
  leave(): void {
    this.renderRoot.querySelector<HTMLElement>('.more button, .end')?.focus();
  }

  focusFirst() {
    const first = this.ids[0];
    if (first) void this.focusPost(first, false);
  }

  /** Nobody reads or works in here, so that new posts may simply appear. */
  get idle(): boolean {
    return !this.matches(':focus-within') && !this.shown.some(post => post.busy);
  }

  override render() {
    const { view } = this;
    if (!view) return nothing;
    return html`${view.arrived > 0 ? this.#pill(view.arrived) : nothing}
    ${view.problem && view.phase === 'ready' ? this.#stale(view) : nothing} ${this.#content(view)}`;
  }

  #content(view: FeedView) {
    switch (view.phase) {
      case 'loading':
        return this.#skeleton();
      case 'failed': {
        const reference = view.problem?.document.instance;
        return html`<rapport-notice
          tone="danger"
          .icon=${view.problem?.unreachable ? WifiOff : CircleAlert}
          heading=${msg('The posts can’t be shown')}
          text=${view.problem ? problemText(view.problem) : ''}
          action=${msg('Retry')}
          reference=${reference ? msg(str`Reference: ${reference}`) : ''}
          @rapport-act=${() => tell(this, 'rapport-reload')}
        ></rapport-notice>`;
      }
      case 'denied':
        return html`<rapport-notice
          .icon=${CircleAlert}
          heading=${msg('You can’t open this, or it’s gone.')}
        ></rapport-notice>`;
      case 'ready':
        return view.pages.every(page => page.ids.length === 0) ? this.#empty(view) : this.#feed(view);
    }
  }

  #skeleton() {
    if (!this.waited) return html`<div class="wait" aria-busy="true"></div>`;
    const card = html`<div class="card ghost">
      <div class="round"></div>
      <div class="lines"><i></i><i></i></div>
      <div class="box"></div>
    </div>`;
    return html`<div class="wait" aria-busy="true">
      <span class="unseen" role="status">${msg('Loading…')}</span>
      ${card}${card}${card}
      ${
        this.slow
          ? html`<p class="slow">
              ${msg('Still loading…')}
              <button type="button" class="outline" @click=${() => tell(this, 'rapport-reload')}>
                ${msg('Retry')}
              </button>
            </p>`
          : nothing
      }
    </div>`;
  }

  #empty(view: FeedView) {
    const filtered = view.narrowed;
    return html`<rapport-notice
      .icon=${MessageCircle}
      text=${filtered ? msg('Nothing here with this filter.') : this.empty || msg('No posts yet.')}
      action=${filtered ? msg('Show everything') : ''}
      @rapport-act=${() => this.dispatchEvent(new CustomEvent('rapport-filter', { detail: 'all', bubbles: true, composed: true }))}
    ></rapport-notice>`;
  }

  #pill(count: number) {
    const shown = count > 20 ? `${number(20)}+` : number(count);
    const words = plural(count, { one: msg(str`${shown} new post`), other: msg(str`${shown} new posts`) });
    return html`<div class="pill-place">
      <button type="button" class="pill primary" part="pill" @click=${() => tell(this, 'rapport-show-new')}>
        ${glyph(ArrowUp)}${words}
      </button>
      <span class="unseen" role="status">${words}</span>
    </div>`;
  }

  #stale(view: FeedView) {
    const time = view.staleSince ? clockTime(view.staleSince) : '';
    return html`<p class="bar" role="status">
      ${glyph(WifiOff)}<span
        >${time ? msg(str`Can’t refresh. Showing what was read at ${time}.`) : problemText(view.problem!)}</span
      >
      <button type="button" class="link" @click=${() => tell(this, 'rapport-reload')}>${msg('Retry')}</button>
    </p>`;
  }

  #feed(view: FeedView) {
    const total = this.ids.length;
    const size = view.hasMore ? -1 : total;
    let at = 0;
    const pages = view.pages.map(page => {
      const first = at;
      at += page.ids.length;
      return { page, first };
    });
    return html`<div
        role="feed"
        aria-label=${this.label || msg('Posts')}
        aria-busy=${view.loadingMore ? 'true' : 'false'}
        @focusin=${this.#focused}
        @pointerdown=${this.#focused}
      >
        ${repeat(
          pages,
          ({ page }) => page.key,
          ({ page, first }) => {
            const height = this.#heights.get(page.key);
            return html`<div class="page" role="presentation" data-key=${page.key}>
              ${guard(
                height === undefined
                  ? [view, this.currentId, this.here, this.terse, size, first, this.#unfolded.size]
                  : [height],
                () =>
                  height === undefined
                    ? repeat(
                        this.#rows(page, first),
                        row => row.key,
                        row => this.#row(row, size),
                      )
                    : spacer(height),
              )}
            </div>`;
          },
        )}
      </div>
      ${this.#more(view)}`;
  }

  #more(view: FeedView) {
    if (!view.hasMore) return html`<p class="end muted small" tabindex="-1">${msg('That’s all.')}</p>`;
    return html`<div class="more">
      ${view.moreProblem ? html`<p class="problem small">${problemText(view.moreProblem)}</p>` : nothing}
      <button
        type="button"
        class="outline"
        aria-disabled=${view.loadingMore ? 'true' : 'false'}
        @click=${() => {
          this.#focusAfterMore = this.ids.length;
          tell(this, 'rapport-more', { automatic: false });
        }}
      >
        ${view.loadingMore ? msg('Loading…') : msg('Load more')}
      </button>
    </div>`;
  }

  #rows(page: FeedPage, first: number): Row[] {
    const { posts, newUntil, keys } = this.view!;
    const rows: Row[] = [];
    let run: Row[] = [];
    const close = () => {
      const key = run[0] ? `fold ${run[0].key}` : '';
      const fold = run.length > STORIES_IN_A_ROW && !this.#unfolded.has(key);
      rows.push(...(fold ? run.slice(0, STORIES_IN_A_ROW) : run));
      if (fold) rows.push({ kind: 'fold', key, count: run.length - STORIES_IN_A_ROW });
      run = [];
    };
    page.ids.forEach((id, index) => {
      const post = posts.get(id);
      if (!post) return;
      const row: Row = { kind: 'post', key: keys.get(id) ?? id, id, at: first + index + 1 };
      if (post.kind === 'change-story' && post.commentCount === 0) run.push(row);
      else {
        close();
        rows.push(row);
      }
      if (id !== newUntil) return;
      close();
      rows.push({ kind: 'line', key: 'line' });
    });
    close();
    return rows;
  }

  #row(row: Row, size: number) {
    if (row.kind === 'line')
      return html`<article class="line" aria-labelledby="line">
        <span id="line">${msg('You’re all caught up')}</span>
      </article>`;
    if (row.kind === 'fold') {
      const { count } = row;
      const words = plural(count, {
        one: msg(str`${number(count)} more change`),
        other: msg(str`${number(count)} more changes`),
      });
      return html`<article class="more-changes" aria-label=${words}>
        <button
          type="button"
          class="quiet"
          @click=${() => {
            this.#unfolded.add(row.key);
            this.requestUpdate();
          }}
        >
          ${words}
        </button>
      </article>`;
    }
    const { posts, threads } = this.view!;
    return html`<rapport-post
      .post=${posts.get(row.id)}
      .thread=${threads.get(row.id)}
      .here=${this.here}
      .terse=${this.terse}
      .level=${this.level}
      .position=${row.at}
      .size=${size}
      .current=${row.id === this.currentId}
    ></rapport-post>`;
  }

  /** Puts a page's posts back in the place of its space. */
  show(key: string) {
    if (this.#heights.delete(key)) this.requestUpdate();
  }

  putAway(key: string, height: number) {
    this.#heights.set(key, height);
    this.requestUpdate();
  }

  #focused = (event: Event) => {
    const post = (event.target as Element).closest('rapport-post');
    if (post?.post) this.currentId = post.post.id;
  };
}

/** Height by the style object: a style attribute would be refused under a strict policy. */
function spacer(height: number) {
  const element = document.createElement('div');
  element.setAttribute('role', 'presentation');
  element.style.setProperty('height', `${height}px`);
  return element;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-feed-list': RapportFeedList;
  }
}
