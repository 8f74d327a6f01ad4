import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../../design/base.ts';
import { consume } from '../../feed/context.ts';
import type { FeedView } from '../../feed/feed-store.ts';
import { textOf } from '../../feed/segments.ts';
import { link, surfaceContext, targetOf, type Surface } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';

/** A feed where there is no room for one: how much is unread, how the newest post begins, the way to all of it. */
@customElement('rapport-glance')
@localized()
export class RapportGlance extends LitElement {
  @property({ attribute: false }) view?: FeedView;
  @consume(surfaceContext) @state() surface?: Surface;
  /** Elsewhere it is not there at all: what it says stands in the feed. */
  @state() private room = false;
  #watch: ResizeObserver | undefined;

  static override styles = [
    base,
    css`
      div {
        display: grid;
        gap: 4px;
        padding: 8px;
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      .newest {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      a {
        justify-self: start;
        display: inline-block;
        min-height: 24px;
      }
    `,
  ];

  override connectedCallback() {
    super.connectedCallback();
    this.#watch = new ResizeObserver(() => (this.room = this.checkVisibility()));
    this.#watch.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch?.disconnect();
  }

  override render() {
    const { view } = this;
    if (!this.room) return nothing;
    if (view?.phase !== 'ready' || !view.record) return nothing;
    const posts = view.pages.flatMap(page => page.ids).flatMap(id => view.posts.get(id) ?? []);
    const unread = posts.filter(post => post.isRead === false).length + view.arrived;
    const newest = posts.find(post => post.kind !== 'change-story');
    const count = plural(unread, {
      one: msg(str`${number(unread)} unread post`),
      other: msg(str`${number(unread)} unread posts`),
    });
    return html`<div>
      <strong>${unread > 0 ? count : msg('Nothing unread')}</strong>
      ${
        newest
          ? html`<span class="newest" dir="auto"
              >${newest.author ? `${newest.author.name}: ` : ''}${newest.title ?? textOf(newest.segments ?? [])}</span
            >`
          : nothing
      }
      ${link(this.surface, targetOf(view.record), msg('Open'), { className: '' })}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-glance': RapportGlance;
  }
}
