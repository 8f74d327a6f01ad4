import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { markPostRead, readPost } from '../api/posts.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { CircleAlert } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-post/rapport-post.ts';
import { Conversation } from '../feed/conversation.ts';
import { link, surfaceContext, targetOf, type Surface } from '../feed/surface.ts';
import { discussionOf, Wiring } from '../feed/working.ts';
import { problemText } from '../i18n/names.ts';
import { Page } from './page.ts';

/** One post with its thread at its own address; `#c-56` opens the thread at that comment. */
@customElement('rapport-page-post')
@localized()
export class RapportPagePost extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private talk?: Conversation | undefined;
  @state() private problem?: ApiProblem | undefined;
  #shown = '';
  #id = '';
  #stop?: (() => void) | undefined;

  static override styles = [
    ...Page.styles,
    css`
      .way {
        padding-inline: 4px;
        font-size: var(--r-sm);
        color: var(--r-muted);
      }
    `,
  ];

  constructor() {
    super();
    new Wiring(this, { conversation: () => this.talk, surface: () => this.surface, toasts: () => this.app?.toasts() });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.();
    this.#shown = '';
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app || !changed.has('app') || app.route.page !== 'post') return;
    const shown = `${app.route.path}#${app.route.hash}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    void this.#open(app.route.params.id ?? '', /^c-(\d+)$/.exec(app.route.hash)?.[1]);
  }

  async #open(id: string, comment: string | undefined) {
    const app = this.app!;
    this.#id = id;
    this.#stop?.();
    this.problem = undefined;
    const talk = (this.talk = new Conversation(app.api, app.facts.member));
    this.#stop = app.listen(news => discussionOf(talk).hear(news));
    try {
      const post = await readPost(app.api, id);
      talk.accept(post);
      const author = post.author?.name;
      app.title(post.title ?? (author ? msg(str`${author} on ${post.subject.name}`) : post.subject.name));
      if (post.isRead === false) void markPostRead(app.api, id).catch(() => undefined);
      if (post.commentCount > 0 || comment) await discussionOf(talk).openThread(id, comment);
      // The comment may be gone: the thread is still worth reading.
      const failed = talk.threads.get(id)?.problem;
      if (comment && failed?.denied) await discussionOf(talk).openThread(id);
    } catch (failure) {
      if (talk === this.talk) this.problem = problemOf(failure);
    }
  }

  override render() {
    const { problem, talk } = this;
    if (problem?.denied) return html`<rapport-page-missing></rapport-page-missing>`;
    const post = talk?.posts.get(this.#id);
    return html`<div class="column">
      <h1 tabindex="-1" class="unseen">${post?.title ?? msg('Post', { desc: 'heading of the page of one post' })}</h1>
      ${
        problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The post can’t be shown')}
              text=${problemText(problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#open(this.#id, undefined)}
            ></rapport-notice>`
          : nothing
      }
      ${
        post
          ? html`<p class="way">
                ${link(this.surface, targetOf(post.subject), html`<span aria-hidden="true">‹ </span>${post.subject.name}`)}
              </p>
              <rapport-post whole .post=${post} .thread=${talk!.threads.get(post.id)}></rapport-post>`
          : problem
            ? nothing
            : html`<p class="muted" role="status">${msg('Loading…')}</p>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-post': RapportPagePost;
  }
}
