import { consume } from '../feed/context.ts';
import { localized, msg } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { createStream, deleteStream, editStream, readStream, type NewStream } from '../api/me.ts';
import { newKey } from '../api/api.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { Stream } from '../api/schema.ts';
import { CircleAlert, Pencil, Trash } from '../design/icons.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { surfaceContext, type Surface, type Target } from '../feed/surface.ts';
import { problemText } from '../i18n/names.ts';
import { FeedOnPage } from './feed-on-page.ts';
import { listStyles, Page } from './page.ts';
import './stream-form.ts';

/** A feed that somebody has put together. */
@customElement('rapport-page-stream')
@localized()
export class RapportPageStream extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private stream?: Stream | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private refusal?: ApiProblem | undefined;
  @state() private editing = false;
  @state() private busy = false;
  readonly feed = new FeedOnPage(this);
  #id: string | undefined;

  static override styles = [
    ...Page.styles,
    listStyles,
    css`
      .sources {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        padding-inline: 4px;
      }
      .sources a {
        padding: 2px 10px;
        border-radius: 99px;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-size: var(--r-sm);
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .sources a:hover {
        text-decoration: underline;
      }
      h1 {
        overflow-wrap: anywhere;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#id = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(this.stream?.name ?? msg('Stream'));
    if (!changed.has('app') || app.route.page !== 'stream') return;
    const { id = '' } = app.route.params;
    if (id !== this.#id) {
      this.#id = id;
      this.stream = undefined;
      this.feed.close();
      void this.#load(id);
    } else if (this.stream) this.#open();
  }

  async #load(id: string) {
    this.problem = undefined;
    try {
      const stream = await readStream(this.app!.api, id);
      if (id !== this.#id) return;
      this.stream = stream;
      this.#open();
    } catch (failure) {
      if (id === this.#id) this.problem = problemOf(failure);
    }
  }

  #open() {
    this.feed.open({ path: this.app!.route.path, place: { kind: 'stream', id: this.stream!.id } });
  }

  override render() {
    const { app, stream, problem } = this;
    if (!app) return nothing;
    if (!stream) {
      if (problem?.denied) return html`<rapport-page-missing></rapport-page-missing>`;
      if (!problem) return html`<div class="wait" aria-busy="true"></div>`;
      return html`<div class="column">
        <h1 tabindex="-1" class="unseen">${msg('Stream')}</h1>
        <rapport-notice
          tone="danger"
          .icon=${CircleAlert}
          heading=${msg('The stream can’t be shown')}
          text=${problemText(problem)}
          action=${msg('Retry')}
          @rapport-act=${() => void this.#load(this.#id!)}
        ></rapport-notice>
      </div>`;
    }
    return html`<div class="column">
      <div class="head">
        <h1 tabindex="-1" dir="auto">${stream.name}</h1>
        <rapport-menu
          label=${msg('More about this stream')}
          .items=${[
            { id: 'edit', label: msg('Edit'), icon: Pencil },
            { id: 'delete', label: msg('Delete'), icon: Trash, danger: true },
          ]}
          @rapport-choose=${(event: CustomEvent<string>) => {
            event.stopPropagation();
            if (event.detail === 'edit') this.editing = true;
            else void this.#delete(stream);
          }}
        ></rapport-menu>
      </div>
      <p class="sources">${stream.sources.map(source => this.#source(source))}</p>
      ${this.feed.bar()} ${this.feed.posts({ label: stream.name, empty: msg('Nothing has been said here yet.') })}
      ${
        this.editing
          ? html`<rapport-dialog heading=${msg('Edit the stream')} @rapport-close=${this.#close}>
              <rapport-stream-form
                data-first
                .api=${app.api}
                .stream=${stream}
                .problem=${this.refusal}
                ?busy=${this.busy}
                @rapport-close=${this.#close}
                @rapport-save=${this.#save}
              ></rapport-stream-form>
            </rapport-dialog>`
          : nothing
      }
    </div>`;
  }

  #source({ kind, id, name }: Stream['sources'][number]) {
    if (name === undefined) return html`<span class="tag">${msg('Something you can’t open')}</span>`;
    const href = this.surface?.hrefOf({ kind, id } as Target) ?? '';
    return html`<a href=${href}>${kind === 'topic' ? `#${name}` : name}</a>`;
  }

  #close = () => {
    this.editing = false;
    this.refusal = undefined;
  };

  #save = async (event: CustomEvent<NewStream>) => {
    this.busy = true;
    this.refusal = undefined;
    try {
      this.stream = await editStream(this.app!.api, this.stream!.id, event.detail);
      this.editing = false;
      void this.feed.store?.load();
    } catch (failure) {
      this.refusal = problemOf(failure);
    } finally {
      this.busy = false;
    }
  };

  #delete(stream: Stream) {
    const { api, router, settings } = this.app!;
    return this.act(
      () => deleteStream(api, stream.id),
      () => {
        router.go('me/streams');
        const { name } = stream;
        const sources = stream.sources.map(({ kind, id }) => ({ kind, id }));
        this.app!.toasts()?.show({
          text: msg('Stream deleted.'),
          seconds: settings.undoSeconds,
          undo: () =>
            void this.act(
              () => createStream(api, { name, sources }, newKey()),
              again => router.go(`me/streams/${again.id}`),
            ),
        });
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-stream': RapportPageStream;
  }
}
