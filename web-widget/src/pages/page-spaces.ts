import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { newKey } from '../api/api.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { createSpace, findSpaces, joinSpace, leaveSpace, readSpaceTemplates, type NewSpace } from '../api/spaces.ts';
import type { Space, SpaceTemplate } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { Archive, CircleAlert, EyeOff, glyph, Lock, Megaphone, Plus, Users } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { appPath } from '../feed/surface.ts';
import { number, plural } from '../i18n/format.ts';
import { unreadText } from '../i18n/more-formats.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, Page } from './page.ts';
import './space-form.ts';
import { visibilityName } from './space-form.ts';

type Filter = 'mine' | 'all' | 'archived';

/** What is particular about a space, each with a word. */
export function spaceTags(space: Pick<Space, 'visibility'> & Partial<Space>) {
  return html`${space.visibility === 'private' ? html`<span class="tag">${glyph(Lock)}${visibilityName('private')}</span>` : nothing}
  ${space.visibility === 'unlisted' ? html`<span class="tag">${glyph(EyeOff)}${visibilityName('unlisted')}</span>` : nothing}
  ${space.broadcast ? html`<span class="tag">${glyph(Megaphone)}${msg('Only managers post')}</span>` : nothing}
  ${space.archivedAt ? html`<span class="tag">${glyph(Archive)}${msg('Archived', { id: 'space-archived', desc: 'what a space is' })}</span>` : nothing}`;
}

export const memberCountText = (count: number) =>
  plural(count, { one: msg(str`${number(count)} member`), other: msg(str`${number(count)} members`) });

/** All spaces that the reader may know of: to find one, join one, make one. */
@customElement('rapport-page-spaces')
@localized()
export class RapportPageSpaces extends Page {
  @state() private spaces?: Space[] | undefined;
  @state() private filter: Filter = 'mine';
  @state() private problem?: ApiProblem | undefined;
  @state() private refusal?: ApiProblem | undefined;
  @state() private creating = false;
  @state() private templates: SpaceTemplate[] = [];
  @state() private busy = false;
  @state() private found = '';
  #path: string | undefined;
  #query = '';
  #next: string | undefined;
  #turn = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #key = newKey();

  static override styles = [
    ...Page.styles,
    fields,
    listStyles,
    css`
      .find {
        display: grid;
        gap: 8px;
      }
      input[type='search'] {
        min-height: 38px;
      }
      .names {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
      }
      .about {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        font-size: var(--r-sm);
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#path = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(msg('Spaces'));
    if (!changed.has('app') || app.route.page !== 'spaces' || app.route.path === this.#path) return;
    this.#path = app.route.path;
    this.filter = (app.route.query.get('filter') as Filter | null) ?? 'mine';
    this.#query = app.route.query.get('query') ?? '';
    void this.#load();
  }

  async #load(more = false) {
    const turn = ++this.#turn;
    this.problem = undefined;
    if (!more) this.#next = undefined;
    try {
      const page = await findSpaces(this.app!.api, {
        filter: this.filter === 'mine' ? 'mine' : 'all',
        archived: this.filter === 'archived',
        query: this.#query.trim(),
        limit: 50,
        ...(this.#next ? { pageToken: this.#next } : {}),
      });
      if (turn !== this.#turn) return;
      const fresh = page.items;
      this.#next = page.nextPageToken;
      const before = more ? (this.spaces ?? []) : [];
      this.spaces = [...before, ...fresh];
      const count = this.spaces.length;
      this.found = plural(count, { one: msg(str`${number(count)} space`), other: msg(str`${number(count)} spaces`) });
      if (more) {
        await this.updateComplete;
        this.renderRoot.querySelectorAll<HTMLElement>('.rows a')[before.length]?.focus();
      }
    } catch (failure) {
      if (turn === this.#turn) this.problem = problemOf(failure);
    }
  }

  #choose(filter: Filter) {
    this.filter = filter;
    this.#address();
    void this.#load();
  }

  #typed = (event: Event) => {
    this.#query = (event.target as HTMLInputElement).value;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#address();
      void this.#load();
    }, 250);
  };

  /** The address says what is shown, so that it can be sent and come back to. */
  #address() {
    const query = new URLSearchParams();
    if (this.filter !== 'mine') query.set('filter', this.filter);
    if (this.#query.trim()) query.set('query', this.#query.trim());
    const path = query.size > 0 ? `spaces?${query}` : 'spaces';
    this.#path = path;
    this.app!.router.go(path, true);
  }

  override render() {
    if (!this.app) return nothing;
    const filters: [Filter, string][] = [
      ['mine', msg('My spaces')],
      ['all', msg('All')],
      ['archived', msg('Archived')],
    ];
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1">${msg('Spaces')}</h1>
        <button type="button" class="primary" @click=${this.#begin}>${glyph(Plus)}${msg('New space')}</button>
      </div>
      <div class="find">
        <input
          type="search"
          autocomplete="off"
          aria-label=${msg('Find a space')}
          placeholder=${msg('Find a space')}
          .value=${this.#query}
          @input=${this.#typed}
        />
        <div class="chips" role="group" aria-label=${msg('Show')}>
          ${filters.map(
            ([filter, name]) =>
              html`<button
                type="button"
                aria-pressed=${filter === this.filter ? 'true' : 'false'}
                @click=${() => this.#choose(filter)}
              >
                ${name}
              </button>`,
          )}
        </div>
      </div>
      <span class="unseen" role="status">${this.found}</span>
      ${
        this.problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The spaces can’t be shown')}
              text=${problemText(this.problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${this.spaces ? this.#list(this.spaces) : this.problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
      ${
        this.#next && !this.problem
          ? html`<button type="button" class="outline more" @click=${() => void this.#load(true)}>
              ${msg('Load more')}
            </button>`
          : nothing
      }
      ${this.creating ? this.#form() : nothing}
    </div>`;
  }

  #list(spaces: Space[]) {
    if (spaces.length === 0) return this.#empty();
    return html`<ul class="rows">
      ${repeat(
        spaces,
        space => space.id,
        space => this.#row(space),
      )}
    </ul>`;
  }

  #empty() {
    if (this.#query.trim()) {
      return html`<rapport-notice
        .icon=${Users}
        heading=${msg('No space of this name')}
        action=${this.filter === 'all' ? msg('New space') : msg('Look among all spaces')}
        @rapport-act=${() => (this.filter === 'all' ? this.#begin() : this.#choose('all'))}
      ></rapport-notice>`;
    }
    if (this.filter === 'archived')
      return html`<rapport-notice .icon=${Archive} heading=${msg('No archived spaces')}></rapport-notice>`;
    if (this.filter === 'mine') {
      return html`<rapport-notice
        .icon=${Users}
        heading=${msg('You are in no space yet')}
        text=${msg('A space is a place for a team, a trade or a project: what is said there comes to your home page.')}
        action=${msg('Look among all spaces')}
        @rapport-act=${() => this.#choose('all')}
      ></rapport-notice>`;
    }
    return html`<rapport-notice
      .icon=${Users}
      heading=${msg('There are no spaces yet')}
      text=${msg('A space is a place for a team, a trade or a project: what is said there comes to your home page.')}
      action=${msg('New space')}
      @rapport-act=${this.#begin}
    ></rapport-notice>`;
  }

  #row(space: Space) {
    const href = this.app!.router.href(appPath(space));
    return html`<li>
      <rapport-avatar kind="space"></rapport-avatar>
      <div>
        <div class="names">
          <a href=${href} dir="auto">${space.name}</a>
          ${space.unread ? html`<span class="tag new">${unreadText(space.unread)}</span>` : nothing} ${spaceTags(space)}
        </div>
        ${space.description ? html`<p class="about muted" dir="auto">${space.description}</p>` : nothing}
        ${space.memberCount === undefined ? nothing : html`<p class="small muted">${memberCountText(space.memberCount)}</p>`}
      </div>
      <div class="buttons">${this.#button(space)}</div>
    </li>`;
  }

  #button(space: Space) {
    const href = this.app!.router.href(appPath(space));
    switch (space.membership) {
      case 'requested':
        return html`<span class="tag">${msg('Asked to join')}</span>`;
      case 'invited':
        return html`<button
          type="button"
          class="primary"
          aria-label=${msg(str`Accept invitation: ${space.name}`)}
          @click=${() => void this.#join(space)}
        >
          ${msg('Accept invitation')}
        </button>`;
      case undefined:
        if (!space.capabilities.join) return nothing;
        return space.visibility === 'public'
          ? html`<button
              type="button"
              class="outline"
              aria-label=${msg(str`Join ${space.name}`)}
              @click=${() => void this.#join(space)}
            >
              ${msg('Join')}
            </button>`
          : html`<a class="ask" href="${href}?ask" aria-label=${msg(str`Ask to join ${space.name}`)}
              >${msg('Ask to join')}</a
            >`;
      default:
        return nothing;
    }
  }

  #join(space: Space) {
    return this.act(
      () => joinSpace(this.app!.api, space.id),
      joined => {
        this.#put(joined);
        this.app!.toasts()?.show({
          text: msg(str`You joined ${space.name}.`),
          seconds: this.app!.settings.undoSeconds,
          undo: () =>
            void this.act(
              () => leaveSpace(this.app!.api, space.id),
              () => this.#put(space),
            ),
        });
      },
    );
  }

  #put(space: Space) {
    this.spaces = this.spaces?.map(each => (each.id === space.id ? space : each));
  }

  #form() {
    return html`<rapport-dialog heading=${msg('New space')} @rapport-close=${this.#close}>
      <rapport-space-form
        data-first
        .templates=${this.templates}
        .problem=${this.refusal}
        ?busy=${this.busy}
        @rapport-close=${this.#close}
        @rapport-save=${this.#create}
      ></rapport-space-form>
    </rapport-dialog>`;
  }

  /** The form opens at once; what it can start from comes to it, and it does without where that can't be read. */
  #begin = () => {
    this.creating = true;
    if (this.templates.length > 0) return;
    readSpaceTemplates(this.app!.api).then(
      templates => (this.templates = templates),
      () => undefined,
    );
  };

  #close = () => {
    this.creating = false;
    this.refusal = undefined;
  };

  #create = async (event: CustomEvent<NewSpace>) => {
    this.busy = true;
    this.refusal = undefined;
    try {
      const space = await createSpace(this.app!.api, event.detail, this.#key);
      this.#key = newKey();
      this.creating = false;
      this.app!.router.go(appPath(space));
      this.app!.toasts()?.announce(msg('Space created.'));
    } catch (failure) {
      this.refusal = problemOf(failure);
      // Without an answer the space may have been made: the same key then finds it.
      if (!this.refusal.unreachable) this.#key = newKey();
    } finally {
      this.busy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-spaces': RapportPageSpaces;
  }
}
