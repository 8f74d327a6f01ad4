import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { findTopics } from '../api/topics.ts';
import type { Topic } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { CircleAlert, Hash } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { appPath } from '../feed/surface.ts';
import { number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, Page } from './page.ts';

/** Posts are counted up to a thousand. */
export function postCountText(count: number): string {
  if (count >= 1_000) return msg(str`${number(1_000)} posts or more`);
  return plural(count, { one: msg(str`${number(count)} post`), other: msg(str`${number(count)} posts`) });
}

/** What is talked about of late, and any topic by its name. */
@customElement('rapport-page-topics')
@localized()
export class RapportPageTopics extends Page {
  @state() private topics?: Topic[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private query = '';
  #started = false;
  #turn = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    ...Page.styles,
    fields,
    listStyles,
    css`
      input[type='search'] {
        min-height: 38px;
      }
      h2 {
        padding-inline: 4px;
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
    this.#started = false;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(msg('Topics'));
    if (!changed.has('app') || this.#started) return;
    this.#started = true;
    this.query = app.route.query.get('query') ?? '';
    void this.#load();
  }

  async #load() {
    const turn = ++this.#turn;
    this.problem = undefined;
    const query = this.query.trim().replace(/^#/, '');
    try {
      const topics = await findTopics(this.app!.api, query, 50);
      if (turn === this.#turn) this.topics = topics;
    } catch (failure) {
      if (turn === this.#turn) this.problem = problemOf(failure);
    }
  }

  #typed = (event: Event) => {
    this.query = (event.target as HTMLInputElement).value;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      const query = this.query.trim();
      this.app!.router.go(query ? `topics?${new URLSearchParams({ query })}` : 'topics', true);
      void this.#load();
    }, 250);
  };

  override render() {
    if (!this.app) return nothing;
    const { topics, problem, query } = this;
    const found = topics?.length ?? 0;
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${msg('Topics')}</h1></div>
      <input
        type="search"
        autocomplete="off"
        aria-label=${msg('Find a topic')}
        placeholder=${msg('Find a topic')}
        .value=${query}
        @input=${this.#typed}
      />
      <span class="unseen" role="status"
        >${topics ? plural(found, { one: msg(str`${number(found)} topic`), other: msg(str`${number(found)} topics`) }) : ''}</span
      >
      ${
        problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The topics can’t be shown')}
              text=${problemText(problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${topics ? this.#list(topics) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
    </div>`;
  }

  #list(topics: Topic[]) {
    const searched = this.query.trim() !== '';
    if (topics.length === 0) {
      return html`<rapport-notice
        .icon=${Hash}
        heading=${searched ? msg('No topic of this name') : msg('No topics of late')}
        text=${msg('Write # and a word in a post, and it has a topic.')}
      ></rapport-notice>`;
    }
    return html`${searched ? nothing : html`<h2>${msg('Talked about in the last two weeks')}</h2>`}
      <ul class="rows">
        ${repeat(
          topics,
          topic => topic.id,
          topic =>
            html`<li>
              <rapport-avatar kind="topic"></rapport-avatar>
              <div>
                <a href=${this.app!.router.href(appPath({ kind: 'topic', id: topic.id }))}>#${topic.name}</a>
                ${topic.description ? html`<p class="about muted" dir="auto">${topic.description}</p>` : nothing}
              </div>
              ${topic.postCount === undefined ? nothing : html`<span class="small muted">${postCountText(topic.postCount)}</span>`}
            </li>`,
        )}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-topics': RapportPageTopics;
  }
}
