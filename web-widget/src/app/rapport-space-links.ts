import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { findSpaces } from '../api/spaces.ts';
import type { LiveNews } from '../api/live.ts';
import type { Space } from '../api/schema.ts';
import { base } from '../design/base.ts';
import { consume } from '../feed/context.ts';
import { appPath } from '../feed/surface.ts';
import { atMost, unreadText } from '../i18n/more-formats.ts';
import { appContext, type App } from './context.ts';

/** How many stand in the navigation; all of them are on their own page. */
const SHOWN = 6;
const MOST = 100;
/** News come one by one: the counts are read anew when it is quiet for so long. */
const QUIET = 3_000;

const isIn = ({ membership }: Space) => membership === 'member' || membership === 'manager' || membership === 'owner';

/** The reader's spaces in the navigation, those with something new first. */
@customElement('rapport-space-links')
@localized()
export class RapportSpaceLinks extends LitElement {
  @consume(appContext) @state() app?: App;
  @state() private spaces: Space[] = [];
  #stop: (() => void) | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #page = '';

  static override styles = [
    base,
    css`
      ul {
        list-style: none;
        display: grid;
        gap: 1px;
        margin-block-end: 4px;
      }
      a {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 32px;
        padding: 4px 12px 4px 42px;
        border-radius: var(--r-radius);
        color: var(--r-muted);
        font-size: var(--r-sm);
        line-height: 1.3;
        text-decoration: none;
      }
      a:hover {
        background: var(--r-hover);
        color: var(--r-text);
      }
      a[aria-current] {
        color: var(--r-accent);
        font-weight: 600;
      }
      .new {
        color: var(--r-text);
        font-weight: 600;
      }
      .name {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        overflow-wrap: anywhere;
      }
      b {
        margin-inline-start: auto;
        color: var(--r-accent);
        font-size: var(--r-xs);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
    clearTimeout(this.#later);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app || !changed.has('app')) return;
    this.#stop ??= app.listen(this.#heard);
    // One comes out of a space having read there, joined it or left it.
    const page = `${app.route.page} ${app.route.params.id ?? ''}`;
    if (page === this.#page) return;
    const began = this.#page === '';
    if (began || /^spaces? /.test(this.#page)) void this.#read();
    this.#page = page;
  }

  #heard = (news: LiveNews) => {
    const here = (id: string) => this.spaces.some(space => space.id === id);
    if (
      news.event === 'gap' ||
      (news.event === 'change' && news.data.type === 'post-added' && here(news.data.subject)) ||
      (news.event === 'record' && here(news.data.subject))
    ) {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => void this.#read(), QUIET);
    }
  };

  async #read() {
    try {
      const { items } = await findSpaces(this.app!.api, { filter: 'mine', archived: false, limit: MOST });
      this.spaces = items.filter(isIn);
    } catch {
      // What was read before stands; the page of all spaces tells what is wrong.
    }
  }

  override render() {
    const { app } = this;
    if (!app || this.spaces.length === 0) return nothing;
    const { page, params } = app.route;
    const fresh = (space: Space) => (space.unread ?? 0) > 0;
    const shown = [...this.spaces].sort((a, b) => Number(fresh(b)) - Number(fresh(a))).slice(0, SHOWN);
    return html`<ul aria-label=${msg('My spaces')}>
      ${repeat(
        shown,
        space => space.id,
        space => {
          const here = page === 'space' && params.id === space.id;
          return html`<li>
            <a
              class=${fresh(space) ? 'new' : ''}
              href=${app.router.href(appPath(space))}
              aria-current=${here ? 'page' : nothing}
              ><span class="name" dir="auto">${space.name}</span>${this.#count(space.unread ?? 0)}</a
            >
          </li>`;
        },
      )}
    </ul>`;
  }

  #count(count: number) {
    if (count === 0) return nothing;
    return html`<b
      ><span aria-hidden="true">${atMost(count)}</span><span class="unseen">${unreadText(count)}</span></b
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-space-links': RapportSpaceLinks;
  }
}
