import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import {
  deleteTopic,
  findTopics,
  followTopic,
  mergeTopic,
  readRelatedTopics,
  readTopic,
  renameTopic,
  unfollowTopic,
} from '../api/topics.ts';
import type { FollowLevel, Topic } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { Bell, CircleAlert, glyph, Link, Pencil, Trash } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-picker/rapport-picker.ts';
import type { Choice } from '../elements/rapport-picker/rapport-picker.ts';
import { followItems, followLabel } from '../elements/rapport-record-card/rapport-record-card.ts';
import { appPath, surfaceContext, type Surface } from '../feed/surface.ts';
import { number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { FeedOnPage } from './feed-on-page.ts';
import { listStyles, Page } from './page.ts';
import { postCountText } from './page-topics.ts';

/** One topic: its posts, those who follow it, what it goes together with. Admins rename, merge and delete it. */
@customElement('rapport-page-topic')
@localized()
export class RapportPageTopic extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private topic?: Topic | undefined;
  @state() private related: Topic[] = [];
  @state() private problem?: ApiProblem | undefined;
  @state() private dialog?: 'rename' | 'merge' | 'delete' | undefined;
  @state() private refusal?: ApiProblem | undefined;
  @state() private into?: Choice | undefined;
  @state() private busy = false;
  readonly feed = new FeedOnPage(this);
  #shown: string | undefined;

  static override styles = [
    ...Page.styles,
    fields,
    listStyles,
    css`
      .top {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 14px;
        align-items: center;
      }
      h1 {
        overflow-wrap: anywhere;
      }
      .related {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
        font-size: var(--r-sm);
      }
      .related a {
        padding: 2px 10px;
        border-radius: 99px;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        text-decoration: none;
      }
      .related a:hover {
        text-decoration: underline;
      }
      form,
      .ask {
        display: grid;
        gap: 14px;
      }
      .ask .buttons,
      form .buttons {
        justify-content: flex-end;
      }
      .problem {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
      .merge {
        min-height: 300px;
        align-content: start;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#shown = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(
      this.topic ? `#${this.topic.name}` : msg('Topic'),
      this.topic && { id: this.topic.id, name: `#${this.topic.name}` },
    );
    if (!changed.has('app') || app.route.page !== 'topic') return;
    const { id = '' } = app.route.params;
    if (id !== this.#shown) {
      this.#shown = id;
      this.topic = undefined;
      this.related = [];
      this.feed.close();
      void this.#load(id);
    } else if (this.topic) this.#open(this.topic);
  }

  async #load(id: string) {
    this.problem = undefined;
    try {
      const topic = await readTopic(this.app!.api, id);
      if (id !== this.#shown) return;
      this.topic = topic;
      this.#open(topic);
      const related = await readRelatedTopics(this.app!.api, topic.id).catch(() => []);
      if (id === this.#shown) this.related = related;
    } catch (failure) {
      if (id === this.#shown) this.problem = problemOf(failure);
    }
  }

  #open(topic: Topic) {
    this.feed.open({ path: this.app!.route.path, place: { kind: 'topic', id: topic.id } });
  }

  override render() {
    const { app, topic, problem } = this;
    if (!app) return nothing;
    if (problem?.denied) return html`<rapport-page-missing></rapport-page-missing>`;
    if (!topic) {
      if (!problem) return html`<div class="wait" aria-busy="true"></div>`;
      return html`<div class="column">
        <h1 tabindex="-1" class="unseen">${msg('Topic')}</h1>
        <rapport-notice
          tone="danger"
          .icon=${CircleAlert}
          heading=${msg('The topic can’t be shown')}
          text=${problemText(problem)}
          action=${msg('Retry')}
          @rapport-act=${() => void this.#load(this.#shown!)}
        ></rapport-notice>
      </div>`;
    }
    return html`<div class="column">
      ${this.#head(topic)} ${this.feed.bar()}
      ${this.feed.posts({ label: msg(str`Posts on #${topic.name}`), empty: msg('No posts yet.') })}
      ${this.#dialogs(topic)}
    </div>`;
  }

  #head(topic: Topic) {
    const { followerCount: followers = 0, postCount } = topic;
    const level = topic.follow?.level;
    return html`<div class="panel">
      <div class="top">
        <rapport-avatar size="large" kind="topic"></rapport-avatar>
        <div>
          <h1 tabindex="-1">#${topic.name}</h1>
          <p class="small muted">
            ${postCount === undefined ? nothing : postCountText(postCount)}${
              followers > 0
                ? ` · ${plural(followers, { one: msg(str`${number(followers)} follower`), other: msg(str`${number(followers)} followers`) })}`
                : nothing
            }
          </p>
        </div>
      </div>
      ${topic.description ? html`<p dir="auto">${topic.description}</p>` : nothing}
      <div class="buttons">
        <rapport-menu
          outline
          label=${msg(str`Follow ${`#${topic.name}`}: ${followLabel(level)}`)}
          .items=${followItems(level)}
          @rapport-choose=${this.#follow}
          >${glyph(Bell)} ${followLabel(level)}</rapport-menu
        >
        ${
          this.app!.facts.capabilities?.admin
            ? html`<rapport-menu
                label=${msg('More about this topic')}
                .items=${[
                  { id: 'rename', label: msg('Rename'), icon: Pencil },
                  { id: 'merge', label: msg('Merge into another'), icon: Link },
                  { id: 'delete', label: msg('Delete'), icon: Trash, danger: true },
                ]}
                @rapport-choose=${(event: CustomEvent<'rename' | 'merge' | 'delete'>) => {
                  event.stopPropagation();
                  this.dialog = event.detail;
                }}
              ></rapport-menu>`
            : nothing
        }
      </div>
      ${
        this.related.length > 0
          ? html`<p class="related">
              <span class="muted">${msg('Goes together with')}</span>
              ${this.related.map(
                ({ id, name }) => html`<a href=${this.app!.router.href(appPath({ kind: 'topic', id }))}>#${name}</a>`,
              )}
            </p>`
          : nothing
      }
    </div>`;
  }

  #follow = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const { id } = this.topic!;
    const { api } = this.app!;
    const before = this.topic!.follow;
    if (event.detail === 'none') {
      return this.act(
        () => unfollowTopic(api, id),
        () => this.#followed(before ? -1 : 0),
      );
    }
    return this.act(
      () => followTopic(api, id, event.detail as FollowLevel),
      follow => this.#followed(before ? 0 : 1, follow.level),
    );
  };

  #followed(change: number, level?: FollowLevel) {
    const topic = { ...this.topic! };
    delete topic.follow;
    this.topic = {
      ...topic,
      followerCount: Math.max(0, (topic.followerCount ?? 0) + change),
      ...(level ? { follow: { level } } : {}),
    };
    this.app!.toasts()?.announce(followLabel(level));
  }

  #dialogs(topic: Topic) {
    const refused = this.refusal ? html`<p class="problem" role="alert">${problemText(this.refusal)}</p>` : nothing;
    const cancel = html`<button type="button" class="outline" @click=${this.#close}>${msg('Cancel')}</button>`;
    switch (this.dialog) {
      case 'rename':
        return html`<rapport-dialog heading=${msg(str`Rename #${topic.name}`)} @rapport-close=${this.#close}>
          <form @submit=${this.#rename}>
            ${refused}
            <div>
              <label for="name">${msg('Name')}</label>
              <input id="name" name="name" required maxlength="100" data-first .value=${topic.name} />
            </div>
            <div>
              <label for="description">${msg('What it is about (optional)')}</label>
              <textarea
                id="description"
                name="description"
                maxlength="500"
                .value=${topic.description ?? ''}
              ></textarea>
            </div>
            <p class="small muted">${msg('Texts that hold the old word keep leading here.')}</p>
            <div class="buttons">
              ${cancel}<button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${msg('Save')}</button>
            </div>
          </form>
        </rapport-dialog>`;
      case 'merge':
        return html`<rapport-dialog
          heading=${msg(str`Merge #${topic.name} into another topic`)}
          @rapport-close=${this.#close}
        >
          <div class="ask merge">
            ${refused}
            <rapport-picker
              data-first
              keep
              label=${msg('Into which topic')}
              .find=${async (query: string) =>
                (await findTopics(this.app!.api, query.replace(/^#/, '')))
                  .filter(each => each.id !== topic.id)
                  .map(({ id, name }): Choice => ({ id, name, kind: 'topic' }))}
              @rapport-pick=${(event: CustomEvent<Choice | undefined>) => {
                event.stopPropagation();
                this.into = event.detail;
              }}
            ></rapport-picker>
            <p>
              ${
                this.into
                  ? msg(
                      str`All posts and followers of #${topic.name} go to #${this.into.name}. This can’t be undone; old links lead there.`,
                    )
                  : msg('All its posts and followers go there. This can’t be undone; old links lead there.')
              }
            </p>
            <div class="buttons">
              ${cancel}<button
                type="button"
                class="primary"
                aria-disabled=${this.into && !this.busy ? 'false' : 'true'}
                @click=${this.#merge}
              >
                ${msg('Merge')}
              </button>
            </div>
          </div>
        </rapport-dialog>`;
      case 'delete':
        return html`<rapport-dialog heading=${msg(str`Delete #${topic.name}?`)} @rapport-close=${this.#close}>
          <div class="ask">
            ${refused}
            <p>${msg('The posts stay, without this topic. This can’t be undone.')}</p>
            <div class="buttons">
              <button type="button" class="outline" data-first @click=${this.#close}>${msg('Cancel')}</button>
              <button type="button" class="primary" @click=${this.#delete}>${msg('Delete')}</button>
            </div>
          </div>
        </rapport-dialog>`;
      default:
        return nothing;
    }
  }

  #close = () => {
    this.dialog = undefined;
    this.refusal = undefined;
    this.into = undefined;
  };

  async #try<T>(work: () => Promise<T>, done: (answer: T) => void) {
    if (this.busy) return;
    this.busy = true;
    this.refusal = undefined;
    try {
      const answer = await work();
      this.#close();
      done(answer);
    } catch (failure) {
      this.refusal = problemOf(failure);
    } finally {
      this.busy = false;
    }
  }

  #rename = (event: Event) => {
    event.preventDefault();
    const entered = new FormData(event.target as HTMLFormElement);
    const description = String(entered.get('description')).trim();
    const name = String(entered.get('name')).trim().replace(/^#/, '');
    void this.#try(
      () => renameTopic(this.app!.api, this.topic!.id, { name, description }),
      topic => {
        const before = { ...this.topic! };
        delete before.description;
        this.topic = { ...before, ...topic };
        this.app!.toasts()?.show({ text: msg('Saved.'), seconds: 4 });
      },
    );
  };

  #merge = () => {
    const { into } = this;
    if (!into) return;
    void this.#try(
      () => mergeTopic(this.app!.api, this.topic!.id, into.id),
      topic => {
        this.app!.router.go(appPath({ kind: 'topic', id: topic.id }));
        this.app!.toasts()?.show({ text: msg('Topics merged.'), seconds: 4 });
      },
    );
  };

  #delete = () =>
    void this.#try(
      () => deleteTopic(this.app!.api, this.topic!.id),
      () => {
        this.app!.router.go('topics');
        this.app!.toasts()?.show({ text: msg('Topic deleted.'), seconds: 4 });
      },
    );
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-topic': RapportPageTopic;
  }
}
