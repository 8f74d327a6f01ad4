import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import {
  archiveSpace,
  editSpace,
  followSpace,
  joinSpace,
  leaveSpace,
  readSpace,
  type NewSpace,
} from '../api/spaces.ts';
import { readNotificationChoices } from '../api/notifications.ts';
import type { FollowLevel, Space } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { Archive, Bell, CircleAlert, glyph, LogOut, Lock, MessageCircle, Pencil, UserPlus } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import type { MenuItem } from '../elements/rapport-menu/rapport-menu.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { followItems, followLabel } from '../elements/rapport-record-card/rapport-record-card.ts';
import { limitOf } from '../feed/limits.ts';
import { appPath, surfaceContext, type Surface } from '../feed/surface.ts';
import { day } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { FeedOnPage, feedStyles } from './feed-on-page.ts';
import { listStyles, Page, tabStyles } from './page.ts';
import { memberCountText, spaceTags } from './page-spaces.ts';
import { visibilityName, visibilityText } from './space-form.ts';

/** One space: what it is, who is in it, what is said there. */
@customElement('rapport-page-space')
@localized()
export class RapportPageSpace extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private space?: Space | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private dialog?: 'ask' | 'edit' | 'leave' | undefined;
  @state() private refusal?: ApiProblem | undefined;
  @state() private busy = false;
  /** How closely one follows it; its members do from the start. */
  @state() private level?: FollowLevel | undefined;
  readonly feed = new FeedOnPage(this);
  #id: string | undefined;
  #stop: (() => void) | undefined;

  static override styles = [
    ...Page.styles,
    fields,
    listStyles,
    tabStyles,
    feedStyles,
    css`
      .card {
        display: grid;
        gap: 12px;
      }
      .top {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 14px;
        align-items: center;
      }
      .top h1 {
        overflow-wrap: anywhere;
      }
      .names {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
      }
      .about {
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .topics {
        list-style: none;
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .topics a {
        display: inline-block;
        padding: 2px 10px;
        border-radius: 99px;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-size: var(--r-sm);
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .topics a:hover {
        text-decoration: underline;
      }
      .buttons button {
        min-height: 36px;
      }
      .closed {
        display: flex;
        gap: 8px;
        align-items: center;
        padding: 10px 14px;
        border-radius: var(--r-radius-control);
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
        font-size: var(--r-sm);
      }
      .ask {
        display: grid;
        gap: 12px;
      }
      .ask textarea {
        min-height: 96px;
      }
      .ask .buttons {
        justify-content: flex-end;
      }
      .problem {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
      dl {
        display: grid;
        gap: 12px;
      }
      dt {
        color: var(--r-muted);
        font-size: var(--r-xs);
      }
      dd {
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#id = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(this.space?.name ?? msg('Space'), this.space?.capabilities.read ? this.space : undefined);
    if (!changed.has('app') || app.route.page !== 'space') return;
    const { id = '', tab } = app.route.params;
    if (tab === 'files') void import('./files-panel.ts');
    if (tab === 'members') void import('./space-members.ts');
    if (tab === 'records') void import('./space-records.ts');
    if (id === this.#id) {
      this.#show();
      return;
    }
    this.#id = id;
    this.space = undefined;
    this.feed.close();
    this.#stop?.();
    this.#stop = app.listen(news => {
      if (news.event === 'gap' || (news.event === 'record' && news.data.subject === id)) void this.#load(id);
    });
    void this.#load(id).then(() => {
      if (app.route.query.has('ask') && this.space?.capabilities.join && !this.space.membership) this.dialog = 'ask';
    });
  }

  async #load(id: string) {
    this.problem = undefined;
    try {
      const space = await readSpace(this.app!.api, id);
      if (id !== this.#id) return;
      this.#put(space);
      await this.#followed(space);
    } catch (failure) {
      if (id === this.#id) this.problem = problemOf(failure);
    }
  }

  /** What is followed in everything isn't listed among the choices. */
  async #followed({ id, membership }: Space) {
    this.level = undefined;
    if (!membership || membership === 'requested' || membership === 'invited') return;
    try {
      const { places } = await readNotificationChoices(this.app!.api);
      if (id === this.#id) this.level = places.find(place => place.subjectId === id)?.level ?? 'everything';
    } catch {
      // The page does without.
    }
  }

  /** What one may do and read here may have changed with it. */
  #put(space: Space) {
    const other =
      space.membership !== this.space?.membership || space.capabilities.read !== this.space?.capabilities.read;
    this.space = space;
    if (!space.capabilities.read) this.feed.close();
    else if (other && this.feed.store) void this.feed.store.load();
    this.#show();
  }

  /** The feed of this part, if it has one. */
  #show() {
    const { app, space } = this;
    if (!app || !space?.capabilities.read) return;
    const { tab } = app.route.params;
    const questions = tab === 'questions';
    if (tab && !questions) return;
    this.feed.open({
      path: app.route.path,
      place: { kind: 'space', id: space.id },
      ...(questions ? { filter: 'questions' as const, opening: { kind: 'question' as const } } : {}),
      writing: app.route.hash === 'compose',
      subject: () => (this.space?.capabilities.post ? this.space : undefined),
    });
  }

  override render() {
    const { app, space, problem } = this;
    if (!app) return nothing;
    if (problem?.denied) return html`<rapport-page-missing></rapport-page-missing>`;
    if (!space) {
      if (!problem) return html`<div class="wait" aria-busy="true"></div>`;
      return html`<div class="column">
        <h1 tabindex="-1" class="unseen">${msg('Space')}</h1>
        <rapport-notice
          tone="danger"
          .icon=${CircleAlert}
          heading=${msg('The space can’t be shown')}
          text=${problemText(problem)}
          action=${msg('Retry')}
          @rapport-act=${() => void this.#load(this.#id!)}
        ></rapport-notice>
      </div>`;
    }
    return html`<div class="column">
      ${this.#head(space)} ${this.#closed(space)}
      ${
        space.capabilities.read
          ? html`${this.#tabs(space)} ${this.#content(space)}`
          : html`<rapport-notice
              .icon=${Lock}
              heading=${msg('Only members read this space.')}
              text=${
                space.membership === 'requested'
                  ? msg('Your request waits for its managers. You will be told.')
                  : space.membership === 'invited'
                    ? msg('You are invited: accept, and all of it is open to you.')
                    : msg('Ask to join: its managers decide.')
              }
            ></rapport-notice>`
      }
      ${this.#dialogs(space)}
    </div>`;
  }

  #head(space: Space) {
    return html`<div class="panel card">
      <div class="top">
        <rapport-avatar size="large" kind="space"></rapport-avatar>
        <div>
          <h1 tabindex="-1" dir="auto">${space.name}</h1>
          <p class="names small muted">
            ${space.memberCount === undefined ? nothing : html`<span>${memberCountText(space.memberCount)}</span>`}
            ${spaceTags(space)}
          </p>
        </div>
      </div>
      ${space.description ? html`<p class="about" dir="auto">${space.description}</p>` : nothing}
      ${space.topics?.length && space.capabilities.read ? this.#topics(space) : nothing}
      <div class="buttons">${this.#doors(space)}</div>
    </div>`;
  }

  /** What the space is about: each leads to what was written here on it. */
  #topics({ id, topics = [] }: Space) {
    return html`<ul class="topics" aria-label=${msg('Topics')}>
      ${topics.map(
        topic =>
          html`<li>
            <a href=${this.app!.router.href(`${appPath({ kind: 'space', id })}?${new URLSearchParams({ topic })}`)}
              >#${topic}</a
            >
          </li>`,
      )}
    </ul>`;
  }

  #doors(space: Space): TemplateResult {
    const { membership, capabilities } = space;
    if (membership === 'requested') {
      return html`<span class="tag">${msg('You asked to join')}</span>
        <button type="button" class="outline" @click=${() => void this.#leave(msg('Request taken back.'))}>
          ${msg('Take back')}
        </button>`;
    }
    if (membership === 'invited') {
      return html`<button type="button" class="primary" @click=${() => void this.#join()}>
          ${msg('Accept invitation')}
        </button>
        <button type="button" class="outline" @click=${() => void this.#leave(msg('Invitation declined.'))}>
          ${msg('Decline')}
        </button>`;
    }
    if (!membership) {
      if (!capabilities.join) return html``;
      return space.visibility === 'public'
        ? html`<button type="button" class="primary" @click=${() => void this.#join()}>${msg('Join')}</button>`
        : html`<button type="button" class="primary" @click=${() => (this.dialog = 'ask')}>
            ${msg('Ask to join')}
          </button>`;
    }
    const items: MenuItem[] = [
      ...(capabilities.edit ? [{ id: 'edit', label: msg('Edit the space'), icon: Pencil }] : []),
      ...(capabilities.archive
        ? [{ id: 'archive', label: space.archivedAt ? msg('Open again') : msg('Archive'), icon: Archive }]
        : []),
      ...(capabilities.leave ? [{ id: 'leave', label: msg('Leave'), icon: LogOut, danger: true }] : []),
    ];
    return html`<span class="tag">${roleText(membership)}</span> ${
        this.level
          ? html`<rapport-menu
              outline
              label=${msg(str`Follow ${space.name}: ${followLabel(this.level)}`)}
              .items=${followItems(this.level).filter(item => item.id !== 'none')}
              @rapport-choose=${this.#follow}
              >${glyph(Bell)} ${followLabel(this.level)}</rapport-menu
            >`
          : nothing
      }
      ${
        capabilities.manage
          ? html`<button type="button" class="outline" @click=${() => this.app!.router.go(`${appPath(space)}/members`)}>
              ${glyph(UserPlus)}${msg('Invite')}
            </button>`
          : nothing
      }
      ${
        items.length > 0
          ? html`<rapport-menu
              label=${msg('More about this space')}
              .items=${items}
              @rapport-choose=${this.#chosen}
            ></rapport-menu>`
          : nothing
      }`;
  }

  #follow = (event: CustomEvent<FollowLevel>) => {
    event.stopPropagation();
    return this.act(
      () => followSpace(this.app!.api, this.space!.id, event.detail),
      ({ level }) => {
        this.level = level;
        this.app!.toasts()?.announce(followLabel(level));
      },
    );
  };

  #closed(space: Space) {
    if (space.archivedAt) {
      return html`<p class="closed">
        ${glyph(Archive)}<span
          >${msg(str`Archived on ${day(space.archivedAt)}: it can be read, and nothing can be added.`)}</span
        >
      </p>`;
    }
    return nothing;
  }

  #tabs(space: Space) {
    const { tab = '' } = this.app!.route.params;
    const base = appPath(space);
    const names: [string, string][] = [
      ['', msg('Conversation')],
      ['questions', msg('Questions')],
      ['files', msg('Files')],
      ['members', msg('Members')],
      ['records', msg('Records')],
      ['about', msg('About')],
    ];
    return this.tabs(
      msg('Parts of this page'),
      names.map(([id, name]) => ({ path: id ? `${base}/${id}` : base, name, here: id === tab })),
    );
  }

  #content(space: Space) {
    const { app } = this;
    const questions = app!.route.params.tab === 'questions';
    switch (app!.route.params.tab) {
      case 'files':
        return html`<rapport-files-panel .app=${app} .place=${{ kind: 'space', id: space.id }}></rapport-files-panel>`;
      case 'members':
        return html`<rapport-space-members
          .app=${app}
          .space=${space}
          @rapport-space-changed=${() => void this.#load(space.id)}
        ></rapport-space-members>`;
      case 'records':
        return html`<rapport-space-records .app=${app} .space=${space}></rapport-space-records>`;
      case 'about':
        return this.#about(space);
      default:
        return html`${this.#writeHere(space)} ${questions ? nothing : this.feed.bar(['all', 'questions', 'mine'])}
        ${this.feed.posts({
          label: msg(str`Posts in ${space.name}`),
          empty: questions
            ? msg('No questions here yet.')
            : space.capabilities.post
              ? msg('Nobody has written here yet. What should the others know?')
              : msg('Nobody has written here yet.'),
          here: space.id,
        })}`;
    }
  }

  /** Who may not post is told why. */
  #writeHere(space: Space) {
    if (space.capabilities.post || space.archivedAt)
      return this.feed.writeHere(msg(str`Share something in ${space.name}…`));
    const member = space.membership === 'member';
    return html`<p class="closed">
      ${glyph(MessageCircle)}<span
        >${
          member && space.broadcast
            ? msg('Only managers post here. You can comment.')
            : msg('Join the space to post here.')
        }</span
      >
    </p>`;
  }

  #about(space: Space) {
    return html`<section class="panel">
      <dl>
        <div>
          <dt>${msg('Who sees it')}</dt>
          <dd>${visibilityName(space.visibility)}. ${visibilityText(space.visibility)}</dd>
        </div>
        <div>
          <dt>${msg('Who posts')}</dt>
          <dd>${space.broadcast ? msg('Its managers; all members may comment.') : msg('All members.')}</dd>
        </div>
        <div>
          <dt>${msg('Made on')}</dt>
          <dd>${day(space.createdAt)}</dd>
        </div>
        ${
          space.description
            ? html`<div>
                <dt>${msg('What it is for')}</dt>
                <dd dir="auto">${space.description}</dd>
              </div>`
            : nothing
        }
      </dl>
    </section>`;
  }

  #dialogs(space: Space) {
    switch (this.dialog) {
      case 'ask':
        return html`<rapport-dialog heading=${msg(str`Ask to join ${space.name}`)} @rapport-close=${this.#close}>
          <form class="ask" @submit=${this.#ask}>
            ${this.#refused()}
            <div>
              <label for="message">${msg('Why you want to join (optional)')}</label>
              <textarea
                id="message"
                name="message"
                data-first
                maxlength=${limitOf(this.surface, 'joinMessage')}
              ></textarea>
            </div>
            <div class="buttons">
              <button type="button" class="outline" @click=${this.#close}>${msg('Cancel')}</button>
              <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${msg('Ask')}</button>
            </div>
          </form>
        </rapport-dialog>`;
      case 'edit':
        return html`<rapport-dialog heading=${msg('Edit the space')} @rapport-close=${this.#close}>
          <rapport-space-form
            data-first
            .space=${space}
            .problem=${this.refusal}
            ?busy=${this.busy}
            @rapport-close=${this.#close}
            @rapport-save=${this.#save}
          ></rapport-space-form>
        </rapport-dialog>`;
      case 'leave':
        return html`<rapport-dialog heading=${msg(str`Leave ${space.name}?`)} @rapport-close=${this.#close}>
          <div class="ask">
            ${this.#refused()}
            <p>
              ${
                space.visibility === 'public'
                  ? msg('Your role ends with it. Coming back makes you a member.')
                  : msg('You will no longer read it. Coming back takes its managers’ yes.')
              }
            </p>
            <div class="buttons">
              <button type="button" class="outline" data-first @click=${this.#close}>${msg('Stay')}</button>
              <button type="button" class="primary" @click=${() => void this.#leaveForGood()}>${msg('Leave')}</button>
            </div>
          </div>
        </rapport-dialog>`;
      default:
        return nothing;
    }
  }

  #refused() {
    return this.refusal ? html`<p class="problem" role="alert">${problemText(this.refusal)}</p>` : nothing;
  }

  #close = () => {
    this.dialog = undefined;
    this.refusal = undefined;
  };

  #chosen = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const space = this.space!;
    if (event.detail === 'edit') this.dialog = 'edit';
    else if (event.detail === 'archive') void this.#archive(space.archivedAt === undefined);
    else if (space.visibility === 'public' && space.membership === 'member')
      void this.#leave(msg('You left the space.'), true);
    else this.dialog = 'leave';
  };

  /** In a dialog: what is refused is told in it, and what was typed stays. */
  async #try(work: () => Promise<Space | void>, done: string) {
    if (this.busy) return;
    this.busy = true;
    this.refusal = undefined;
    const { id } = this.space!;
    try {
      const space = await work();
      this.dialog = undefined;
      if (space) this.#put(space);
      else await this.#load(id);
      this.app!.toasts()?.show({ text: done, seconds: 4 });
    } catch (failure) {
      this.refusal = problemOf(failure);
    } finally {
      this.busy = false;
    }
  }

  #ask = (event: Event) => {
    event.preventDefault();
    const message = String(new FormData(event.target as HTMLFormElement).get('message')).trim();
    void this.#try(() => joinSpace(this.app!.api, this.space!.id, message), msg('You asked to join.'));
  };

  #save = (event: CustomEvent<NewSpace>) =>
    void this.#try(() => editSpace(this.app!.api, this.space!.id, event.detail), msg('Saved.'));

  #leaveForGood = () => this.#try(() => leaveSpace(this.app!.api, this.space!.id), msg('You left the space.'));

  #join() {
    const { api } = this.app!;
    const { id, name } = this.space!;
    return this.act(
      () => joinSpace(api, id),
      space => {
        this.#put(space);
        void this.#followed(space);
        this.app!.toasts()?.show({
          text: msg(str`You joined ${name}.`),
          seconds: this.app!.settings.undoSeconds,
          undo: () => void this.#leave(msg('You left the space.')),
        });
      },
    );
  }

  #leave(done: string, undo = false) {
    const { api } = this.app!;
    const { id } = this.space!;
    return this.act(
      () => leaveSpace(api, id),
      () => {
        void this.#load(id);
        this.app!.toasts()?.show({
          text: done,
          seconds: this.app!.settings.undoSeconds,
          ...(undo
            ? {
                undo: () =>
                  void this.act(
                    () => joinSpace(api, id),
                    space => this.#put(space),
                  ),
              }
            : {}),
        });
      },
    );
  }

  #archive(archived: boolean) {
    const { api } = this.app!;
    const { id } = this.space!;
    return this.act(
      () => archiveSpace(api, id, archived),
      space => {
        this.#put(space);
        this.app!.toasts()?.show({
          text: archived ? msg('Space archived.') : msg('Space opened again.'),
          seconds: this.app!.settings.undoSeconds,
          undo: () =>
            void this.act(
              () => archiveSpace(api, id, !archived),
              before => this.#put(before),
            ),
        });
      },
    );
  }
}

function roleText(role: 'member' | 'manager' | 'owner'): string {
  switch (role) {
    case 'member':
      return msg('You are a member');
    case 'manager':
      return msg('You are a manager');
    case 'owner':
      return msg('You are an owner');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-space': RapportPageSpace;
  }
}
