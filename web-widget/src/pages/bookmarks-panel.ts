import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { bookmark, readBookmarks, type Item } from '../api/me.ts';
import type { Bookmark, Comment } from '../api/schema.ts';
import { Bookmark as BookmarkIcon } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-post/rapport-post.ts';
import '../elements/rapport-time/rapport-time.ts';
import { Conversation } from '../feed/conversation.ts';
import { renderSegments } from '../feed/segments.ts';
import { segmentStyles } from '../feed/segments.styles.ts';
import { link, surfaceContext, type Surface } from '../feed/surface.ts';
import { discussionOf, Wiring } from '../feed/working.ts';
import { Panel } from './panel.ts';

const itemOf = ({ post, comment }: Bookmark): Item =>
  comment ? { item: 'comment', id: comment.id } : { item: 'post', id: post.id };
const keyOf = (saved: Bookmark) => `${itemOf(saved).item} ${itemOf(saved).id}`;

/** Posts and comments that somebody saved, the last one first. */
@customElement('rapport-bookmarks-panel')
@localized()
export class RapportBookmarksPanel extends Panel<Bookmark> {
  @consume(surfaceContext) @state() surface?: Surface;
  #talk: Conversation | undefined;
  #stop: (() => void) | undefined;

  static override styles = [
    ...Panel.styles,
    segmentStyles,
    css`
      ol {
        list-style: none;
        display: grid;
        gap: 16px;
      }
      .saved {
        display: flex;
        justify-content: space-between;
        align-items: center;
        padding-inline: 4px;
        color: var(--r-muted);
        font-size: var(--r-xs);
      }
      article {
        display: grid;
        gap: 8px;
        padding: var(--r-card);
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      .by {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        font-size: var(--r-sm);
      }
      .by strong {
        font-weight: 600;
      }
      .words {
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    new Wiring(this, {
      conversation: () => this.#talk,
      surface: () => this.surface,
      toasts: () => this.app?.toasts(),
    });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
  }

  protected async read(pageToken?: string) {
    const { api, facts } = this.app!;
    if (!this.#talk) {
      const talk = (this.#talk = new Conversation(api, facts.member));
      this.#stop = this.app!.listen(news => discussionOf(talk).hear(news));
    }
    const page = await readBookmarks(api, pageToken);
    for (const { post } of page.items) this.#talk.accept(post);
    return page;
  }

  protected failure() {
    return msg('What you saved can’t be shown');
  }

  protected list(items: Bookmark[]) {
    if (items.length === 0) {
      return html`<rapport-notice
        .icon=${BookmarkIcon}
        heading=${msg('Nothing saved yet')}
        text=${msg('Save a post or a comment, and it stands here for you alone.')}
      ></rapport-notice>`;
    }
    return html`<ol>
      ${repeat(items, keyOf, saved => {
        const name = saved.comment?.author.name ?? saved.post.author?.name ?? msg('The CRM');
        return html`<li>
          <p class="saved">
            <span
              >${msg('Saved', { id: 'saved-when', desc: 'before a time' })} <rapport-time at=${saved.at}></rapport-time
            ></span>
            <button
              type="button"
              class="quiet"
              aria-label=${msg(str`Remove what ${name} wrote from what you saved`)}
              @click=${() => void this.#remove(saved)}
            >
              ${msg('Remove')}
            </button>
          </p>
          ${
            saved.comment
              ? this.#comment(saved, saved.comment)
              : html`<rapport-post
                  .post=${this.#talk!.posts.get(saved.post.id)}
                  .thread=${this.#talk!.threads.get(saved.post.id)}
                ></rapport-post>`
          }
        </li>`;
      })}
    </ol>`;
  }

  #comment({ post }: Bookmark, comment: Comment) {
    const { surface } = this;
    const under = post.title ?? post.subject.name;
    return html`<article>
      <p class="by">
        <rapport-avatar size="small" name=${comment.author.name} member-id=${comment.author.id}></rapport-avatar>
        <strong>${comment.author.name}</strong>
        <span class="muted"
          >${link(
            surface,
            { kind: 'post', id: post.id, comment: comment.id },
            html`${msg(str`under “${under}”`)} · <rapport-time at=${comment.publishedAt}></rapport-time>`,
          )}</span
        >
      </p>
      <div class="words" dir="auto">${renderSegments(comment.segments, surface)}</div>
    </article>`;
  }

  #remove(saved: Bookmark) {
    const { api, settings } = this.app!;
    const item = itemOf(saved);
    return this.act(
      () => bookmark(api, item, false),
      () => {
        this.items = this.items?.filter(each => each !== saved);
        this.app!.toasts()?.show({
          text: msg('No longer saved.'),
          seconds: settings.undoSeconds,
          undo: () =>
            void this.act(
              () => bookmark(api, item, true),
              () => void this.load(),
            ),
        });
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-bookmarks-panel': RapportBookmarksPanel;
  }
}
